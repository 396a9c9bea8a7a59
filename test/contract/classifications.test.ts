/** One suite, run against the Resource Graph adapter (the real client, on the stand-in) and against the fake. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Estate } from "../../local/stand-ins/resource-graph-data.ts";
import { startResourceGraph } from "../../local/stand-ins/resource-graph.ts";
import type { ResourceGraphStandIn } from "../../local/stand-ins/resource-graph.ts";
import { resourceGraphClassifications } from "../../shared/adapters/azure-resource-graph/classifications.ts";
import { fakeClassifications } from "../../shared/adapters/fake-classifications/classifications.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { Classifications } from "../../shared/ports/classification.ts";
import { closedAddress } from "../support/closed-address.ts";

const now = "2026-11-24T08:00:00.000Z";
const clock = { now: () => now };
const subscription = "/subscriptions/7c1c2a5e-6a0f-4e0b-9f57-0a3c1d9b2e44";
const clinical = `${subscription}/resourceGroups/rg-clinical`;
const storage = "providers/Microsoft.Storage/storageAccounts";
const patients = `${clinical}/${storage}/patients`;
const europe = `${clinical}/${storage}/europe`;
const site = `${clinical}/${storage}/website`;
const silent = `${clinical}/${storage}/untagged`;
const sandbox = `${subscription}/resourceGroups/rg-sandbox`;
const server = `${clinical}/providers/Microsoft.Sql/servers/sql-1`;
const crowd = Array.from({ length: 450 }, (_, index) => `${sandbox}/${storage}/crowd${index}`);

const estate: Estate = [
  { id: subscription, tags: {} },
  { id: clinical },
  { id: patients, tags: { "Data-Classification": "PHI", owner: "Dr. O'Hara" } },
  { id: europe, tags: { dataClass: "eu-personal-data" } },
  { id: site, tags: { "data-classification": "none" } },
  { id: silent },
  { id: sandbox, tags: { "data-classification": "none" } },
  { id: server, tags: { "data-classification": "phi" } },
  { id: `${server}/databases/public`, tags: { "data-classification": "none" } },
  { id: `${server}/databases/records` },
  ...crowd.map((id, index) => ({ id, tags: { "data-classification": index % 2 === 0 ? "phi" : "gdpr" } })),
];
const tags = {
  names: ["data-classification", "data-class"],
  phi: ["phi"],
  euPersonal: ["eu-personal-data", "gdpr"],
  neither: ["none"],
};

interface Subject {
  readonly classifications: Classifications;
  unreachable(retryAfterSeconds: number): void;
}

function onFake(): Subject {
  const classifications = fakeClassifications(
    {
      [patients]: "phi",
      [europe]: "eu-personal",
      [site]: "neither",
      [sandbox]: "neither",
      [server]: "phi",
      [`${server}/databases/public`]: "neither",
      ...Object.fromEntries(crowd.map((id, index) => [id, index % 2 === 0 ? "phi" : "eu-personal"])),
    },
    clock,
    onTestFinished,
  );
  return { classifications, unreachable: (seconds) => classifications.failNext(1, seconds * 1000) };
}

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-classifications-"));
let graph: ResourceGraphStandIn;
beforeAll(async () => {
  graph = await startResourceGraph({ port: 0, dataDir, seed: estate, token: "local" });
});
afterAll(async () => {
  await graph.stop();
  rmSync(dataDir, { recursive: true });
});

const through = (endpoint: string, more: { readonly token?: string; readonly timeoutMs?: number } = {}) =>
  resourceGraphClassifications({
    endpoint,
    credential: { token: more.token ?? "local" },
    tags,
    clock,
    ...(more.timeoutMs !== undefined && { timeoutMs: more.timeoutMs }),
  });

function onResourceGraph(): Subject {
  onTestFinished(() => graph.faults.clear());
  return {
    classifications: through(graph.url),
    unreachable: (seconds) =>
      graph.faults.add({ at: "resources", action: "answer", status: 429, retryAfterSeconds: seconds }),
  };
}

const valuesOf = async (classifications: Classifications, ids: readonly string[]) =>
  (await classifications.read(ids)).map(({ value }) => value);

describe.each([
  ["Resource Graph through its client", onResourceGraph],
  ["the fake", onFake],
])("classifications: %s", (_, open) => {
  test("one reading a resource, in the order asked, folded, with its reason and instant", async () => {
    const asked = [site, patients, europe, silent, patients];
    const readings = await open().classifications.read(asked);
    expect(readings.map(({ resource }) => resource)).toEqual(asked.map((id) => id.toLowerCase()));
    expect(readings.map(({ value }) => value)).toEqual(["neither", "phi", "eu-personal", "unknown", "phi"]);
    for (const { because, readAt } of readings) {
      expect(because).not.toBe("");
      expect(readAt).toBe(now);
    }
  });

  test("ids are compared without regard to case", async () => {
    expect(await valuesOf(open().classifications, [patients.toUpperCase(), patients.toLowerCase()])).toEqual([
      "phi",
      "phi",
    ]);
  });

  test("what lies in another resource is as its innermost container says", async () => {
    const inside = [
      `${patients}/blobServices/default/containers/scans`,
      `${server}/databases/records`,
      `${server}/databases/public`,
      `${sandbox}/${storage}/untold`,
      `${clinical}/${storage}/untold`,
    ];
    expect(await valuesOf(open().classifications, inside)).toEqual([
      "phi",
      "phi",
      "neither",
      "neither",
      "unknown",
    ]);
  });

  test("what is no resource, or of a tenant that cannot be seen, is unknown", async () => {
    const elsewhere = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/rg";
    const strange = ["", "stbrigidspatients", elsewhere, `${patients}'`, `${clinical}/${storage}/a') or ('1`];
    expect(await valuesOf(open().classifications, strange)).toEqual(strange.map(() => "unknown"));
  });

  test("hundreds at once, and nothing at all", async () => {
    const { classifications } = open();
    const values = await valuesOf(classifications, crowd);
    expect(values).toEqual(crowd.map((_id, index) => (index % 2 === 0 ? "phi" : "eu-personal")));
    expect(await valuesOf(classifications, [])).toEqual([]);
  });

  test("a far end that asks to wait is a transient failure with its wish, and the next question is answered", async () => {
    const subject = open();
    const { classifications } = subject;
    subject.unreachable(7);
    const failure = await classifications.read([patients]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure).toMatchObject({ retryAfterMs: 7000 });
    expect(await valuesOf(classifications, [patients])).toEqual(["phi"]);
  });

  test("what it can see is said in words", async () => {
    expect(await open().classifications.reach()).toMatch(/\d/);
  });
});

describe("through Resource Graph", () => {
  test("a reading names the tag as it is spelled, and the thing that has it", async () => {
    const [inside, website, nothing] = await through(graph.url).read([
      `${patients}/blobServices/default/containers/scans`,
      site,
      silent,
    ]);
    expect(inside?.because).toBe("tag Data-Classification of storageaccounts patients");
    expect(website?.because).toBe("tag data-classification of storageaccounts website");
    expect(nothing?.because).toBe("no tag speaks of data, up to the subscription");
  });

  test("many resources share a question", async () => {
    const before = graph.queries();
    await through(graph.url).read(crowd);
    expect(graph.queries() - before).toBe(5);
  });

  test("an answer in many pages is read to its end", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tocsin-pages-"));
    const paging = await startResourceGraph({ port: 0, dataDir: folder, seed: estate, rowsPerPageMax: 30 });
    onTestFinished(async () => {
      await paging.stop();
      rmSync(folder, { recursive: true });
    });
    const values = await valuesOf(through(paging.url), crowd.slice(0, 90));
    expect(values).not.toContain("unknown");
    expect(paging.queries()).toBe(4);
  });

  test.each([
    ["of the status", { status: 503 }],
    ["of a lost role", { status: 403 }],
    ["of a bad token", { status: 401 }],
  ])("a refusal because %s may pass", async (_why, { status }) => {
    onTestFinished(() => graph.faults.clear());
    graph.faults.add({ at: "resources", action: "answer", status });
    await expect(through(graph.url).read([patients])).rejects.toBeInstanceOf(TransientFailure);
  });

  test("a connection that ends, and one that is not answered in time", async () => {
    onTestFinished(() => graph.faults.clear());
    graph.faults.add({ at: "resources", action: "drop" });
    await expect(through(graph.url).read([patients])).rejects.toBeInstanceOf(TransientFailure);
    graph.faults.add({ at: "resources", action: "wait", waitMs: 2_000 });
    await expect(through(graph.url, { timeoutMs: 50 }).read([patients])).rejects.toBeInstanceOf(
      TransientFailure,
    );
  });

  test("nobody listens", async () => {
    const closed = await closedAddress();
    onTestFinished(() => closed.release());
    await expect(through(closed.url).read([patients])).rejects.toBeInstanceOf(TransientFailure);
  });

  test("a used-up quota tells by itself when to come again", async () => {
    const quota = { queries: 2, windowSeconds: 60 };
    const folder = mkdtempSync(join(tmpdir(), "tocsin-quota-"));
    const strict = await startResourceGraph({ port: 0, dataDir: folder, seed: estate, quota });
    onTestFinished(async () => {
      await strict.stop();
      rmSync(folder, { recursive: true });
    });
    const classifications = through(strict.url);
    await classifications.read([patients]);
    await classifications.read([patients]);
    const failure = await classifications.read([patients]).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransientFailure);
    const { retryAfterMs } = failure as TransientFailure;
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test("without the role Reader nothing is refused, so the readings and the reach say it", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tocsin-no-reader-"));
    const blind = await startResourceGraph({ port: 0, dataDir: folder, seed: estate, without: "Reader" });
    onTestFinished(async () => {
      await blind.stop();
      rmSync(folder, { recursive: true });
    });
    const classifications = through(blind.url);
    expect(await classifications.read([patients])).toMatchObject([
      { value: "unknown", because: "Resource Graph does not show its subscription to the service" },
    ]);
    await expect(classifications.reach()).rejects.toThrow("no subscription");
  });

  test("a token goes over plain http to this machine only", () => {
    expect(() => through("http://management.example")).toThrow("neither https nor this machine");
  });
});
