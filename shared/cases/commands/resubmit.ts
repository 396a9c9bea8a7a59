import type { Actor, Original, QuarantineEvent, ResubmissionResult } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { TransientFailure, unreachable } from "../../domain/failures.ts";
import { hasGoneThrough } from "../../domain/alert/quarantine.ts";
import type { Quarantined } from "../../domain/alert/quarantine.ts";
import type { Orchestrator } from "../../ports/orchestrator.ts";
import type { Principal } from "../../domain/case/authority.ts";
import { mayActOnQuarantine } from "../../domain/case/authority.ts";
import type { AppContext } from "../app-context.ts";
import { takeInboundPayload } from "./intake.ts";
import type { IntakeResult } from "./inbound-payload.ts";
import { append, quarantinedOf } from "../store/quarantine.ts";

export type Acted =
  | { readonly ok: true; readonly item: Quarantined }
  | {
      readonly ok: false;
      readonly error: {
        readonly kind: "unknown" | "not-permitted" | "settled" | "empty" | "lost";
        readonly message: string;
      };
    };

export interface Resubmission {
  readonly quarantineId: CaseId;
  /** Null: the original, as it is, after something else was mended. */
  readonly edited: Uint8Array | null;
  readonly reason: string;
}

/**
 * Sends what is in quarantine through intake again, and writes down beside it what came of it. The original stays as it
 * is. May be repeated: an alert that is known already opens nothing twice, and bytes that went through once are not
 * sent through a second time. Throws TransientFailure; the repetition does what is missing.
 */
export async function resubmit(
  appContext: AppContext,
  orchestrator: Orchestrator,
  principal: Principal,
  { quarantineId, edited, reason }: Resubmission,
): Promise<Acted> {
  const found = await quarantinedOf(appContext, quarantineId);
  const role = mayActOnQuarantine(principal);
  if (!found) return unknown(quarantineId);
  if (!role) return notPermitted;
  const { item } = found;
  const bytes = edited ?? (await appContext.originals.read(item.original.digest));
  if (!bytes)
    return refusal("lost", "The store has no original of that digest. Submit an edited copy of it instead.");
  const submitted: Original = { digest: appContext.sha256(bytes), bytes: bytes.byteLength };
  if (hasGoneThroughAlready(item, submitted)) return { ok: true, item };

  const arrival = {
    bytes,
    contentType: item.contentType ?? "application/octet-stream",
    channel: item.source,
    drill: item.drill,
    fromQuarantine: quarantineId,
  };
  const { content: rules } = await appContext.triageRules();
  const taken = await takeInboundPayload(appContext, orchestrator, arrival, rules).catch(notKnown);
  const results = taken.map(resultOf);
  if (results.length === 0)
    return refusal("empty", "There is no element in it, so nothing would come of it.");
  const isEdited = submitted.digest !== item.original.digest;
  return recorded(appContext, principal, quarantineId, {
    kind: "payloadResubmitted",
    body: { submitted, edited: isEdited, reason, role, results },
  });
}

/** Says that nothing is to come of it, and why. The original stays where it is. */
export async function dismiss(
  appContext: AppContext,
  principal: Principal,
  { quarantineId, reason }: { readonly quarantineId: CaseId; readonly reason: string },
): Promise<Acted> {
  const found = await quarantinedOf(appContext, quarantineId);
  const role = mayActOnQuarantine(principal);
  if (!found) return unknown(quarantineId);
  if (!role) return notPermitted;
  if (found.item.state === "dismissed") return { ok: true, item: found.item };
  if (found.item.state === "resubmitted")
    return refusal(
      "settled",
      "It was submitted again and has gone through; there is nothing left to dismiss.",
    );
  return recorded(appContext, principal, quarantineId, { kind: "payloadDismissed", body: { reason, role } });
}

/** Not waiting any more, by these very bytes. A new arrival since then is to be looked at anew. */
function hasGoneThroughAlready({ state, steps }: Quarantined, { digest }: Original): boolean {
  return (
    state === "resubmitted" &&
    steps.some(
      ({ submission }) => submission?.submitted.digest === digest && hasGoneThrough(submission.results),
    )
  );
}

async function recorded(
  appContext: AppContext,
  principal: Principal,
  quarantineId: CaseId,
  event: QuarantineEvent,
): Promise<Acted> {
  const actor: Actor = { kind: "person", id: principal.personId, name: principal.name };
  const item = await append(appContext, quarantineId, actor, () => event).catch(notKnown);
  if (!item) throw new TransientFailure(`${quarantineId} was there and is not now`);
  return { ok: true, item };
}

/** Of several elements some may have been taken in before one could not be: then "nothing was changed" would be wrong. */
function notKnown(cause: unknown): never {
  if (!(cause instanceof TransientFailure)) throw cause;
  const { message, retryAfterMs } = cause;
  throw new TransientFailure(message, { cause, retryAfterMs, changed: "unknown" });
}

function resultOf(taken: IntakeResult): ResubmissionResult {
  switch (taken.kind) {
    case "opened":
    case "joined":
    case "reported":
      return { outcome: taken.kind, caseId: taken.caseId, reason: null };
    case "noted":
      return {
        outcome: taken.outcome === "watch" ? "watched" : "ignored",
        caseId: null,
        reason: taken.rule,
      };
    case "quarantined":
      return { outcome: "unreadable", caseId: null, reason: taken.reason.toWellFormed() };
    default:
      return unreachable(taken);
  }
}

const refusal = (kind: Extract<Acted, { ok: false }>["error"]["kind"], message: string): Acted => ({
  ok: false,
  error: { kind, message },
});
const unknown = (quarantineId: CaseId): Acted =>
  refusal("unknown", `There is nothing in quarantine under ${quarantineId}.`);
const notPermitted: Acted = refusal(
  "not-permitted",
  "Only an incident commander or an operator, through their group, may act on what is in quarantine.",
);
