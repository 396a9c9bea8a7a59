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
import {
  eventually,
  launch,
  listCases,
  makePlace,
  serviceOf,
  signIn,
  verifiedLedger,
} from "../support/service.ts";
import type { LaunchOptions, Service } from "../support/service.ts";
import {
  answerWhatIsOpen,
  everythingReported,
  expectDecisions,
  expectDutiesMet,
  expectMessages,
  expectOneOfEach,
} from "../support/whole-case.ts";
import type { Posted } from "../support/whole-case.ts";

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
  atCommit(8),
  { ...whilePosting(120), maybeTheEnd: true },
];

test("killed at every kind of outward act, the demo case loses nothing and doubles nothing", async () => {
  const runs: string[] = [];
  const posted: Posted = new Map();
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
      180_000,
    );
    await everythingReported(service);
    const entries = (await verifiedLedger(place, service)).filter((entry) => entry.caseId === caseId);
    console.log(runs.join("\n"));

    expect(runs.filter((run) => run.startsWith("died"))).toHaveLength(deaths.length);
    expectOneOfEach(entries);
    expectDecisions(entries, posted);
    await expectMessages(service, entries);
    await expectDutiesMet(session, caseId);
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
  posted: Posted,
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
      await answerWhatIsOpen(service, posted, {
        one: true,
        maybeTheEnd,
        before: () => {
          if (afterPostingMs !== undefined) setTimeout(() => void service.die(), afterPostingMs);
        },
      });
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

/** Where the case stood at a death, out of the provider's books in the folder. */
function newestMail(): string {
  const store = openEmailStore(join(place.dataDir, "email"));
  const messages = store.messages();
  store.close();
  return `${messages.length} messages, the newest "${messages.at(-1)?.subject ?? ""}"`;
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
