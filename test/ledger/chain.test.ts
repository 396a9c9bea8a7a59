import { describe, expect, it } from "vitest";
import type { CaseEvent } from "../../shared/domain/case/events.ts";
import { canonicalBytes } from "../../shared/ledger/canonical.ts";
import { sealEntry } from "../../shared/ledger/chain.ts";
import { genesis } from "../../shared/ledger/format.ts";
import { everyKindOnce, exportOf, sha256 } from "./story.ts";

const place = {
  caseId: "case-1",
  seq: 0,
  recordedAt: "2026-11-24T03:12:00.000Z",
  actor: { kind: "system", name: "intake" },
  previous: genesis,
} as const;
const event: CaseEvent = {
  kind: "questionWithdrawn",
  body: { questionId: "q1", why: "It was answered." },
};

describe("sealing an entry", () => {
  it("covers everything but the hash itself", () => {
    const { hash, ...content } = sealEntry({ ...place, event }, sha256);
    expect(hash).toBe(sha256(canonicalBytes(content)));
    expect(content).toEqual({ ...event, ...place });
  });

  it("gives the same hash however the members were ordered, and another for any other content", () => {
    const { hash } = sealEntry({ ...place, event }, sha256);
    const turned: CaseEvent = {
      body: { why: "It was answered.", questionId: "q1" },
      kind: "questionWithdrawn",
    };
    expect(sealEntry({ event: turned, ...place }, sha256).hash).toBe(hash);
    const other: CaseEvent = { ...event, body: { questionId: "q1", why: "It was answered!" } };
    expect(sealEntry({ ...place, event: other }, sha256).hash).not.toBe(hash);
    expect(sealEntry({ ...place, event, seq: 1 }, sha256).hash).not.toBe(hash);
  });

  it("answers what was hashed: a store that gives the entry back as JSON gives back the same entry", () => {
    const cut: CaseEvent = {
      kind: "questionWithdrawn",
      body: { questionId: "q1", why: "\u{1f600}".slice(0, 1) },
    };
    const sealed = sealEntry(
      { ...place, event: { ...cut, body: { ...cut.body, missing: undefined } } as CaseEvent },
      sha256,
    );
    expect(sealed.body).toStrictEqual({ questionId: "q1", why: "\ufffd" });
    expect(JSON.parse(JSON.stringify(sealed))).toStrictEqual(sealed);
  });
});

it("an export of every kind of entry keeps its bytes", async () => {
  // Ledgers outlive releases: whoever changes these bytes changes what old exports are verified against.
  await expect(`${(await exportOf(everyKindOnce)).join("\n")}\n`).toMatchFileSnapshot(
    "../golden/ledger/every-kind.ndjson",
  );
});
