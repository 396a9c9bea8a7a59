import type { AnnualLogEntry, AnnualLogView } from "../../shared/contracts/annual-log.ts";

/** The package of a year as a table (RFC 4180): one row a breach, one column a field of HHS's form. */
export function annualLogCsv({ entries }: Pick<AnnualLogView, "entries">): string {
  const names = [...new Set(entries.flatMap(({ fields }) => fields.map(({ name }) => name)))];
  const rows = entries.map((entry) => [
    ...Object.values(columns).map((value) => value(entry)),
    ...names.map((name) => entry.fields.find((field) => field.name === name)?.value ?? ""),
  ]);
  return [[...Object.keys(columns), ...names], ...rows]
    .map((row) => `${row.map(cell).join(",")}\r\n`)
    .join("");
}

const columns: Readonly<Record<string, (entry: AnnualLogEntry) => string>> = {
  caseId: ({ caseId }) => caseId,
  code: ({ code }) => code,
  title: ({ title }) => title,
  discoveredOn: ({ discoveredOn }) => discoveredOn ?? "",
  people: ({ people }) => people?.toString() ?? "",
  state: ({ state }) => state,
  due: ({ dueAt }) => dueAt ?? "",
  enteredAt: ({ enteredAt }) => enteredAt ?? "",
  reference: ({ reference }) => reference ?? "",
  basis: ({ basis }) => basis,
  missing: ({ missing }) => missing.join("; "),
};

/** Titles come from outside: a cell that a spreadsheet would take for a formula is made text by a leading apostrophe. */
function cell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
