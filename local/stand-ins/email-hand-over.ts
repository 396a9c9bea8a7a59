/** From accepted to the inbox: each mail once per operation, whatever dies in between. */
import { createTransport } from "nodemailer";
import type { EmailMessage } from "./email-message.ts";
import { fateOf, messageIdOf, recipientsOf } from "./email-message.ts";
import { reportEvent } from "./email-reports.ts";
import type { EmailStore, StoredOperation } from "./email-store.ts";
import type { Faults } from "./faults.ts";
import { wait } from "./serve.ts";
import type { Worker } from "./worker.ts";
import { startWorker } from "./worker.ts";

export interface SmtpInbox {
  readonly host: string;
  readonly port: number;
  /** The inbox's web address. An interrupted hand-over asks there whether the mail came through. */
  readonly inboxUrl: string;
}

/** By this header an interrupted hand-over finds its mail again; a Message-ID may be the sender's own. */
const operationHeader = "x-operation-id";
const retryDelayMs = 1000;

export function startHandingOver(options: {
  readonly store: EmailStore;
  readonly faults: Faults;
  readonly smtp: SmtpInbox | undefined;
  readonly now: () => number;
  readonly busy: () => () => void;
  /** Called when an operation has ended and its reports lie ready. */
  readonly ended: () => void;
}): Worker {
  const { store, faults, smtp } = options;
  const transport =
    smtp &&
    createTransport({
      host: smtp.host,
      port: smtp.port,
      pool: true,
      maxConnections: 1,
      ignoreTLS: true,
      disableFileAccess: true,
      disableUrlAccess: true,
    });

  const handOver = async (
    operation: StoredOperation,
    message: EmailMessage,
    recipients: readonly string[],
  ) => {
    const interrupted = operation.state === "handing";
    store.markHanding(operation.id);
    const fault = faults.take("hand-over");
    if (fault?.action === "kill") process.kill(process.pid, "SIGKILL");
    if (fault?.action === "wait") await wait(fault.waitMs);
    if (!(interrupted && smtp && (await isInInbox(smtp.inboxUrl, operation.id))))
      await transport?.sendMail(mailOf(message, operation, recipients));
    faults.killAt("handed-over");
  };

  const worker = startWorker(async () => {
    const operation = store.nextUnfinished();
    if (!operation?.message) return "idle";
    const { message } = operation;
    const fates = recipientsOf(message).map((recipient) => ({ recipient, ...fateOf(recipient) }));
    const reached = fates.filter(({ status }) => status === "Delivered").map(({ recipient }) => recipient);
    let refused: string | undefined;
    try {
      if (reached.length > 0) await handOver(operation, message, reached);
    } catch (error) {
      refused = permanentRefusalOf(error);
      if (refused === undefined) return retryDelayMs;
    }
    const reports = fates.map(({ recipient, status, detail }) => {
      const failed = status === "Delivered" && refused !== undefined;
      const outcome = failed ? { status: "Failed", detail: refused } : { status, detail };
      return {
        recipient,
        status: outcome.status,
        event: reportEvent(operation, message, recipient, outcome, options.now()),
      };
    });
    store.finish(operation.id, reached.length > 0 && refused === undefined ? 1 : 0, reports, Date.now());
    options.ended();
    return 0;
  }, options.busy);
  return { ...worker, stop: () => worker.stop().finally(() => transport?.close()) };
}

function mailOf(message: EmailMessage, operation: StoredOperation, reached: readonly string[]) {
  const named = (list: EmailMessage["recipients"]["to"]) =>
    list.map(({ address, displayName }) => ({ address, name: displayName ?? "" }));
  const ownHeaders = Object.entries(message.headers).filter(([name]) => name.toLowerCase() !== "message-id");
  return {
    from: message.senderAddress,
    to: named(message.recipients.to),
    cc: named(message.recipients.cc),
    replyTo: named(message.replyTo),
    envelope: { from: message.senderAddress, to: [...reached] },
    subject: message.content.subject,
    ...(message.content.plainText !== undefined && { text: message.content.plainText }),
    ...(message.content.html !== undefined && { html: message.content.html }),
    attachments: message.attachments.map(({ name, contentType, contentInBase64 }) => ({
      filename: name,
      contentType,
      content: Buffer.from(contentInBase64, "base64"),
    })),
    headers: { ...Object.fromEntries(ownHeaders), [operationHeader]: operation.id },
    messageId: messageIdOf(message, operation.id),
    date: new Date(operation.acceptedAt),
  };
}

/** Throws when the inbox cannot be asked; then it is asked again later, and nothing is sent before it has answered. */
async function isInInbox(inboxUrl: string, operationId: string): Promise<boolean> {
  const response = await fetch(`${inboxUrl}/api/email`, { signal: AbortSignal.timeout(10_000) });
  if (!response.ok) throw new Error(`the inbox answered ${response.status}`);
  const mails = (await response.json()) as { headers?: Record<string, unknown> }[];
  return mails.some((mail) => mail.headers?.[operationHeader] === operationId);
}

/** SMTP 5xx: this inbox will never take this mail. */
function permanentRefusalOf(error: unknown): string | undefined {
  const { responseCode, response } = error as { responseCode?: number; response?: string };
  return responseCode !== undefined && responseCode >= 500 ? (response ?? String(responseCode)) : undefined;
}
