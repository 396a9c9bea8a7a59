/** What may be sent: the request of Communication Services e-mail, its limits, and how a recipient fares. */
import { z } from "zod";

const requestBytesMax = 10 * 1024 * 1024;
const recipientsMax = 50;

const Address = z.object({
  address: z.string().regex(/^[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+$/, "is not an e-mail address"),
  displayName: z.string().optional(),
});
const Message = z.object({
  senderAddress: Address.shape.address,
  content: z
    .object({ subject: z.string().min(1), plainText: z.string().optional(), html: z.string().optional() })
    .refine((content) => Boolean(content.plainText) || Boolean(content.html), "needs plainText or html"),
  recipients: z
    .object({
      to: z.array(Address).default([]),
      cc: z.array(Address).default([]),
      bcc: z.array(Address).default([]),
    })
    .refine((all) => all.to.length + all.cc.length + all.bcc.length > 0, "names nobody")
    .refine(
      (all) => all.to.length + all.cc.length + all.bcc.length <= recipientsMax,
      `names more than ${recipientsMax}`,
    ),
  attachments: z
    .array(z.object({ name: z.string().min(1), contentType: z.string().min(1), contentInBase64: z.base64() }))
    .default([]),
  replyTo: z.array(Address).default([]),
  headers: z.record(z.string(), z.string()).default({}),
  userEngagementTrackingDisabled: z.boolean().default(false),
});
export type EmailMessage = z.output<typeof Message>;

export interface Refusal {
  readonly status: 400 | 413;
  readonly code: string;
  readonly message: string;
  readonly target?: string;
}

export function readMessage(body: string): EmailMessage | Refusal {
  if (Buffer.byteLength(body) > requestBytesMax) {
    return { status: 413, code: "RequestEntityTooLarge", message: "The request is larger than 10 MB." };
  }
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return { status: 400, code: "BadRequest", message: "The request body is not JSON." };
  }
  const read = Message.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const target = (issue?.path ?? []).join(".");
  const code =
    target.endsWith("address") || target === "senderAddress" ? "InvalidEmailAddress" : "BadRequest";
  return {
    status: 400,
    code,
    message: `Request body validation error: '${target}' ${issue?.message ?? ""}.`,
    target,
  };
}

export function isRefusal(message: EmailMessage | Refusal): message is Refusal {
  return "status" in message;
}

export type ReportStatus = "Delivered" | "Bounced" | "Suppressed" | "Quarantined" | "FilteredSpam" | "Failed";

/** Addresses that fare badly carry their fate in the part before the @. */
const fates: readonly (readonly [string, ReportStatus, string])[] = [
  ["bounce", "Bounced", "550 5.1.1 The email account that you tried to reach does not exist"],
  ["suppressed", "Suppressed", "The recipient is on the suppression list"],
  ["quarantine", "Quarantined", "The message was quarantined by the recipient's server"],
  ["filteredspam", "FilteredSpam", "The message was identified as spam"],
  ["deliveryfailed", "Failed", "The recipient's server could not be reached"],
];

export function fateOf(address: string): { readonly status: ReportStatus; readonly detail: string } {
  const local = address.slice(0, address.lastIndexOf("@")).toLowerCase();
  const [, status, detail] = fates.find(([word]) => local.includes(word)) ?? ["", "Delivered", ""];
  return { status, detail };
}

export function recipientsOf(message: EmailMessage): string[] {
  const { to, cc, bcc } = message.recipients;
  return [...new Set([...to, ...cc, ...bcc].map(({ address }) => address))];
}

/** A sender's own Message-ID is kept when it is a well-formed one, else the service makes one. */
export function messageIdOf(message: EmailMessage, operationId: string): string {
  const own = Object.entries(message.headers).find(([name]) => name.toLowerCase() === "message-id")?.[1];
  if (own && /^<[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+>$/.test(own)) return own;
  return `<${operationId}@${message.senderAddress.slice(message.senderAddress.lastIndexOf("@") + 1)}>`;
}
