/**
 * The demo case from its alert to its closing while the durable engine does to it what the real one is known to do:
 * timers up to a second early, events that are acknowledged and never arrive, answers that are lost after the work was
 * done, activities that run twice, outcomes that are lost so that the activity runs again five minutes later. What then
 * waits for the next minute's sweeper is given that minute by a step of the clock.
 */
import { expect, test } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import type { Faults } from "../../local/host/durable/faults.ts";
import {
  advance,
  eventually,
  listCases,
  makePlace,
  signIn,
  startService,
  verifiedLedger,
} from "../support/service.ts";
import type { Service } from "../support/service.ts";
import {
  answerWhatIsOpen,
  everythingReported,
  expectDecisions,
  expectDutiesMet,
  expectMessages,
  expectOneOfEach,
} from "../support/whole-case.ts";
import type { Posted } from "../support/whole-case.ts";

interface Ordeal {
  readonly what: string;
  readonly faults: Faults;
  /** What the log says of each fault that came about. Of early timers it says nothing. */
  readonly signs: readonly RegExp[];
}

const lostEvent = /^warn Fault: the event .* is lost/m;
const lostAnswer = /^warn Fault: the answer to .* is lost/m;
const secondRun = /^warn Fault: .* runs a second time/m;
const laterRun = /^warn Fault: the outcome of .* is lost, it runs again later/m;

const ordeals: readonly Ordeal[] = [
  {
    what: "all at once",
    faults: {
      seed: 8,
      timerEarlyMsMax: 1000,
      lostEvents: 0.2,
      lostAnswers: 0.1,
      repeatedActivities: 0.2,
      redeliveredActivities: 0.1,
    },
    signs: [lostEvent, lostAnswer, secondRun, laterRun],
  },
  { what: "no event ever arrives", faults: { lostEvents: 1 }, signs: [lostEvent] },
  { what: "every activity runs twice", faults: { repeatedActivities: 1 }, signs: [secondRun] },
];

test.each(ordeals)(
  "$what: the case is closed, nothing is lost and nothing doubled",
  async (ordeal) => {
    const place = makePlace();
    const environment = { TOCSIN_HOST_FAULTS: JSON.stringify(ordeal.faults) };
    const service = await startService(place, { environment });
    try {
      const posted: Posted = new Map();
      const caseId = await carryThrough(service, posted);
      await everythingReported(service);
      const entries = (await verifiedLedger(place, service)).filter((entry) => entry.caseId === caseId);
      expectOneOfEach(entries);
      expectDecisions(entries, posted);
      await expectMessages(service, entries);
      await expectDutiesMet(await signIn(service, people.solveigAune), caseId);
      for (const sign of ordeal.signs) expect(service.stderr()).toMatch(sign);
    } finally {
      await service.stop();
      place.remove();
    }
  },
  300_000,
);

/** People answer whatever is open, and then a minute passes, until the case is closed. */
async function carryThrough(service: Service, posted: Posted): Promise<string> {
  const session = await signIn(service, people.solveigAune);
  await eventually("the demo's case", async () => (await listCases(session))[0]);
  let now = new Date();
  return eventually(
    "the case closes",
    async () => {
      await answerWhatIsOpen(service, posted, { now });
      const closed = (await listCases(session)).find(({ state }) => state === "closed");
      if (closed === undefined) now = new Date(await advance(service, "PT1M"));
      return closed?.caseId;
    },
    240_000,
  );
}
