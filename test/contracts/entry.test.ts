import { describe, expect, it } from "vitest";
import { readEntry } from "../../shared/contracts/entry.ts";
import { everyKindOnce } from "../ledger/story.ts";

/** What a store gives back: the same JSON, another object. */
const stored = (entry: object): Record<string, unknown> =>
  JSON.parse(JSON.stringify(entry)) as Record<string, unknown>;
const [first] = everyKindOnce;

describe("reading an entry back", () => {
  it.each(everyKindOnce.map((entry) => [entry.kind, entry]))(
    "gives back %s as it was written",
    (_kind, entry) => {
      expect(readEntry(stored(entry))).toStrictEqual(entry);
    },
  );

  it("keeps facts that no rule reads", () => {
    const entry = stored(first!);
    (entry.body as { facts: object }).facts = { anything: [1, { else: true }] };
    expect(readEntry(entry)).toMatchObject({ body: { facts: { anything: [1, { else: true }] } } });
  });

  it.each<[string, (entry: Record<string, unknown>) => void, RegExp]>([
    ["an unknown kind", (entry) => (entry.kind = "caseReopened"), /kind/],
    ["a body of another kind", (entry) => (entry.body = { questionId: "q1" }), /body\.alert/],
    ["a member too many", (entry) => (entry.extra = 1), /extra/],
    ["a member too many inside", (entry) => Object.assign(entry.body as object, { extra: 1 }), /body.*extra/],
    ["an instant in another form", (entry) => (entry.recordedAt = "2026-11-24T03:12:00Z"), /recordedAt/],
    ["a negative number", (entry) => (entry.seq = -1), /seq/],
    ["a hash in capitals", (entry) => (entry.hash = "A".repeat(64)), /hash/],
    ["facts that are a list", (entry) => Object.assign(entry.body as object, { facts: [] }), /body\.facts/],
  ])("refuses %s and says which member is wrong", (_what, spoil, naming) => {
    const entry = stored(first!);
    spoil(entry);
    expect(() => readEntry(entry)).toThrow(naming);
  });

  it.each([[null], ["entry"], [[]], [{}]])("refuses %j", (value) => {
    expect(() => readEntry(value)).toThrow("is not as the ledger writes them");
  });

  it("shows no value of the entry in its message", () => {
    const entry = stored(first!);
    Object.assign(entry.body as object, { reason: { secret: "Mrs Smith" } });
    expect(() => readEntry(entry)).toThrow(/^(?!.*Smith).*body\.reason/);
  });
});
