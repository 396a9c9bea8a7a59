import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { notedRules, printedRules } from "../../cli/print-rules.ts";
import { readDocument } from "../../shared/adapters/yaml/read-document.ts";
import { sha256 } from "../../shared/adapters/node-crypto/sha256.ts";
import { TriageRules } from "../../shared/contracts/intake-rules.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { canonicalBytes } from "../../shared/ledger/canonical.ts";

test("the printed rules are the shipped ones, down to the digest that decisions carry", () => {
  const read = readDocument(printedRules(), TriageRules);
  expect(read).toEqual(defaultRules);
  expect(sha256(canonicalBytes(read))).toBe(sha256(canonicalBytes(defaultRules)));
});

test("every shipped rule has its comment, and no comment has lost its rule", () => {
  expect([...notedRules()].sort()).toEqual(defaultRules.map(({ id }) => id).sort());
});

test("the page in the docs is the one that is printed", () => {
  const page = readFileSync(new URL("../../docs/triage-rules.yaml", import.meta.url), "utf8");
  expect(page, "run: npx node cli/print-rules.ts").toBe(printedRules());
});

test("somebody's own rules are printed as they are understood, without our comments", () => {
  const own = readDocument(
    '[{"id":"noise","when":{"field":"class","is":"noise"},"outcome":"ignore","reason":"Yes: [no] #1"}]',
    TriageRules,
  );
  const text = printedRules(own, "mine.json");
  expect(text).not.toContain("thousands an hour");
  expect(readDocument(text, TriageRules)).toEqual(own);
});
