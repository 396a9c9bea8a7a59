/**
 * The fields of the forms, one reader each: what came over the wire as text, out as a value of the domain, or a
 * message that says what to write instead. A blank field is `null`: nothing is stated.
 */
import { z } from "zod";
import type { Instant } from "../domain/instants.ts";
import { isDateText, isInstantText } from "../domain/law/counting.ts";
import { instantToLocal, localToInstant } from "../domain/wording/local-time.ts";
import { msOf } from "../domain/wording/times.ts";

/** A blank or missing field is null; anything else goes through `read`, which answers a value or adds a message. */
function field<T>(read: (text: string, complain: (message: string) => never) => T) {
  return z
    .union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? "")])
    .optional()
    .transform((typed, context): T | null => {
      const text = (typed ?? "").trim();
      if (text === "") return null;
      return read(text, (message) => {
        context.addIssue({ code: "custom", message });
        return z.NEVER;
      });
    });
}

const longTextMax = 4_000;

/** Free words, at most 4,000 characters. Line ends are made one kind, so that a digest does not depend on the browser. */
export const words = field((text, complain) =>
  text.length > longTextMax
    ? complain(
        `Shorten this to ${longTextMax.toLocaleString("en-US")} characters; it has ${text.length.toLocaleString("en-US")}.`,
      )
    : text.replace(/\r\n?/g, "\n"),
);

export const choice = <const Value extends string>(values: readonly Value[], message: string) =>
  field((text, complain): Value => values.find((value) => value === text) ?? complain(message));

export const yesNo = (message: string) =>
  field((text, complain): boolean => (text === "yes" ? true : text === "no" ? false : complain(message)));

/** "1,200" and "1200" are the same number of people. */
export const people = field(
  (text, complain) => readPeople(text) ?? complain("Write a whole number of people, such as 1200."),
);

function readPeople(text: string): number | undefined {
  if (!/^(\d+|\d{1,3}([, ]\d{3})+)$/.test(text)) return undefined;
  const number = Number(text.replace(/[, ]/g, ""));
  return number <= 1_000_000_000 ? number : undefined;
}

/**
 * The local time of the entity, from `datetime-local` or typed; programs name an instant with its offset. Not in the
 * future: these say what has happened.
 */
export const pastMoment = ({ timeZone, now }: { timeZone: string; now: Instant }, known?: Instant) =>
  field((text, complain): Instant => {
    if (known !== undefined && text === instantToLocal(known, timeZone)) return known;
    const moment = isInstantText(text)
      ? { ok: true as const, at: new Date(text).toISOString() }
      : localToInstant(text, timeZone);
    if (!moment.ok) {
      return moment.why === "skipped"
        ? complain(
            `There was no such time in ${timeZone}: the clocks went forward over it. Choose the time before or after.`,
          )
        : complain("Write the date and the time, such as 2026-11-24 03:12.");
    }
    if (msOf(moment.at) > msOf(now)) return complain("This lies in the future. Write when it happened.");
    return moment.at;
  });

/** A calendar day (`2027-01-15`), or a moment as above; it may lie in the future. The day stays a day. */
export const momentOrDay = ({ timeZone }: { timeZone: string }) =>
  field((text, complain): string => {
    if (isDateText(text)) return text;
    if (isInstantText(text)) return new Date(text).toISOString();
    const moment = localToInstant(text, timeZone);
    return moment.ok
      ? moment.at
      : complain("Write a date such as 2027-01-15, or a date and time such as 2027-01-15 17:00.");
  });

/** States and territories that 45 CFR 160.103 counts as a State. */
const usStates = new Set(
  (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI " +
    "SC SD TN TX UT VT VA WA WV WI WY DC PR GU VI AS MP"
  ).split(" "),
);

export const peopleByState = peopleByPlace("state", "TX 620", (code) => usStates.has(code));
/** ISO 3166 alpha-2, by its form only: which codes exist is not ours to know. */
export const peopleByCountry = peopleByPlace("country", "DE 1200", (code) => /^[A-Z]{2}$/.test(code));

/** One place a line, or separated by semicolons: "TX 620", "TX: 1,200". */
function peopleByPlace(kind: "state" | "country", example: string, isPlace: (code: string) => boolean) {
  return field((text, complain): Readonly<Record<string, number>> => {
    const counts: Record<string, number> = {};
    for (const line of text
      .split(/[\n;]/)
      .map((each) => each.trim())
      .filter((each) => each !== "")) {
      const match = /^([A-Za-z]{2})\s*[:=,]?\s*(\d[\d, ]*)$/.exec(line);
      const code = match?.[1]?.toUpperCase() ?? "";
      const number = readPeople(match?.[2]?.trim() ?? "");
      if (match === null || number === undefined)
        return complain(
          `Write one ${kind} a line, such as “${example}”. Not understood: “${shortened(line)}”.`,
        );
      if (!isPlace(code)) return complain(`“${code}” is not the two-letter code of a ${kind}.`);
      if (code in counts) return complain(`${code} stands there twice. Add the numbers up.`);
      counts[code] = number;
    }
    return counts;
  });
}

const shortened = (line: string): string => (line.length > 40 ? `${line.slice(0, 40)}…` : line);

export const someOf = <const Value extends string>(values: readonly Value[]) =>
  z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .optional()
    .transform((chosen, context): readonly Value[] | null => {
      const all = (chosen ?? []).filter((each) => each !== "");
      const known = values.filter((value) => all.includes(value));
      if (known.length !== new Set(all).size)
        context.addIssue({ code: "custom", message: "Choose from the list." });
      return known.length === 0 ? null : known;
    });
