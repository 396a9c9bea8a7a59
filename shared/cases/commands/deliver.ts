import { v5 as uuidv5 } from "uuid";
import { isHeldBack, questionOf, resolutionFor, sendKey, sendsFor } from "../../domain/case/state.ts";
import type { CaseState, Resolution, Send } from "../../domain/case/state.ts";
import type { LedgerEntry, Recipient, Role, SendPurpose } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { reportLimits } from "../../domain/case/companion-steps.ts";
import { foldCase } from "../../domain/case/evolve.ts";
import { TransientFailure, assert } from "../../domain/failures.ts";
import { milestoneRole } from "../../domain/case/policy.ts";
import type { MailMessage, SendOutcome } from "../../ports/mail.ts";
import { loadCase } from "../store/commit.ts";
import type { AppContext } from "../app-context.ts";
import { carryOut } from "./steps.ts";

/** Names our messages among all UUIDs (RFC 9562 §5.5): one send key, one operation id, whoever computes it. */
const operationNamespace = "6a0c1c52-3f0e-5d8e-9a41-8d4c6f1b7e20";

export interface Delivering {
  readonly caseId: CaseId;
  readonly purpose: SendPurpose;
}

/** Turns a purpose and one of its recipients into a message; the same state and instant give the same bytes. */
export type Compose = (
  appContext: AppContext,
  state: CaseState,
  about: { readonly purpose: SendPurpose; readonly recipient: Recipient; readonly now: Instant },
) => Promise<Omit<MailMessage, "to" | "headers">>;

/**
 * Asks the directory who is to hear of it, once per purpose; the answer stays in the ledger. When the role's group
 * gives nobody (or `directoryDown`: cannot be asked), the last good answer for the role serves, then the fallback
 * group, and the entry says so. Throws TransientFailure while the directory may still answer.
 */
export async function resolveRecipients(
  appContext: AppContext,
  input: Delivering & { readonly directoryDown: boolean },
): Promise<{ readonly count: number }> {
  const state = await loadCase(appContext, input.caseId);
  assert(state, `recipients were wanted for ${input.caseId}, which was never opened`);
  const standing = resolutionFor(state, input.purpose);
  if (standing) return { count: standing.recipients.length };
  const role = roleFor(appContext, state, input.purpose);
  const answer = await answerFor(appContext, state, role, input.directoryDown);
  await carryOut(appContext, input.caseId, { kind: "resolve", purpose: input.purpose, role, ...answer });
  return { count: answer.recipients.length };
}

async function answerFor(appContext: AppContext, state: CaseState, role: Role, directoryDown: boolean) {
  const { groups } = appContext.settings;
  if (!directoryDown) {
    const answer = await appContext.directory.membersOf(groups[role]);
    if (answer && answer.recipients.length > 0)
      return { ...answer, source: "directory", problem: null } as const;
    if (answer)
      return (
        lastGood(state, role, answer.excluded) ??
        (await fallback(appContext, role, "gives nobody who can be written to"))
      );
    return lastGood(state, role, []) ?? (await fallback(appContext, role, "does not exist"));
  }
  const good = lastGood(state, role, []);
  if (good) return good;
  const problem = `The directory could not be asked who the ${role} is, and no earlier answer stands in this case.`;
  return { source: "fallback", recipients: [], excluded: [], problem } as const;
}

function lastGood(state: CaseState, role: Role, excluded: Resolution["excluded"]) {
  const good = state.resolutions.findLast(
    (resolution) => resolution.role === role && resolution.recipients.length > 0,
  );
  if (!good) return undefined;
  const problem = `The directory gave nobody for the role ${role}; the answer of ${good.at} serves.`;
  return { source: "last-good", recipients: good.recipients, excluded, problem } as const;
}

async function fallback(appContext: AppContext, role: Role, why: string) {
  const answer = await appContext.directory.membersOf(appContext.settings.groups.fallback);
  const problem = `The group of the role ${role} ${why}; the fallback group was written to.`;
  return {
    source: "fallback",
    recipients: answer?.recipients ?? [],
    excluded: answer?.excluded ?? [],
    problem,
  } as const;
}

function roleFor(appContext: AppContext, state: CaseState, purpose: SendPurpose): Role {
  switch (purpose.kind) {
    case "question": {
      const question = questionOf(state, purpose.questionId);
      return (
        question?.rounds.find(({ round }) => round === purpose.round)?.role ??
        question?.role ??
        "incident-commander"
      );
    }
    case "milestone":
      return milestoneRole(appContext.settings.policy, purpose.milestone);
    case "notice":
      return state.notices[purpose.noticeId]?.audience ?? "notice-desk";
    case "news":
      return "incident-commander";
  }
}

/** Writes the intent to send, for each recipient one, before anything leaves the house. */
export async function intendMessages(
  appContext: AppContext,
  input: Delivering,
  compose: Compose,
): Promise<{ readonly count: number }> {
  const state = await loadCase(appContext, input.caseId);
  const resolution = state && resolutionFor(state, input.purpose);
  if (!state || !resolution) return { count: 0 };
  for (const found of resolution.recipients) {
    const key = sendKey(state.caseId, input.purpose, found.personId);
    const before = state.sends[key];
    if (before && before.status !== "again") continue;
    const recipient = before
      ? await asListedNow(appContext, { state, purpose: input.purpose, found })
      : found;
    const now = appContext.clock.now();
    const message = await compose(appContext, state, { purpose: input.purpose, recipient, now });
    const attempt = before ? before.attempt + 1 : 0;
    const operationId = uuidv5(attempt === 0 ? key : `${key}|${attempt}`, operationNamespace);
    // Known before it is intended: a report that overtakes the receipt finds its case.
    await appContext.index.putOperation(operationId, { caseId: input.caseId, key });
    await carryOut(appContext, input.caseId, {
      kind: "intend",
      purpose: input.purpose,
      recipient,
      operationId,
      subject: message.subject,
      messageDigest: appContext.sha256(new TextEncoder().encode(JSON.stringify(message))),
    });
  }
  return { count: resolution.recipients.length };
}

/** Whoever is written to once more may have a corrected address by now; who is gone from the group keeps the old one. */
async function asListedNow(
  appContext: AppContext,
  about: { readonly state: CaseState; readonly purpose: SendPurpose; readonly found: Recipient },
): Promise<Recipient> {
  const { state, purpose, found } = about;
  const group = await appContext.directory.membersOf(
    appContext.settings.groups[roleFor(appContext, state, purpose)],
  );
  return group?.recipients.find(({ personId }) => personId === found.personId) ?? found;
}

/** What an attempt came to, without a word about whom it was for: this stays in the orchestration's history. */
export type Attempt =
  | { readonly kind: "accepted" }
  | { readonly kind: "refused"; readonly code: string }
  | { readonly kind: "later"; readonly retryAfterMs: number }
  | { readonly kind: "uncertain" }
  | { readonly kind: "nothing" };

/**
 * Hands one intended message to the provider. May run twice: the provider is asked for the operation id first, and a
 * message whose outcome stands in the ledger is left alone.
 */
export async function sendMessage(
  appContext: AppContext,
  input: Delivering & { readonly index: number },
  compose: Compose,
): Promise<Attempt> {
  const entries = await appContext.ledger.read(input.caseId);
  const state = foldCase(entries);
  const send = state && sendAt(state, input.purpose, input.index);
  if (!state || !send || (send.status !== "intended" && send.status !== "uncertain"))
    return { kind: "nothing" };
  // A hold that came between the intent and this attempt: the message waits until it has ended.
  if (isHeldBack(state, send.purpose, appContext.clock.now())) return { kind: "nothing" };
  const message = await composed(appContext, entries, send, compose);
  try {
    return attemptOf(await appContext.mail.send(message, send.operationId));
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { kind: "later", retryAfterMs: error.retryAfterMs ?? 5_000 };
  }
}

/** As it was written down: from the case as it stood at the intent, at the intent's instant. */
async function composed(
  appContext: AppContext,
  entries: readonly LedgerEntry[],
  send: Send,
  compose: Compose,
): Promise<MailMessage> {
  const then = foldCase(entries.filter((entry) => entry.seq < send.seq));
  assert(then, "an intent stands before its case");
  const { purpose, recipient } = send;
  const message = await compose(appContext, then, { purpose, recipient, now: send.intendedAt });
  return {
    ...message,
    to: { address: recipient.address, name: recipient.name },
    headers: threadHeaders(then, send),
  };
}

/** All mails of a case about one question thread together in the reader's client (RFC 5322 §3.6.4). */
function threadHeaders(state: CaseState, send: Send): Readonly<Record<string, string>> {
  const root = `<${state.caseId}@tocsin>`;
  return {
    References: root,
    "In-Reply-To": root,
    "X-Tocsin-Case": state.caseId,
    "X-Tocsin-Operation": send.operationId,
  };
}

const attemptOf = (outcome: SendOutcome): Attempt => {
  switch (outcome.kind) {
    case "accepted":
      return { kind: "accepted" };
    case "refused":
      return { kind: "refused", code: outcome.code };
    case "throttled":
      return { kind: "later", retryAfterMs: outcome.retryAfterMs };
    case "uncertain":
      return { kind: "uncertain" };
  }
};

function sendAt(state: CaseState, purpose: SendPurpose, index: number): Send | undefined {
  const recipient = resolutionFor(state, purpose)?.recipients[index];
  return recipient && state.sends[sendKey(state.caseId, purpose, recipient.personId)];
}

/** Writes the receipts of attempts. What is to be tried later leaves no entry: its intent still stands. */
export async function recordAttempts(
  appContext: AppContext,
  input: Delivering & { readonly attempts: readonly { readonly index: number; readonly attempt: Attempt }[] },
): Promise<{ readonly written: number }> {
  const state = await loadCase(appContext, input.caseId);
  if (!state) return { written: 0 };
  let written = 0;
  for (const { index, attempt } of input.attempts) {
    const send = sendAt(state, input.purpose, index);
    if (send) written += await recordAttempt(appContext, input.caseId, send.key, attempt);
  }
  return { written };
}

async function recordAttempt(
  appContext: AppContext,
  caseId: CaseId,
  key: string,
  attempt: Attempt,
): Promise<number> {
  switch (attempt.kind) {
    case "accepted":
      return (await carryOut(appContext, caseId, { kind: "accept", key })).written;
    case "refused": {
      const reason = "The mail provider will not send this message.";
      return (await carryOut(appContext, caseId, { kind: "refuse", key, code: attempt.code, reason }))
        .written;
    }
    case "uncertain": {
      const reason = "The provider's answer was lost and it could not be asked.";
      return (await carryOut(appContext, caseId, { kind: "doubt", key, reason })).written;
    }
    case "later":
    case "nothing":
      return 0;
  }
}

/** Asks the provider about each uncertain message of a purpose: known there is accepted, unknown there was never sent. */
export async function reconcileMessages(
  appContext: AppContext,
  input: Delivering,
): Promise<{ readonly open: number }> {
  const state = await loadCase(appContext, input.caseId);
  if (!state) return { open: 0 };
  let open = 0;
  for (const send of sendsFor(state, input.purpose).filter(({ status }) => status === "uncertain")) {
    const outcome = await appContext.mail.statusOf(send.operationId);
    if (outcome.kind === "accepted")
      await recordAttempt(appContext, input.caseId, send.key, { kind: "accepted" });
    else if (outcome.kind === "refused" || outcome.kind === "unknown") {
      const code = outcome.kind === "refused" ? outcome.code : "never-arrived";
      await recordAttempt(appContext, input.caseId, send.key, { kind: "refused", code });
    } else open += 1;
  }
  return { open };
}

/** Nobody reported on these messages in time: they count as unproven, and stand on the delivery page as such. */
export async function giveUpMessages(
  appContext: AppContext,
  input: Delivering,
): Promise<{ readonly count: number }> {
  const state = await loadCase(appContext, input.caseId);
  if (!state) return { count: 0 };
  const now = appContext.clock.now();
  const late = reportLimits(state, input.purpose, appContext.settings.policy).filter(
    ({ at }) => Date.parse(at) <= Date.parse(now),
  );
  for (const { key } of late) {
    await carryOut(appContext, input.caseId, {
      kind: "report",
      key,
      status: "unknown",
      nativeStatus: "no report",
      reportedAt: now,
      detail: "No delivery report arrived in time.",
    });
  }
  return { count: late.length };
}
