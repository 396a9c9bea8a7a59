import { clockChanges } from "../../domain/case/clock-changes.ts";
import { questionOf } from "../../domain/case/state.ts";
import type { Command } from "../../domain/case/commands.ts";
import type { Actor, NoticeElement, Role } from "../../domain/case/events.ts";
import type { CaseId, Digest, NoticeId, ObligationId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { assert } from "../../domain/failures.ts";
import { noticeIdFor } from "../../domain/case/state.ts";
import type { CaseState, Question } from "../../domain/case/state.ts";
import { commit, loadCase } from "../store/commit.ts";
import { dutiesOf } from "../duties.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import type { AppContext } from "../app-context.ts";

/** Who writes when no person does. */
export const systemActor: Actor = { kind: "system", name: "tocsin" };

/** Carries out a command in the name of the clockwork; may be repeated. A refusal here is our own bug. */
export async function carryOut(
  appContext: AppContext,
  caseId: CaseId,
  command: Command,
): Promise<{ readonly written: number }> {
  const committed = await commit(appContext, caseId, systemActor, command);
  assert(
    committed.ok,
    `the clockwork was refused "${command.kind}" in ${caseId}: ${committed.ok ? "" : committed.error.message}`,
  );
  return { written: committed.written };
}

/** Writes down which clocks opened, moved or were withdrawn since the last look, and why. */
export async function recordClocks(
  appContext: AppContext,
  caseId: CaseId,
): Promise<{ readonly written: number }> {
  const state = await loadCase(appContext, caseId);
  if (!state) return { written: 0 };
  const changes = clockChanges(state, dutiesOf(appContext, factsOf(state), appContext.clock.now()));
  return carryOut(appContext, caseId, { kind: "recordClocks", changes });
}

/** Writes down that a duty is met: as filed, as the record proves, or as the party that owed it has told us. */
export async function meetObligation(
  appContext: AppContext,
  input: {
    readonly caseId: CaseId;
    readonly obligationId: ObligationId;
    readonly noticeId: NoticeId | null;
  },
): Promise<{ readonly written: number }> {
  const state = await loadCase(appContext, input.caseId);
  if (!state) return { written: 0 };
  const { caseId, obligationId, noticeId } = input;
  const duty = dutiesOf(appContext, factsOf(state), appContext.clock.now()).find(
    ({ reading }) => reading.obligationId === obligationId,
  );
  return carryOut(appContext, caseId, { kind: "meet", obligationId, noticeId, doneAt: duty?.doneAt ?? null });
}

export interface Draft {
  readonly subject: string;
  readonly text: string;
  readonly elements: readonly NoticeElement[];
}

/** Makes the text of a notice from the facts as they stand. `write` is the template, given by the caller. */
export async function draftNotice(
  appContext: AppContext,
  input: { readonly caseId: CaseId; readonly obligationId: ObligationId },
  write: (state: CaseState, now: Instant) => Draft,
): Promise<{ readonly written: number }> {
  const state = await loadCase(appContext, input.caseId);
  if (!state) return { written: 0 };
  const { subject, text, elements } = write(state, appContext.clock.now());
  const digest: Digest = appContext.sha256(new TextEncoder().encode(`${subject}\n\n${text}`));
  const audience: Role = "notice-desk";
  const noticeId = noticeIdFor(input.obligationId);
  const { obligationId } = input;
  return carryOut(appContext, input.caseId, {
    kind: "draft",
    obligationId,
    noticeId,
    audience,
    subject,
    text,
    digest,
    elements,
  });
}

/** A question that nobody is to act on any more is taken back: about old words, or about a duty that changed. */
export async function withdrawQuestion(
  appContext: AppContext,
  input: { readonly caseId: CaseId; readonly questionId: string },
): Promise<{ readonly written: number }> {
  const state = await loadCase(appContext, input.caseId);
  const question = state && questionOf(state, input.questionId);
  if (!question) return { written: 0 };
  const why = whyWithdrawn(state, question, appContext.clock.now());
  return carryOut(appContext, input.caseId, { kind: "withdrawQuestion", questionId: input.questionId, why });
}

function whyWithdrawn(
  state: CaseState,
  { obligationId, noticeId, textDigest }: Question,
  now: Instant,
): string {
  if (obligationId === null) return "the facts changed, and something is owed again";
  const clock = state.clocks[obligationId];
  if (clock?.status === "met") return "it is done already";
  if (clock?.status !== "running") return "it is no longer owed";
  if (noticeId !== null && state.notices[noticeId]?.digest !== textDigest)
    return "the facts changed and with them the text";
  const { notBefore } = clock.reading;
  return notBefore !== null && Date.parse(now) < Date.parse(notBefore)
    ? "law enforcement has asked to wait"
    : "another party owes it";
}
