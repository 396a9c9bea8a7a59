/** The one form in which every bench says what it found. */

export interface Figure {
  readonly name: string;
  readonly figure: number;
  /** With what the figure is compared, where it is a ratio. */
  readonly unit: string;
  /** Left out where nobody has set one: the figure is shown. */
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
}

export interface Row {
  readonly name: string;
  /** Null where the bench failed. */
  readonly figure: number | null;
  readonly unit: string;
  readonly aim: string;
  readonly state: "met" | "missed" | "shown" | "failed";
}

export function rowOf({ name, figure, unit, aim }: Figure): Row {
  if (!Number.isFinite(figure)) return failedRow(name, new Error(`the figure is ${figure}`));
  if (aim === undefined) return { name, figure, unit, aim: "", state: "shown" };
  const isMet = "atMost" in aim ? figure <= aim.atMost : figure >= aim.atLeast;
  const words = "atMost" in aim ? `<= ${aim.atMost}` : `>= ${aim.atLeast}`;
  return { name, figure, unit, aim: words, state: isMet ? "met" : "missed" };
}

export function failedRow(name: string, error: unknown): Row {
  const why = error instanceof Error ? error.message : String(error);
  return { name, figure: null, unit: why.split("\n", 1)[0] ?? "", aim: "", state: "failed" };
}

export function tableOf(rows: readonly Row[]): string {
  const cells = [
    ["bench", "figure", "aim", "state", "unit"],
    ...rows.map(({ name, figure, aim, state, unit }) => [name, figure?.toString() ?? "", aim, state, unit]),
  ];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** Three digits say all that a shared machine can tell. */
export const rounded = (value: number): number => Number(value.toPrecision(3));

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}
