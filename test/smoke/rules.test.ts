/**
 * An operator's rules and registry in the whole service: a changed file counts from the next alert on, one that cannot be
 * used is refused and named while the last good one decides, and each decision in the ledger tells by which rules.
 */
import { BlobServiceClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { hospitalResources, patientsAccount } from "../../local/demo/resources.ts";
import type { CaseAlert } from "../../shared/domain/case/events.ts";
import { armAlert } from "../intake/payloads.ts";
import { launch, makePlace, runCommand, startService, verifiedLedger } from "../support/service.ts";
import type { Place, Service } from "../support/service.ts";

const place = makePlace();
const rulesFile = join(place.folder, "rules.yaml");
const registryFile = join(place.folder, "registry.yaml");
const website = hospitalResources.at(-1)?.id ?? "";
const environment = { Triage__rules: rulesFile, Classification__registry: registryFile };
const rules = (outcome: string) =>
  `rules:\n  - id: all-of-${outcome}\n    when: { field: severity, atLeast: medium }\n    outcome: ${outcome}\n    reason: A test.\n`;
const registry = (holds: string) => `resources:\n  - id: ${website}\n    holds: ${holds}\n`;

/** A busy machine takes its time to start a service. */
vi.setConfig({ testTimeout: 120_000 });

let service: Service;
beforeAll(async () => {
  writeFileSync(rulesFile, rules("watch"));
  writeFileSync(registryFile, registry("neither"));
  service = await startService(place, { arguments: ["--demo"], environment });
});
afterAll(async () => {
  await service.stop();
  place.remove();
});

let posted = 0;
async function post(
  resource: string,
  at: Place = place,
  to: Service = service,
): Promise<{ readonly kind: string; readonly rule?: string }> {
  const keys = JSON.parse(readFileSync(join(at.dataDir, "host", "keys.json"), "utf8")) as {
    function: string;
  };
  posted += 1;
  const alert = armAlert({
    systemAlertId: `251600000000000${1000 + posted}_aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeee${1000 + posted}`,
    resourceIdentifiers: [{ type: "AzureResource", azureResourceId: resource }],
  });
  const answer = await fetch(`${to.urls.app}/intake/test`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": keys.function },
    body: JSON.stringify(alert),
  });
  expect(answer.status).toBe(202);
  const { items } = (await answer.json()) as { readonly items: readonly [{ readonly kind: string }] };
  return items[0];
}

interface Health {
  readonly healthy: boolean;
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[];
}
async function check(name: string) {
  const { stdout } = await runCommand(place, ["doctor", "--json", "--url", service.urls.app]);
  return (JSON.parse(stdout) as Health).checks.find((each) => each.name === name);
}

test("a changed file counts from the next alert on, and a broken one changes nothing but is named", async () => {
  expect(await post(website)).toMatchObject({ kind: "noted", rule: "all-of-watch" });
  writeFileSync(rulesFile, rules("ignore"));
  expect(await post(website)).toMatchObject({ kind: "noted", rule: "all-of-ignore" });
  expect(await check("triage rules")).toMatchObject({ ok: true });

  writeFileSync(rulesFile, rules("explode"));
  expect(await post(website)).toMatchObject({ kind: "noted", rule: "all-of-ignore" });
  const broken = await check("triage rules");
  expect(broken?.ok).toBe(false);
  expect(broken?.detail).toContain(`${rulesFile} cannot be used: `);
  expect(broken?.detail).toContain("[0].outcome");
  expect(service.stderr()).toContain(`triage rules: ${rulesFile} cannot be used`);

  writeFileSync(rulesFile, rules("watch"));
  expect(await post(website)).toMatchObject({ kind: "noted", rule: "all-of-watch" });
  expect(await check("triage rules")).toMatchObject({ ok: true });
});

test("the ledger tells for each alert by which rules and on which classification it was triaged", async () => {
  writeFileSync(registryFile, registry("both"));
  await post(website);
  await post(patientsAccount);
  const entries = await verifiedLedger(place, service);
  const triaged = entries.flatMap((entry) => (entry.kind === "alertTriaged" ? [entry.body.alert] : []));
  expect(triaged).toHaveLength(7);
  const digests = triaged.map((alert) => alert.triage?.rulesDigest);
  const said = ({ triage }: CaseAlert) =>
    triage?.classification.parts.map(({ value, source }) => `${source}: ${value}`);
  expect(digests[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(digests).size).toBe(2);
  expect(digests[0]).toBe(digests.at(-1));
  expect(triaged.slice(-2).map(said)).toEqual([["registry: both"], ["tags: phi"]]);
  expect(triaged.at(-3)?.triage?.classification.value).toBe("neither");
});

test("rules in a blob count too, within a quarter of a minute, and until there are some the shipped ones decide", async () => {
  const other = makePlace();
  const environment = { Triage__rules: "blob:configuration/rules.yaml" };
  const running = await startService(other, { arguments: ["--no-demo"], environment });
  try {
    expect(await post(website, other, running)).toMatchObject({ kind: "opened" });
    // The emulator's one account; its key is public.
    const key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
    const credential = new StorageSharedKeyCredential("devstoreaccount1", key);
    const container = new BlobServiceClient(running.urls.blob, credential).getContainerClient(
      "configuration",
    );
    await container.create();
    await container.getBlockBlobClient("rules.yaml").upload(rules("watch"), rules("watch").length);
    await fetch(`${running.urls.app}/.local/clock`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"advance":"PT20S"}',
    });
    expect(await post(website, other, running)).toMatchObject({ kind: "noted", rule: "all-of-watch" });
  } finally {
    await running.stop();
    other.remove();
  }
});

test.each([
  ["Triage__rules", "rules: []"],
  ["Classification__registry", "resources: [{}]"],
])(
  "a start with %s that cannot be used is refused, and names the file and the place",
  async (setting, text) => {
    const other = makePlace();
    const file = join(other.folder, "bad.yaml");
    writeFileSync(file, text);
    const { code, stdout, stderr } = await launch(other, { environment: { [setting]: file } }).ended;
    other.remove();
    expect({ code, stdout }).toEqual({ code: 65, stdout: "" });
    const { error } = JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "") as { error: { message: string } };
    expect(error.message).toContain(`${setting}: ${file} cannot be used`);
  },
);
