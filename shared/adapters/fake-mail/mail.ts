/** Mail in memory, for tests. Keeps everything, and fails the test at its end over what nobody expected. */
import { TransientFailure } from "../../domain/failures.ts";
import type { Mail, MailMessage, SendOutcome } from "../../ports/mail.ts";

export interface SentMail {
  readonly operationId: string;
  readonly message: MailMessage;
}

/** How the provider behaves towards the next new operation. */
export type NextSend =
  | SendOutcome
  /** Taken, but the answer is lost and the provider cannot be asked: `uncertain` here, `accepted` when asked later. */
  | { readonly kind: "answer-lost" }
  /** No connection: a TransientFailure. */
  | { readonly kind: "unreachable" };

export interface FakeMail extends Mail {
  /** Everything that went out, oldest first, looked at or not. */
  readonly sent: readonly SentMail[];
  /** Prepares the sends to come, one each; afterwards everything is accepted. */
  next(...sends: readonly NextSend[]): void;
  /** The oldest mail to this address that was not taken yet, and counts it as expected. Throws when there is none. */
  take(address: string): SentMail;
  /** Counts every mail so far and to come as expected. */
  expectAnything(): void;
}

/** `atEnd` is the test runner's hook for the end of a test (`onTestFinished`). */
export function fakeMail(atEnd: (check: () => void) => void): FakeMail {
  const sent: SentMail[] = [];
  const taken = new Set<SentMail>();
  const known = new Map<string, SendOutcome>();
  const prepared: NextSend[] = [];
  let isAnythingExpected = false;

  atEnd(() => {
    const left = sent.filter((mail) => !taken.has(mail));
    if (!isAnythingExpected && left.length > 0)
      throw new Error(
        `nobody expected ${left.length} mails, the first to ${left[0]?.message.to.address ?? ""}`,
      );
    if (prepared.length > 0)
      throw new Error(`${prepared.length} answers were prepared for sends that never came`);
  });

  const accept = (message: MailMessage, operationId: string): SendOutcome => {
    const outcome: SendOutcome = { kind: "accepted", providerStatus: "Running" };
    sent.push({ operationId, message });
    known.set(operationId, outcome);
    return outcome;
  };

  return {
    sent,
    next: (...sends) => void prepared.push(...sends),
    take: (address) => {
      const found = sent.find((mail) => mail.message.to.address === address && !taken.has(mail));
      if (!found) throw new Error(`no mail to ${address} is left to take`);
      taken.add(found);
      return found;
    },
    expectAnything: () => (isAnythingExpected = true),
    statusOf: async (operationId) => known.get(operationId) ?? { kind: "unknown" },
    send: async (message, operationId) => {
      const before = known.get(operationId);
      if (before) return before;
      const next = prepared.shift() ?? { kind: "accepted", providerStatus: "Running" };
      switch (next.kind) {
        case "accepted":
          return accept(message, operationId);
        case "answer-lost":
          accept(message, operationId);
          return { kind: "uncertain", reason: "the answer to the send was lost" };
        case "unreachable":
          throw new TransientFailure("the fake provider was told to be away");
        case "refused":
        case "throttled":
        case "uncertain":
          return next;
      }
    },
  };
}
