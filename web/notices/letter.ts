import type { NoticeElement } from "../../shared/domain/case/events.ts";
import type { NoticeDraft, NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { dayOf, type DateStyle } from "./sentences.ts";

/** One required element of a notice, under the heading where it stands in the letter. */
export interface Element {
  /** As the law's record spells it. */
  readonly element: string;
  readonly label: string;
  readonly sentence: string | null;
}

export interface Section {
  readonly heading: string;
  readonly elements: readonly Element[];
}

interface Parts {
  readonly subject: string;
  readonly style: DateStyle;
  readonly to: readonly string[];
  readonly opening: readonly string[];
  readonly sections: readonly Section[];
  readonly closing: readonly string[];
}

/** A letter in headed sections. What is missing is named in the text, so that nobody can approve it unseen. */
export function letterOf(view: NoticeDraftView, parts: Parts): NoticeDraft {
  const { letterhead } = view;
  const text = [
    [letterhead.entityName, ...letterhead.addressLines].join("\n"),
    dayOf(view.now, view, parts.style),
    ...(parts.to.length === 0 ? [] : [parts.to.join("\n")]),
    parts.subject,
    ...parts.opening,
    ...parts.sections.map(
      ({ heading, elements }) => `${heading.toUpperCase()}\n${elements.map(sentenceOrGap).join(" ")}`,
    ),
    ...parts.closing,
  ];
  return { subject: parts.subject, text: text.join("\n\n"), elements: elementsOf(parts.sections) };
}

/** A form that is typed into a portal: one line a field. */
export function formOf(view: NoticeDraftView, parts: Omit<Parts, "to">): NoticeDraft {
  const text = [
    parts.subject,
    `Prepared ${dayOf(view.now, view, parts.style)}`,
    ...parts.opening,
    ...parts.sections.map(
      ({ heading, elements }) =>
        `${heading.toUpperCase()}\n${elements.map((each) => `${each.label}: ${sentenceOrGap(each)}`).join("\n")}`,
    ),
    ...parts.closing,
  ];
  return { subject: parts.subject, text: text.join("\n\n"), elements: elementsOf(parts.sections) };
}

const sentenceOrGap = ({ label, sentence }: Element): string => sentence ?? `[MISSING: ${label}]`;

const elementsOf = (sections: readonly Section[]): readonly NoticeElement[] =>
  sections.flatMap(({ elements }) =>
    elements.map(({ element, label, sentence }) => ({ element, label, sentence })),
  );

/** Every way to reach the entity that the letterhead names. */
export function waysToReach({ letterhead }: NoticeDraftView): readonly string[] {
  const { tollFreePhone, email, website, addressLines } = letterhead;
  return [
    tollFreePhone === null ? null : `call ${tollFreePhone} free of charge`,
    email === null ? null : `write to ${email}`,
    website === null ? null : `see ${website}`,
    addressLines.length === 0
      ? null
      : `send a letter to ${[letterhead.entityName, ...addressLines].join(", ")}`,
  ].filter((way) => way !== null);
}
