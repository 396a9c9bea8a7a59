import type { TriageRule } from "../../contracts/intake-rules.ts";
import type { Alert } from "../../domain/alert/alert.ts";
import { isBelieved, raisedAtOf } from "../../domain/alert/raised.ts";
import type { CaseAlert, Original } from "../../domain/case/events.ts";
import type { CaseId, Digest } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import type { Facts } from "../../domain/law/facts.ts";
import type { BodyItem } from "../../intake/read-body.ts";
import { triage } from "../../intake/triage.ts";
import type { Orchestrator } from "../../ports/orchestrator.ts";
import { loadCase, open } from "../store/commit.ts";
import type { AppContext } from "../app-context.ts";
import { openCaseBeside } from "../queries/related-cases.ts";
import { classifyItems } from "../known-classifications.ts";
import type { Classify } from "../known-classifications.ts";
import { caseIdFor, codeFor } from "../ids.ts";
import { record } from "../store/streams.ts";
import { eachOf, writeAdditions } from "./intake-batch.ts";
import type { Addition } from "./intake-batch.ts";
import { reportOf } from "../queries/report-of.ts";
import { systemActor } from "./steps.ts";
import { digestOfRules } from "../triage-basis.ts";
import type { InboundPayload, IntakeResult } from "./inbound-payload.ts";
import { keepInboundPayload, readInboundPayload, takeOrQuarantine } from "./unreadable.ts";

/**
 * Takes in whatever arrived: keeps the original, reads it, triages each item, and opens, joins or notes. Never throws
 * over content: what cannot be read is quarantined word for word, and its neighbours proceed. Throws
 * TransientFailure only when neither ledger nor store can be reached, so that the sender sends again. May be repeated.
 */
export async function takeInboundPayload(
  appContext: AppContext,
  orchestrator: Orchestrator,
  arrival: InboundPayload,
  rules: readonly TriageRule[],
): Promise<readonly IntakeResult[]> {
  const original: Original = { digest: appContext.sha256(arrival.bytes), bytes: arrival.bytes.byteLength };
  const items = readInboundPayload(arrival);
  await keepInboundPayload(appContext, arrival, { original, items });
  const rulesDigest = await digestOfRules(appContext, rules);
  const classify = await classifyItems(appContext.classifications, items);
  const body: Body = { ...arrival, original, rulesDigest, classify, rules, neighbours: new Neighbours() };
  const results: IntakeResult[] = [];
  const additions: Addition[] = [];
  const write = async (): Promise<void> => {
    for (const added of await writeAdditions(appContext, orchestrator, additions.splice(0))) {
      const before = results[added.at];
      if (before && added.ok) results[added.at] = { ...before, caseId: added.caseId } as IntakeResult;
      const item = items[added.at];
      if (item && !added.ok)
        results[added.at] = await takeOrQuarantine(appContext, { arrival, original, item }, async () => {
          throw added.error;
        });
    }
  };
  for (let from = 0; from < items.length; from += additionsMax) {
    const group = items.slice(from, from + additionsMax);
    const known = await knownCasesOf(appContext, group, body);
    for (const [index, item] of group.entries()) {
      const at = from + index;
      results[at] = await takeOrQuarantine(appContext, { arrival, original, item }, async (readable) => {
        const taken = await takeItem(appContext, orchestrator, {
          body,
          item: readable,
          known: caseIdIn(known[index]),
        });
        if (!("command" in taken)) return taken;
        additions.push({ at, ...taken });
        return { kind: taken.command.kind === "report" ? "reported" : "joined", caseId: taken.caseId };
      });
    }
    await write();
  }
  return results;
}

/** What items of a body add to cases is written together, so many items at a time: entries of one transaction. */
const additionsMax = 50;

/** Everything about a body that its items share. */
interface Body {
  readonly original: Original;
  readonly drill?: boolean;
  readonly rulesDigest: Digest;
  readonly classify: Classify;
  readonly rules: readonly TriageRule[];
  readonly neighbours: Neighbours;
}

/** What the items before have made known: an alert is not asked about again for each of a thousand like it. */
class Neighbours {
  readonly byKey = new Map<string, CaseId>();
  readonly byCorrelates = new Map<string, CaseId>();
  readonly existing = new Set<CaseId>();

  remember(caseId: CaseId, { keys, correlates = [] }: CaseAlert): void {
    for (const key of keys) this.byKey.set(key, caseId);
    if (correlates.length > 0) this.byCorrelates.set(correlates.join("|"), caseId);
    this.existing.add(caseId);
  }
}

type Recognised = Extract<BodyItem, { readonly kind: "recognised" }>;

/** For each item the case that knows its alert under one of its keys, as the index has it before the group is taken. */
function knownCasesOf(
  appContext: AppContext,
  items: readonly BodyItem[],
  { neighbours, original }: Body,
): Promise<readonly LookUp[]> {
  return eachOf(items, async (item): Promise<LookUp> => {
    if (item.kind === "rejected" || isReceipt(item)) return { caseId: undefined };
    const { keys } = caseAlertOf(item.alert, { original, receivedAt: "" });
    if (keys.some((key) => neighbours.byKey.has(key))) return { caseId: undefined };
    try {
      return { caseId: await appContext.index.findByKeys(keys) };
    } catch (failure) {
      return { failure };
    }
  });
}

/** A look-up that fails is the failure of its item alone. */
type LookUp = { readonly caseId: CaseId | undefined } | { readonly failure: unknown };

function caseIdIn(lookUp: LookUp | undefined): CaseId | undefined {
  if (lookUp && "failure" in lookUp) throw lookUp.failure;
  return lookUp?.caseId;
}

const isReceipt = ({ alert, form }: Recognised): boolean =>
  alert.receipt !== null && alert.receipt !== undefined && form === "event-grid.email-delivery";

async function takeItem(
  appContext: AppContext,
  orchestrator: Orchestrator,
  {
    body,
    item,
    known,
  }: { readonly body: Body; readonly item: Recognised; readonly known: CaseId | undefined },
): Promise<IntakeResult | Omit<Addition, "at">> {
  const receivedAt = appContext.clock.now();
  if (isReceipt(item)) return takeReceipt(appContext, item.alert);

  const received = caseAlertOf(item.alert, { original: body.original, receivedAt });
  const classification = body.classify(item.alert, receivedAt);
  const { neighbours } = body;
  const same = received.keys.map((key) => neighbours.byKey.get(key)).find((caseId) => caseId) ?? known;
  const isDrill = item.alert.simulated && (body.drill ?? false);
  const beside = async (): Promise<CaseId | undefined> =>
    neighbours.byCorrelates.get(item.alert.correlates.join("|")) ??
    (await openCaseBeside(appContext, item.alert.correlates, { receivedAt, isDrill }));
  const related = same ?? (await beside());
  const openCaseKeys = new Set(same !== undefined ? received.keys : item.alert.correlates);
  const verdict = triage(item.alert, {
    classification: classification.value,
    rules: body.rules,
    drill: body.drill ?? false,
    ...(related !== undefined && { openCaseKeys }),
  });
  const alert = {
    ...received,
    triage: { rule: verdict.rule, rulesDigest: body.rulesDigest, classification },
  };
  if (verdict.outcome === "open" || (related !== undefined && verdict.outcome === "correlate"))
    return openOrJoin(
      appContext,
      orchestrator,
      { alert, verdict, startedAt: item.alert.startedAt },
      { known: related, neighbours },
    );
  const outcome = verdict.outcome === "ignore" ? "ignore" : "watch";
  await note(appContext, alert, outcome, verdict);
  return { kind: "noted", outcome, rule: verdict.rule };
}

async function takeReceipt(
  appContext: AppContext,
  alert: Alert,
): Promise<IntakeResult | Omit<Addition, "at">> {
  const report = alert.receipt ? await reportOf(appContext, alert.receipt) : undefined;
  return report ?? { kind: "noted", outcome: "ignore", rule: "report-of-somebody-elses-message" };
}

async function note(
  appContext: AppContext,
  alert: CaseAlert,
  outcome: "watch" | "ignore",
  verdict: { readonly rule: string; readonly reason: string },
): Promise<void> {
  const { rule, reason } = verdict;
  await record(appContext, streamOf(alert.receivedAt), systemActor, {
    kind: "alertTriaged",
    body: { alert, outcome, rule, reason },
  });
}

const streamOf = (instant: Instant): CaseId => `intake-${instant.slice(0, 10)}`;

async function openOrJoin(
  appContext: AppContext,
  orchestrator: Orchestrator,
  found: {
    readonly alert: CaseAlert;
    readonly verdict: { readonly rule: string; readonly reason: string; readonly drill: boolean };
    readonly startedAt: string | null;
  },
  { known, neighbours }: { readonly known: CaseId | undefined; readonly neighbours: Neighbours },
): Promise<IntakeResult | Omit<Addition, "at">> {
  const { alert, verdict } = found;
  const command = { kind: "joinAlert", alert, reason: verdict.reason } as const;
  // Its key may be claimed by an opening that was torn: then the case is opened here.
  const exists = async (caseId: CaseId): Promise<boolean> =>
    neighbours.existing.has(caseId) || (await loadCase(appContext, caseId)) !== undefined;
  if (known !== undefined && (await exists(known))) {
    neighbours.remember(known, alert);
    return { caseId: known, command };
  }
  const derived = known ?? caseIdFor(appContext, alert.key);
  const caseId = (await appContext.index.claimKeys(alert.keys, derived)) ?? derived;
  const { entity } = appContext.settings;
  // Whoever creates the first entry has opened the case; every other delivery finds it open and adds at most itself.
  const opening = await open(appContext, caseId, systemActor, {
    kind: "caseOpened",
    body: {
      alert,
      rule: verdict.rule,
      reason: verdict.reason,
      code: codeFor(appContext, caseId),
      entity: { name: entity.name, timeZone: entity.timeZone },
      facts: firstFacts(entity.facts, alert, found.startedAt),
      drill: verdict.drill,
    },
  });
  neighbours.remember(caseId, alert);
  if (opening === "open-already") return { caseId, command };
  await appContext.index.putRelated(alert.correlates ?? [], { caseId, at: alert.receivedAt });
  await orchestrator.wake(caseId);
  return { kind: "opened", caseId };
}

/**
 * What is known at the first minute. Discovery and awareness are the moment at which the product raised the alert (or
 * we received it): the earliest that anybody could argue for, until a person decides with a reason.
 */
function firstFacts(entityFacts: Facts, alert: CaseAlert, startedAt: string | null): Facts {
  const awareAt = raisedAtOf(alert);
  const occurred = isBelieved(startedAt, alert.receivedAt) ? { occurredAt: startedAt } : {};
  return { ...entityFacts, ...occurred, discoveredAt: awareAt, awareAt };
}

function caseAlertOf(
  alert: Alert,
  kept: { readonly original: Original; readonly receivedAt: Instant },
): CaseAlert {
  const key = alert.keys[0] ?? `${alert.form}:${alert.nativeId ?? kept.original.digest}`;
  return {
    key,
    keys: alert.keys.length > 0 ? alert.keys : [key],
    form: alert.form,
    title: alert.title ?? alert.type ?? alert.form,
    severity: alert.severity,
    product: alert.product,
    resources: alert.resources,
    tactics: alert.tactics,
    occurredAt: alert.startedAt,
    detectedAt: alert.times.detected?.at ?? null,
    receivedAt: kept.receivedAt,
    portalLink: alert.portalLink,
    simulated: alert.simulated,
    ...(alert.correlates.length > 0 && { correlates: alert.correlates }),
    original: kept.original,
  };
}
