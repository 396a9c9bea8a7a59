/** `boardView`: a page of open cases, what waits for the reader, and whether the service is well; from rows alone. */
import type { Board, CaseRow } from "../../shared/contracts/case-row.ts";
import { mayAnswer, mayReadQuarantine } from "../../shared/domain/case/authority.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import type { BoardCase, BoardView, Link, PageFrame, QuestionItem } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { annualLogHref } from "../annual-log/view.ts";
import { caseHref, questionHref } from "../chrome/case-heading.ts";
import { questionSentence } from "../chrome/case-words.ts";
import { rowClocks } from "./row-clocks.ts";

/** Who has many cases finds the rest of their questions on these. */
const questionsMax = 8;

export function boardView(
  board: Board,
  {
    frame,
    principal,
    list,
    isFirst,
  }: {
    readonly frame: PageFrame;
    readonly principal: Principal;
    readonly list: "open" | "closed";
    readonly isFirst: boolean;
  },
): BoardView {
  const { open, closed, asking, casesAsking, unread, logYears } = board;
  const mine = asking
    .flatMap((row) => questionsFor(row, principal))
    .toSorted((a, b) => Date.parse(a.answerBy) - Date.parse(b.answerBy));
  return {
    frame,
    problems: problemsOf(board, frame),
    quarantine: mayReadQuarantine(principal) ? { waiting: unread, href: "/quarantine" } : null,
    myQuestions: mine.slice(0, questionsMax),
    casesAskingMore: Math.max(0, casesAsking - asking.length),
    cases: open.rows.map((row) => boardCase(row, frame.now)),
    openCases: board.openCases,
    next: linkTo("More open cases, due later", "open", open.next),
    first: isFirst ? null : { label: "Back to the first page", href: "/" },
    annualLogs: logYears.map(({ year, cases }) => ({
      label: `Annual breach log ${year}`,
      href: annualLogHref(year),
      cases,
    })),
    closed: closed.rows.map(({ code, title, caseId, closedAt, openedAt }) => ({
      code,
      title,
      href: caseHref(caseId),
      closedAt: closedAt ?? openedAt,
    })),
    closedCases: board.closedCases,
    // The board shows the newest of them only; the list of them begins at the beginning.
    nextClosed:
      list === "closed"
        ? linkTo("Older closed cases", "closed", closed.next)
        : closed.next === null
          ? null
          : { label: "All closed cases", href: "/?list=closed" },
  };
}

const linkTo = (label: string, list: "open" | "closed", after: string | null): Link | null =>
  after === null ? null : { label, href: `/?${new URLSearchParams({ list, after }).toString()}` };

function boardCase(row: CaseRow, now: Instant): BoardCase {
  const { caseId, code, title, state, openedAt, severity, drill, questions } = row;
  return {
    caseId,
    code,
    title,
    href: caseHref(caseId),
    state,
    openedAt,
    severity,
    drill,
    clocks: rowClocks(row, now),
    openQuestions: questions.length,
  };
}

/** Those that this person may answer. */
const questionsFor = (
  { caseId, code, regimes, obligations, questions }: CaseRow,
  principal: Principal,
): readonly QuestionItem[] =>
  questions
    .filter(({ askedRoles }) => askedRoles.some((role) => mayAnswer({ role, rounds: [] }, principal)))
    .map(({ questionId, question, obligationId, role, answerBy, reminders }) => ({
      questionId,
      kind: question,
      sentence: questionSentence(
        { facts: { regimes }, clocks: titlesOf(obligations) },
        { question, obligationId },
      ),
      href: questionHref(caseId, questionId),
      caseCode: code,
      answerBy,
      role,
      reminders,
    }));

const titlesOf = (obligations: CaseRow["obligations"]) =>
  Object.fromEntries(obligations.map(({ obligationId, title }) => [obligationId, { reading: { title } }]));

function problemsOf({ troubled, casesTroubled }: Board, { now, timeZone }: PageFrame): readonly string[] {
  const found = troubled.flatMap((row) => {
    const { code, nextAt, deadLetters, directoryProblem } = row;
    const isBehind = nextAt !== null && Date.parse(now) - Date.parse(nextAt) > behindMs;
    return [
      ...(isBehind
        ? [
            `Case ${code} should have been looked at by ${formatInstantInLine(nextAt, timeZone)}; the clockwork is behind.`,
          ]
        : []),
      ...(directoryProblem === null ? [] : [`Case ${code}: ${directoryProblem}`]),
      ...(deadLetters === 0
        ? []
        : [
            `In case ${code} ${deadLetters === 1 ? "one message" : `${deadLetters} messages`} reached nobody.`,
          ]),
    ];
  });
  const more = casesTroubled - troubled.length;
  return more > 0
    ? [...found, `${count(more, "more case")} ${more === 1 ? "needs" : "need"} attention.`]
    : found;
}

/** The sweeper looks every minute: so much later something is wrong with it, or with the durable hub. */
const behindMs = 5 * 60_000;
