/** `decideView`: one question, with what happens after each answer. Looking at it changes nothing. */
import { capital } from "../chrome/words.ts";
import type { AnswerOutcome, DecideView, FormState } from "../../shared/contracts/views.ts";
import { resolutionsOf } from "../../shared/domain/case/state.ts";
import type { CaseState, Question } from "../../shared/domain/case/state.ts";
import type { ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";
import { assert } from "../../shared/domain/failures.ts";
import { formatDuration } from "../../shared/domain/wording/durations.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import type { PresentationSettings } from "../../shared/contracts/settings.ts";
import { asOf } from "../chrome/page-context.ts";
import type { PageContext } from "../chrome/page-context.ts";
import { governingAwareness } from "../../shared/domain/case/awareness.ts";
import { alertItems, whatHappened } from "../chrome/alert-items.ts";
import { awarenessView } from "../chrome/awareness.ts";
import { caseHeading } from "../chrome/case-heading.ts";
import { clockItems } from "../chrome/clock-items.ts";
import { factItems } from "../chrome/fact-items.ts";
import { factsWanted } from "../../shared/domain/law/facts-wanted.ts";
import { filingPlaceOf } from "../chrome/filing-places.ts";
import { formValuesOf } from "../chrome/form-values.ts";
import { isGivenInPhases } from "../../shared/domain/law/rule-lookup.ts";
import { noticeText } from "../case-notices/view.ts";
import { isLate } from "./late.ts";
import { questionItem } from "../chrome/question-items.ts";
import { roleGroup } from "../chrome/case-words.ts";
import { formatList } from "../chrome/words.ts";

export interface DecideAbout extends PageContext {
  readonly settings: Pick<PresentationSettings, "policy">;
  readonly entries: readonly LedgerEntry[];
  /** What the law makes of the facts at this moment. */
  readonly duties: readonly ComputedDuty[];
  /** How many people the directory names for the notice now; null: it cannot be asked, or nobody gets one. */
  readonly people: number | null;
  /** As typed, with what was wrong; left out on the first showing. */
  readonly form?: FormState | undefined;
}

export function decideView(state: CaseState, question: Question, about: DecideAbout): DecideView {
  const { frame, settings } = about;
  const common = {
    frame,
    heading: caseHeading(state),
    question: questionItem(state, question, about.principal),
    expiresAt: question.expiresAt,
    whatHappened: whatHappened(state),
    alerts: alertItems(about.entries),
    facts: factItems(state, about),
    clocks: clockItems(state, asOf(about)).filter(
      ({ obligationId, state: word }) =>
        word !== "withdrawn" && (question.obligationId === null || question.obligationId === obligationId),
    ),
    asked: askedOf(state, question),
    form: about.form ?? { values: firstValuesOf(state, question), errors: [] },
  };
  switch (question.question) {
    case "is-breach":
      return {
        ...common,
        kind: "is-breach",
        awareness: awarenessView(state),
        outcomes: breachOutcomes(state, about),
        reasonWanted: "Wanted if you answer no: an auditor will ask why nobody was told.",
      };
    case "set-awareness":
      return {
        ...common,
        kind: "set-awareness",
        awareness: awarenessView(state),
        outcomes: awarenessOutcomes(state),
        reasonWanted: "Wanted: an auditor will ask why awareness began then.",
      };
    case "approve-notice": {
      const notice = noticeOf(state, question);
      return {
        ...common,
        kind: "approve-notice",
        notice: noticeText(notice),
        goesTo: { role: notice.audience, people: about.people },
        outcomes: approvalOutcomes(state, question, about.people),
        reasonWanted: "Wanted if you refuse: what has to change.",
      };
    }
    case "confirm-filing": {
      const notice = question.noticeId === null ? undefined : state.notices[question.noticeId];
      const late = isLate(state, question, frame.now);
      return {
        ...common,
        kind: "confirm-filing",
        notice: notice ? noticeText(notice) : null,
        where: question.obligationId === null ? null : filingPlaceOf(question.obligationId),
        fields: (notice?.elements ?? []).map(({ label, sentence }) => ({ label, value: sentence })),
        late,
        inPhases: isGivenInPhases(about.rules, question.obligationId),
        outcomes: filingOutcomes(state, question, about),
        reasonWanted: late ? "Wanted if it is filed: the time has passed, and the law asks why." : null,
      };
    }
    case "close-case":
      return {
        ...common,
        kind: "close-case",
        openDuties: openDuties(state),
        outcomes: closingOutcomes(state, settings),
        reasonWanted: "Wanted: an auditor will ask why the case was closed, or why it stays open.",
      };
  }
}

/** The form as it is first shown: what is known already, and the moment that governs as the one that is chosen. */
function firstValuesOf(state: CaseState, { question }: Question): FormState["values"] {
  const governing = governingAwareness(state.awareness);
  const awareness = governing === null ? {} : { awareness: governing, awareAt: "" };
  switch (question) {
    case "is-breach":
      return { ...formValuesOf(state), ...awareness };
    case "set-awareness":
      return awareness;
    default:
      return {};
  }
}

function noticeOf(state: CaseState, question: Question) {
  const notice = question.noticeId === null ? undefined : state.notices[question.noticeId];
  assert(notice, `${question.questionId} asks about a notice that was never drafted`);
  return notice;
}

/** Everybody who was written to about it, in each round. */
const askedOf = (state: CaseState, { questionId }: Question): DecideView["asked"] =>
  resolutionsOf(state).flatMap(({ purpose, recipients, role, at }) =>
    purpose.kind === "question" && purpose.questionId === questionId
      ? recipients.map(({ name }) => ({ name, role, askedAt: at }))
      : [],
  );

function breachOutcomes(
  state: CaseState,
  { duties, settings, frame, rules }: DecideAbout,
): readonly AnswerOutcome[] {
  const told = duties.filter(({ applies, needsNotice }) => applies && needsNotice);
  const titles = told.map(({ reading }) => `“${reading.title}” (${reading.citation})`);
  const { role } = settings.policy.questions["approve-notice"];
  const closers = roleGroup[settings.policy.questions["close-case"].role];
  const awarenessOpen = factsWanted(rules, state.facts).has("awareAt") && state.facts.awareAt == null;
  return [
    {
      answer: "yes",
      label: "Yes, it is a breach",
      irreversible: false,
      then: [
        titles.length === 0
          ? "On the facts so far nobody outside has to be told; each fact that you add is judged again."
          : `A text is drafted for each duty to tell somebody. On the facts so far: ${formatList(titles)}.`,
        `Each text is put to ${roleGroup[role]} for approval, with a mail at once. Nobody outside is written to before that.`,
        ...(awarenessOpen
          ? [
              `If you leave “Aware” blank, awareness counts from your answer (now: ${formatInstantInLine(frame.now, state.entity.timeZone)}).`,
            ]
          : []),
      ],
    },
    {
      answer: "no",
      label: "No, it is not a breach",
      irreversible: false,
      then: [
        "Nobody outside is told. Your reason and the assessment stay in the ledger.",
        ...(titles.length === 0
          ? []
          : [
              "The law presumes a breach, so the facts have to show that it is none: a low probability by all four factors, or an unlikely risk.",
            ]),
        `${capital(closers)} are asked whether the case can be closed.`,
      ],
    },
  ];
}

function awarenessOutcomes(state: CaseState): readonly AnswerOutcome[] {
  return [
    {
      answer: "set",
      label: "Settle this moment",
      irreversible: true,
      then: [
        "Every clock that counts from awareness counts from that moment. It may be corrected to an earlier one later, never to a later one.",
        "Until you answer, the earliest moment governs.",
        ...Object.values(state.clocks)
          .filter(({ status, reading }) => status === "running" && reading.clockStart?.includes("T"))
          .flatMap(({ reading }) => dueLine(state, reading.obligationId)),
      ],
    },
  ];
}

function approvalOutcomes(
  state: CaseState,
  question: Question,
  people: number | null,
): readonly AnswerOutcome[] {
  const { audience, obligationId } = noticeOf(state, question);
  const notBefore = state.clocks[obligationId]?.reading.notBefore ?? null;
  const whom = people === null ? "" : ` (${people === 1 ? "one person" : `${people} people`})`;
  const when =
    notBefore === null
      ? "at once"
      : `on ${formatInstantInLine(notBefore, state.entity.timeZone)}, when the hold ends`;
  return [
    {
      answer: "approve",
      label: "Approve this text",
      irreversible: true,
      then: [
        `Exactly this text goes to ${roleGroup[audience]}${whom} ${when}, one message each, to be filed or sent on.`,
        "They are then asked to confirm the filing with its reference number.",
      ],
    },
    {
      answer: "refuse",
      label: "Refuse it",
      irreversible: false,
      then: [
        "This text goes to nobody. Your reason stays in the ledger.",
        "A new version is drafted as soon as a fact is added or corrected, and is put up for approval again.",
        ...dueLine(state, obligationId),
      ],
    },
  ];
}

function dueLine(state: CaseState, obligationId: string): readonly string[] {
  const due = state.clocks[obligationId]?.reading.due ?? null;
  return due === null ? [] : [`The clock goes on: due ${formatInstantInLine(due, state.entity.timeZone)}.`];
}

function filingOutcomes(
  state: CaseState,
  { obligationId }: Question,
  { rules, settings: { policy } }: DecideAbout,
): readonly AnswerOutcome[] {
  const others = state.questions.some(
    ({ status, question }) => status === "open" && question !== "confirm-filing",
  );
  return [
    {
      answer: "filed",
      label: "It is filed",
      irreversible: true,
      then: [
        "The duty is met at the time that you state, and its clock stops. The reference number stays in the ledger.",
        others ? "The other questions of the case stay open." : "Nobody is written to about it any more.",
      ],
    },
    ...(isGivenInPhases(rules, obligationId)
      ? [
          {
            answer: "filed-in-part",
            label: "In part: more will follow",
            irreversible: true,
            then: [
              "What was filed counts at the time that you state: an incomplete notice in time is in time (GDPR Art. 33(4)).",
              "The next text is drafted as soon as new facts are stated, and is put up for approval.",
            ],
          } as const,
        ]
      : []),
    {
      answer: "not-yet",
      label: "Not yet",
      irreversible: false,
      then: [
        `You are asked again in ${formatDuration(policy.askAgainMs)}; the clock goes on until it is filed.`,
        "Nobody outside is written to.",
      ],
    },
  ];
}

function closingOutcomes(state: CaseState, { policy }: DecideAbout["settings"]): readonly AnswerOutcome[] {
  const told = state.questions.some(({ decision }) => decision?.answer === "yes");
  return [
    {
      answer: "close",
      label: "Close the case",
      irreversible: true,
      then: [
        `The case is closed as “${told ? "everybody was told" : "not a breach"}”. Its ledger stays, and no fact is taken any more.`,
        "Nobody is written to.",
      ],
    },
    {
      answer: "keep-open",
      label: "Keep it open",
      irreversible: false,
      then: [
        `${capital(roleGroup[policy.questions["close-case"].role])} are asked again in ${formatDuration(7 * policy.askAgainMs)}.`,
      ],
    },
  ];
}

const openDuties = (state: CaseState): readonly string[] =>
  Object.values(state.clocks)
    .filter(({ status }) => status === "running")
    .map(({ reading }) => `${reading.title}, ${reading.citation}`);
