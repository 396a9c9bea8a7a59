/** What resources hold, from the registry and their tags through memory into the triage of an alert and the ledger. */
import { readFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { rulebook } from "../../shared/rules/rulebook.ts";
import { fakeClassifications } from "../../shared/adapters/fake-classifications/classifications.ts";
import { readDocument } from "../../shared/adapters/yaml/read-document.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { knownClassifications } from "../../shared/cases/known-classifications.ts";
import { timelineItems } from "../../web/case/timeline/timeline.ts";
import { loadCase } from "../../shared/cases/store/commit.ts";
import { Registry } from "../../shared/contracts/classification-registry.ts";
import { readEntry } from "../../shared/contracts/entry.ts";
import type { DataClassification } from "../../shared/domain/alert/alert.ts";
import type { CaseAlert, TriageBasis } from "../../shared/domain/case/events.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { armAlert, eventGrid, exportedAlert, store } from "../intake/payloads.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { silentOrchestrator } from "../support/walk.ts";

const startAt = "2026-11-24T08:00:00.000Z";
const after = (minutes: number): string => new Date(Date.parse(startAt) + minutes * 60_000).toISOString();
const subscription = "/subscriptions/5b0c1d2e-0000-4000-8000-000000000001";
const account = (name: string): string =>
  `${subscription}/resourcegroups/rg/providers/microsoft.storage/storageaccounts/${name}`;

function known(
  options: {
    readonly tags?: Readonly<Record<string, DataClassification>> | null;
    readonly registry?: string;
    readonly registryProblem?: string;
  } = {},
) {
  let now = startAt;
  const clock = { now: () => now };
  const tags = options.tags === null ? null : fakeClassifications(options.tags ?? {}, clock, onTestFinished);
  const content = readDocument(options.registry ?? "resources: []", Registry);
  const classifications = knownClassifications({
    registry: async () => ({
      content,
      origin: "a test",
      readAt: now,
      problem: options.registryProblem ?? null,
    }),
    tags,
    clock,
    freshMs: 10 * 60_000,
    staleMs: 24 * 3_600_000,
  });
  const partOf = async (id: string) => {
    const { parts, problem } = await classifications.of([id]);
    return { ...parts.get(id), problem };
  };
  return {
    classifications,
    partOf,
    tags: tags as NonNullable<typeof tags>,
    setNow: (to: string) => (now = to),
  };
}

describe("what is known of a resource", () => {
  const a = account("a");

  test("is read from its tags, with the instant", async () => {
    expect(await known({ tags: { [a]: "phi" } }).partOf(a)).toEqual({
      resource: a,
      value: "phi",
      source: "tags",
      because: "set for storageaccounts a",
      readAt: startAt,
      ageSeconds: 0,
      problem: null,
    });
  });

  test("is what the registry states, whatever the tags say, and then nobody is asked", async () => {
    const registry = `resources:\n  - id: ${account("A").toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions")}\n    holds: neither\n    because: reviewed in March\n`;
    const { partOf, tags } = known({ tags: { [a]: "phi" }, registry });
    expect(await partOf(a)).toMatchObject({
      value: "neither",
      source: "registry",
      because: "registry, storageaccounts a: reviewed in March",
    });
    expect(tags.asked).toEqual([]);
  });

  test("inside of a registered resource is as the registry states", async () => {
    const registry = `{"resources":[{"id":"${a}","holds":["phi","eu-personal-data"]}]}`;
    const inside = `${a}/blobservices/default/containers/scans`;
    expect(await known({ registry }).partOf(inside)).toMatchObject({ value: "both", source: "registry" });
  });

  test("is not asked for again while it is fresh, and is afterwards", async () => {
    const { partOf, tags, setNow } = known({ tags: { [a]: "neither" } });
    await partOf(a);
    tags.set(a, "phi");
    setNow(after(9));
    expect(await partOf(a)).toMatchObject({ value: "neither", readAt: startAt, ageSeconds: 540 });
    setNow(after(11));
    expect(await partOf(a)).toMatchObject({ value: "phi", readAt: after(11), ageSeconds: 0 });
    expect(tags.asked).toHaveLength(2);
  });

  test("is used beyond that where asking fails, with its age and the reason, and is unknown in the end", async () => {
    const { partOf, tags, setNow } = known({ tags: { [a]: "phi" } });
    await partOf(a);
    tags.failNext(2);
    setNow(after(60));
    expect(await partOf(a)).toMatchObject({
      value: "phi",
      ageSeconds: 3600,
      problem: "the fake classifications were told to fail",
    });
    setNow(after(25 * 60));
    expect(await partOf(a)).toMatchObject({
      value: "unknown",
      because: "its tags could not be read",
      problem: "the fake classifications were told to fail",
    });
  });

  test("after a failure the far end is left in peace for as long as it wishes, and alerts go on at once", async () => {
    const { partOf, tags, setNow } = known({ tags: { [a]: "phi" } });
    tags.failNext(1, 120_000);
    expect((await partOf(a)).problem).not.toBeNull();
    setNow(after(1.9));
    expect(await partOf(a)).toMatchObject({
      value: "unknown",
      problem: expect.stringContaining("told to fail") as string,
    });
    expect(tags.asked).toHaveLength(1);
    setNow(after(2.1));
    expect(await partOf(a)).toMatchObject({ value: "phi", problem: null });
  });

  test("is asked once for alerts that come together", async () => {
    const { partOf, tags } = known({ tags: { [a]: "phi" } });
    const parts = await Promise.all(Array.from({ length: 50 }, () => partOf(a)));
    expect(parts.every(({ value }) => value === "phi")).toBe(true);
    expect(tags.asked).toEqual([[a]]);
  });

  test("stays known of those that were read, when the far end breaks off in the middle of many", async () => {
    const many = Array.from({ length: 150 }, (_, index) => account(`many${index}`));
    const { classifications, tags } = known({ tags: Object.fromEntries(many.map((id) => [id, "phi"])) });
    const read = tags.read.bind(tags);
    tags.read = async (resources) => {
      if (tags.asked.length === 2) tags.failNext(1);
      return read(resources);
    };
    const { parts, problem } = await classifications.of(many);
    const values = many.map((id) => parts.get(id)?.value);
    expect(values.slice(0, 120)).toEqual(Array(120).fill("phi"));
    expect(values.slice(120)).toEqual(Array(30).fill("unknown"));
    expect(problem).toContain("told to fail");
  });

  test("is unknown where tags are not read and the registry is silent", async () => {
    expect(await known({ tags: null }).partOf(a)).toMatchObject({
      value: "unknown",
      because: "the registry does not name it",
      problem: null,
    });
  });

  test("a registry that cannot be used is named beside every answer", async () => {
    expect((await known({ registryProblem: "registry.yaml is not there" }).partOf(a)).problem).toBe(
      "registry.yaml is not there",
    );
  });
});

describe("a registry", () => {
  test("as the page about triage shows it can be read", () => {
    const page = readFileSync(new URL("../../docs/triage.md", import.meta.url), "utf8");
    const [, example = ""] = /```yaml\n([^]*?)```/.exec(page) ?? [];
    expect([...readDocument(example, Registry).values()].map(({ value }) => value)).toEqual([
      "phi",
      "neither",
    ]);
  });

  const entry = (more: object) =>
    JSON.stringify({ resources: [{ id: account("a"), holds: "phi", ...more }] });
  test.each<[string, string, string]>([
    ["with a wrong id", entry({ id: "stbrigidspatients" }), "resources[0].id"],
    ["with half an id", entry({ id: `${account("a")}/blobservices` }), "resources[0].id"],
    ["with a word of its own", entry({ holds: "secret" }), "resources[0].holds"],
    ["that contradicts itself", entry({ holds: ["phi", "neither"] }), "neither"],
    [
      "that says a thing twice",
      `{"resources":[{"id":"${account("a")}","holds":"phi"},{"id":"${account("A")}","holds":"neither"}]}`,
      "resources[1]",
    ],
    ["with a key of its own", entry({ owner: "x" }), "resources[0]"],
    ["that is a list", "- a", "expected object"],
    ["that is empty", "", "expected object"],
    ["that is no YAML", "{{", ""],
  ])("%s is refused, with the place", (_what, text, place) => {
    expect(() => readDocument(text, Registry)).toThrow(place);
  });
});

const bytesOf = (payload: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(payload));
const take = (appContext: TestContext, payload: unknown) =>
  takeInboundPayload(
    appContext,
    silentOrchestrator,
    { bytes: bytesOf(payload), contentType: "application/json", channel: "test" },
    defaultRules,
  );

function triageOf(appContext: TestContext): readonly TriageBasis[] {
  return appContext.ledger.all.flatMap((entry) => {
    readEntry(entry);
    const alert = (entry.body as { readonly alert?: CaseAlert }).alert;
    return alert?.triage ? [alert.triage] : [];
  });
}

describe("an alert", () => {
  const appContext = () => testContext((check) => onTestFinished(check), startAt);
  const medium = (more: object = {}) => armAlert({ severity: "Medium", ...more });

  test("on a store with a tag opens a case that says what it holds and who said so", async () => {
    const at = appContext();
    at.tags.set(store, "phi");
    const [taken] = await take(at, medium());
    expect(taken?.kind).toBe("opened");
    const [basis] = triageOf(at);
    expect(basis).toMatchObject({
      rule: "exfiltration-or-credentials",
      classification: {
        value: "phi",
        problem: null,
        parts: [
          { resource: store.toLowerCase(), value: "phi", source: "tags", readAt: startAt, ageSeconds: 0 },
        ],
      },
    });
    // What decided can be read again, years later, by the digest that the decision carries.
    const rules = JSON.parse(
      new TextDecoder().decode(at.kept.get(basis?.rulesDigest ?? "")?.bytes),
    ) as unknown;
    expect(rules).toEqual(defaultRules);
  });

  test("on the same store with the tag of harmless data is only watched", async () => {
    const at = appContext();
    at.tags.set(store, "neither");
    expect(await take(at, armAlert())).toMatchObject([{ kind: "noted", outcome: "watch" }]);
    expect(triageOf(at)).toMatchObject([{ classification: { value: "neither" } }]);
  });

  test("is taken when nobody can be asked: of high severity it opens a case and says why", async () => {
    const at = appContext();
    at.tags.failNext(1);
    const [taken] = await take(at, armAlert());
    expect(taken).toMatchObject({ kind: "opened" });
    const opening = at.ledger.all.find((entry) => entry.kind === "caseOpened");
    expect(opening?.body).toMatchObject({
      reason: expect.stringContaining("unknown counts as classified at high severity") as string,
    });
    expect(triageOf(at)[0]?.classification).toMatchObject({
      value: "unknown",
      problem: "the fake classifications were told to fail",
      parts: [{ because: "its tags could not be read" }],
    });
  });

  test("a label in the payload stands, though the tag says otherwise", async () => {
    const at = appContext();
    at.tags.set(store, "neither");
    await take(
      at,
      medium({ extendedProperties: { "Sensitive information types": "ICD-10 codes of patients" } }),
    );
    expect(triageOf(at)[0]?.classification).toMatchObject({
      value: "phi",
      parts: [
        { resource: null, source: "payload", value: "phi" },
        { source: "tags", value: "neither" },
      ],
    });
  });

  test("of one arrival with others: their resources are one question, and noise asks none", async () => {
    const at = appContext();
    const exported = exportedAlert({ Severity: "Low" });
    const noise = eventGrid("Microsoft.Storage.BlobCreated", {});
    await take(at, [medium(), exported, noise, noise]);
    expect(at.tags.asked).toHaveLength(1);
    await take(at, noise);
    expect(at.tags.asked).toHaveLength(1);
  });

  test("says on the case's timeline what it held, and how old that knowledge was", async () => {
    const at = appContext();
    at.tags.set(store, "phi");
    await take(
      at,
      eventGrid("Microsoft.PolicyInsights.PolicyStateChanged", { complianceState: "NonCompliant" }),
    );
    at.setNow(after(5));
    const [taken] = await take(at, medium());
    if (taken?.kind !== "opened") throw new Error("no case was opened");
    const state = await loadCase(at, taken.caseId);
    if (!state) throw new Error("the case cannot be read");
    const [first] = timelineItems(state, await at.ledger.read(taken.caseId), rulebook);
    expect(first?.details).toContain(
      "What it holds: protected health information (set for storageaccounts scans, read 5 minutes before).",
    );
  });
});
