import type { NoticeDraft, NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { formatList } from "../chrome/words.ts";
import { formOf, letterOf, waysToReach, type Element, type Section } from "./letter.ts";
import {
  dayOf,
  discoveryOf,
  howMany,
  investigation,
  kindsOfData,
  mitigation,
  prevention,
  protectiveSteps,
  whatHappened,
} from "./sentences.ts";

/** 45 CFR 164.404(c)(1): five heads, "to the extent possible". The dates are owed "if known". */
export function individualLetter(view: NoticeDraftView): NoticeDraft {
  return letterOf(view, {
    subject: "Notice about your health information",
    style: "us",
    to: [],
    opening: [
      "We are writing to you because a breach involved your health information. This letter says what happened, what we are doing, and what you can do.",
    ],
    sections: letterSections(view),
    closing: [`Sincerely,\n${view.letterhead.entityName}`, `Our reference: ${view.caseCode}`],
  });
}

/** 45 CFR 164.406: the same content, to prominent media of each State with more than 500 residents affected. */
export function mediaRelease(view: NoticeDraftView): NoticeDraft {
  const states = statesOverMediaThreshold(view);
  return letterOf(view, {
    subject: "Notice to the media: breach of health information",
    style: "us",
    to: [`To the news desk${states.length === 0 ? "" : ` (${formatList(states)})`}`, "For immediate release"],
    opening: [
      `${view.letterhead.entityName} is telling the people affected, and the public, of a breach of health information${affected(view)}. The law asks us to tell the media where more than 500 residents of one State are affected.`,
    ],
    sections: letterSections(view),
    closing: [`Our reference: ${view.caseCode}`],
  });
}

const affected = ({ facts }: NoticeDraftView): string => {
  const people = howMany(facts, "state");
  return people === null ? "" : `. As far as we know now, it affects ${people}`;
};

/** More than 500, counted State by State. */
const statesOverMediaThreshold = ({ facts }: NoticeDraftView): readonly string[] =>
  Object.entries(facts.affectedByState ?? {})
    .filter(([, people]) => people > 500)
    .map(([state]) => state)
    .sort();

function letterSections(view: NoticeDraftView): readonly Section[] {
  const { facts } = view;
  const happened = dayOf(facts.occurredAt, view, "us");
  const discovered = dayOf(discoveryOf(facts), view, "us");
  const kinds = kindsOfData(facts);
  return [
    {
      heading: "What happened",
      elements: [
        { element: "whatHappened", label: "What happened", sentence: whatHappened(view, "us") },
        {
          element: "breachDate",
          label: "Date of the breach",
          sentence:
            happened === null
              ? "We do not know yet on which day it happened, and will say so when we do."
              : `It happened on ${happened}.`,
        },
        {
          element: "discoveryDate",
          label: "Date of the discovery",
          sentence:
            discovered === null
              ? "The day of the discovery is still being established."
              : `We discovered it on ${discovered}.`,
        },
      ],
    },
    {
      heading: "What information was involved",
      elements: [
        {
          element: "phiTypesInvolved",
          label: "Kinds of health information",
          sentence: kinds === null ? null : `The information includes ${kinds}.`,
        },
      ],
    },
    {
      heading: "What you can do",
      elements: [
        {
          element: "individualProtectiveSteps",
          label: "Steps people can take",
          sentence: protectiveSteps(view),
        },
      ],
    },
    {
      heading: "What we are doing",
      elements: [
        {
          element: "investigationActions",
          label: "What is done to investigate",
          sentence: investigation(view, "us"),
        },
        { element: "mitigationActions", label: "What is done to limit the harm", sentence: mitigation(view) },
        {
          element: "preventionActions",
          label: "What is done so that it does not happen again",
          sentence: prevention(view),
        },
      ],
    },
    { heading: "For more information", elements: [contactProcedures(view)] },
  ];
}

/** The rule lists the ways with "or"; the house asks for a toll-free number and one way more. */
function contactProcedures(view: NoticeDraftView): Element {
  const ways = waysToReach(view);
  const isEnough = view.letterhead.tollFreePhone !== null && ways.length > 1;
  return {
    element: "contactProcedures",
    label: "How to reach us",
    sentence: isEnough ? `If you have questions, ${formatList(ways, "or")}.` : null,
  };
}

/** 45 CFR 164.408: what the portal of the Office for Civil Rights asks. An estimate is allowed; an addendum follows. */
export function hhsReport(view: NoticeDraftView): NoticeDraft {
  return formOf(view, {
    subject: `Breach report to HHS, reference ${view.caseCode}`,
    style: "us",
    opening: ["For the breach portal of the HHS Office for Civil Rights, 500 or more individuals."],
    sections: reportSections(view),
    closing: ["What is not known yet is filed as an addendum to the same report."],
  });
}

/** 45 CFR 164.408(c): fewer than 500; kept in the log and filed within 60 days after the end of the year. */
export function annualLogEntry(view: NoticeDraftView): NoticeDraft {
  const year = dayOf(discoveryOf(view.facts), view, "us")?.slice(-4);
  return formOf(view, {
    subject: `Entry for the annual breach log to HHS, reference ${view.caseCode}`,
    style: "us",
    opening: [
      `For the breach portal of the HHS Office for Civil Rights, fewer than 500 individuals${year === undefined ? "" : `, discovered in ${year}`}.`,
    ],
    sections: reportSections(view),
    closing: ["Each breach of the year is entered separately."],
  });
}

const later = "Not known yet; an addendum will follow.";

function reportSections(view: NoticeDraftView): readonly Section[] {
  const { facts, letterhead } = view;
  const states = statesOverMediaThreshold(view);
  const told = dayOf(facts.notified?.["hipaa.individuals"], view, "us");
  const kinds = kindsOfData(facts);
  const people = howMany(facts, "state");
  return [
    {
      heading: "Who reports",
      elements: [
        {
          element: "coveredEntity",
          label: "Covered entity",
          sentence: [letterhead.entityName, ...letterhead.addressLines].join(", "),
        },
        {
          element: "businessAssociateInvolved",
          label: "Business associate involved",
          sentence: facts.businessAssociate == null ? "None known." : "Yes.",
        },
      ],
    },
    {
      heading: "The breach",
      elements: [
        {
          element: "breachDates",
          label: "Date of the breach",
          sentence: dayOf(facts.occurredAt, view, "us") ?? later,
        },
        {
          element: "discoveryDates",
          label: "Date of the discovery",
          sentence: dayOf(discoveryOf(facts), view, "us"),
        },
        { element: "approximateNumber", label: "Approximate number of individuals", sentence: people },
        { element: "breachType", label: "Type of breach", sentence: "Hacking or IT incident" },
        { element: "locationOfPhi", label: "Location of the information", sentence: "Network server" },
        { element: "phiTypes", label: "Kinds of health information", sentence: kinds },
        { element: "description", label: "Description", sentence: whatHappened(view, "us") },
        { element: "safeguardsInPlace", label: "Safeguards in place before", sentence: safeguards(view) },
      ],
    },
    {
      heading: "Notices and actions",
      elements: [
        {
          element: "noticeDates",
          label: "Individual notices",
          sentence: told ?? "Being prepared; the dates follow in an addendum.",
        },
        {
          element: "substituteOrMediaNotice",
          label: "Substitute or media notice",
          sentence:
            states.length === 0
              ? "No media notice on present numbers."
              : `Media notice in ${formatList(states)}.`,
        },
        {
          element: "actionsTaken",
          label: "Actions taken",
          sentence: [investigation(view, "us"), mitigation(view), prevention(view)].join(" "),
        },
        {
          element: "attestation",
          label: "Attestation",
          sentence: "Made by the person who files this report.",
        },
      ],
    },
  ];
}

function safeguards({ facts }: NoticeDraftView): string {
  if (facts.encrypted == null) return later;
  if (!facts.encrypted) return "The information was not encrypted.";
  return facts.keyCompromised === true
    ? "The information was encrypted, but the key was taken too."
    : "The information was encrypted.";
}
