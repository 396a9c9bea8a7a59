import { assert } from "../../shared/domain/failures.ts";
import type { NoticeDraft, NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { authorityNotification, dataSubjectLetter } from "./gdpr.ts";
import { annualLogEntry, hhsReport, individualLetter, mediaRelease } from "./hipaa.ts";

const templates: Readonly<Record<string, (view: NoticeDraftView) => NoticeDraft>> = {
  "hipaa.individuals": individualLetter,
  "hipaa.media": mediaRelease,
  "hipaa.hhs.500plus": hhsReport,
  "hipaa.hhs.annual-log": annualLogEntry,
  "gdpr.art33.authority": authorityNotification,
  "gdpr.art34.data-subjects": dataSubjectLetter,
};

/** Whether a notice is written for this duty; documentation duties and those without a template have none. */
export const hasNotice = (obligationId: string): boolean => Object.hasOwn(templates, obligationId);

/** A notice from what is known. Complete only if no element's sentence is null. Only for duties that have a notice. */
export function draftNotice(view: NoticeDraftView): NoticeDraft {
  const template = hasNotice(view.obligationId) ? templates[view.obligationId] : undefined;
  assert(template !== undefined, `no notice is written for ${view.obligationId}`);
  return template(view);
}

export const isComplete = ({ elements }: Pick<NoticeDraft, "elements">): boolean =>
  elements.every(({ sentence }) => sentence !== null);
