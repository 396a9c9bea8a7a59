/** The day's stream of what opened no case: many write to it at once, and it grows all day. */
import { expect, onTestFinished, test } from "vitest";
import { record } from "../../shared/cases/store/streams.ts";
import { systemActor } from "../../shared/cases/commands/steps.ts";
import type { CaseEvent } from "../../shared/domain/case/events.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import { exportLedger } from "../../shared/cases/queries/export-ledger.ts";
import type { Ledger } from "../../shared/ports/ledger.ts";
import type { TestContext } from "../support/app-context.ts";
import { testContext } from "../support/app-context.ts";

const stream = "intake-2026-11-24";
const said = (nth: number): CaseEvent => ({ kind: "questionExpired", body: { questionId: `q${nth}` } });
const write = (appContext: TestContext, nth: number) => record(appContext, stream, systemActor, said(nth));

/** A house whose ledger counts how often a whole stream was read. */
function countingContext(): { readonly appContext: TestContext; readonly reads: () => number } {
  const appContext = testContext((check) => onTestFinished(check), "2026-11-24T08:12:00.000Z");
  let reads = 0;
  const { ledger } = appContext;
  const counting = { ...ledger, read: (id: string) => ((reads += 1), ledger.read(id)) };
  return { appContext: { ...appContext, ledger: counting }, reads: () => reads };
}

async function standing(appContext: TestContext): Promise<readonly string[]> {
  const verifier = createVerifier({ sha256: appContext.sha256 });
  for await (const line of exportLedger(appContext)) verifier.line(new TextEncoder().encode(line.trimEnd()));
  expect(verifier.finish()).toMatchObject({ ok: true });
  return (await appContext.ledger.read(stream)).map((entry) =>
    entry.kind === "questionExpired" ? entry.body.questionId : entry.kind,
  );
}

test("three hundred at once all stand, in one chain, and the stream was read once", async () => {
  const { appContext, reads } = countingContext();
  await Promise.all(Array.from({ length: 300 }, (_, nth) => write(appContext, nth)));
  expect(reads()).toBe(1);
  expect(await standing(appContext)).toEqual(Array.from({ length: 300 }, (_, nth) => `q${nth}`));
});

test("two processes that write to one stream both find a place", async () => {
  const { appContext } = countingContext();
  // Another process has another ledger object before the same store.
  const other: TestContext = { ...appContext, ledger: { ...appContext.ledger } };
  await write(appContext, 0);
  await Promise.all([1, 2, 3, 4].flatMap((nth) => [write(appContext, nth), write(other, 10 + nth)]));
  expect((await standing(appContext)).toSorted()).toEqual([
    "q0",
    "q1",
    "q11",
    "q12",
    "q13",
    "q14",
    "q2",
    "q3",
    "q4",
  ]);
});

test("a write whose outcome is not known is the writer's to repeat; the next one reads and goes on", async () => {
  const { appContext } = countingContext();
  await write(appContext, 0);
  const append: Ledger["append"] = async (entry) => {
    await appContext.ledger.append(entry);
    throw new TransientFailure("the answer was lost");
  };
  const ledger = { ...appContext.ledger, append };
  await expect(write({ ...appContext, ledger }, 1)).rejects.toThrow(TransientFailure);
  ledger.append = appContext.ledger.append.bind(appContext.ledger);
  await write({ ...appContext, ledger }, 2);
  expect(await standing(appContext)).toEqual(["q0", "q1", "q2"]);
});

test("a day's end is forgotten when newer days are written to, and found again", async () => {
  const { appContext, reads } = countingContext();
  for (const day of [24, 25, 26, 27, 24])
    await record(appContext, `intake-2026-11-${day}`, systemActor, said(day));
  expect(reads()).toBe(5);
  expect(await appContext.ledger.read(stream)).toHaveLength(2);
});
