/**
 * What one act costs as its case grows: a look of the orchestration, a decision (a fact that is recorded), an alert that
 * joins, and the case's page, at 100, 1,000 and 10,000 entries (a quarter of them alerts, a quarter facts, half of them
 * intents and receipts of messages). The ledger and the index are the real Cosmos adapters on the stand-in. Warm: the
 * process knows the case. Cold: it has to read and fold it first, which nobody can do with less than its entries.
 */
import { casePage } from "../web/case/page.ts";
import { caseView } from "../web/case/view.ts";
import { pageFrame } from "../web/chrome/frame.ts";
import { caseOf } from "../shared/cases/queries/read-case.ts";
import { currentRules } from "../shared/cases/queries/law.ts";
import { lookAtCase } from "../shared/cases/queries/look.ts";
import { recordFacts } from "../shared/cases/commands/change-facts.ts";
import { commit, loadCase } from "../shared/cases/store/commit.ts";
import type { Command } from "../shared/domain/case/commands.ts";
import type { Principal } from "../shared/domain/case/authority.ts";
import type { CaseId } from "../shared/domain/ids.ts";
import type { CaseState } from "../shared/domain/case/state.ts";
import { sendKey } from "../shared/domain/case/state.ts";
import { v5 as uuidv5 } from "uuid";
import { crowd, inHouse } from "./house.ts";
import type { BenchContext, House } from "./house.ts";
import { median, rounded } from "./table.ts";
import type { Figure } from "./table.ts";
import { alertText, openCase, post, stepsNow } from "./walk-case.ts";

const sizes = [100, 1_000, 10_000] as const;
const rounds = 15;
const warmRounds = 2;
const coldRounds = 3;
const principal: Principal = {
  personId: "executive-0",
  name: "Person 0",
  roles: ["executive", "privacy-officer"],
  readerRoles: [],
};

type Act = "look" | "decision" | "joined alert" | "case page";

export function figures(): Promise<readonly Figure[]> {
  return inHouse(async (house) => {
    const warm = house.context();
    const cases = new Map<number, CaseId>();
    for (const size of sizes) cases.set(size, await caseOfSize(warm, size));
    const times = await measured(warm, cases);
    const cold: Figure[] = [];
    for (const [size, caseId] of cases)
      cold.push({
        name: `growth: cold look, ${size} entries`,
        figure: await coldMs(house, caseId),
        unit: "ms",
      });
    return [
      ...(["look", "decision", "joined alert", "case page"] as const).flatMap((act) => figuresOf(act, times)),
      ...cold,
    ];
  });
}

/** The joined alert has no aim of its own; it is shown as the others are. */
function figuresOf(act: Act, times: ReadonlyMap<string, number>): readonly Figure[] {
  const at = (size: number): number => times.get(`${act} ${size}`) ?? NaN;
  return [
    ...sizes.map((size) => ({
      name: `growth: ${act}, ${size} entries`,
      figure: rounded(at(size)),
      unit: "ms",
    })),
    {
      name: `growth: ${act}, 10000 / 100`,
      figure: rounded(at(10_000) / at(100)),
      unit: "x the time with 100 entries",
      aim: { atMost: 2 },
    },
  ];
}

/** Act by act, and within each turn by turn over the sizes, so that whatever else the machine does disturbs all alike. */
async function measured(
  appContext: BenchContext,
  cases: ReadonlyMap<number, CaseId>,
): Promise<ReadonlyMap<string, number>> {
  let nth = 1_000_000;
  const acts: Record<Act, (caseId: CaseId, size: number) => Promise<unknown>> = {
    look: (caseId) => lookAtCase(appContext, caseId),
    decision: (caseId) => recordFact(appContext, caseId, (nth += 1)),
    "joined alert": (_caseId, size) => joinAlert(appContext, size, (nth += 1)),
    "case page": (caseId) => pageOf(appContext, caseId),
  };
  const times = new Map<string, number[]>();
  for (const [act, run] of Object.entries(acts))
    for (let round = -warmRounds; round < rounds; round += 1)
      for (const [size, caseId] of cases) {
        const startedAt = performance.now();
        await run(caseId, size);
        const ms = performance.now() - startedAt;
        const key = `${act} ${size}`;
        if (round >= 0) times.set(key, [...(times.get(key) ?? []), ms]);
      }
  return new Map([...times].map(([key, all]) => [key, median(all)]));
}

async function joinAlert(appContext: BenchContext, size: number, nth: number): Promise<void> {
  const [result] = await post(appContext, alertText(`size${size}`, nth));
  if (result?.kind !== "joined") throw new Error(`the alert did not join: ${JSON.stringify(result)}`);
}

async function recordFact(appContext: BenchContext, caseId: CaseId, affectedTotal: number): Promise<void> {
  const facts = { affectedTotal };
  const committed = await recordFacts(appContext, principal, { caseId, facts, reason: "counted again" });
  if (!committed.ok || committed.written === 0) throw new Error("the fact was not recorded");
}

async function pageOf(appContext: BenchContext, caseId: CaseId): Promise<string> {
  const found = await caseOf(appContext, caseId);
  if (!found) throw new Error(`${caseId} is gone`);
  const { state, entries } = found;
  const about = {
    now: appContext.clock.now(),
    path: `/cases/${caseId}`,
    principal,
    state,
    title: state.title,
  };
  const frame = pageFrame(appContext.settings, about);
  return casePage(caseView(state, entries, { frame, principal, rules: currentRules })).toString();
}

async function coldMs(house: House, caseId: CaseId): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < coldRounds; round += 1) {
    const appContext = house.context();
    const startedAt = performance.now();
    await lookAtCase(appContext, caseId);
    times.push(performance.now() - startedAt);
  }
  return rounded(median(times));
}

/** Alerts and facts come from outside as they would; they and the messages' entries are written as the app writes them. */
async function caseOfSize(appContext: BenchContext, size: number): Promise<CaseId> {
  const caseId = await openCase(appContext, `size${size}`);
  await stepsNow(appContext, caseId);
  const state = await stateOf(appContext, caseId);
  const { questionId } = [...state.questions.values()][0] ?? {};
  if (questionId === undefined) throw new Error("nothing was asked");
  const purpose = { kind: "question", questionId, round: 0 } as const;
  const recipients = crowd("incident-commander", Math.floor(size / 4));
  const about = { role: "incident-commander", source: "directory", excluded: [], problem: null } as const;
  // A fifth of a list fits in one entry with room to spare.
  await written(appContext, caseId, [{ kind: "resolve", purpose, recipients, ...about }]);
  const commands = recipients.flatMap((recipient, nth): readonly Command[] => {
    const key = sendKey(caseId, purpose, recipient.personId);
    return [
      {
        kind: "intend",
        purpose,
        recipient,
        operationId: uuidv5(key, uuidv5.URL),
        subject: "bench",
        messageDigest: appContext.sha256(new TextEncoder().encode(key)),
        basis: state.seq,
      },
      { kind: "accept", key },
      { kind: "changeFacts", set: { affectedTotal: nth + 1 }, reason: "counted again" },
      joinOf(state, nth),
    ];
  });
  for (let at = 0; at < commands.length; at += 80)
    await written(appContext, caseId, commands.slice(at, at + 80));
  const { seq } = await stateOf(appContext, caseId);
  if (seq < size * 0.9 || seq > size * 1.3) throw new Error(`the case has ${seq} entries instead of ${size}`);
  return caseId;
}

function joinOf(state: CaseState, nth: number): Command {
  const [alert] = state.alerts;
  if (!alert) throw new Error("a case without an alert");
  const key = `${alert.key}-${nth}`;
  return { kind: "joinAlert", alert: { ...alert, key, keys: [key] }, reason: "same resource" };
}

async function written(
  appContext: BenchContext,
  caseId: CaseId,
  commands: readonly Command[],
): Promise<void> {
  const committed = await commit(appContext, caseId, { kind: "system", name: "tocsin" }, commands);
  if (!committed.ok) throw new Error(committed.error.message);
}

async function stateOf(appContext: BenchContext, caseId: CaseId): Promise<CaseState> {
  const state = await loadCase(appContext, caseId);
  if (!state) throw new Error(`${caseId} is gone`);
  return state;
}
