import type { NoticeDraft, NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { authorityNotification, dataSubjectLetter } from "./gdpr.ts";
import { plainNotice } from "./plain.ts";
import { annualLogEntry, hhsReport, individualLetter, mediaRelease } from "./hipaa.ts";

const templates: Readonly<Record<string, (view: NoticeDraftView) => NoticeDraft>> = {
  "hipaa.individuals": individualLetter,
  // The same content by other ways: on the home page or in the media, and by telephone when misuse is imminent.
  "hipaa.individuals.substitute": individualLetter,
  "hipaa.individuals.urgent": individualLetter,
  "hipaa.media": mediaRelease,
  "hipaa.hhs.500plus": hhsReport,
  "hipaa.hhs.annual-log": annualLogEntry,
  "gdpr.art33.authority": authorityNotification,
  "gdpr.art34.data-subjects": dataSubjectLetter,
  "ukgdpr.art34.data-subjects": dataSubjectLetter,
};

/** Whether this duty has a letter of its own; the others get a plain one from the content that the law asks for. */
export const hasOwnLetter = (obligationId: string): boolean => Object.hasOwn(templates, obligationId);

/** A notice from what is known. Complete only if no element's sentence is null. */
export function draftNotice(view: NoticeDraftView): NoticeDraft {
  const template = hasOwnLetter(view.obligationId) ? templates[view.obligationId] : undefined;
  return template === undefined ? plainNotice(view) : template(view);
}

export const isComplete = ({ elements }: Pick<NoticeDraft, "elements">): boolean =>
  elements.every(({ sentence }) => sentence !== null);
