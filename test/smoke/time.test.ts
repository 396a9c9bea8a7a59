/**
 * Time on a running service, stepped through the clock's door: a night, two months and more than a year of one case,
 * up to the day of its annual log. Steps are real work of the real host; only the waiting is left out.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import type { LedgerEntry } from "../../shared/domain/case/events.ts";
import {
  advance,
  decide,
  eventually,
  listCases,
  makePlace,
  readCase,
  signIn,
  startService,
  verifiedLedger,
  witness,
} from "../support/service.ts";
import type { CaseSummary, Place, Service } from "../support/service.ts";

type Kind = LedgerEntry["kind"];
type Of<K extends Kind> = Extract<LedgerEntry, { kind: K }>;

const ofKind = <K extends Kind>(entries: readonly LedgerEntry[], kind: K): readonly Of<K>[] =>
  entries.filter((entry): entry is Of<K> => entry.kind === kind);

const hourMs = 3_600_000;
const annualLog = "hipaa.hhs.annual-log";
const order = ["half", "24h", "4h", "1h", "due", "overdue"];
const offsetMs: Readonly<Record<string, number>> = {
  "24h": -24 * hourMs,
  "4h": -4 * hourMs,
  "1h": -hourMs,
  due: 0,
  overdue: 1000,
};

/** Nothing strikes before its instant, and the milestones of one clock come in the order of time. */
function expectTimelyStrikes(entries: readonly LedgerEntry[]): void {
  const strikes = ofKind(entries, "milestoneStruck");
  const early = strikes.filter(
    ({ recordedAt, body }) =>
      Date.parse(recordedAt) < Date.parse(body.due) + (offsetMs[body.milestone] ?? Number.NEGATIVE_INFINITY),
  );
  expect(early).toEqual([]);
  const byClock = Map.groupBy(strikes, ({ body }) => `${body.obligationId} ${body.due}`);
  for (const [clock, struck] of byClock) {
    const instants = struck.map(({ body }) => order.indexOf(body.milestone));
    expect(new Set(instants).size, clock).toBe(instants.length);
    const withOffset = struck.filter(({ body }) => body.milestone !== "half");
    const dueTimes = withOffset.map(({ body }) => offsetMs[body.milestone] ?? 0);
    expect(dueTimes, clock).toEqual([...dueTimes].sort((a, b) => a - b));
  }
}

const struckOf = (entries: readonly LedgerEntry[], obligationId: string): readonly string[] =>
  ofKind(entries, "milestoneStruck")
    .filter(({ body }) => body.obligationId === obligationId)
    .map(({ body }) => body.milestone);

const onlyCase = async (service: Service, personId: string) => {
  const session = await signIn(service, personId);
  return eventually("the demo's case", async () => (await listCases(session))[0]);
};

async function firstMails(service: Service): Promise<void> {
  await eventually("the commanders' mails", async () =>
    (await witness(service)).length >= 3 ? true : undefined,
  );
}

/** The life that is told below: a night without an answer, then a breach of twelve people that nobody is told about. */
const place = makePlace();
let service: Service;
let atDay61: readonly LedgerEntry[];
let stateAtDay61: CaseSummary;
let entries: readonly LedgerEntry[];

beforeAll(async () => {
  service = await startService(place);
  await firstMails(service);
  await stepped("a night without an answer", ["PT31M", "PT30M", "PT61M", "PT61M", "PT10H"]);
  await answerAsExecutive("is-breach", {
    answer: "yes",
    affectedTotal: "12",
    affectedByState: "ME 12",
    fourFactorResult: "not-low",
    riskLevel: "high",
  });
  await advance(service, "PT1M");
  await answerAsExecutive("approve-notice", { answer: "refuse", reason: "Not these words." });
  await stepped(
    "61 days",
    Array.from({ length: 13 }, () => "PT113H"),
  );
  stateAtDay61 = await onlyCase(service, people.solveigAune);
  atDay61 = await verifiedLedger(place, service);
  await stepped(
    "a year more",
    Array.from({ length: 12 }, () => "P31D"),
  );
  entries = await verifiedLedger(place, service);
}, 420_000);
afterAll(() => cleanUp(service, place));

async function stepped(what: string, durations: readonly string[]): Promise<void> {
  const beganAt = performance.now();
  for (const duration of durations) await advance(service, duration);
  console.log(`${what}: stepped in ${((performance.now() - beganAt) / 1000).toFixed(1)} s`);
}

/** Each open question of the kind. The chief executive may answer whatever is asked. */
async function answerAsExecutive(kind: string, fields: Readonly<Record<string, string>>): Promise<void> {
  const { caseId } = await onlyCase(service, people.solveigAune);
  const session = await signIn(service, people.solveigAune);
  const open = await eventually(`a question ${kind}`, async () => {
    const { questions } = await readCase(session, caseId);
    const found = questions.filter((question) => question.kind === kind && question.status === "open");
    return found.length > 0 ? found : undefined;
  });
  for (const { questionId } of open) expect(await decide(session, { caseId, questionId }, fields)).toBe(303);
}

test("the commanders are reminded, then the executive is asked, each at the promised time", () => {
  const [asked] = ofKind(entries, "questionAsked");
  const rounds = ofKind(entries, "questionReminded").filter(
    ({ body }) => body.questionId === asked?.body.questionId,
  );
  expect(rounds.map(({ body }) => [body.role, body.escalated])).toEqual([
    ["incident-commander", false],
    ["incident-commander", false],
    ["executive", true],
    ["incident-commander", false],
  ]);
  for (const [index, afterMs] of [hourMs / 2, hourMs, 2 * hourMs, 3 * hourMs].entries()) {
    const early = Date.parse(asked?.recordedAt ?? "") + afterMs - Date.parse(rounds[index]?.recordedAt ?? "");
    expect(early).toBeLessThanOrEqual(0);
  }
});

test("a question that nobody answers expires and is asked anew; nobody is taken to have said yes", () => {
  const [first, second] = ofKind(entries, "questionAsked").filter(
    ({ body }) => body.question === "is-breach",
  );
  const [expired] = ofKind(entries, "questionExpired");
  expect(expired?.body.questionId).toBe(first?.body.questionId);
  const [decision] = ofKind(entries, "decisionRecorded");
  expect(decision?.body.questionId).toBe(second?.body.questionId);
  expect(decision?.actor).toMatchObject({ kind: "person", id: people.solveigAune });
});

test("in 61 days the individuals' clock strikes each milestone in order, none before its instant", () => {
  expectTimelyStrikes(atDay61);
  expect(struckOf(atDay61, "hipaa.individuals")).toEqual(order);
});

test("what is past its time says so to programs and to the executive", () => {
  const overdue = stateAtDay61.obligations.filter(({ state }) => state === "overdue");
  expect(overdue.map(({ obligationId }) => obligationId)).toContain("hipaa.individuals");
  const accepted = new Set(ofKind(atDay61, "sendAccepted").map(({ body }) => body.key));
  const mails = ofKind(atDay61, "sendIntended").filter(
    ({ body }) =>
      body.purpose.kind === "milestone" &&
      body.purpose.milestone === "overdue" &&
      body.purpose.obligationId === "hipaa.individuals",
  );
  expect(mails.map(({ body }) => body.recipient.personId)).toEqual([people.solveigAune]);
  expect(mails.every(({ body }) => accepted.has(body.key))).toBe(true);
});

test("the year's log is due sixty days after the year of the discovery, by the entity's own calendar", () => {
  const readings = entries.flatMap((entry) =>
    (entry.kind === "clockOpened" || entry.kind === "clockMoved") && entry.body.obligationId === annualLog
      ? [entry]
      : [],
  );
  const last = readings.at(-1);
  const year = new Date(entries[0]?.recordedAt ?? "").getUTCFullYear();
  const sixtieth = new Date(Date.UTC(year + 1, 0, 60)).toISOString().slice(0, 10);
  const local = new Date(last?.body.due ?? "").toLocaleString("sv-SE", { timeZone: "America/New_York" });
  expect(local.slice(0, 10)).toBe(sixtieth);
});

test("after fourteen months its milestones were struck in order, none before its instant", () => {
  expectTimelyStrikes(entries);
  expect(struckOf(entries, annualLog)).toEqual(order);
});

test("each mail of those months was handed over once", async () => {
  expect((await witness(service)).filter(({ handOvers }) => handOvers !== 1)).toEqual([]);
});

test("no native timer was set beyond its range, and nothing failed on the way", () => {
  expect(service.stderr()).not.toContain("TimeoutOverflowWarning");
  expect(service.stderr()).not.toMatch(/^error /m);
});

test("--time-scale 3600: an hour a second, and the commanders are reminded by themselves", async () => {
  const place = makePlace();
  const service = await startService(place, { arguments: ["--time-scale", "3600"] });
  try {
    await eventually("a reminder has been sent", async () =>
      (await witness(service)).length > 3 ? true : undefined,
    );
    const entries = await verifiedLedger(place, service);
    const [asked] = ofKind(entries, "questionAsked");
    const [reminded] = ofKind(entries, "questionReminded");
    const waitedMs = Date.parse(reminded?.recordedAt ?? "") - Date.parse(asked?.recordedAt ?? "");
    expect(waitedMs).toBeGreaterThanOrEqual(30 * 60_000);
    expectTimelyStrikes(entries);
  } finally {
    await cleanUp(service, place);
  }
}, 120_000);

async function cleanUp(service: Service, place: Place): Promise<void> {
  await service.stop();
  place.remove();
}
