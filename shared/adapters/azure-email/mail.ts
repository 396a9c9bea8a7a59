/** E-mail through Azure Communication Services, so that a lost answer never becomes a second mail or a missing one. */
import type { EmailMessage } from "@azure/communication-email";
import { EmailClient } from "@azure/communication-email";
import type { KeyCredential, TokenCredential } from "@azure/core-auth";
import { TransientFailure } from "../../domain/failures.ts";
import type { Mail, MailMessage, SendOutcome } from "../../ports/mail.ts";
import type { Answer } from "./answers.ts";
import { answerOf, isBeforeSending, retryAfterMsByDefault } from "./answers.ts";
import type { StatusReader } from "./status.ts";
import { openStatus } from "./status.ts";

export interface AzureMailOptions {
  /** `https://<resource>.communication.azure.com` */
  readonly endpoint: string;
  readonly credential: TokenCredential | { readonly accessKey: string };
  /** A MailFrom address of a linked domain. */
  readonly sender: string;
  /** Plain http, which the client refuses otherwise; only ever on loopback. */
  readonly allowInsecure?: boolean;
  readonly timeoutMs?: number;
  /** After an answer was lost the operation is asked for, this often and with these pauses before each question. */
  readonly reconcileAfterMs?: readonly number[];
}

type Known = SendOutcome | { readonly kind: "unknown" };

export function azureMail(options: AzureMailOptions): Mail {
  const connection = connectionOf(options);
  const client = new EmailClient(connection.endpoint, connection.credential, connection.clientOptions);
  const status = openStatus(connection);

  return {
    statusOf: (operationId) => status(operationId),
    send: async (message, operationId) => {
      const before = await status(operationId);
      if (before.kind !== "unknown") return before;
      const answer = await post(
        client,
        requestOf(message, options.sender),
        operationId,
        connection.timeoutMs,
      );
      const pauses = options.reconcileAfterMs ?? [0, 400, 1200];
      return outcomeOf(answer, () => reconcile(status, operationId, pauses));
    },
  };
}

function connectionOf(options: AzureMailOptions) {
  const { hostname, protocol, origin } = new URL(options.endpoint);
  const isLoopback = hostname === "127.0.0.1" || hostname === "localhost" || hostname === "[::1]";
  const isInsecure = options.allowInsecure === true && protocol === "http:";
  if (protocol !== "https:" && !(isInsecure && isLoopback))
    throw new Error(`${origin} is neither https nor this machine`);
  const credential: TokenCredential | KeyCredential =
    "accessKey" in options.credential ? { key: options.credential.accessKey } : options.credential;
  return {
    endpoint: origin,
    credential,
    timeoutMs: options.timeoutMs ?? 30_000,
    // Retries inside the client would repeat an accepted POST and wait out an hour's quota in silence.
    clientOptions: { retryOptions: { maxRetries: 0 }, allowInsecureConnection: isInsecure },
  };
}

function requestOf(message: MailMessage, sender: string): EmailMessage {
  return {
    senderAddress: sender,
    content: { subject: message.subject, plainText: message.text, html: message.html },
    recipients: { to: [{ address: message.to.address, displayName: message.to.name }] },
    headers: { ...message.headers },
    attachments: message.attachments.map(({ name, contentType, base64 }) => ({
      name,
      contentType,
      contentInBase64: base64,
    })),
    // Tracking rewrites links and adds a pixel; neither belongs in a breach notice.
    disableUserEngagementTracking: true,
  };
}

/**
 * The client posts and asks once for the status before it returns. If that question fails, or finds the send already
 * ended, it throws over a mail that was accepted: so the answer to the POST itself is what counts here.
 */
async function post(
  client: EmailClient,
  message: EmailMessage,
  operationId: string,
  timeoutMs: number,
): Promise<Answer> {
  let posted: number | undefined;
  try {
    await client.beginSend(message, {
      operationId,
      abortSignal: AbortSignal.timeout(timeoutMs),
      onResponse: (response) => {
        if (response.request.method === "POST") posted = response.status;
      },
    });
    return { kind: "answered", status: 202 };
  } catch (error) {
    return posted === 202 ? { kind: "answered", status: 202, error } : answerOf(error);
  }
}

async function outcomeOf(answer: Answer, reconciled: () => Promise<Known | undefined>): Promise<SendOutcome> {
  if (answer.kind === "lost") {
    if (isBeforeSending(answer.error))
      throw new TransientFailure("the mail provider cannot be reached", { cause: answer.error });
    return (await known(reconciled)) ?? uncertain("the answer to the send was lost");
  }
  const { status, code = String(status), message = "" } = answer;
  if (status === 202) {
    const ended = answer.error === undefined ? undefined : await reconciled();
    return ended?.kind === "refused" ? ended : { kind: "accepted", providerStatus: "Running" };
  }
  if (status === 429)
    return { kind: "throttled", retryAfterMs: answer.retryAfterMs ?? retryAfterMsByDefault };
  if (status === 401 || status === 403)
    throw new TransientFailure(`the mail provider does not let us in: ${status} ${code}`, {
      cause: answer.error,
    });
  // 409 and every 5xx leave open whether the mail is queued, and so does a 400: it is what a repeated send may be told.
  const found = await reconciled();
  if (found && found.kind !== "unknown") return found;
  if (status >= 500 || status === 408 || status === 409)
    return uncertain(`the send was answered with ${status} ${code}`);
  if (!found) return uncertain(`the send was refused with ${status} ${code} and its status cannot be read`);
  return { kind: "refused", code, reason: message };
}

async function known(reconciled: () => Promise<Known | undefined>): Promise<SendOutcome | undefined> {
  const found = await reconciled();
  return found && found.kind !== "unknown" ? found : undefined;
}

function uncertain(what: string): SendOutcome {
  return { kind: "uncertain", reason: `${what}, and the provider does not know the operation yet` };
}

/** Asks until the operation is known. `undefined`: the provider could not be asked at all the last time. */
async function reconcile(
  status: StatusReader,
  operationId: string,
  pausesMs: readonly number[],
): Promise<Known | undefined> {
  let last: Known | undefined;
  for (const pauseMs of pausesMs) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    last = await status(operationId).catch((error: unknown) => {
      if (error instanceof TransientFailure) return undefined;
      throw error;
    });
    if (last?.kind === "accepted" || last?.kind === "refused") return last;
    // Throttled says nothing about the operation.
    if (last?.kind === "throttled") last = undefined;
  }
  return last;
}
