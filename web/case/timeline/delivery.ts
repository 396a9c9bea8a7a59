import type { DeliveryStatus, Recipient, SendPurpose } from "../../../shared/domain/case/events.ts";
import type { CaseState } from "../../../shared/domain/case/state.ts";
import { formatInstantInLine } from "../../../shared/domain/wording/times.ts";
import { purposeTitle, roleGroup } from "../../chrome/case-words.ts";
import { formatList, lowerFirst } from "../../chrome/words.ts";
import { withdrawalPhrase } from "../../chrome/withdrawal-words.ts";
import { describe } from "./entry.ts";
import type { Describers } from "./entry.ts";

/** Who was to hear of something, and what became of each message. */
export const delivery: Describers<
  | "recipientsResolved"
  | "recipientsNotFound"
  | "recipientsWaived"
  | "roleResolved"
  | "sendIntended"
  | "sendAccepted"
  | "sendRefused"
  | "sendUncertain"
  | "sendNotArrived"
  | "sendWithdrawn"
  | "resendOrdered"
  | "deliveryReported"
> = {
  recipientsResolved: ({ purpose, role, recipients, excluded, source, problem }, { state }) => {
    const count = recipients.length === 1 ? "One person was" : `${recipients.length || "No"} people were`;
    const leftOut = formatList(excluded.map(({ name, why }) => `${name} (${why})`));
    return describe(
      problem !== null || recipients.length === 0 ? "trouble" : "plain",
      `${count} found ${sourcePhrase[source]} among ${roleGroup[role]} for this: ${ended(describePurpose(state, purpose))}`,
      problem,
      recipients.length > 0 ? formatList(recipients.map(describeRecipient)) : null,
      excluded.length > 0 ? `Left out: ${leftOut}.` : null,
    );
  },
  recipientsNotFound: ({ purpose, role, problem }, { state }) =>
    describe(
      "trouble",
      `Nobody could be found among ${roleGroup[role]} for this: ${ended(describePurpose(state, purpose))}`,
      problem,
    ),
  recipientsWaived: ({ purpose, reason }, { state }, { actor }) =>
    describe(
      "decision",
      `${actor.name} decided that nobody is written to about this: ${ended(describePurpose(state, purpose))}`,
      `Reason: ${reason}`,
    ),
  roleResolved: ({ role, recipients }) =>
    describe(
      "plain",
      `The directory gave another answer than before for the role ${role}: ${recipients.length} people.`,
      formatList(recipients.map(describeRecipient)),
    ),
  sendIntended: ({ recipient, purpose, subject, operationId, messageDigest }, { state }) =>
    describe(
      "plain",
      `A message to ${recipient.name} was made ready: ${describePurpose(state, purpose)}.`,
      `Subject: ${subject}`,
      `Operation ${operationId}, SHA-256 ${messageDigest}`,
    ),
  sendAccepted: ({ key, operationId }, { state }) =>
    describe(
      "sent",
      `The mail provider accepted the message to ${describeMessage(state, key)}.`,
      `Operation ${operationId}`,
    ),
  sendRefused: ({ key, operationId, code, reason }, { state }) =>
    describe(
      "trouble",
      `The mail provider refused the message to ${describeMessage(state, key)}.`,
      `${code}: ${reason}`,
      `Operation ${operationId}`,
    ),
  sendUncertain: ({ key, operationId, reason }, { state }) =>
    describe(
      "trouble",
      `It stayed uncertain whether the message to ${describeMessage(state, key, " was sent")}.`,
      reason,
      `Operation ${operationId}`,
    ),
  sendNotArrived: ({ key, operationId, reason }, { state }) =>
    describe(
      "trouble",
      `The message to ${describeMessage(state, key, " is not known at the provider, and the same operation is handed over again")}.`,
      reason,
      `Operation ${operationId}`,
    ),
  sendWithdrawn: ({ key, operationId, because }, { state }) =>
    describe(
      "plain",
      `The message to ${describeMessage(state, key, " was not sent")}.`,
      `Because ${withdrawalPhrase[because]}.`,
      `Operation ${operationId}`,
    ),
  resendOrdered: ({ key, operationId, reason }, { state }, { actor }) =>
    describe(
      "decision",
      `${actor.name} wants the message to ${describeMessage(state, key, " sent again")}.`,
      reason && `Reason: ${reason}`,
      `Operation so far ${operationId}`,
    ),
  deliveryReported: ({ key, status, nativeStatus, detail, reportedAt }, { state, zone }) =>
    describe(
      status === "delivered" || status === "expanded" ? "sent" : "trouble",
      `The message to ${describeMessage(state, key, ` ${reportPhrase[status]}`)}.`,
      `Reported as “${nativeStatus}” at ${formatInstantInLine(reportedAt, zone)}`,
      detail,
    ),
};

const sourcePhrase = {
  directory: "in the directory",
  "last-good": "from the last good answer",
  fallback: "in the fallback group",
} as const;

const reportPhrase: Readonly<Record<DeliveryStatus, string>> = {
  delivered: "was delivered",
  expanded: "was handed to a distribution list",
  bounced: "bounced",
  failed: "could not be delivered",
  suppressed: "was suppressed by the provider",
  quarantined: "was held back as suspicious",
  "filtered-spam": "was filtered as spam",
  unknown: "stayed without proof of delivery",
};

/** "Mara Lindqvist bounced: question: was patient data breached?": to whom, what became of it, what it was. */
function describeMessage(state: CaseState, key: string, outcome = ""): string {
  const send = state.sends.get(key);
  const purpose = send ? describePurpose(state, send.purpose) : "a message";
  return `${send?.recipient.name ?? "a recipient"}${outcome}: ${purpose}`;
}

const describePurpose = (state: CaseState, purpose: SendPurpose): string =>
  lowerFirst(purposeTitle(state, purpose));

const describeRecipient = ({ name, address, via }: Recipient): string =>
  `${name} <${address}>${via.length === 0 ? "" : ` through ${via.join(" › ")}`}`;

/** A sentence that already ends, in a question mark, takes no full stop. */
const ended = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
