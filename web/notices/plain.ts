import type { NoticeDraft, NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { capital, formatList } from "../chrome/words.ts";
import { letterOf, waysToReach, type Element } from "./letter.ts";
import {
  dayOf,
  discoveryOf,
  howMany,
  investigation,
  kindsOfData,
  likelyConsequences,
  mitigation,
  prevention,
  protectiveSteps,
  whatHappened,
} from "./sentences.ts";

type Say = (view: NoticeDraftView) => string | null;

const happened: Say = (view) => whatHappened(view, "us");
const kinds: Say = ({ facts }) => sentence("The information includes ", kindsOfData(facts));
const breachDay: Say = (view) => sentence("It happened on ", dayOf(view.facts.occurredAt, view, "us"));
const discoveryDay: Say = (view) =>
  sentence("We discovered it on ", dayOf(discoveryOf(view.facts), view, "us"));
const people: Say = ({ facts }) => sentence("People affected: ", howMany(facts, "state"));
const contact: Say = (view) =>
  sentence(
    "If you have questions, ",
    waysToReach(view).length === 0 ? null : formatList(waysToReach(view), "or"),
  );
const done: Say = (view) => `${investigation(view, "us")} ${mitigation(view)}`;
const residentsOf =
  (state: string): Say =>
  ({ facts }) =>
    facts.affectedByState?.[state] === undefined
      ? null
      : `${count(facts.affectedByState[state], "resident")} of ${state} are affected.`;

/** What the laws ask for by name, as far as the facts of a case can say it. */
const sentences: Readonly<Record<string, Say>> = {
  description: happened,
  whatHappened: happened,
  natureOfBreach: happened,
  nature: happened,
  initialAssessment: happened,
  detailedDescription: happened,
  breachDate: breachDay,
  breachDates: breachDay,
  date: breachDay,
  dates: breachDay,
  exposureTimeFrame: breachDay,
  timing: breachDay,
  discoveryDate: discoveryDay,
  dataTypes: kinds,
  dataDescription: kinds,
  phiTypesInvolved: kinds,
  recordCategories: kinds,
  residentsAffected: people,
  approxDataSubjects: people,
  texansAffected: residentsOf("TX"),
  floridiansAffected: residentsOf("FL"),
  individualProtectiveSteps: protectiveSteps,
  investigationActions: (view) => investigation(view, "us"),
  measuresTaken: done,
  measuresTakenOrProposed: done,
  mitigation,
  mitigationActions: mitigation,
  mitigationMeasures: mitigation,
  measuresPlanned: prevention,
  preventionActions: prevention,
  likelyConsequences,
  entityContact: contact,
  contactProcedures: contact,
  dpoOrContactName: ({ letterhead }) => sentence("Contact: ", letterhead.contactName),
  dpoOrContactDetails: ({ letterhead }) => sentence("Reach them at ", letterhead.contactDetails),
  noticeDate: (view) => sentence("This notice is dated ", dayOf(view.now, view, "us")),
  reasonsForDelay: ({ words }) => words.reasonsForDelay,
};

const sentence = (start: string, value: string | null): string | null =>
  value === null ? null : `${start}${value}.`;

/** A notice for a duty without a letter of its own: one headed paragraph for each thing that its law asks for. */
export function plainNotice(view: NoticeDraftView): NoticeDraft {
  const content = view.duty?.content ?? [{ id: "description", need: "always", words: "what happened" }];
  const isLate = view.dueAt !== null && view.now > view.dueAt;
  const elements = content
    .filter(({ need }) => need !== "if-late" || isLate)
    .map(({ id, need, words }): Element => {
      const say = Object.hasOwn(sentences, id) ? sentences[id] : undefined;
      return {
        element: id,
        label: capital(words),
        sentence:
          say?.(view) ??
          (need === "always" || need === "if-late" ? null : "This is not known yet; it will follow."),
      };
    });
  return letterOf(view, {
    subject: `Notice of a data breach, reference ${view.caseCode}`,
    style: "us",
    to: [],
    opening: view.duty === undefined ? [] : [`${view.duty.title} (${view.duty.citation}).`],
    sections: elements.map((element) => ({ heading: element.label, elements: [element] })),
    closing: [view.letterhead.entityName],
  });
}
