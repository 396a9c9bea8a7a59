/** `timelineItems`: every entry of a case as one past-tense sentence. Staff may be named, nobody else is. */
import type { TimelineItem } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type {
  ClockReading,
  DeliveryStatus,
  WithdrawalReason,
  LedgerEntry,
  Recipient,
} from "../../shared/domain/case/events.ts";
import type { ObligationId } from "../../shared/domain/ids.ts";
import { unreachable } from "../../shared/domain/failures.ts";
import { describeResult } from "../../shared/domain/alert/quarantine.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { formatDue, formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { classificationDetails } from "./classification-words.ts";
import { factLabel, factValueOf } from "../chrome/fact-items.ts";
import { holdDetails, describeHold } from "../chrome/hold-words.ts";
import type { ObligationRule } from "../../shared/domain/law/rule.ts";
import { isElapsedFor } from "../../shared/domain/law/rule-lookup.ts";
import {
  answerPhrase,
  awarenessSourcePhrase,
  lowerFirst,
  milestonePhrase,
  noticeTitle,
  purposeTitle,
  questionSentence,
  roleGroup,
  formatList,
} from "../chrome/case-words.ts";

/** `state` is the case folded from these entries: it knows what the ids in them are called. */
export const timelineItems = (
  state: CaseState,
  entries: readonly LedgerEntry[],
  rules: readonly ObligationRule[],
): readonly TimelineItem[] =>
  entries.map((entry) => ({
    seq: entry.seq,
    at: entry.recordedAt,
    who: entry.actor.name,
    ...tell(state, entry, rules),
  }));

interface Told {
  readonly sentence: string;
  readonly details: readonly string[];
  readonly weight: TimelineItem["weight"];
}

const told = (weight: Told["weight"], sentence: string, ...details: readonly (string | null)[]): Told => ({
  weight,
  sentence,
  details: details.filter((detail): detail is string => detail !== null && detail !== ""),
});

function tell(state: CaseState, entry: LedgerEntry, rules: readonly ObligationRule[]): Told {
  const zone = state.entity.timeZone;
  const duty = (obligationId: ObligationId): string =>
    `“${state.clocks[obligationId]?.reading.title ?? obligationId}”`;
  const asked = (questionId: string): string => {
    const question = state.questions.find((each) => each.questionId === questionId);
    return question ? `“${questionSentence(state, question)}”` : questionId;
  };
  const recipient = (key: string): string => state.sends.get(key)?.recipient.name ?? "a recipient";
  const message = (key: string): string => {
    const purpose = state.sends.get(key)?.purpose;
    return purpose ? lowerFirst(purposeTitle(state, purpose)) : "a message";
  };

  switch (entry.kind) {
    case "caseOpened": {
      const { alert, reason, rule, drill } = entry.body;
      return told(
        "decision",
        `${drill ? "A drill was opened" : "The case was opened"} on the alert “${alert.title}”.`,
        `${reason} (rule ${rule})`,
        ...classificationDetails(alert),
        resourcesOf(alert.resources),
      );
    }
    case "alertJoined":
      return told(
        "plain",
        `The alert “${entry.body.alert.title}” joined the case.`,
        entry.body.reason,
        entry.body.news ? `New: ${formatList(entry.body.news)}.` : null,
        ...classificationDetails(entry.body.alert),
        resourcesOf(entry.body.alert.resources),
      );
    case "awarenessProposed": {
      const { awareAt, source, reason } = entry.body;
      return told(
        "clock",
        `A moment of awareness was proposed: ${formatInstantInLine(awareAt, zone)}, ${awarenessSourcePhrase[source]}.`,
        `Why: ${reason}`,
        "Until a person decides, the earliest moment governs.",
      );
    }
    case "awarenessDecided":
      return told(
        "decision",
        `${entry.actor.name} settled since when we are aware: ${formatInstantInLine(entry.body.awareAt, zone)}.`,
        `Reason: ${entry.body.reason}`,
        "It may be corrected to an earlier moment, never to a later one.",
      );
    case "holdPlaced":
    case "holdExtended":
      return told(
        "decision",
        `Law enforcement asked to wait${entry.kind === "holdExtended" ? " longer" : ""}: ${describeHold(entry.body.statement, zone)}.`,
        ...holdDetails(entry.body.statement),
      );
    case "holdLifted": {
      const { holdId, liftedAt, reason } = entry.body;
      const said = `The hold of law enforcement was lifted (${holdId}), as of ${formatInstantInLine(liftedAt, zone)}.`;
      return told("decision", said, `Reason: ${reason}`);
    }
    case "factsChanged": {
      const names = Object.keys(entry.body.set);
      const labels = formatList(names.map((name) => lowerFirst(factLabel(name))));
      return told(
        "plain",
        `${names.length === 1 ? "A fact was" : "Facts were"} stated: ${labels}.`,
        ...names.map((name) => `${factLabel(name)}: ${describeFact(entry.body.set, name, zone)}`),
        `Why: ${entry.body.reason}`,
      );
    }
    case "clockOpened":
      return told(
        "clock",
        `The clock “${entry.body.title}” was opened: ${dueOf(rules, entry.body, zone)}.`,
        entry.body.citation,
        ...entry.body.why,
      );
    case "clockMoved": {
      const { from } = entry.body;
      const before = from === null ? "" : ` Before: ${formatDueOf(rules, entry.body, from, zone)}.`;
      return told(
        "clock",
        `The clock “${entry.body.title}” was moved: ${dueOf(rules, entry.body, zone)}.${before}`,
        entry.body.citation,
        ...entry.body.why,
      );
    }
    case "clockWithdrawn":
      return told("clock", `The clock ${duty(entry.body.obligationId)} was withdrawn.`, ...entry.body.why);
    case "milestoneStruck": {
      const { obligationId, milestone, due } = entry.body;
      const late = milestone === "overdue" || milestone === "due";
      return told(
        late ? "trouble" : "clock",
        `The clock ${duty(obligationId)} struck: ${milestonePhrase[milestone]}.`,
        `Due ${formatInstantInLine(due, zone)}`,
      );
    }
    case "questionAsked": {
      const { questionId, role, answerBy, expiresAt, textDigest } = entry.body;
      return told(
        "decision",
        `${capital(roleGroup[role])} were asked: ${asked(questionId)}`,
        `Answer wanted by ${formatInstantInLine(answerBy, zone)}; open until ${formatInstantInLine(expiresAt, zone)}.`,
        textDigest && `Text: SHA-256 ${textDigest}`,
      );
    }
    case "questionReminded": {
      const { questionId, role, escalated, round } = entry.body;
      return escalated
        ? told("trouble", `Nobody had answered, so ${roleGroup[role]} were asked too: ${asked(questionId)}`)
        : told("plain", `${capital(roleGroup[role])} were reminded (${round}): ${asked(questionId)}`);
    }
    case "questionExpired":
      return told(
        "trouble",
        `Nobody answered in time, and the question expired: ${asked(entry.body.questionId)}`,
      );
    case "questionWithdrawn":
      return told("plain", `The question was taken back: ${asked(entry.body.questionId)}`, entry.body.why);
    case "decisionRecorded": {
      const { questionId, answer, reason, reference, filedAt, role, textDigest } = entry.body;
      return told(
        "decision",
        `${entry.actor.name} answered ${asked(questionId)}: ${answerPhrase[answer]}.`,
        reason && `Reason: ${reason}`,
        reference && `Reference: ${reference}`,
        filedAt && `Filed at ${formatInstantInLine(filedAt, zone)}`,
        `Decided as one of ${roleGroup[role]}.`,
        textDigest && `Text: SHA-256 ${textDigest}`,
      );
    }
    case "noticeDrafted": {
      const { obligationId, version, elements, digest } = entry.body;
      const missing = elements.filter(({ sentence }) => sentence === null).map(({ label }) => label);
      return told(
        missing.length > 0 ? "trouble" : "plain",
        `The text was drafted: ${lowerFirst(noticeTitle(state, obligationId))}, version ${version}.`,
        missing.length > 0 ? `Missing: ${formatList(missing)}.` : null,
        `SHA-256 ${digest}`,
      );
    }
    case "recipientsResolved": {
      const { purpose, role, recipients, excluded, source, problem } = entry.body;
      const count = recipients.length === 1 ? "One person was" : `${recipients.length || "No"} people were`;
      const from = {
        directory: "in the directory",
        "last-good": "from the last good answer",
        fallback: "in the fallback group",
      };
      return told(
        problem !== null || recipients.length === 0 ? "trouble" : "plain",
        `${count} found ${from[source]} among ${roleGroup[role]} for this: ${ended(lowerFirst(purposeTitle(state, purpose)))}`,
        problem,
        recipients.length > 0 ? formatList(recipients.map(describeRecipient)) : null,
        excluded.length > 0
          ? `Left out: ${formatList(excluded.map(({ name, why }) => `${name} (${why})`))}.`
          : null,
      );
    }
    case "sendIntended":
      return told(
        "plain",
        `A message to ${entry.body.recipient.name} was made ready: ${lowerFirst(purposeTitle(state, entry.body.purpose))}.`,
        `Subject: ${entry.body.subject}`,
        `Operation ${entry.body.operationId}, SHA-256 ${entry.body.messageDigest}`,
      );
    case "sendAccepted":
      return told(
        "sent",
        `The mail provider accepted the message to ${recipient(entry.body.key)}: ${message(entry.body.key)}.`,
        `Operation ${entry.body.operationId}`,
      );
    case "sendRefused":
      return told(
        "trouble",
        `The mail provider refused the message to ${recipient(entry.body.key)}: ${message(entry.body.key)}.`,
        `${entry.body.code}: ${entry.body.reason}`,
        `Operation ${entry.body.operationId}`,
      );
    case "sendUncertain":
      return told(
        "trouble",
        `It stayed uncertain whether the message to ${recipient(entry.body.key)} was sent: ${message(entry.body.key)}.`,
        entry.body.reason,
        `Operation ${entry.body.operationId}`,
      );
    case "sendNotArrived":
      return told(
        "trouble",
        `The mail provider does not know the message to ${recipient(entry.body.key)}: ${message(entry.body.key)}. It is handed over again.`,
        entry.body.reason,
        `Operation ${entry.body.operationId}`,
      );
    case "sendWithdrawn":
      return told(
        "plain",
        `The message to ${recipient(entry.body.key)} was not sent: ${withdrawalPhrase[entry.body.because]}.`,
        `It was: ${message(entry.body.key)}`,
        `Operation ${entry.body.operationId}`,
      );
    case "recipientsNotFound":
      return told(
        "trouble",
        `Nobody could be found among ${roleGroup[entry.body.role]} for this: ${ended(lowerFirst(purposeTitle(state, entry.body.purpose)))}`,
        entry.body.problem,
      );
    case "recipientsWaived":
      return told(
        "decision",
        `${entry.actor.name} decided that nobody is written to about this: ${ended(lowerFirst(purposeTitle(state, entry.body.purpose)))}`,
        `Reason: ${entry.body.reason}`,
      );
    case "roleResolved":
      return told("plain", `The directory named the people of the role ${entry.body.role}.`);
    case "resendOrdered":
      return told(
        "decision",
        `${entry.actor.name} wants the message to ${recipient(entry.body.key)} sent again: ${message(entry.body.key)}.`,
        entry.body.reason && `Reason: ${entry.body.reason}`,
        `Operation so far ${entry.body.operationId}`,
      );
    case "deliveryReported": {
      const { key, status, nativeStatus, detail, reportedAt } = entry.body;
      const good = status === "delivered" || status === "expanded";
      return told(
        good ? "sent" : "trouble",
        `The message to ${recipient(key)} ${reportPhrase[status]}: ${message(key)}.`,
        `Reported as “${nativeStatus}” at ${formatInstantInLine(reportedAt, zone)}`,
        detail,
      );
    }
    case "obligationMet": {
      const { obligationId, metAt, how, reference, late, reason } = entry.body;
      return told(
        late ? "trouble" : "clock",
        `The duty ${duty(obligationId)} was met${late ? ", late" : ""}: ${how} on ${formatInstantInLine(metAt, zone)}.`,
        reference && `Reference: ${reference}`,
        reason && `Reason: ${reason}`,
      );
    }
    case "caseClosed":
      return told(
        "decision",
        entry.body.outcome === "notified"
          ? "The case was closed: everybody who had to be told was told."
          : "The case was closed: it was not a breach.",
        entry.body.reason && `Reason: ${entry.body.reason}`,
      );
    case "caseReopened":
      return told("decision", "The case was opened again.", `Reason: ${entry.body.reason}`);
    case "alertTriaged":
      return told(
        "plain",
        `The alert “${entry.body.alert.title}” was ${entry.body.outcome === "watch" ? "put on watch" : "ignored"}.`,
        `${entry.body.reason} (rule ${entry.body.rule})`,
        ...classificationDetails(entry.body.alert),
      );
    case "payloadQuarantined":
      return told(
        "trouble",
        `A payload from ${entry.body.source} could not be read and was put into quarantine.`,
        entry.body.reason,
        `${entry.body.original.bytes} bytes, SHA-256 ${entry.body.original.digest}`,
      );
    case "payloadResubmitted":
      return told(
        "decision",
        `What was in quarantine was submitted again${entry.body.edited ? ", edited" : ""}.`,
        entry.body.reason && `Reason: ${entry.body.reason}`,
        ...entry.body.results.map(describeResult),
      );
    case "payloadDismissed":
      return told("decision", "What was in quarantine was dismissed.", `Reason: ${entry.body.reason}`);
    default:
      return unreachable(entry);
  }
}

const withdrawalPhrase: Readonly<Record<WithdrawalReason, string>> = {
  "case-closed": "the case was closed before it left",
  "question-settled": "its question was settled before it left",
  superseded: "a newer message took its place",
  "text-changed": "its text is no longer the one that stands",
  "not-approved": "its text is not approved",
  "not-owed": "what it was about is no longer owed",
  done: "what it was about is done",
  held: "law enforcement has asked to wait; it is made ready again when it may leave",
  "not-meant": "its recipient is no longer among those to be told",
};

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

function dueOf(rules: readonly ObligationRule[], reading: ClockReading, zone: string): string {
  return reading.due === null ? "owed without undue delay" : formatDueOf(rules, reading, reading.due, zone);
}

/** A clock of hours to its minute, one of days with its last day. */
function formatDueOf(
  rules: readonly ObligationRule[],
  reading: ClockReading,
  at: string,
  zone: string,
): string {
  const { local, utc } = formatDue(at, { elapsedHours: isElapsedFor(rules, reading), timeZone: zone });
  const said = utc === null ? local : `${local} (${utc})`;
  return local.startsWith("until") ? `time ${said}` : `due ${said}`;
}

function describeFact(set: Partial<Facts>, name: string, zone: string): string {
  const value = factValueOf(set, name);
  if (value === null) return "not known after all";
  return value.kind === "instant" ? formatInstantInLine(value.at, zone) : value.text;
}

const describeRecipient = ({ name, address, via }: Recipient): string =>
  `${name} <${address}>${via.length === 0 ? "" : ` through ${via.join(" › ")}`}`;

const resourcesOf = (resources: readonly string[]): string | null =>
  resources.length === 0 ? null : `Resources: ${formatList(resources)}`;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A sentence that already ends, in a question mark, takes no full stop. */
const ended = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
