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
import { open } from "../store/commit.ts";
import type { AppContext } from "../app-context.ts";
import { openCaseBeside } from "../queries/related-cases.ts";
import { classifyItems } from "../known-classifications.ts";
import type { Classify } from "../known-classifications.ts";
import { caseIdFor, codeFor } from "../ids.ts";
import { record } from "../store/streams.ts";
import { receiveReport } from "./receive-report.ts";
import { carryOut, systemActor } from "./steps.ts";
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
  const taken: IntakeResult[] = [];
  for (const item of items)
    taken.push(
      await takeOrQuarantine(appContext, { arrival, original, item }, (readable) =>
        takeItem(
          appContext,
          orchestrator,
          { ...arrival, item: readable, original, rulesDigest, classify },
          rules,
        ),
      ),
    );
  return taken;
}

async function takeItem(
  appContext: AppContext,
  orchestrator: Orchestrator,
  arrived: {
    readonly item: Extract<BodyItem, { readonly kind: "recognised" }>;
    readonly original: Original;
    readonly drill?: boolean;
    readonly rulesDigest: Digest;
    readonly classify: Classify;
  },
  rules: readonly TriageRule[],
): Promise<IntakeResult> {
  const { item, original } = arrived;
  const receivedAt = appContext.clock.now();
  if (item.alert.receipt && item.form === "event-grid.email-delivery")
    return takeReceipt(appContext, orchestrator, item.alert);

  const received = caseAlertOf(item.alert, { original, receivedAt });
  const classification = arrived.classify(item.alert, receivedAt);
  const same = await appContext.index.findByKeys(received.keys);
  const isDrill = item.alert.simulated && (arrived.drill ?? false);
  const known = same ?? (await openCaseBeside(appContext, item.alert.correlates, { receivedAt, isDrill }));
  const openCaseKeys = new Set(same !== undefined ? received.keys : item.alert.correlates);
  const verdict = triage(item.alert, {
    classification: classification.value,
    rules,
    drill: arrived.drill ?? false,
    ...(known !== undefined && { openCaseKeys }),
  });
  const { rulesDigest } = arrived;
  const alert = { ...received, triage: { rule: verdict.rule, rulesDigest, classification } };
  if (verdict.outcome === "open" || (known !== undefined && verdict.outcome === "correlate"))
    return openOrJoin(appContext, orchestrator, { alert, verdict, startedAt: item.alert.startedAt }, known);
  const outcome = verdict.outcome === "ignore" ? "ignore" : "watch";
  await note(appContext, alert, outcome, verdict);
  return { kind: "noted", outcome, rule: verdict.rule };
}

async function takeReceipt(
  appContext: AppContext,
  orchestrator: Orchestrator,
  alert: Alert,
): Promise<IntakeResult> {
  const receipt = alert.receipt;
  const owner = receipt ? await receiveReport(appContext, receipt) : undefined;
  if (!owner) return { kind: "noted", outcome: "ignore", rule: "report-of-somebody-elses-message" };
  await orchestrator.wake(owner);
  return { kind: "reported", caseId: owner };
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
  known: CaseId | undefined,
): Promise<IntakeResult> {
  const { alert, verdict } = found;
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
  if (opening === "open-already")
    await carryOut(appContext, caseId, { kind: "joinAlert", alert, reason: verdict.reason });
  await appContext.index.putRelated(alert.correlates ?? [], { caseId, at: alert.receivedAt });
  await orchestrator.wake(caseId);
  return { kind: opening === "opened" ? "opened" : "joined", caseId };
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
