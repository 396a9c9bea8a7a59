import { DateTime } from "luxon";

/** How answers are printed: one line of JSON for programs, lines for people. */
export const printJson = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

export const printLines = (lines: readonly string[]): void =>
  void process.stdout.write(`${lines.join("\n")}\n`);

export const utc = (instant: string): string =>
  DateTime.fromISO(instant, { zone: "utc" }).toFormat("ccc d LLL yyyy, HH:mm 'UTC'");
