/**
 * Intake is open to whoever can make Azure raise an alert. It must answer every JSON value, keep good neighbours of bad
 * elements, and take time in proportion to what it is given.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { IntakeAlert } from "../../shared/contracts/intake-alert.ts";
import { classificationInPayload } from "../../shared/intake/classification.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { readPayload, type IntakeItem } from "../../shared/intake/read-payload.ts";
import { triage } from "../../shared/intake/triage.ts";
import {
  analyticsRow,
  armAlert,
  everyForm,
  eventGrid,
  exportedAlert,
  graphAlert,
  sentinelTrigger,
} from "./payloads.ts";

const good = eventGrid("Microsoft.Storage.BlobCreated", {});

function hold(items: readonly IntakeItem[]): void {
  items.forEach((item, index) => {
    expect(item.index).toBe(index);
    if (item.kind === "rejected") return expect(item.reason).not.toBe("");
    expect(IntakeAlert.parse(item.alert)).toEqual(item.alert);
    expect(
      triage(item.alert, { classification: classificationInPayload(item.alert), rules: defaultRules }).reason,
    ).not.toBe("");
  });
}

test("every form has its own payload among the tests", () => {
  const forms = new Set(
    everyForm
      .flatMap((payload) => readPayload(payload))
      .map((item) => (item.kind === "recognised" ? item.form : "rejected")),
  );
  expect(forms.size).toBe(30);
  expect(forms).not.toContain("rejected");
});

describe("nothing, and less than nothing", () => {
  test.each([[undefined], [null], [""]])(
    "an empty body (%s) is one rejected item, never no events",
    (payload) => {
      expect(readPayload(payload)).toEqual([{ kind: "rejected", index: 0, reason: "the body is empty" }]);
    },
  );

  test.each([[[]], [{ records: [] }], [{ value: [] }]])("an empty list (%j) is no item", (payload) => {
    expect(readPayload(payload)).toEqual([]);
  });

  test.each([
    [42],
    [true],
    ["text"],
    [" "],
    [{}],
    [{ hello: "world" }],
    [{ properties: {} }],
    [{ type: "Microsoft.Compute/virtualMachines", id: "x" }],
  ])("%j is rejected with a reason", (payload) => {
    expect(readPayload(payload)).toMatchObject([{ kind: "rejected", index: 0 }]);
  });
});

describe("batches", () => {
  test("one bad element harms no neighbour and keeps its place", () => {
    const kinds = readPayload([good, null, 7, "x", { odd: 1 }, [good], good]).map((item) => item.kind);
    expect(kinds).toEqual([
      "recognised",
      "rejected",
      "rejected",
      "rejected",
      "rejected",
      "recognised",
      "recognised",
    ]);
  });

  test("records stand in messages, messages in batches, and either may be text", () => {
    const payload = [
      { records: [good, JSON.stringify(good)] },
      JSON.stringify({ records: [good] }),
      btoa(JSON.stringify(good)),
    ];
    expect(readPayload(payload).map((item) => item.kind)).toEqual(Array<string>(4).fill("recognised"));
  });

  test("a query's result is one item a row", () => {
    const rows = [analyticsRow(), analyticsRow({ SystemAlertId: "2" })];
    const columns = Object.keys(analyticsRow()).map((name) => ({ name, type: "string" }));
    const items = readPayload({
      tables: [{ name: "PrimaryResult", columns, rows: [...rows.map((row) => Object.values(row)), null] }],
    });
    expect(items.map((item) => (item.kind === "recognised" ? item.form : "rejected"))).toEqual([
      "defender.log-analytics",
      "defender.log-analytics",
      "rejected",
    ]);
  });

  test("an element that throws when it is read is rejected in its place", () => {
    const thorny = Object.defineProperty({}, "id", {
      enumerable: true,
      get: () => {
        throw new Error("thorn");
      },
    });
    expect(readPayload([good, thorny, good])).toMatchObject([
      { kind: "recognised" },
      { kind: "rejected", reason: "unreadable: thorn" },
      { kind: "recognised" },
    ]);
  });
});

describe("hostile shapes", () => {
  test("keys named __proto__ and constructor pollute nothing", () => {
    const text = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},${JSON.stringify(exportedAlert()).slice(1)}`;
    hold(readPayload(JSON.parse(text)));
    const hints = JSON.parse(
      '{"schemaId":"azureMonitorCommonAlertSchema","data":{"essentials":{"alertId":"a"},"customProperties":{"__proto__":"x","a":"1"}}}',
    ) as unknown;
    const [item] = readPayload(hints);
    expect(item?.kind === "recognised" && item.alert.hints).toEqual({ a: "1" });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });

  test.each([
    ["lists", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
    ["objects", `${'{"a":'.repeat(100_000)}1${"}".repeat(100_000)}`],
    ["records", `${'{"records":['.repeat(50_000)}1${"]}".repeat(50_000)}`],
  ])("deep nesting of %s is answered", (_what, text) => {
    const deep: unknown = JSON.parse(text);
    hold(readPayload(deep));
    hold(
      readPayload([
        eventGrid("Microsoft.PolicyInsights.PolicyStateChanged", deep),
        armAlert({ entities: [deep], extendedProperties: deep }),
        exportedAlert({ Entities: deep }),
        sentinelTrigger({ alerts: deep }),
      ]),
    );
  });

  test("a wrong type in any place is survived", () => {
    const wrong = [null, 0, -1, 1e308, true, "", "x", [], [[]], {}, { value: {} }, [null], ["{"], "[1", "{}"];
    for (const payload of everyForm)
      for (const path of pathsOf(payload))
        for (const value of wrong) hold(readPayload(replaced(payload, path, value)));
  });

  test("5 MB in one text, in many keys, in many entities or in many elements make an alert of bounded size", () => {
    const long = "a-".repeat(2_500_000);
    const bodies: unknown[] = [
      armAlert({
        alertDisplayName: long,
        description: long,
        intent: long,
        startTimeUtc: long,
        extendedProperties: { [long]: long, "file name": long },
      }),
      exportedAlert({
        SystemAlertId: `2516000000000000000_${long}`,
        Entities: `[${long}`,
        AzureResourceId: `/subscriptions/${long}`,
      }),
      graphAlert({
        category: "A".repeat(5_000_000),
        mitreTechniques: [long],
        providerAlertId: "1".repeat(5_000_000),
      }),
      eventGrid("Microsoft.Resources.ResourceWriteSuccess", {
        operationName: `Microsoft.X/${"list".repeat(1_000_000)}/action`,
      }),
      Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`key${index}`, index])),
      exportedAlert({
        Entities: Array.from({ length: 100_000 }, (_, index) => ({ Type: `kind${index}`, Name: "n" })),
      }),
      exportedAlert({
        ResourceIdentifiers: Array.from({ length: 50_000 }, (_, index) => ({
          Type: "AzureResource",
          AzureResourceId: `/subscriptions/${index}`,
        })),
      }),
      Array.from({ length: 300_000 }, () => 1),
      "[".repeat(5_000_000),
      "QUJD".repeat(1_250_000),
    ];
    for (const body of bodies) {
      const items = readPayload(body);
      expect(items.length).toBeGreaterThan(0);
      const [first] = items;
      if (first?.kind === "recognised") expect(JSON.stringify(first.alert).length).toBeLessThan(400_000);
    }
  });
});

describe("fuzzing", () => {
  test("any JSON value is answered", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => hold(readPayload(value))),
      { numRuns: 1000 },
    );
  });

  test("mutated payloads of every form are answered, and what is recognised fits the schema", () => {
    const mutation = fc.record({
      at: fc.nat(),
      value: fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.string(), fc.constantFrom(...everyForm)),
      rename: fc.boolean(),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...everyForm),
        fc.array(mutation, { minLength: 1, maxLength: 6 }),
        (payload, mutations) => {
          let mutated: unknown = payload;
          for (const { at, value, rename } of mutations) {
            const paths = pathsOf(mutated);
            const path = paths[at % Math.max(1, paths.length)] ?? [];
            mutated = rename ? renamed(mutated, path, JSON.stringify(value)) : replaced(mutated, path, value);
          }
          hold(readPayload(mutated));
        },
      ),
      { numRuns: 3000 },
    );
  });

  test("a body cut anywhere and then read as text is answered", () => {
    fc.assert(
      fc.property(fc.constantFrom(...everyForm), fc.nat(2000), (payload, cut) =>
        hold(readPayload(JSON.stringify(payload).slice(0, cut))),
      ),
    );
  });

  test("reading is a function: the same bytes give the same items, and the payload is left as it was", () => {
    for (const payload of everyForm) {
      const before = JSON.stringify(payload);
      expect(readPayload(payload)).toEqual(readPayload(JSON.parse(before)));
      expect(JSON.stringify(payload)).toBe(before);
    }
  });
});

type Path = readonly (string | number)[];

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null || path.length > 8) return [path];
  return [path, ...Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, [...path, name]))];
}

function replaced(value: unknown, [name, ...rest]: Path, by: unknown): unknown {
  if (name === undefined) return by;
  if (Array.isArray(value))
    return value.map((inner: unknown, index) =>
      String(index) === String(name) ? replaced(inner, rest, by) : inner,
    );
  const record = value as Record<string, unknown>;
  return { ...record, [name]: replaced(record[name], rest, by) };
}

function renamed(value: unknown, path: Path, to: string): unknown {
  const [name, ...rest] = path;
  if (name === undefined || typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const record = value as Record<string, unknown>;
  if (rest.length > 0) return { ...record, [name]: renamed(record[name], rest, to) };
  return Object.fromEntries(Object.entries(record).map(([key, inner]) => [key === name ? to : key, inner]));
}
