/**
 * The whole service as a process of its own, as `tocsin start` runs it: from the POST of an alert until the first mail
 * to its commander has been handed to the provider, and from a decision's POST until the case has moved (its next
 * question stands), with one open case and with 300. Then the sweep and the board over 10,000 open cases, whose rows are
 * put straight into the index: the queries are counted by the meter.
 */
import { boardOf } from "../shared/cases/queries/board.ts";
import { sweep } from "../shared/cases/commands/sweep.ts";
import { loadCase } from "../shared/cases/store/commit.ts";
import { nextSteps } from "../shared/cases/store/next-instant.ts";
import { rowOf } from "../shared/cases/store/row.ts";
import type { Principal } from "../shared/domain/case/authority.ts";
import { boardPage } from "../web/board/page.ts";
import { boardView } from "../web/board/view.ts";
import { pageFrame } from "../web/chrome/frame.ts";
import { inHouse, silentOrchestrator, startAt } from "./house.ts";
import type { BenchContext, House } from "./house.ts";
import { hiddenFields, inService } from "./service-door.ts";
import type { Door } from "./service-door.ts";
import { median, rounded } from "./table.ts";
import type { Figure } from "./table.ts";
import { alertText, courierNow, openCase, stepsNow } from "./walk-case.ts";

const samples = 20;
const many = 300;
const rowsCount = 10_000;
const boardRounds = 7;

export async function figures(): Promise<readonly Figure[]> {
  return [...(await inService(timesOfService)), ...(await inHouse(listsOfMany))];
}

// ——— The whole service ———

async function timesOfService(door: Door): Promise<readonly Figure[]> {
  await rest(door);
  await walked(door, "warm", 3);
  const few = await walked(door, "few", samples);
  const alerts = Array.from({ length: many }, (_, nth) => alertText(`crowd${nth}`));
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let next = alerts.pop(); next !== undefined; next = alerts.pop()) await door.post(next);
    }),
  );
  await rest(door);
  const crowded = await walked(door, "many", samples);
  return [
    ...figuresOf("alert to mail", 2_000, [few.mail, crowded.mail]),
    ...figuresOf("decision to moved", 1_000, [few.moved, crowded.moved]),
  ];
}

/** A case that is open beside the one that is timed is answered at the end of its own turn, so that few stay few. */
async function walked(
  door: Door,
  name: string,
  count: number,
): Promise<{ readonly mail: readonly number[]; readonly moved: readonly number[] }> {
  const mail: number[] = [];
  const moved: number[] = [];
  for (let nth = 0; nth < count; nth += 1) {
    const before = (await summary(door)).operations;
    const postedAt = performance.now();
    const answer = await door.post(alertText(`${name}${nth}`));
    await until(async () => (await summary(door)).operations > before);
    mail.push(performance.now() - postedAt);
    const caseId = /"caseId":"([^"]+)"/.exec(answer)?.[1] ?? "";
    await rest(door);
    moved.push(await decisionMs(door, caseId));
    await rest(door);
  }
  return { mail, moved };
}

/** "No breach" asks next whether the case may be closed, and "yes" would leave ten clocks that run. */
async function decisionMs({ session }: Door, caseId: string): Promise<number> {
  const questions = await openQuestions(session, caseId);
  const [questionId = ""] = questions;
  const path = `/cases/${caseId}/questions/${questionId}`;
  const page = await session.get(path);
  const fields = hiddenFields(await page.text());
  const decidedAt = performance.now();
  const answer = await session.post(path, { ...fields, answer: "no", reason: "A test of the backup." });
  await answer.arrayBuffer();
  if (answer.status !== 303) throw new Error(`the decision of ${path} was answered with ${answer.status}`);
  await until(async () => (await openQuestions(session, caseId)).some((one) => !questions.includes(one)));
  return performance.now() - decidedAt;
}

async function openQuestions(session: Door["session"], caseId: string): Promise<readonly string[]> {
  const answer = await session.get(`/api/cases/${caseId}`);
  const { questions } = (await answer.json()) as {
    questions: readonly { readonly questionId: string; readonly status: string }[];
  };
  return questions.flatMap(({ questionId, status }) => (status === "open" ? [questionId] : []));
}

function figuresOf(
  name: string,
  aimMs: number,
  [few = [], crowded = []]: readonly (readonly number[])[],
): readonly Figure[] {
  const rows = (times: readonly number[], open: string): readonly Figure[] => [
    { name: `service, ${open}: ${name}, p50`, figure: rounded(median(times)), unit: "ms" },
    {
      name: `service, ${open}: ${name}, p95`,
      figure: rounded(quantile95(times)),
      unit: "ms",
      aim: { atMost: aimMs },
    },
  ];
  return [
    ...rows(few, "few open"),
    ...rows(crowded, `${many} open`),
    {
      name: `service: ${name}, ${many} / few`,
      figure: rounded(median(crowded) / median(few)),
      unit: "x the time with few open cases (p50)",
    },
  ];
}

const quantile95 = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.ceil(times.length * 0.95) - 1] ?? NaN;

interface Summary {
  readonly operations: number;
  readonly unfinished: number;
  readonly reportsPending: number;
}

const summary = async ({ urls }: Door): Promise<Summary> =>
  (await (await fetch(`${urls.email}/.local/summary`)).json()) as Summary;

/** Until for half a second no further message came and all are reported. */
async function rest(door: Door): Promise<void> {
  let before = -1;
  let since = performance.now();
  await until(async () => {
    const { operations, unfinished, reportsPending } = await summary(door);
    if (operations !== before || unfinished > 0 || reportsPending > 0) since = performance.now();
    before = operations;
    return performance.now() - since > 500;
  }, 120_000);
}

async function until(isSo: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await isSo())) {
    if (performance.now() > giveUpAt) throw new Error("waited in vain");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

// ——— 10,000 rows ———

async function listsOfMany(house: House): Promise<readonly Figure[]> {
  const appContext = house.context();
  const caseId = await openCase(appContext, "row");
  await stepsNow(appContext, caseId);
  await courierNow(appContext, caseId);
  const few = await median7(() => board(appContext));
  await fill(appContext, caseId);
  await sweep(appContext, silentOrchestrator); // the first of a process holds index and ledger side by side
  const sweepMs = await median7(() => sweep(appContext, silentOrchestrator));
  const { result: swept, charges: ofSweep } = await house.charged(() =>
    sweep(appContext, silentOrchestrator),
  );
  if (swept.due > 0) throw new Error("a case was due");
  const boardMs = await median7(() => board(appContext));
  const { result: page, charges: ofBoard } = await house.charged(() => board(appContext));
  const name = `service, ${rowsCount} cases`;
  return [
    {
      name: `${name}: sweep, nothing due`,
      figure: ofSweep.containers["index"]?.query?.requests ?? 0,
      unit: `queries beside their plans, ${ofSweep.charge} RU`,
      aim: { atMost: 1 },
    },
    { name: `${name}: sweep, nothing due`, figure: rounded(sweepMs), unit: "ms" },
    { name: `${name}: board`, figure: rounded(boardMs), unit: "ms", aim: { atMost: 200 } },
    { name: `service, 1 case: board`, figure: rounded(few), unit: "ms" },
    {
      name: `${name}: board, size`,
      figure: rounded(Buffer.byteLength(page) / 1000),
      unit: "kB",
      aim: { atMost: 60 },
    },
    { name: `${name}: board, units`, figure: ofBoard.charge, unit: `RU in ${ofBoard.requests} requests` },
  ];
}

/** Copies of a real case's row, opened minute by minute, none of them due. */
async function fill(appContext: BenchContext, caseId: string): Promise<void> {
  const state = await loadCase(appContext, caseId);
  if (!state) throw new Error("the case is gone");
  const row = rowOf(state, nextSteps(appContext, state));
  const later = (minutes: number): string => new Date(Date.parse(startAt) + minutes * 60_000).toISOString();
  let nth = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (nth < rowsCount - 1) {
        nth += 1;
        const nextAt = later(60 + nth);
        const rowCaseId = `case-bench${String(nth).padStart(6, "0")}`;
        const times = { openedAt: later(-nth), nextAt, caseAt: nextAt, courierAt: null };
        await appContext.index.put({ ...row, ...times, caseId: rowCaseId });
      }
    }),
  );
}

const principal: Principal = {
  personId: "executive-0",
  name: "Person 0",
  roles: ["executive", "incident-commander"],
  readerRoles: [],
};

/** What the handler of the page does. */
async function board(appContext: BenchContext): Promise<string> {
  const found = await boardOf(appContext, { roles: principal.roles, list: "open" });
  const about = { title: "Cases", now: appContext.clock.now(), path: "/", principal };
  const frame = pageFrame(appContext.settings, about);
  return boardPage(boardView(found, { frame, principal, list: "open", isFirst: true })).toString();
}

async function median7(act: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = -1; round < boardRounds; round += 1) {
    const startedAt = performance.now();
    await act();
    if (round >= 0) times.push(performance.now() - startedAt);
  }
  return median(times);
}
