import { v5 as uuidv5 } from "uuid";
import { purposeOfNotice, reportLimits } from "../../domain/case/notices.ts";
import { sendKey, sendOfOperation } from "../../domain/case/state.ts";
import type { CaseState, Send } from "../../domain/case/state.ts";
import type { Command } from "../../domain/case/commands.ts";
import type { Recipient, SendPurpose, WithdrawalReason } from "../../domain/case/events.ts";
import { noReport } from "../../domain/case/evolve/delivery.ts";
import { obsoleteSends, uncertainSends } from "../../domain/delivery/courier-step.ts";
import { mayLeave } from "../../domain/delivery/gate.ts";
import { nextWindow, windowMax } from "../../domain/delivery/pacing.ts";
import { roleOf } from "../../domain/delivery/purposes.ts";
import { TransientFailure, assert } from "../../domain/failures.ts";
import type { CaseId, NoticeId } from "../../domain/ids.ts";
import { plus } from "../../domain/instants.ts";
import type { Instant } from "../../domain/instants.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { MailMessage, SendOutcome } from "../../ports/mail.ts";
import type { AppContext } from "../app-context.ts";
import { dutiesOf } from "../duties.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import { loadCase, loadCaseAt } from "../store/commit.ts";
import { carryOut } from "./steps.ts";

/** Names our messages among all UUIDs (RFC 9562 §5.5): one send key, one operation id, whoever computes it. */
const operationNamespace = "6a0c1c52-3f0e-5d8e-9a41-8d4c6f1b7e20";

/** So many messages are handed over side by side, each group judged on a state that was read just before. */
const maxConcurrentSends = 8;

/** Turns a purpose and one of its recipients into a message; the same state and instant give the same bytes. */
export type Compose = (
  appContext: AppContext,
  state: CaseState,
  about: { readonly purpose: SendPurpose; readonly recipient: Recipient; readonly now: Instant },
) => Promise<Omit<MailMessage, "to" | "headers">>;

/**
 * Writes the intents for the next messages of a case as one batch, before anything leaves. Answers the operation ids of
 * whatever is to be handed over now, those included that were intended before. Safe to repeat.
 */
export async function intendMessages(
  appContext: AppContext,
  caseId: CaseId,
  compose: Compose,
): Promise<{ readonly operations: readonly string[] }> {
  const operations: string[] = [];
  await carryOut(appContext, caseId, async (state) => {
    const now = appContext.clock.now();
    const { intended, fresh } = nextWindow(
      state,
      currentDuties(appContext, state),
      now,
      appContext.settings.policy,
    );
    const intents = await Promise.all(
      fresh.map(({ purpose, recipient, before }) =>
        intentOf(appContext, state, { purpose, recipient, before, now, compose }),
      ),
    );
    operations.splice(0, operations.length, ...intended, ...intents.map(({ operationId }) => operationId));
    return intents;
  });
  return { operations };
}

async function intentOf(
  appContext: AppContext,
  state: CaseState,
  about: {
    readonly purpose: SendPurpose;
    readonly recipient: Recipient;
    readonly before: Send | undefined;
    readonly now: Instant;
    readonly compose: Compose;
  },
): Promise<Extract<Command, { kind: "intend" }>> {
  const { purpose, before, now } = about;
  const recipient = before ? await asListedNow(appContext, state, about) : about.recipient;
  const message = await about.compose(appContext, state, { purpose, recipient, now });
  const key = sendKey(state.caseId, purpose, recipient.personId);
  const attempt = before ? before.attempt + 1 : 0;
  const operationId = uuidv5(attempt === 0 ? key : `${key}|${attempt}`, operationNamespace);
  // Known before it is intended: a report that overtakes the receipt finds its case.
  await appContext.index.putOperation(operationId, { caseId: state.caseId, key });
  remember(appContext, operationId, message);
  return {
    kind: "intend",
    purpose,
    recipient,
    operationId,
    subject: message.subject,
    messageDigest: appContext.sha256(new TextEncoder().encode(JSON.stringify(message))),
    basis: state.seq,
  };
}

/**
 * Whoever is written to once more may have a corrected address by now; who is gone from the group keeps the old one, and so
 * does everybody while the directory does not answer.
 */
async function asListedNow(
  { directory, settings }: AppContext,
  state: CaseState,
  { purpose, recipient }: { readonly purpose: SendPurpose; readonly recipient: Recipient },
): Promise<Recipient> {
  try {
    const group = await directory.membersOf(settings.groups[roleOf(state, purpose, settings.policy)]);
    return group?.recipients.find(({ personId }) => personId === recipient.personId) ?? recipient;
  } catch (error) {
    if (error instanceof TransientFailure) return recipient;
    throw error;
  }
}

/** What an attempt came to, without a word about whom it was for: this stays in the orchestration's history. */
export type Attempt =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "later"; readonly retryAfterMs: number }
  | { readonly kind: "uncertain" }
  | { readonly kind: "missed" }
  | { readonly kind: "withdrawn"; readonly because: WithdrawalReason }
  | { readonly kind: "nothing" };

export interface AttemptOf {
  readonly operationId: string;
  readonly attempt: Attempt;
}

/**
 * Hands intended messages to the provider, each after the gate has judged it on the case as it stands at that moment. May
 * run twice: the provider is asked for the operation id first, and a message whose outcome stands in the ledger is left
 * alone. When the provider wants to be left alone, the rest is not tried.
 */
export async function handOver(
  appContext: AppContext,
  { caseId, operations }: { readonly caseId: CaseId; readonly operations: readonly string[] },
  compose: Compose,
): Promise<{ readonly attempts: readonly AttemptOf[] }> {
  const attempts: AttemptOf[] = [];
  for (let at = 0; at < operations.length; at += maxConcurrentSends) {
    const state = await loadCase(appContext, caseId);
    assert(state, `messages were to leave ${caseId}, which was never opened`);
    const duties = currentDuties(appContext, state);
    const group = operations.slice(at, at + maxConcurrentSends);
    const outcomes = await Promise.all(
      group.map(async (operationId): Promise<AttemptOf> => {
        const attempt = await handOverOne(appContext, { state, duties, operationId }, compose);
        return { operationId, attempt };
      }),
    );
    attempts.push(...outcomes);
    if (outcomes.some(({ attempt }) => attempt.kind === "later")) break;
  }
  return { attempts };
}

async function handOverOne(
  appContext: AppContext,
  about: {
    readonly state: CaseState;
    readonly duties: ReturnType<typeof dutiesOf>;
    readonly operationId: string;
  },
  compose: Compose,
): Promise<Attempt> {
  const { state, duties, operationId } = about;
  const send = sendOfOperation(state, operationId);
  if (send?.operationId !== operationId || send.status !== "intended") return { kind: "nothing" };
  const { purpose, isOrdered } = send;
  const message = await messageOf(appContext, send, state.caseId, compose);
  const now = appContext.clock.now();
  const verdict = mayLeave(state, { purpose, personId: send.recipient.personId, isOrdered }, duties, now);
  if (verdict.kind === "withdraw") return { kind: "withdrawn", because: verdict.because };
  if (verdict.kind === "hold") return { kind: "withdrawn", because: "held" };
  try {
    return attemptOf(await appContext.mail.send(message, operationId));
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { kind: "later", retryAfterMs: error.retryAfterMs ?? 5_000 };
  }
}

/** As it was intended: from the case as it stood then, at the intent's instant. */
async function messageOf(
  appContext: AppContext,
  send: Send,
  caseId: CaseId,
  compose: Compose,
): Promise<MailMessage> {
  const { purpose, recipient } = send;
  const message =
    written.get(appContext.ledger)?.get(send.operationId) ??
    (await compose(appContext, await loadCaseAt(appContext, caseId, send.basis), {
      purpose,
      recipient,
      now: send.intendedAt,
    }));
  return {
    ...message,
    to: { address: recipient.address, name: recipient.name },
    headers: threadHeaders(caseId, send),
  };
}

/** Two windows of messages as they were written, for the hand-over that follows: what is not here is written again. */
const writtenMax = 2 * windowMax;
const written = new WeakMap<Ledger, Map<string, Awaited<ReturnType<Compose>>>>();

function remember({ ledger }: AppContext, operationId: string, message: Awaited<ReturnType<Compose>>): void {
  const messages = written.get(ledger) ?? new Map<string, Awaited<ReturnType<Compose>>>();
  written.set(ledger, messages);
  messages.set(operationId, message);
  const [oldest] = messages.keys();
  if (messages.size > writtenMax && oldest !== undefined) messages.delete(oldest);
}

/** All mails of a case about one question thread together in the reader's client (RFC 5322 §3.6.4). */
function threadHeaders(caseId: CaseId, send: Send): Readonly<Record<string, string>> {
  const root = `<${caseId}@tocsin>`;
  return {
    References: root,
    "In-Reply-To": root,
    "X-Tocsin-Case": caseId,
    "X-Tocsin-Operation": send.operationId,
  };
}

const attemptOf = (outcome: SendOutcome): Attempt => {
  switch (outcome.kind) {
    case "accepted":
      return { kind: "accepted" };
    case "refused":
      return { kind: "refused", code: outcome.code };
    case "throttled":
      return { kind: "later", retryAfterMs: outcome.retryAfterMs };
    case "uncertain":
      return { kind: "uncertain" };
  }
};

export interface Recorded {
  /** The provider wants to be left alone until then; null: it does not. */
  readonly pauseUntil: Instant | null;
}

/** Writes the receipts of attempts as one batch. What is to be tried later leaves no entry: its intent still stands. */
export async function recordAttempts(
  appContext: AppContext,
  { caseId, attempts }: { readonly caseId: CaseId; readonly attempts: readonly AttemptOf[] },
): Promise<Recorded> {
  await carryOut(appContext, caseId, async (state) =>
    attempts.flatMap(({ operationId, attempt }) => {
      const send = sendOfOperation(state, operationId);
      const command = send?.operationId === operationId ? outcomeCommand(send.key, attempt) : undefined;
      return command ? [command] : [];
    }),
  );
  return { pauseUntil: pauseAfter(attempts, appContext.clock.now()) };
}

/** So long nothing is tried when nothing could be handed over although something was to be: a guard against a spin. */
const idleMs = 60_000;

function pauseAfter(attempts: readonly AttemptOf[], now: Instant): Instant | null {
  const waits = attempts.flatMap(({ attempt }) => (attempt.kind === "later" ? [attempt.retryAfterMs] : []));
  if (waits.length > 0) return plus(now, Math.max(1_000, ...waits));
  return attempts.every(({ attempt }) => attempt.kind === "nothing") ? plus(now, idleMs) : null;
}

function outcomeCommand(key: string, attempt: Attempt): Command | undefined {
  switch (attempt.kind) {
    case "accepted":
      return { kind: "accept", key };
    case "refused":
      return {
        kind: "refuse",
        key,
        code: attempt.code,
        reason: "The mail provider will not send this message.",
      };
    case "uncertain":
      return { kind: "doubt", key, reason: "The provider's answer was lost and it could not be asked." };
    case "missed":
      return { kind: "missArrival", key, reason: "The provider does not know of it." };
    case "withdrawn":
      return { kind: "withdrawSend", key, because: attempt.because };
    case "later":
    case "nothing":
      return undefined;
  }
}

/** Gives what was intended and may not leave any more its outcome, with the reason. Safe to repeat. */
export async function withdrawMessages(
  appContext: AppContext,
  caseId: CaseId,
): Promise<{ readonly written: number }> {
  return carryOut(appContext, caseId, async (state) =>
    obsoleteSends(state, currentDuties(appContext, state), appContext.clock.now()).map(
      ({ send: { key }, because }): Command => ({ kind: "withdrawSend", key, because }),
    ),
  );
}

/** So long a provider that cannot say what became of a message is left alone before it is asked again. */
const askAgainMs = 5 * 60_000;

/**
 * Asks the provider about each message whose outcome nobody knows: known there is accepted; not known there never arrived,
 * and the same operation is handed over again. Sends nothing.
 */
export async function reconcileMessages(
  appContext: AppContext,
  caseId: CaseId,
): Promise<{ readonly askAgainAt: Instant | null }> {
  const state = await loadCase(appContext, caseId);
  if (!state) return { askAgainAt: null };
  const outcomes = await Promise.all(
    uncertainSends(state)
      .slice(0, maxConcurrentSends)
      .map(async ({ operationId }): Promise<AttemptOf> => {
        const attempt = await askedOf(appContext, operationId);
        return { operationId, attempt };
      }),
  );
  await recordAttempts(appContext, { caseId, attempts: outcomes });
  const isOpen = outcomes.some(({ attempt }) => attempt.kind === "nothing");
  return { askAgainAt: isOpen ? plus(appContext.clock.now(), askAgainMs) : null };
}

async function askedOf({ mail }: AppContext, operationId: string): Promise<Attempt> {
  try {
    const outcome = await mail.statusOf(operationId);
    if (outcome.kind === "unknown") return { kind: "missed" };
    return outcome.kind === "accepted" || outcome.kind === "refused"
      ? attemptOf(outcome)
      : { kind: "nothing" };
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { kind: "nothing" };
  }
}

/** Nobody reported on these messages in time: they count as unproven, and stand on the delivery page as such. */
export async function giveUpMessages(
  appContext: AppContext,
  {
    caseId,
    noticeId,
    version,
  }: { readonly caseId: CaseId; readonly noticeId: NoticeId; readonly version: number },
): Promise<{ readonly written: number }> {
  return carryOut(appContext, caseId, async (state) => {
    const now = appContext.clock.now();
    const notice = state.notices[noticeId];
    if (!notice || purposeOfNotice(notice).version !== version) return [];
    return reportLimits(state, notice, appContext.settings.policy)
      .filter(({ at }) => Date.parse(at) <= Date.parse(now))
      .map(({ key, operationId }): Command => ({
        kind: "report",
        key,
        operationId,
        status: "unknown",
        nativeStatus: noReport,
        reportedAt: now,
        detail: "No delivery report arrived in time.",
      }));
  });
}

const currentDuties = (appContext: AppContext, state: CaseState): ReturnType<typeof dutiesOf> =>
  dutiesOf(appContext, factsOf(state), appContext.clock.now());
