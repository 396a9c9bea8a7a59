/** The day's stream of what opened no case: many write to it at once, and it grows all day. */
import { expect, onTestFinished, test } from "vitest";
import { record } from "../../shared/cases/store/streams.ts";
import { clockworkActor } from "../../shared/cases/commands/steps.ts";
import type { Happening } from "../../shared/domain/case/events.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import { exportLedger } from "../../shared/cases/queries/export-ledger.ts";
import type { Ledger } from "../../shared/ports/ledger.ts";
import type { TestHouse } from "../support/house.ts";
import { testHouse } from "../support/house.ts";

const stream = "intake-2026-11-24";
const said = (nth: number): Happening => ({ kind: "questionExpired", body: { questionId: `q${nth}` } });
const write = (house: TestHouse, nth: number) => record(house, stream, clockworkActor, said(nth));

/** A house whose ledger counts how often a whole stream was read. */
function countingHouse(): { readonly house: TestHouse; readonly reads: () => number } {
  const house = testHouse((check) => onTestFinished(check), "2026-11-24T08:12:00.000Z");
  let reads = 0;
  const { ledger } = house;
  const counting = { ...ledger, read: (id: string) => ((reads += 1), ledger.read(id)) };
  return { house: { ...house, ledger: counting }, reads: () => reads };
}

async function standing(house: TestHouse): Promise<readonly string[]> {
  const verifier = createVerifier({ sha256: house.sha256 });
  for await (const line of exportLedger(house)) verifier.line(new TextEncoder().encode(line.trimEnd()));
  expect(verifier.finish()).toMatchObject({ ok: true });
  return (await house.ledger.read(stream)).map((entry) =>
    entry.kind === "questionExpired" ? entry.body.questionId : entry.kind,
  );
}

test("three hundred at once all stand, in one chain, and the stream was read once", async () => {
  const { house, reads } = countingHouse();
  await Promise.all(Array.from({ length: 300 }, (_, nth) => write(house, nth)));
  expect(reads()).toBe(1);
  expect(await standing(house)).toEqual(Array.from({ length: 300 }, (_, nth) => `q${nth}`));
});

test("two processes that write to one stream both find a place", async () => {
  const { house } = countingHouse();
  // Another process has another ledger object before the same store.
  const other: TestHouse = { ...house, ledger: { ...house.ledger } };
  await write(house, 0);
  await Promise.all([1, 2, 3, 4].flatMap((nth) => [write(house, nth), write(other, 10 + nth)]));
  expect((await standing(house)).toSorted()).toEqual([
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
  const { house } = countingHouse();
  await write(house, 0);
  const append: Ledger["append"] = async (entry) => {
    await house.ledger.append(entry);
    throw new TransientFailure("the answer was lost");
  };
  const ledger = { ...house.ledger, append };
  await expect(write({ ...house, ledger }, 1)).rejects.toThrow(TransientFailure);
  ledger.append = house.ledger.append.bind(house.ledger);
  await write({ ...house, ledger }, 2);
  expect(await standing(house)).toEqual(["q0", "q1", "q2"]);
});

test("a day's end is forgotten when newer days are written to, and found again", async () => {
  const { house, reads } = countingHouse();
  for (const day of [24, 25, 26, 27, 24])
    await record(house, `intake-2026-11-${day}`, clockworkActor, said(day));
  expect(reads()).toBe(5);
  expect(await house.ledger.read(stream)).toHaveLength(2);
});
