/** What an alert's data were taken to be when it was triaged, for the timeline: the answer, and who said so. */
import type { DataClassification } from "../../shared/domain/alert/alert.ts";
import type { CaseAlert, ClassificationPart } from "../../shared/domain/case/events.ts";
import { formatDuration } from "../../shared/domain/wording/durations.ts";

const phrases: Readonly<Record<DataClassification, string>> = {
  phi: "protected health information",
  "eu-personal": "personal data of people in the EU",
  both: "protected health information and personal data of people in the EU",
  neither: "neither protected health information nor personal data of people in the EU",
  unknown: "unknown",
};
/** The parts stand with the telling ones first; more than these nobody reads on a page. */
const partsShown = 3;

export function classificationDetails({ triage }: Pick<CaseAlert, "triage">): readonly string[] {
  if (!triage) return [];
  const { value, parts, problem } = triage.classification;
  const shown = parts.filter((part) => value === "unknown" || part.value !== "unknown").slice(0, partsShown);
  const whence = shown.length > 0 ? ` (${shown.map(describePart).join("; ")})` : "";
  return [
    `What it holds: ${phrases[value]}${whence}.`,
    ...(problem === null ? [] : [`Not everything could be asked: ${problem}.`]),
  ];
}

/** The age is said where there is one to speak of. */
function describePart({ because, ageSeconds }: ClassificationPart): string {
  return ageSeconds < 60 ? because : `${because}, read ${formatDuration(ageSeconds * 1000)} before`;
}
