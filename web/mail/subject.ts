export const subjectMax = 70;

interface SubjectParts {
  readonly drill: boolean;
  /** What is wanted or has happened; shortened if need be. */
  readonly text: string;
  /** Stands before the text and is never shortened: "Decide by 14:20 EDT: ". */
  readonly before?: string;
  readonly caseCode: string;
}

/** What is wanted, by when, which case, in at most 70 characters. The ends say the most, so the middle gives way. */
export function subjectOf({ drill, text, before = "", caseCode }: SubjectParts): string {
  const start = oneLine(`${drill ? "DRILL: " : ""}${before}`);
  const end = oneLine(` (${caseCode})`);
  return `${start}${shortened(oneLine(text), subjectMax - start.length - end.length)}${end}`;
}

/** A subject is one header line, whatever an alert brought. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, " ");

export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  const cut = text.slice(0, Math.max(0, max - 1));
  return `${cut.replace(/[\uD800-\uDBFF]$/, "").replace(/\s+$/, "")}…`;
}
