import { describe, expect, it } from "vitest";
import { readEntry } from "../../shared/contracts/entry.ts";
import { readFileSync } from "node:fs";
import { bodies } from "../../shared/contracts/events/bodies.ts";
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
    ["a kind that is no text", (entry) => (entry.kind = 7), /kind/],
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

  it.each(["sendWithdrawn2", "toString", "__proto__"])(
    "says that a newer version wrote the kind %s",
    (kind) => {
      const entry = { ...stored(first!), kind };
      expect(() => readEntry(entry)).toThrow(
        /^entry 0 of case-\S+ is of a kind that .* does not know.*newer/,
      );
    },
  );

  it("repeats no kind that may be somebody's data", () => {
    const entry = { ...stored(first!), kind: "Mrs Smith" };
    expect(() => readEntry(entry)).toThrow(/^(?!.*Smith).*does not know/);
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

describe("a ledger of an earlier version", () => {
  /** Recorded once and never made anew: a change of a schema that refuses one of these lines refuses somebody's ledger. */
  const recorded = new URL("recorded/ledger-0.1.0.ndjson", import.meta.url);
  const entries = readFileSync(recorded, "utf8")
    .trimEnd()
    .split("\n")
    .slice(1, -1)
    .map((line) => JSON.parse(line) as { kind: string });

  it.each(entries.map((entry) => [entry.kind, entry]))("can still be read: %s", (_kind, entry) => {
    expect(readEntry(entry)).toBe(entry);
  });

  it.each([
    ["caseOpened", "triage"],
    ["caseOpened", "correlates"],
    ["alertJoined", "news"],
    ["clockOpened", "jurisdictions"],
    ["payloadQuarantined", "sender"],
    ["payloadQuarantined", "within"],
    ["payloadQuarantined", "contentType"],
    ["payloadQuarantined", "drill"],
  ])("can still be read: a %s from before %s was recorded", (kind, member) => {
    const entry = structuredClone(entries.find((each) => each.kind === kind)!) as unknown as Record<
      "body",
      Record<string, unknown> & { alert?: Record<string, unknown> }
    >;
    delete entry.body[member];
    delete entry.body.alert?.[member];
    expect(readEntry(entry)).toBe(entry);
  });
});

describe("the story that the tests of the ledger tell", () => {
  it("has each kind that can be written", () => {
    expect(new Set(everyKindOnce.map(({ kind }) => kind))).toEqual(new Set(Object.keys(bodies)));
  });
});
