/** Requests of law enforcement to wait, in words: `sayHold`, `holdDetails`. */
import type { LawEnforcementHold } from "../../shared/domain/law/facts.ts";
import { formatDay, formatInstantInLine } from "../../shared/domain/wording/times.ts";

/** "a written statement of Tue 24 Nov 2026, until …". */
export function describeHold({ form, statedAt, until }: LawEnforcementHold, zone: string): string {
  const said = `${form === "written" ? "a written" : "an oral"} statement of ${formatInstantInLine(isoOf(statedAt), zone)}`;
  if (until == null) return `${said}, without a time`;
  const isDate = /^\d{4}-\d\d-\d\d$/.test(until);
  return `${said}, until ${isDate ? `the end of ${formatDay(`${until}T12:00:00.000Z`, "UTC")}` : formatInstantInLine(isoOf(until), zone)}`;
}

const isoOf = (instant: string): string => new Date(instant).toISOString();

export const holdDetails = (statement: LawEnforcementHold): readonly (string | null)[] => [
  statement.officialIdentity ? `Official: ${statement.officialIdentity}` : null,
  statement.agency ? `Agency: ${statement.agency}` : null,
  statement.documentRef ? `Document: ${statement.documentRef}` : null,
];
