import type { Alert, AlertClass, AlertForm, AlertSource, AlertTimes } from "../domain/alert/alert.ts";
import { fingerprintOf } from "./entities.ts";
import { key, keysOf } from "./keys.ts";
import { isBareSubscription, resourceIdsOf, subscriptionOf } from "./resource-ids.ts";
import { severityOf } from "./severity.ts";

/** What a source has read; whatever it does not name is absent. */
export interface AlertDraft extends Partial<
  Omit<
    Alert,
    "source" | "form" | "class" | "resources" | "severity" | "startedAt" | "keys" | "correlates" | "times"
  >
> {
  readonly source: AlertSource;
  readonly form: AlertForm;
  readonly class: AlertClass;
  readonly times?: { readonly [Name in keyof AlertTimes]: AlertTimes[Name] | undefined };
  /** Any values; what is no Azure resource id is dropped. */
  readonly resources?: Iterable<unknown>;
  readonly keys?: readonly (string | null)[];
  readonly correlates?: readonly (string | null)[];
}

const titleLengthMax = 4096;
/** Longer than any real value; what an attacker makes longer still is whole in the original. */
const textLengthMax = 2048;
const correlatesMax = 50;
const nothing: readonly never[] = [];

/** Completes a draft: one shape for everything that comes in, severity on our scale, at least one key. */
export function alertOf(draft: AlertDraft): Alert {
  const resources = draft.resources === undefined ? nothing : resourceIdsOf(draft.resources);
  const startedAt = draft.times?.started?.at ?? null;
  const keys = keysOf(draft.keys ?? nothing);
  const first = resources[0];
  const alert: { -readonly [Name in keyof Alert]: Alert[Name] } = {
    source: draft.source,
    form: draft.form,
    class: draft.class,
    nativeId: draft.nativeId ?? null,
    title: clipped(draft.title, titleLengthMax),
    type: clipped(draft.type),
    severity: severityOf(draft.nativeSeverity),
    nativeSeverity: clipped(draft.nativeSeverity),
    status: clipped(draft.status)?.toLowerCase() ?? null,
    conclusion: clipped(draft.conclusion)?.toLowerCase() ?? null,
    change: draft.change ?? null,
    startedAt,
    times: definedTimes(draft.times),
    tenant: clipped(draft.tenant),
    subscription: clipped(draft.subscription) ?? (first === undefined ? null : subscriptionOf(first)),
    resources,
    entities: draft.entities ?? nothing,
    tactics: draft.tactics ?? nothing,
    techniques: draft.techniques ?? nothing,
    product: clipped(draft.product),
    portalLink: webLinkOf(draft.portalLink ?? null),
    simulated: draft.simulated ?? false,
    keys: keys.length > 0 ? keys : [fallbackKey(draft, startedAt, resources)],
    correlates: correlatesOf(draft, resources),
    sensitivity: draft.sensitivity ?? silent,
    hints: draft.hints ?? noHints,
  };
  if (draft.policy) alert.policy = allClipped(draft.policy);
  if (draft.operation) alert.operation = allClipped(draft.operation);
  if (draft.receipt) alert.receipt = allClipped(draft.receipt);
  if (draft.verdict !== undefined) alert.verdict = draft.verdict.slice(0, textLengthMax);
  if (draft.handshake) alert.handshake = allClipped(draft.handshake);
  return alert;
}

function correlatesOf(draft: AlertDraft, resources: readonly string[]): readonly string[] {
  const named = draft.correlates ?? nothing;
  return keysOf(
    draft.class === "alert" ? [...named, ...resources.slice(0, correlatesMax).flatMap(resourceKeys)] : named,
  );
}

/** Alerts on one resource belong together; a whole subscription is too much to belong to. */
function resourceKeys(id: string): readonly (string | null)[] {
  if (isBareSubscription(id)) return nothing;
  // A malware scan names the storage account only, not its id.
  const account = /\/providers\/microsoft\.storage\/storageaccounts\/([^/]+)/.exec(id)?.[1];
  return [key("resource", id), account === undefined ? null : key("storage-account", account)];
}

const silent = { labels: nothing, informationTypes: nothing };
function clipped(text: string | null | undefined, lengthMax = textLengthMax): string | null {
  return text == null ? null : text.length <= lengthMax ? text : text.slice(0, lengthMax);
}

function allClipped<T extends object>(record: T): T {
  const isLong = (value: unknown) => typeof value === "string" && value.length > textLengthMax;
  if (!Object.values(record).some(isLong)) return record;
  const entries = Object.entries(record).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === "string" ? clipped(value) : value,
  ]);
  return Object.fromEntries(entries) as T;
}

const noTimes: AlertTimes = {};
const noHints: Readonly<Record<string, string>> = {};

function definedTimes(times: AlertDraft["times"]): AlertTimes {
  if (!times) return noTimes;
  const defined: { -readonly [Name in keyof AlertTimes]: AlertTimes[Name] } = {};
  if (times.started) defined.started = times.started;
  if (times.ended) defined.ended = times.ended;
  if (times.detected) defined.detected = times.detected;
  if (times.changed) defined.changed = times.changed;
  if (times.resolved) defined.resolved = times.resolved;
  return defined;
}

/** People click it, and attackers can influence it: nothing but https. */
function webLinkOf(link: string | null): string | null {
  return link !== null && link.length <= 4096 && /^https:\/\/[a-z0-9]/i.test(link) ? link : null;
}

/** Some kinds have no id of their own. The same words again are then the same thing. */
function fallbackKey(draft: AlertDraft, startedAt: string | null, resources: readonly string[]): string {
  const said = [
    draft.nativeId ?? "",
    draft.title ?? "",
    draft.type ?? "",
    startedAt ?? "",
    ...resources,
  ].join("\n");
  return `${draft.form}:${fingerprintOf(said)}`;
}
