/**
 * One life of the demo case, from its alert to its closing, in which the process dies by SIGKILL again and again: at
 * sends, before and after the provider has accepted; at hand-overs to the inbox; at delivery reports; right after
 * durable commits; and under the feet of people who are just posting a decision. Each time the same command starts
 * again on the same folder. The e-mail stand-in's books and the ledger are the witnesses.
 */
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import { openEmailStore } from "../../local/stand-ins/email-store.ts";
import type { LedgerEntry } from "../../shared/domain/entries.ts";
import {
  decide,
  eventually,
  launch,
  listCases,
  makePlace,
  readCase,
  serviceOf,
  signIn,
  verifiedLedger,
  witness,
} from "../support/service.ts";
import type { LaunchOptions, Question, Service, Session } from "../support/service.ts";

const place = makePlace();
afterAll(() => place.remove());

interface Death {
  readonly where: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The test kills the process itself, so long after it has begun to post a decision. */
  readonly afterPostingMs?: number;
  /** The decision may be the one that closes the case: no further death is planned. */
  readonly maybeTheEnd?: boolean;
}

const atMail = (at: string, skip: number, where: string): Death => ({
  where: `${where} (${at}, after ${skip})`,
  environment: { TOCSIN_EMAIL_FAULTS: JSON.stringify([{ at, action: "kill", skip }]) },
});
const atCommit = (number: number): Death => ({
  where: `right after durable commit ${number} of the run`,
  environment: { TOCSIN_HOST_KILL_AT_COMMIT: String(number) },
});
const whilePosting = (afterPostingMs: number): Death => ({
  where: `${afterPostingMs} ms after a decision was posted`,
  afterPostingMs,
});

/** In the order of the runs; each run carries on where the one before it died. */
const deaths: readonly Death[] = [
  atMail("send", 0, "the first send, before it is accepted"),
  atMail("accepted", 0, "accepted, before it is answered"),
  atMail("answered", 0, "accepted and answered"),
  atMail("handed-over", 0, "in the inbox, before it is noted"),
  atCommit(12),
  atMail("send", 3, "a send between others"),
  atMail("accepted", 3, "accepted, before it is answered"),
  atMail("answered", 2, "accepted and answered"),
  atMail("hand-over", 1, "before the hand-over"),
  whilePosting(30),
  atMail("send", 1, "a send between others"),
  atMail("report", 1, "before a report is posted"),
  atCommit(40),
  atMail("reported", 1, "a report taken, before it is noted"),
  whilePosting(5),
  atMail("accepted", 1, "accepted, before it is answered"),
  atCommit(25),
  { ...whilePosting(120), maybeTheEnd: true },
];

test("killed at every kind of outward act, the demo case loses nothing and doubles nothing", async () => {
  const runs: string[] = [];
  const posted = new Map<string, number>();
  for (const death of deaths) {
    const startedAt = performance.now();
    const outcome = await liveUntil(death, posted);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    runs.push(`${outcome} after ${seconds} s: ${death.where}; ${newestMail()}`);
    if (outcome === "closed") break;
  }
  const service = await start({});
  try {
    const session = await signIn(service, people.solveigAune);
    const caseId = await eventually(
      "the case closes",
      async () => {
        await answerWhatIsOpen(service, posted);
        return (await listCases(session)).find(({ state }) => state === "closed")?.caseId;
      },
      60_000,
    );
    await everythingReported(service);
    const entries = (await verifiedLedger(place, service)).filter((entry) => entry.caseId === caseId);
    console.log(runs.join("\n"));

    expect(runs.filter((run) => run.startsWith("died"))).toHaveLength(deaths.length);
    expectOneOfEach(entries);
    expectDecisions(entries, posted);
    await expectMessages(service, entries);
    const clocks = (await readCase(session, caseId)).obligations.filter(({ applies }) => applies);
    expect(clocks.map(({ obligationId }) => obligationId)).toEqual(
      expect.arrayContaining([
        "hipaa.individuals",
        "hipaa.hhs.500plus",
        "hipaa.media",
        "gdpr.art33.authority",
      ]),
    );
    expect(clocks.map(({ state }) => state)).toEqual(clocks.map(() => "met"));
  } finally {
    await service.stop();
  }
}, 600_000);

async function start(options: LaunchOptions): Promise<Service> {
  const launched = launch(place, options);
  const urls = await launched.ready;
  if (!urls) throw new Error(`the service did not come up again:\n${(await launched.ended).stderr}`);
  return serviceOf(launched, urls);
}

/** `outlived`: what was to kill it did not come about while something happened in the case. */
type Outcome = "died" | "outlived" | "closed";

/** One run: people answer whatever is open, until the process dies of what was planned, or its time is over. */
async function liveUntil(
  { environment, afterPostingMs, maybeTheEnd = false }: Death,
  posted: Map<string, number>,
): Promise<Outcome> {
  const launched = launch(place, environment ? { environment } : {});
  const urls = await launched.ready;
  // A death may come before the ready line: the case goes on as soon as the host is up.
  if (!urls) return diedOf(await launched.ended);
  const service = serviceOf(launched, urls);
  const giveUpAt = performance.now() + 40_000;
  while (!service.hasEnded() && performance.now() < giveUpAt) {
    try {
      const session = await signIn(service, people.solveigAune);
      if ((await listCases(session)).some(({ state }) => state === "closed")) {
        await service.die();
        return "closed";
      }
      await answerWhatIsOpen(service, posted, { one: true, maybeTheEnd, killAfterMs: afterPostingMs });
      // What follows from one answer is let happen before the next, so that no run eats up the acts of those to come.
      for (let waited = 0; waited < 4000 && !service.hasEnded(); waited += 100) await pause(100);
    } catch (error) {
      // The process dies under a request; anything else is a failure of the service.
      await pause(50);
      if (!service.hasEnded() && !isCutOff(error)) throw error;
    }
    await pause(100);
  }
  if (service.hasEnded()) return diedOf(await service.ended);
  await service.die();
  return "outlived";
}

function diedOf({ signal, code, stderr }: Awaited<Service["ended"]>): "died" {
  if (signal !== "SIGKILL") throw new Error(`the service ended by itself (${code ?? signal}):\n${stderr}`);
  return "died";
}

const isCutOff = (error: unknown): boolean => error instanceof TypeError && error.message.includes("fetch");

/** With `one`, a single question; the one that would end the case only if that may be. */
async function answerWhatIsOpen(
  service: Service,
  posted: Map<string, number>,
  {
    one = false,
    maybeTheEnd = !one,
    killAfterMs,
  }: {
    readonly one?: boolean;
    readonly maybeTheEnd?: boolean;
    readonly killAfterMs?: number | undefined;
  } = {},
): Promise<void> {
  // The chief executive may answer whatever is asked.
  const session = await signIn(service, people.solveigAune);
  for (const { caseId } of await listCases(session)) {
    const { questions } = await readCase(session, caseId);
    const open = questions.filter(
      ({ status, kind }) => status === "open" && (maybeTheEnd || kind !== "close-case"),
    );
    for (const question of one ? open.slice(0, 1) : open) {
      if (killAfterMs !== undefined) setTimeout(() => void service.die(), killAfterMs);
      await answer(session, caseId, question, posted);
    }
  }
}

async function answer(
  session: Session,
  caseId: string,
  { questionId, kind }: Question,
  posted: Map<string, number>,
): Promise<void> {
  const status = await decide(session, { caseId, questionId }, answers[kind]?.() ?? {});
  if (status === 303) posted.set(questionId, (posted.get(questionId) ?? 0) + 1);
  // 409 and 410: somebody, or an earlier run that died while answering, was faster.
  else if (status !== 200 && status !== 409 && status !== 410)
    throw new Error(`the answer to ${questionId} (${kind}) was answered with ${status}`);
}

const answers: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  "is-breach": () => ({
    answer: "yes",
    affectedTotal: "620",
    affectedByState: "ME 620",
    fourFactorResult: "not-low",
    riskLevel: "high",
    dataCategories: "health",
  }),
  "approve-notice": () => ({ answer: "approve" }),
  "confirm-filing": () => ({
    answer: "filed",
    reference: "HHS-2026-0042",
    filedAt: localMinute(new Date()),
    reason: "",
  }),
  "close-case": () => ({ answer: "close", reason: "Everybody has been told." }),
};

const localMinute = (at: Date): string =>
  at.toLocaleString("sv-SE", { timeZone: "America/New_York" }).slice(0, 16);

/** Where the case stood at a death, out of the provider's books in the folder. */
function newestMail(): string {
  const store = openEmailStore(join(place.dataDir, "email"));
  const messages = store.messages();
  store.close();
  return `${messages.length} messages, the newest "${messages.at(-1)?.subject ?? ""}"`;
}

async function everythingReported(service: Service): Promise<void> {
  await eventually("each message is done and its report posted", async () => {
    const messages = await witness(service);
    return messages.every(
      ({ state, reports }) => state === "done" && reports.every((report) => report.posted),
    )
      ? true
      : undefined;
  });
}

function expectOneOfEach(entries: readonly LedgerEntry[]): void {
  expect(count(entries, "caseOpened")).toBe(1);
  expect(count(entries, "caseClosed")).toBe(1);
  const onceEach = (kind: LedgerEntry["kind"], keyOf: (entry: LedgerEntry) => string) => {
    const keys = entries.filter((entry) => entry.kind === kind).map(keyOf);
    expect(keys, kind).toEqual([...new Set(keys)]);
  };
  onceEach("questionAsked", ({ body }) => (body as { questionId: string }).questionId);
  onceEach("decisionRecorded", ({ body }) => (body as { questionId: string }).questionId);
  onceEach("sendIntended", ({ body }) => (body as { key: string }).key);
  onceEach("sendAccepted", ({ body }) => (body as { key: string }).key);
  onceEach("deliveryReported", ({ body }) => (body as { key: string }).key);
  onceEach("obligationMet", ({ body }) => (body as { obligationId: string }).obligationId);
  onceEach("clockOpened", ({ body }) => (body as { obligationId: string }).obligationId);
}

/** Whoever was told "recorded" finds the decision in the ledger. */
function expectDecisions(entries: readonly LedgerEntry[], posted: ReadonlyMap<string, number>): void {
  const decided = entries.flatMap((entry) =>
    entry.kind === "decisionRecorded" ? [entry.body.questionId] : [],
  );
  expect([...posted.values()].every((times) => times === 1)).toBe(true);
  expect(decided).toEqual(expect.arrayContaining([...posted.keys()]));
}

/** Each intended message was handed over once under its operation id, and nothing else was sent. */
async function expectMessages(service: Service, entries: readonly LedgerEntry[]): Promise<void> {
  const messages = await witness(service);
  expect(messages.filter(({ handOvers }) => handOvers !== 1)).toEqual([]);
  const intended = entries.flatMap((entry) =>
    entry.kind === "sendIntended" ? [entry.body.operationId] : [],
  );
  expect(messages.map(({ operationId }) => operationId).sort()).toEqual([...intended].sort());
  const mails = (await (await fetch(`${service.urls.inbox}/api/email`)).json()) as unknown[];
  expect(mails).toHaveLength(messages.length);
}

const count = (entries: readonly LedgerEntry[], kind: LedgerEntry["kind"]): number =>
  entries.filter((entry) => entry.kind === kind).length;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
