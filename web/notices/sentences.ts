/**
 * Sentences of notices, made of facts. Plain language, as 45 CFR 164.404(c)(2) asks; kinds of data, never data. A null
 * is a required sentence that the facts do not allow yet; where the law itself says "if known" or "where possible",
 * or lets information follow, an honest "not known yet" stands in its place.
 */
import { dataCategories } from "../../shared/contracts/stated-facts.ts";
import type { NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatLetterDate } from "../../shared/domain/wording/times.ts";
import { formatList } from "../chrome/words.ts";

export type DateStyle = "us" | "european";

export const dayOf = (
  at: string | null | undefined,
  view: NoticeDraftView,
  style: DateStyle,
): string | null => (at == null ? null : formatLetterDate(at, view.timeZone, style));

/** The day from which the law counts: the earlier of the two. */
export function discoveryOf({ discoveredAt, shouldHaveKnownAt }: Facts): string | null {
  const known = [discoveredAt, shouldHaveKnownAt].filter((at) => at != null);
  return known.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

/** "names, dates of birth and diagnoses"; null while nobody has said which kinds. */
export function kindsOfData({ dataCategories: named }: Facts): string | null {
  const known = (named ?? []).map((name) =>
    isCategory(name) ? dataCategories[name] : name.replaceAll("-", " "),
  );
  return known.length === 0 ? null : formatList(known);
}

const isCategory = (name: string): name is keyof typeof dataCategories => Object.hasOwn(dataCategories, name);

const hasKind = ({ dataCategories: named }: Facts, ...kinds: readonly string[]): boolean =>
  kinds.some((kind) => named?.includes(kind) === true);

export function whatHappened(view: NoticeDraftView, style: DateStyle): string {
  const found = dayOf(view.alert.detectedAt ?? view.alert.receivedAt, view, style);
  const holds = style === "us" ? "health information" : "personal data";
  return (
    view.words.whatHappened ??
    `On ${found} our security monitoring found that somebody without permission may have reached one of our computer systems that holds ${holds}. We looked into it and found that this is a breach of ${holds}.`
  );
}

export const investigation = (view: NoticeDraftView, style: DateStyle): string =>
  view.words.investigation ??
  `We began to investigate on ${dayOf(view.caseOpenedAt, view, style)}, and are finding out what was reached, how, and by whom.`;

export const mitigation = (view: NoticeDraftView): string =>
  view.words.mitigation ??
  "We are working to limit the harm to the people affected. What we do will follow as soon as it can be said.";

export const prevention = (view: NoticeDraftView): string =>
  view.words.prevention ??
  "We are reviewing how this could happen. What we change so that it does not happen again will follow as soon as it is decided.";

/** What people can do for themselves depends on what was taken. */
export function protectiveSteps(view: NoticeDraftView): string {
  if (view.words.protectiveSteps !== null) return view.words.protectiveSteps;
  const { facts } = view;
  return [
    "Be careful with calls, letters and messages that mention this incident or ask for personal details: we will never ask for your password or payment details.",
    hasKind(facts, "health", "procedure", "medical-record-number", "date-of-service", "insurance")
      ? "Look closely at bills and statements from your doctors and your health insurer, and tell us and them about anything that you do not recognize."
      : null,
    hasKind(facts, "ssn")
      ? "You can ask each credit bureau, free of charge, for a fraud alert or a credit freeze, and for a copy of your credit report."
      : null,
    hasKind(facts, "account-number")
      ? "Watch your account statements, and tell your bank at once about payments that you did not make."
      : null,
    hasKind(facts, "credentials", "credentials-plain", "credentials-hashed", "username")
      ? "Change your password with us, and wherever else you use the same one."
      : null,
  ]
    .filter((step) => step !== null)
    .join(" ");
}

/** What may come of it, by the kinds of data; null while those are not known. */
export function likelyConsequences(view: NoticeDraftView): string | null {
  if (view.words.likelyConsequences !== null) return view.words.likelyConsequences;
  const { facts } = view;
  const possible = [
    hasKind(facts, "health", "procedure", "medical-record-number", "date-of-service", "insurance")
      ? "that information about health becomes known to others"
      : null,
    hasKind(facts, "ssn", "dob", "account-number", "insurance")
      ? "that somebody pretends to be the person, or pays or bills in the person's name"
      : null,
    hasKind(facts, "credentials", "credentials-plain", "credentials-hashed", "username")
      ? "that somebody signs in as the person"
      : null,
    hasKind(facts, "name", "contact")
      ? "that the person is deceived by calls or messages that seem to be genuine"
      : null,
  ].filter((each) => each !== null);
  return possible.length === 0 ? null : `It is possible ${formatList(possible, "or")}.`;
}

/** `620 people (400 in DE, 220 in FR)`. */
export function howMany(
  { affectedTotal, affectedByState, affectedByCountry }: Facts,
  by: "state" | "country",
): string | null {
  if (affectedTotal == null) return null;
  const places = Object.entries((by === "state" ? affectedByState : affectedByCountry) ?? {}).sort(
    ([, a], [, b]) => b - a,
  );
  const named = places.map(([place, number]) => `${number.toLocaleString("en-US")} in ${place}`);
  return `${count(affectedTotal, "person", "people")}${named.length === 0 ? "" : ` (${named.join(", ")})`}`;
}
