import { expect, it } from "vitest";
import { fakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import { exportLedger } from "../../shared/cases/queries/export-ledger.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import { sha256, shortChains } from "../ledger/story.ts";

const entries = shortChains([2, 3]);

async function contextWith(written: typeof entries) {
  const ledger = fakeLedger();
  for (const entry of written) await ledger.append([entry]);
  return { ledger, sha256, clock: { now: () => "2026-11-24T12:00:00.000Z" } };
}

async function verdictOn(lines: AsyncIterable<string>) {
  const verifier = createVerifier({ sha256 });
  for await (const line of lines) verifier.line(new TextEncoder().encode(line.slice(0, -1)));
  return verifier.finish();
}

it("exports the whole ledger in an order that verifies, whatever came first", async () => {
  const appContext = await contextWith([...entries.slice(2), ...entries.slice(0, 2)]);
  expect(await verdictOn(exportLedger(appContext))).toMatchObject({
    ok: true,
    entries: 5,
    cases: [{ entries: 2 }, { entries: 3 }],
  });
});

it("exports one case, and says so", async () => {
  const verdict = await verdictOn(exportLedger(await contextWith(entries), "case-aaaaaaaaaaaaaaa1"));
  expect(verdict).toMatchObject({ ok: true, entries: 3 });
  expect(verdict.notEstablished.join(" ")).toContain("Only the case case-aaaaaaaaaaaaaaa1 was exported");
});
