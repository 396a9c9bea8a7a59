/**
 * What cannot be read, through the running service: every door, the page, the command line, and the ledger at the end.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { people } from "../../local/demo/hospital.ts";
import {
  hiddenFields,
  makePlace,
  runCommand,
  signIn,
  startService,
  verifiedLedger,
} from "../support/service.ts";
import type { Issuer } from "../support/issuer.ts";
import { audience, eventGridApplication, eventGridRole, startIssuer, tenantId } from "../support/issuer.ts";
import type { Service } from "../support/service.ts";

const place = makePlace();
let service: Service;
let keys: { readonly master: string; readonly function: string; readonly system: Record<string, string> };
let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
  const environment = {
    Senders__tenantId: tenantId,
    Senders__audiences: audience,
    Senders__applications: eventGridApplication,
    Senders__roles: eventGridRole,
    Senders__authority: issuer.authority,
  };
  service = await startService(place, { arguments: ["--demo"], environment });
  keys = JSON.parse(readFileSync(join(place.dataDir, "host", "keys.json"), "utf8")) as typeof keys;
});
afterAll(async () => {
  await service.stop();
  await issuer.stop();
  place.remove();
});

const alertText = JSON.stringify(demoAlert(Date.parse("2026-10-01T03:12:00Z")));
const broken = alertText.slice(0, -1);

interface Row {
  readonly quarantineId: string;
  readonly source: string;
  readonly state: string;
  readonly reason: string;
  readonly caseIds: readonly string[];
}
interface Listed {
  readonly waiting: number;
  readonly items: readonly Row[];
}

async function post(path: string, body: BodyInit, headers: Readonly<Record<string, string>> = {}) {
  const init: RequestInit & { duplex: "half" } = {
    method: "POST",
    body,
    headers: { "content-type": "application/json", ...headers },
    duplex: "half",
  };
  return fetch(`${service.urls.app}${path}`, init);
}
const withKey = (): Record<string, string> => ({ "x-functions-key": keys.function });

async function tocsin(...args: readonly string[]) {
  return runCommand(place, ["case", "quarantine", ...args, "--url", service.urls.app]);
}
async function listed(): Promise<Listed> {
  const { code, stdout, stderr } = await tocsin("list", "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Listed;
}
const waitingAt = async (source: string): Promise<Row> => {
  const found = (await listed()).items.find((item) => item.source === source && item.state === "waiting");
  if (!found) throw new Error(`nothing waits that came by ${source}`);
  return found;
};

test("each door keeps what it cannot read, and answers so that nothing is dropped and nothing storms", async () => {
  expect((await listed()).waiting).toBe(0);
  const answer = await post("/intake/sentinel", broken, withKey());
  expect(answer.status).toBe(202);
  expect(await answer.json()).toMatchObject({ items: [{ kind: "quarantined" }] });

  const stream = new Blob([alertText]).stream();
  expect((await post("/intake/chunked", stream, withKey())).status).toBe(202);
  expect(await waitingAt("http:chunked")).toMatchObject({ reason: "the body is empty" });

  const master = { "x-functions-key": keys.master };
  const hub = "/runtime/webhooks/eventhubs?functionName=defenderExport";
  expect((await post(hub, JSON.stringify([`{"records":[1.50`, '{"odd": 1.0}']), master)).status).toBe(202);

  const grid = "/runtime/webhooks/eventgrid?functionName=platformEvents";
  const gridHeaders = {
    "x-functions-key": keys.system["eventgrid_extension"] ?? "",
    "aeg-event-type": "Notification",
  };
  expect((await post(grid, JSON.stringify([{ odd: true }]), gridHeaders)).status).toBe(202);
  expect(await waitingAt("event-grid")).toMatchObject({ reason: "a kind that no source knows" });

  const { waiting, items } = await listed();
  expect(waiting).toBe(5);
  expect(items.map(({ source }) => source).toSorted()).toEqual([
    "event-grid",
    "event-hub",
    "event-hub",
    "http:chunked",
    "http:sentinel",
  ]);
});

test("an application of the tenant is let in by its token, and named beside what it brings", async () => {
  const authorization = `Bearer ${await issuer.token()}`;
  const answer = await post("/intake/token/policy", "[]", { authorization });
  expect(answer.status).toBe(202);
  const forged = `Bearer ${await issuer.token({ forged: true })}`;
  expect((await post("/intake/token/policy", "[]", { authorization: forged })).status).toBe(401);
});

test("whoever holds neither key nor token is refused, and leaves no trace", async () => {
  for (const [path, headers] of [
    ["/intake/sentinel", {}],
    ["/intake/sentinel", { "x-functions-key": "wrong" }],
    ["/intake/token/sentinel", {}],
    ["/intake/token/sentinel", { authorization: "Bearer wrong" }],
    ["/intake/token/sentinel", withKey()],
  ] as const)
    expect((await post(path, '{"stranger":1}', headers)).status, path).toBe(401);
  expect((await listed()).items.filter(({ state }) => state === "waiting")).toHaveLength(5);
});

test("handshakes of Event Grid and CloudEvents are answered at both doors", async () => {
  const event = {
    eventType: "Microsoft.EventGrid.SubscriptionValidationEvent",
    topic: "t",
    subject: "",
    id: "1",
  };
  const body = JSON.stringify([{ ...event, data: { validationCode: "CODE-1" } }]);
  const headers = { ...withKey(), "aeg-event-type": "SubscriptionValidation" };
  const answer = await post("/intake/policy", body, headers);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({ validationResponse: "CODE-1" });
  for (const path of [`/intake/policy?code=${encodeURIComponent(keys.function)}`, "/intake/token/policy"]) {
    const allowed = await fetch(`${service.urls.app}${path}`, { method: "OPTIONS" });
    expect(allowed.status).toBe(200);
    expect(allowed.headers.get("webhook-allowed-origin")).toBe("eventgrid.azure.net");
  }
});

test("the board and the readiness say that something waits, the page shows it, the original comes byte for byte", async () => {
  const session = await signIn(service, people.maraLindqvist);
  expect(await (await session.get("/")).text()).toContain("5 payloads could not be read.");
  const { quarantineId } = await waitingAt("http:sentinel");
  const page = await session.get(`/quarantine/${quarantineId}`);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("127.0.0.1");
  const raw = await tocsin("show", quarantineId, "--raw");
  expect(raw).toMatchObject({ code: 0, stdout: broken });
  const doctor = await runCommand(place, ["doctor", "--url", service.urls.app, "--json"]);
  expect(doctor.code).toBe(1);
  expect(JSON.parse(doctor.stdout)).toMatchObject({
    checks: expect.arrayContaining([
      expect.objectContaining({ name: "quarantine", ok: false, detail: "5 payloads wait, unread" }),
    ]) as unknown,
  });
});

test("the command line submits a mended copy for a person: it becomes a case, and waits no more", async () => {
  const { quarantineId } = await waitingAt("http:sentinel");
  const file = join(place.folder, "mended.json");
  writeFileSync(file, `\ufeff${alertText}`, "utf16le");
  const reason = ["--reason", "The last bracket was missing."];
  const nobody = await tocsin("resubmit", quarantineId, "--body", file, ...reason);
  expect(nobody.code).toBe(64);
  const auditor = await tocsin(
    "resubmit",
    quarantineId,
    "--body",
    file,
    ...reason,
    "--as",
    people.oliviaMarchetti,
  );
  expect(auditor.code).toBe(1);
  const same = await tocsin("resubmit", quarantineId, "--as", people.maraLindqvist);
  expect(same).toMatchObject({ code: 1 });

  const mended = await tocsin(
    "resubmit",
    quarantineId,
    "--body",
    file,
    ...reason,
    "--as",
    people.maraLindqvist,
    "--json",
  );
  expect(mended).toMatchObject({ code: 0, stderr: "" });
  const { state, caseIds } = JSON.parse(mended.stdout) as Row;
  expect(state).toBe("resubmitted");
  expect(caseIds).toHaveLength(1);
  const shown = await tocsin("show", quarantineId);
  expect(shown.stdout).toContain(`resubmitted, became ${caseIds[0]}`);
  expect(shown.stdout).toContain("submitted again, edited, by Mara Lindqvist (incident-commander)");
  const found = await runCommand(place, [
    "case",
    "show",
    caseIds[0] ?? "",
    "--url",
    service.urls.app,
    "--json",
  ]);
  expect(found.code).toBe(0);
  expect((await listed()).waiting).toBe(4);
});

test("the page dismisses with a reason", async () => {
  const session = await signIn(service, people.maraLindqvist);
  const { quarantineId } = await waitingAt("event-grid");
  const path = `/quarantine/${quarantineId}`;
  const fields = hiddenFields(await (await session.get(path)).text());
  expect((await session.post(path, { ...fields, action: "dismiss", reason: "" })).status).toBe(422);
  expect((await session.post(path, { ...fields, action: "dismiss", reason: "A test of ours." })).status).toBe(
    303,
  );
  expect((await listed()).waiting).toBe(3);
});

test("what was done stands in the ledger, which verifies", async () => {
  const entries = await verifiedLedger(place, service);
  const kinds = entries.filter(({ caseId }) => caseId.startsWith("quarantine-")).map(({ kind }) => kind);
  expect(kinds.toSorted()).toEqual([
    "payloadDismissed",
    ...Array<string>(5).fill("payloadQuarantined"),
    "payloadResubmitted",
    "payloadResubmitted",
  ]);
});

test("after a crash everything still waits that waited", async () => {
  await service.die();
  service = await startService(place);
  expect((await listed()).waiting).toBe(3);
});
