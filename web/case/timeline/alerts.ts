import { describeResult } from "../../../shared/domain/alert/quarantine.ts";
import type { DataClassification } from "../../../shared/domain/alert/alert.ts";
import type { ClassificationPart } from "../../../shared/domain/alert/triage-basis.ts";
import type { CaseAlert } from "../../../shared/domain/case/events.ts";
import { formatDuration } from "../../../shared/domain/wording/durations.ts";
import { formatList } from "../../chrome/words.ts";
import { describe } from "./entry.ts";
import type { Describers } from "./entry.ts";

/** What came in: alerts that opened or joined a case, or did neither, and payloads that nobody could read. */
export const alerts: Describers<
  | "caseOpened"
  | "alertJoined"
  | "alertTriaged"
  | "payloadQuarantined"
  | "payloadResubmitted"
  | "payloadDismissed"
> = {
  caseOpened: ({ alert, reason, rule, drill }) =>
    describe(
      "decision",
      `${drill ? "A drill was opened" : "The case was opened"} on the alert “${alert.title}”.`,
      `${reason} (rule ${rule})`,
      ...describeClassification(alert),
      describeResources(alert),
    ),
  alertJoined: ({ alert, reason, news }) =>
    describe(
      "plain",
      `The alert “${alert.title}” joined the case.`,
      reason,
      news ? `New: ${formatList(news)}.` : null,
      ...describeClassification(alert),
      describeResources(alert),
    ),
  alertTriaged: ({ alert, outcome, reason, rule }) =>
    describe(
      "plain",
      `The alert “${alert.title}” was ${outcome === "watch" ? "put on watch" : "ignored"}.`,
      `${reason} (rule ${rule})`,
      ...describeClassification(alert),
    ),
  payloadQuarantined: ({ source, reason, original }) =>
    describe(
      "trouble",
      `A payload from ${source} could not be read and was put into quarantine.`,
      reason,
      `${original.bytes} bytes, SHA-256 ${original.digest}`,
    ),
  payloadResubmitted: ({ edited, reason, results }) =>
    describe(
      "decision",
      `What was in quarantine was submitted again${edited ? ", edited" : ""}.`,
      reason && `Reason: ${reason}`,
      ...results.map(describeResult),
    ),
  payloadDismissed: ({ reason }) =>
    describe("decision", "What was in quarantine was dismissed.", `Reason: ${reason}`),
};

const describeResources = ({ resources }: CaseAlert): string | null =>
  resources.length === 0 ? null : `Resources: ${formatList(resources)}`;

const phrases: Readonly<Record<DataClassification, string>> = {
  phi: "protected health information",
  "eu-personal": "personal data of people in the EU",
  both: "protected health information and personal data of people in the EU",
  neither: "neither protected health information nor personal data of people in the EU",
  unknown: "unknown",
};
/** The parts that decided stand first; more than these nobody reads on a page. */
const partsShown = 3;

/** What the alert's data were taken to be when it was triaged, and who said so. */
function describeClassification({ triage }: CaseAlert): readonly string[] {
  if (!triage) return [];
  const { value, parts, problem } = triage.classification;
  const shown = parts.filter((part) => value === "unknown" || part.value !== "unknown").slice(0, partsShown);
  const sources = shown.length > 0 ? ` (${shown.map(describePart).join("; ")})` : "";
  return [
    `What it holds: ${phrases[value]}${sources}.`,
    ...(problem === null ? [] : [`Not everything could be asked: ${problem}.`]),
  ];
}

/** The age is named from a minute on. */
const describePart = ({ because, ageSeconds }: ClassificationPart): string =>
  ageSeconds < 60 ? because : `${because}, read ${formatDuration(ageSeconds * 1000)} before`;
