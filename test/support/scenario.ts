/**
 * What a scenario does to a running service and to the far ends around it: alerts about accounts of their own, faults at the
 * stand-ins' doors, the directory edited, orchestrations handled through the durable HTTP API.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { demoAlert } from "../../local/demo/alert.ts";
import { hospital, people } from "../../local/demo/hospital.ts";
import { hospitalResources, patientsAccount } from "../../local/demo/resources.ts";
import type { FaultInput } from "../../local/stand-ins/faults.ts";
import type { Tenant } from "../../local/stand-ins/graph-data.ts";
import type { LedgerEntry, SendPurpose } from "../../shared/domain/case/events.ts";
import type { MessageRecord } from "../../local/stand-ins/email-store.ts";
import { advance, eventually, listCases, readCase, signIn, startService, witness } from "./service.ts";
import type { LaunchOptions, Place, Question, Service, Session } from "./service.ts";

type Kind = LedgerEntry["kind"];
type Of<K extends Kind> = Extract<LedgerEntry, { kind: K }>;

/** A running service without a case, and whoever may look at all of it and answer whatever is asked. */
export interface Scene {
  readonly place: Place;
  readonly service: Service;
  readonly session: Session;
}

/** The hospital's directory and accounts, so many of the latter that each case can have one; no case yet. */
export async function startScene(place: Place, options: LaunchOptions = {}): Promise<Scene> {
  mkdirSync(join(place.dataDir, "graph"), { recursive: true });
  mkdirSync(join(place.dataDir, "resource-graph"), { recursive: true });
  editDirectory(place, (tenant) => tenant, hospital);
  const accounts = accountNames.map((name) => ({
    id: accountOf(name),
    location: "eastus2",
    tags: { "data-classification": "phi" },
  }));
  writeFileSync(
    join(place.dataDir, "resource-graph", "resources.json"),
    JSON.stringify([...hospitalResources, ...accounts]),
  );
  return resumeScene(place, options);
}

/** The same on a folder that an earlier run left behind. */
async function resumeScene(place: Place, options: LaunchOptions = {}): Promise<Scene> {
  const service = await startService(place, { ...options, arguments: ["--no-demo"] });
  return { place, service, session: await signIn(service, people.solveigAune) };
}

const accountNames = ["alder", "birch", "cedar", "elm", "fir", "hazel", "larch", "maple"] as const;
export type AccountName = (typeof accountNames)[number];
const accountOf = (name: AccountName): string => patientsAccount.replace("stbrigidspatients", `st${name}`);

/** Posts an alert about an account that has none yet, as the event hub does; answers as soon as it is taken. */
async function postAlert({ place, service }: Scene, name: AccountName): Promise<void> {
  const number = String(accountNames.indexOf(name)).padStart(8, "0");
  const alert = JSON.stringify(demoAlert(Date.now()))
    .replaceAll("stbrigidspatients", `st${name}`)
    .replaceAll("5d0c7a3e", number)
    .replaceAll("198.51.100.23", `198.51.100.${100 + accountNames.indexOf(name)}`);
  const answer = await fetch(`${service.urls.app}/runtime/webhooks/eventhubs?functionName=defenderExport`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-functions-key": hostKeys(place).master },
    body: `[${alert}]`,
  });
  if (!answer.ok) throw new Error(`the alert was answered with ${answer.status}`);
}

/** Opens a case of its own and answers its id once lists show it. */
export async function openCase(scene: Scene, name: AccountName): Promise<string> {
  const before = new Set((await listCases(scene.session)).map(({ caseId }) => caseId));
  await postAlert(scene, name);
  return eventually(`a case about ${name}`, async () => {
    const cases = await listCases(scene.session);
    return cases.find(({ caseId }) => !before.has(caseId))?.caseId;
  });
}

interface HostKeys {
  readonly master: string;
  readonly system: Readonly<Record<string, string>>;
}
const hostKeys = (place: Place): HostKeys =>
  JSON.parse(readFileSync(join(place.dataDir, "host", "keys.json"), "utf8")) as HostKeys;

const faultDoor = (url: string): string => `${url}/.local/faults`;

export async function arm(url: string, ...faults: readonly FaultInput[]): Promise<void> {
  const answer = await fetch(faultDoor(url), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(`the faults were answered with ${answer.status}: ${await answer.text()}`);
}

export async function disarm(url: string): Promise<void> {
  await fetch(faultDoor(url), { method: "DELETE" });
}

/** Faults that have not struck as often as they were told to. */
export const armed = async (url: string): Promise<readonly unknown[]> =>
  (await (await fetch(faultDoor(url))).json()) as readonly unknown[];

/** The directory as it is from the next request on. */
function editDirectory(place: Place, edit: (tenant: Tenant) => Tenant, from?: Tenant): void {
  const file = join(place.dataDir, "graph", "directory.json");
  const tenant = from ?? (JSON.parse(readFileSync(file, "utf8")) as Tenant);
  writeFileSync(file, JSON.stringify(edit(tenant)));
}

/** The entries of one case, as its export has them. */
export async function entriesOf({ session }: Scene, caseId: string): Promise<readonly LedgerEntry[]> {
  const answer = await session.get(`/api/ledger?case=${caseId}`);
  if (answer.status !== 200) throw new Error(`the ledger of ${caseId} was answered with ${answer.status}`);
  const lines = (await answer.text()).trim().split("\n");
  return lines.map((line) => JSON.parse(line) as LedgerEntry).filter((entry) => entry.caseId === caseId);
}

export const ofKind = <K extends Kind>(entries: readonly LedgerEntry[], kind: K): readonly Of<K>[] =>
  entries.filter((entry): entry is Of<K> => entry.kind === kind);

interface Sent extends MessageRecord {
  readonly purpose: SendPurpose;
}

/** What the provider has of one case, each with what it was intended for. */
export async function mailsOf(scene: Scene, caseId: string): Promise<readonly Sent[]> {
  const intended = new Map(
    ofKind(await entriesOf(scene, caseId), "sendIntended").map(({ body }) => [
      body.operationId,
      body.purpose,
    ]),
  );
  return (await witness(scene.service)).flatMap((message) => {
    const purpose = intended.get(message.operationId);
    return purpose ? [{ ...message, purpose }] : [];
  });
}

/** Waits until a question of this kind is open. */
export const openQuestion = (
  { session }: Scene,
  caseId: string,
  kind: string,
  about?: string,
): Promise<Question> =>
  eventually(`${kind} is open in ${caseId}`, async () => {
    const { questions } = await readCase(session, caseId);
    return questions.find(
      (question) =>
        question.kind === kind &&
        question.status === "open" &&
        (about === undefined || question.obligationId === about),
    );
  });

/** One request to the durable HTTP API, with its key. */
export async function durable(
  { place, service }: Scene,
  method: "GET" | "POST",
  path: string,
  body?: object,
): Promise<Response> {
  const url = new URL(`/runtime/webhooks/durabletask/${path}`, service.urls.app);
  url.searchParams.set("code", hostKeys(place).system["durabletask_extension"] ?? "");
  return fetch(url, {
    method,
    ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
  });
}

interface Instance {
  readonly name: string;
  readonly runtimeStatus: string;
}

export async function instanceOf(scene: Scene, id: string): Promise<Instance | undefined> {
  const answer = await durable(scene, "GET", `instances/${id}`);
  return answer.status === 404 ? undefined : ((await answer.json()) as Instance);
}

/** Steps the clock, again and again, until something has become true. */
export const stepUntil = <Found>(
  { service }: Scene,
  what: string,
  step: string,
  look: () => Promise<Found | undefined>,
): Promise<Found> =>
  eventually(
    what,
    async () => {
      const found = await look();
      if (found === undefined) await advance(service, step);
      return found;
    },
    60_000,
  );
