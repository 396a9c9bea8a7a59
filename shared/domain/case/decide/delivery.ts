import { handOversMax } from "../../delivery/pacing.ts";
import type { Instant } from "../../instants.ts";
import { ok, refuse } from "../commands.ts";
import type { Command, Decided } from "../commands.ts";
import type { CaseEvent, Recipient } from "../events.ts";
import { dispatchFor, isApproved, sendKey } from "../state.ts";
import type { CaseState, Resolution, Send } from "../state.ts";

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

const unknownMessage = (key: string): Decided =>
  refuse({ kind: "unknown-thing", message: `No message ${key} stands in the ledger.` });

/** One entry holds so many recipients, so that it fits the store however large a group is. */
const recipientsMax = 1_000;

/**
 * Who is to hear of it. An answer that stands is kept, unless it is empty, torn, or only served while the directory was
 * silent: then the new one adds to it.
 */
export function resolve(state: CaseState, command: Of<"resolve">): Decided {
  const { kind: _kind, unanswered, recipients, excluded, ...body } = command;
  const standing = dispatchFor(state, command.purpose)?.resolution ?? undefined;
  if (recipients.length === 0 || (standing && !isImproved(standing, command))) return ok();
  const fresh = standing?.isComplete === false ? withoutKnown(standing, recipients) : recipients;
  const parts = Array.from({ length: Math.max(1, Math.ceil(fresh.length / recipientsMax)) }, (_, part) =>
    fresh.slice(part * recipientsMax, (part + 1) * recipientsMax),
  );
  return ok(
    ...parts.map((part, index): CaseEvent => ({
      kind: "recipientsResolved",
      body: {
        ...body,
        recipients: part,
        excluded: index === 0 ? excluded : [],
        ...(index < parts.length - 1 && { more: true }),
        ...(unanswered && { unanswered: true }),
      },
    })),
  );
}

function isImproved(standing: Resolution, { unanswered }: Of<"resolve">): boolean {
  if (!standing.isComplete || standing.recipients.length === 0) return true;
  return standing.isProvisional && !unanswered;
}

function withoutKnown({ recipients }: Resolution, all: readonly Recipient[]): readonly Recipient[] {
  const known = new Set(recipients.map(({ personId }) => personId));
  return all.filter(({ personId }) => !known.has(personId));
}

/** Said once a purpose: an alarm that stands until somebody is found. */
export function findNobody(state: CaseState, { purpose, role, problem }: Of<"findNobody">): Decided {
  const dispatch = dispatchFor(state, purpose);
  const isKnown = dispatch?.notFound != null || (dispatch?.resolution?.recipients.length ?? 0) > 0;
  return isKnown ? ok() : ok({ kind: "recipientsNotFound", body: { purpose, role, problem } });
}

export function waiveRecipients(state: CaseState, { purpose, reason }: Of<"waiveRecipients">): Decided {
  const dispatch = dispatchFor(state, purpose);
  if (dispatch?.waived) return ok();
  if (!dispatch?.notFound)
    return refuse({
      kind: "unknown-thing",
      message: "Somebody can be written to about it, so nobody has to be left out.",
    });
  if (reason.trim() === "")
    return refuse({ kind: "reason-missing", message: "Say why nobody is to be written to." });
  return ok({ kind: "recipientsWaived", body: { purpose, reason } });
}

/** The intent to send, before anything leaves. Of a notice only the approved version is intended. */
export function intend(state: CaseState, command: Of<"intend">): Decided {
  const key = sendKey(state.caseId, command.purpose, command.recipient.personId);
  const known = state.sends.get(key);
  if (known && known.status !== "again" && known.status !== "held") return ok();
  if (!isApproved(state, command.purpose)) return ok();
  const { kind: _kind, ...body } = command;
  return ok({ kind: "sendIntended", body: { key, ...body } });
}

const isSettled = ({ status }: Send): boolean => status !== "intended" && status !== "uncertain";

export function sendOutcome(
  state: CaseState,
  command: Of<"accept" | "refuse" | "doubt" | "missArrival">,
): Decided {
  const send = state.sends.get(command.key);
  if (!send) return unknownMessage(command.key);
  if (isSettled(send)) return ok();
  const { key, operationId } = send;
  switch (command.kind) {
    case "accept":
      return ok({ kind: "sendAccepted", body: { key, operationId } });
    case "refuse":
      return ok({
        kind: "sendRefused",
        body: { key, operationId, code: command.code, reason: command.reason },
      });
    case "doubt":
      return send.status === "uncertain"
        ? ok()
        : ok({ kind: "sendUncertain", body: { key, operationId, reason: command.reason } });
    case "missArrival":
      return send.notArrived + 1 < handOversMax
        ? ok({ kind: "sendNotArrived", body: { key, operationId, reason: command.reason } })
        : ok({
            kind: "sendRefused",
            body: {
              key,
              operationId,
              code: "never-arrived",
              reason: `It was handed over ${handOversMax} times, and the provider never knew of it.`,
            },
          });
  }
}

/** What was ordered again or is held has no operation under way, and is withdrawn as well. */
export function withdrawSend(state: CaseState, { key, because }: Of<"withdrawSend">): Decided {
  const send = state.sends.get(key);
  if (!send) return unknownMessage(key);
  const isOpen = send.status === "intended" || send.status === "again" || send.status === "held";
  if (!isOpen || (send.status === "held" && because === "held")) return ok();
  return ok({ kind: "sendWithdrawn", body: { key, operationId: send.operationId, because } });
}

/**
 * What became of a message after it was taken over. Reports come in any order: the one about the latest moment stands, and
 * one that says nothing definite stands only until another comes.
 */
export function report(state: CaseState, command: Of<"report">, _now: Instant): Decided {
  const send = state.sends.get(command.key);
  if (!send) return unknownMessage(command.key);
  // The report of an attempt that a person has given up on says nothing about the one after it.
  if ((command.operationId ?? send.operationId) !== send.operationId) return ok();
  const { delivery } = send;
  if (delivery && !isNews(delivery, command)) return ok();
  const { kind: _kind, ...body } = command;
  return ok({ kind: "deliveryReported", body: { ...body, operationId: send.operationId } });
}

function isNews(
  standing: NonNullable<Send["delivery"]>,
  { status, nativeStatus, reportedAt }: Of<"report">,
): boolean {
  if (status === "unknown") return false;
  if (standing.status === "unknown") return true;
  if (standing.nativeStatus === nativeStatus) return false;
  return Date.parse(reportedAt) > Date.parse(standing.at);
}
