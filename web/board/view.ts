/** `boardView`: every open case, what waits for the reader, and whether the service is well. */
import type { BoardView, PageFrame } from "../../shared/contracts/views.ts";
import { allSends, resolutionsOf } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { mayReadQuarantine } from "../../shared/domain/case/authority.ts";
import { asOf } from "../chrome/page-context.ts";
import type { PageContext } from "../chrome/page-context.ts";
import type { LogYear } from "../../shared/contracts/annual-log.ts";
import { annualLogHref } from "../annual-log/view.ts";
import { caseHeading } from "../chrome/case-heading.ts";
import { clockItems } from "../chrome/clock-items.ts";
import { openQuestions } from "../chrome/question-items.ts";

/** What the index knows of a case; null: nothing is to be looked at. */
interface BoardRow {
  readonly code: string;
  readonly nextAt: Instant | null;
}

/** The sweeper looks every minute: so much later something is wrong with it, or with the durable hub. */
const behindMs = 5 * 60_000;

export function boardView(
  {
    states,
    rows,
    unread,
    logYears,
  }: {
    readonly states: readonly CaseState[];
    readonly rows: readonly BoardRow[];
    readonly unread: number;
    readonly logYears: readonly LogYear[];
  },
  context: PageContext,
): BoardView {
  const { frame, principal } = context;
  const { now } = frame;
  const open = states.filter(({ closed }) => closed === null);
  const questions = open.flatMap((state) => openQuestions(state, principal));
  return {
    frame,
    problems: problemsOf(states, rows, frame),
    quarantine: mayReadQuarantine(principal) ? { waiting: unread, href: "/quarantine" } : null,
    myQuestions: questions.filter(({ href }) => href !== null).toSorted(byAnswer),
    cases: open.map((state) => ({
      ...caseHeading(state, now),
      clocks: clockItems(state, asOf(context)),
      openQuestions: openQuestions(state, principal).length,
    })),
    annualLogs: logYears.map(({ year, cases }) => ({
      label: `Annual breach log ${year}`,
      href: annualLogHref(year),
      cases,
    })),
    closed: states.flatMap((state) => {
      const { code, title, href } = caseHeading(state, now);
      return state.closed === null ? [] : [{ code, title, href, closedAt: state.closed.at }];
    }),
  };
}

const byAnswer = (a: { readonly answerBy: Instant }, b: { readonly answerBy: Instant }): number =>
  Date.parse(a.answerBy) - Date.parse(b.answerBy);

function problemsOf(
  states: readonly CaseState[],
  rows: readonly BoardRow[],
  { now, timeZone }: PageFrame,
): readonly string[] {
  const behind = rows.flatMap(({ nextAt, code }) =>
    nextAt !== null && Date.parse(now) - Date.parse(nextAt) > behindMs
      ? [
          `Case ${code} should have been looked at by ${formatInstantInLine(nextAt, timeZone)}; the clockwork is behind.`,
        ]
      : [],
  );
  const open = states.filter(({ closed }) => closed === null);
  const unreached = open.flatMap((state) => {
    const dead = allSends(state).filter(
      ({ status, delivery }) => status === "refused" || isDead(delivery?.status),
    );
    if (dead.length === 0) return [];
    return [
      `In case ${state.code} ${dead.length === 1 ? "one message" : `${dead.length} messages`} reached nobody.`,
    ];
  });
  const directory = open.flatMap((state) => {
    const newest = resolutionsOf(state).at(-1);
    return newest?.problem ? [`Case ${state.code}: ${newest.problem}`] : [];
  });
  return [...behind, ...directory, ...unreached];
}

const isDead = (status: string | undefined): boolean =>
  status !== undefined &&
  ["bounced", "failed", "suppressed", "quarantined", "filtered-spam"].includes(status);
