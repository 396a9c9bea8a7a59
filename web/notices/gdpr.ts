import { msOf } from "../../shared/domain/wording/times.ts";
import type { NoticeDraft, NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { formatList } from "../chrome/words.ts";
import { letterOf, waysToReach, type Element, type Section } from "./letter.ts";
import {
  dayOf,
  howMany,
  investigation,
  kindsOfData,
  likelyConsequences,
  mitigation,
  prevention,
  protectiveSteps,
  whatHappened,
} from "./sentences.ts";

/** Art. 33(4): what cannot be said at the same time may follow without undue further delay. */
const inPhases = "This is not known yet. It will follow in phases, without undue further delay (Art. 33(4)).";

/** GDPR Art. 33(3). In time but incomplete is in time: the phases say so themselves. */
export function authorityNotification(view: NoticeDraftView): NoticeDraft {
  const isLate = view.dueAt !== null && msOf(view.now) > msOf(view.dueAt);
  const reasons: readonly Section[] = isLate
    ? [
        {
          heading: "Reasons for the delay",
          elements: [
            {
              element: "reasonsForDelay",
              label: "Reasons for the delay",
              sentence: view.words.reasonsForDelay,
            },
          ],
        },
      ]
    : [];
  return letterOf(view, {
    subject: `Personal data breach notification, reference ${view.caseCode}`,
    style: "european",
    to: ["To the supervisory authority"],
    opening: [
      `${view.letterhead.entityName}, as controller, notifies a personal data breach under Article 33 of Regulation (EU) 2016/679. ${awareness(view)}`,
    ],
    sections: [
      {
        heading: "Nature of the breach",
        elements: [
          { element: "natureOfBreach", label: "Nature of the breach", sentence: nature(view) },
          ...numbers(view),
        ],
      },
      { heading: "Contact point", elements: contact(view) },
      {
        heading: "Likely consequences",
        elements: [
          {
            element: "likelyConsequences",
            label: "Likely consequences",
            sentence: likelyConsequences(view) ?? inPhases,
          },
        ],
      },
      { heading: "Measures", elements: measures(view) },
      ...reasons,
    ],
    closing: [view.letterhead.entityName],
  });
}

/** GDPR Art. 34(2): to the people themselves, in clear and plain language. Nothing here may follow later. */
export function dataSubjectLetter(view: NoticeDraftView): NoticeDraft {
  const ways = waysToReach(view);
  return letterOf(view, {
    subject: "Notice about your personal data",
    style: "european",
    to: [],
    opening: [
      "We are writing to you because a breach involved your personal data and could affect you. This letter says what happened, what we are doing, and what you can do.",
    ],
    sections: [
      {
        heading: "What happened",
        elements: [{ element: "natureOfBreach", label: "Nature of the breach", sentence: nature(view) }],
      },
      {
        heading: "What may come of it",
        elements: [
          { element: "likelyConsequences", label: "Likely consequences", sentence: likelyConsequences(view) },
        ],
      },
      { heading: "What we are doing, and what you can do", elements: measures(view) },
      { heading: "Whom you can ask", elements: contact(view) },
    ],
    closing: [
      ...(ways.length === 0 ? [] : [`You can also ${formatList(ways, "or")}.`]),
      `Yours sincerely,\n${view.letterhead.entityName}`,
      `Our reference: ${view.caseCode}`,
    ],
  });
}

function awareness(view: NoticeDraftView): string {
  const day = dayOf(view.facts.awareAt ?? view.facts.processor?.notifiedControllerAt, view, "european");
  return day === null
    ? "When the controller became aware will follow."
    : `The controller became aware on ${day}.`;
}

function nature(view: NoticeDraftView): string {
  const happened = dayOf(view.facts.occurredAt, view, "european");
  return happened === null
    ? whatHappened(view, "european")
    : `${whatHappened(view, "european")} It happened on ${happened}.`;
}

/** Art. 33(3)(a): categories and numbers "where possible". */
function numbers({ facts }: NoticeDraftView): readonly Element[] {
  const people = howMany(facts, "country");
  const kinds = kindsOfData(facts);
  const whose = stated(facts["dataSubjectCategories"]);
  const records = facts["approxRecords"];
  return [
    {
      element: "dataSubjectCategories",
      label: "Categories of people",
      sentence: whose === null ? `Categories of people: ${lowered(inPhases)}` : `The people are ${whose}.`,
    },
    {
      element: "approxDataSubjects",
      label: "Approximate number of people",
      sentence: people === null ? `Number of people: ${lowered(inPhases)}` : `About ${people} are affected.`,
    },
    {
      element: "recordCategories",
      label: "Categories of records",
      sentence: kinds === null ? `Categories of records: ${lowered(inPhases)}` : `The records hold ${kinds}.`,
    },
    {
      element: "approxRecords",
      label: "Approximate number of records",
      sentence:
        typeof records === "number"
          ? `About ${records.toLocaleString("en-US")} records are concerned.`
          : `Number of records: ${lowered(inPhases)}`,
    },
  ];
}

const lowered = (sentence: string): string => sentence.replace(/^This is/, "this is");

const stated = (value: unknown): string | null =>
  Array.isArray(value) && value.length > 0 ? formatList(value.map(String)) : null;

function contact({ letterhead }: NoticeDraftView): readonly Element[] {
  const { contactName, contactDetails } = letterhead;
  return [
    {
      element: "dpoOrContactName",
      label: "Data protection officer or contact point",
      sentence: contactName === null ? null : `${contactName} answers questions.`,
    },
    {
      element: "dpoOrContactDetails",
      label: "How to reach them",
      sentence: contactDetails === null ? null : `Reach them at ${contactDetails}.`,
    },
  ];
}

function measures(view: NoticeDraftView): readonly Element[] {
  return [
    {
      element: "measuresTakenOrProposed",
      label: "Measures taken or proposed",
      sentence: `${investigation(view, "european")} ${prevention(view)}`,
    },
    {
      element: "mitigationMeasures",
      label: "Measures to limit the effects",
      sentence: `${mitigation(view)} ${protectiveSteps(view)}`,
    },
  ];
}
