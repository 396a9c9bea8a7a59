import { describe, expect, it } from "vitest";
import type { Happening } from "../../shared/domain/case/events.ts";
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
const happening: Happening = {
  kind: "questionWithdrawn",
  body: { questionId: "q1", why: "It was answered." },
};

describe("sealing an entry", () => {
  it("covers everything but the hash itself", () => {
    const { hash, ...content } = sealEntry({ ...place, happening }, sha256);
    expect(hash).toBe(sha256(canonicalBytes(content)));
    expect(content).toEqual({ ...happening, ...place });
  });

  it("gives the same hash however the members were ordered, and another for any other content", () => {
    const { hash } = sealEntry({ ...place, happening }, sha256);
    const turned: Happening = {
      body: { why: "It was answered.", questionId: "q1" },
      kind: "questionWithdrawn",
    };
    expect(sealEntry({ happening: turned, ...place }, sha256).hash).toBe(hash);
    const other: Happening = { ...happening, body: { questionId: "q1", why: "It was answered!" } };
    expect(sealEntry({ ...place, happening: other }, sha256).hash).not.toBe(hash);
    expect(sealEntry({ ...place, happening, seq: 1 }, sha256).hash).not.toBe(hash);
  });

  it("answers what was hashed: a store that gives the entry back as JSON gives back the same entry", () => {
    const cut: Happening = {
      kind: "questionWithdrawn",
      body: { questionId: "q1", why: "\u{1f600}".slice(0, 1) },
    };
    const sealed = sealEntry(
      { ...place, happening: { ...cut, body: { ...cut.body, missing: undefined } } as Happening },
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
