/** Given these rows of the index, the board shows this: no case is read for it. */
import { expect, onTestFinished, test } from "vitest";
import { boardOf } from "../../shared/cases/queries/board.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import { unopenedRow } from "../../shared/contracts/case-row.ts";
import type { CaseRow } from "../../shared/contracts/case-row.ts";
import type { BoardView } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { boardPage } from "../../web/board/page.ts";
import { boardView } from "../../web/board/view.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import { testContext } from "../support/app-context.ts";

const now: Instant = "2026-11-24T08:00:00.000Z";
const principal: Principal = {
  personId: "p-mara",
  name: "Mara Lindqvist",
  roles: ["incident-commander"],
  readerRoles: [],
};
const hour = 3_600_000;
const at = (ms: number): Instant => new Date(Date.parse(now) + ms).toISOString();

const rowOfCase = (index: number, more: Partial<CaseRow> = {}): CaseRow => ({
  ...unopenedRow(`case-${String(index).padStart(16, "0")}`, at(-index * hour)),
  title: `Exfiltration from records server ${index}`,
  code: `K${index}`,
  state: "waiting",
  severity: "high",
  regimes: ["hipaa", "gdpr"],
  nextAt: at(hour),
  caseAt: at(hour),
  obligations: ["gdpr.art33.authority", "gdpr.art34.individuals", "hipaa.individuals"].map(
    (obligationId, clock) => ({
      obligationId,
      title: `Tell whom ${obligationId} names`,
      applies: true,
      clock: "running",
      due: at((72 * (clock + 1) - index) * hour),
      notBefore: null,
      startAt: at(-index * hour),
      elapsedHours: clock === 0,
      timeZone: "America/New_York",
    }),
  ),
  questions: [
    {
      questionId: "is-breach-1",
      question: "is-breach",
      obligationId: null,
      role: "incident-commander",
      askedRoles: ["incident-commander", "executive"],
      answerBy: at((index + 1) * hour),
      reminders: 0,
    },
  ],
  seq: 5,
  derivedAt: now,
  ...more,
});

async function boardWith(
  rows: readonly CaseRow[],
  query: { readonly list?: "open" | "closed"; readonly after?: string } = {},
): Promise<BoardView> {
  const { index, quarantine, clock, settings } = testContext((check) => onTestFinished(check), now);
  for (const row of rows) await index.put(row);
  const list = query.list ?? "open";
  const board = await boardOf({ index, quarantine, clock }, { roles: principal.roles, ...query, list });
  const frame = pageFrame(settings, { title: "Cases", now, path: "/", principal });
  return boardView(board, { frame, principal, list, isFirst: list === "open" && query.after === undefined });
}

test("of ten thousand cases one page is shown, the nearest deadline first, in less than 60 kB", async () => {
  const view = await boardWith(Array.from({ length: 10_000 }, (_, index) => rowOfCase(index)));
  expect(view.cases).toHaveLength(50);
  expect(view.cases[0]?.code).toBe("K9999");
  expect(view).toMatchObject({ openCases: 10_000, closedCases: 0, first: null });
  expect(view.myQuestions).toHaveLength(8);
  expect(view.casesAskingMore).toBe(9_992);
  const page = boardPage(view);
  expect(Buffer.byteLength(page)).toBeLessThan(60_000);
  expect(page).toContain("More open cases, due later");
});

test("goes on page after page to the last case, and shows each once", async () => {
  const rows = Array.from({ length: 120 }, (_, index) => rowOfCase(index));
  const codes: string[] = [];
  let view = await boardWith(rows);
  for (;;) {
    codes.push(...view.cases.map(({ code }) => code));
    if (view.next === null) break;
    const after = new URL(view.next.href, "https://tocsin.example").searchParams.get("after") ?? "";
    view = await boardWith(rows, { after });
    expect(view.first).not.toBeNull();
  }
  expect(codes).toHaveLength(120);
  expect(new Set(codes).size).toBe(120);
});

test("says that the clockwork is behind once a case was not looked at for too long", async () => {
  const problemsAt = async (nextAt: Instant) => (await boardWith([rowOfCase(1, { nextAt })])).problems;
  expect(await problemsAt(at(-5 * 60_000))).toEqual([]);
  expect(await problemsAt(at(-5 * 60_000 - 1))).toEqual([expect.stringContaining("Case K1 should")]);
});

test("names what reached nobody and whom nobody could be found for, and counts the rest of the trouble", async () => {
  const { problems } = await boardWith([
    rowOfCase(0, { deadLetters: 2 }),
    ...[1, 2, 3, 4, 5].map((index) => rowOfCase(index, { directoryProblem: "the group is empty" })),
  ]);
  expect(problems).toHaveLength(6);
  expect(problems).toContain("In case K0 2 messages reached nobody.");
  expect(problems).toContain("Case K1: the group is empty");
  expect(problems.at(-1)).toBe("1 more case needs attention.");
});

test("a case of which the row is old is overdue as soon as the page is", async () => {
  const [first] = rowOfCase(1).obligations;
  const view = await boardWith([rowOfCase(1, { obligations: [{ ...first!, due: at(-1) }] })]);
  expect(view.cases[0]?.clocks[0]?.state).toBe("overdue");
});

test("closed cases are a list of their own, the newest ten on the board", async () => {
  const closed = { state: "closed", nextAt: null, caseAt: null, questions: [], closedAt: now } as const;
  const rows = Array.from({ length: 60 }, (_, index) => rowOfCase(index, closed));
  const board = await boardWith(rows);
  expect(board).toMatchObject({ openCases: 0, closedCases: 60, nextClosed: { href: "/?list=closed" } });
  expect(board.closed).toHaveLength(10);
  const list = await boardWith(rows, { list: "closed" });
  expect(list.closed).toHaveLength(50);
  const after = new URL(list.nextClosed?.href ?? "", "https://x.example").searchParams.get("after") ?? "";
  expect((await boardWith(rows, { list: "closed", after })).closed).toHaveLength(10);
});
