import { clockChanges } from "../../domain/case/clock-changes.ts";
import type { Command } from "../../domain/case/commands.ts";
import type { Actor, NoticeElement, Role } from "../../domain/case/events.ts";
import type { CaseId, Digest, NoticeId, ObligationId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { assert } from "../../domain/failures.ts";
import { noticeIdFor } from "../../domain/case/state.ts";
import type { CaseState } from "../../domain/case/state.ts";
import { commit, loadCase } from "../store/commit.ts";
import type { Commands } from "../store/commit.ts";
import type { Strike } from "../../domain/case/milestones.ts";
import { dutiesOf } from "../duties.ts";
import { factsOf } from "../../domain/case/case-facts.ts";
import type { AppContext } from "../app-context.ts";

/** Who writes when no person does. */
export const systemActor: Actor = { kind: "system", name: "tocsin" };

/**
 * Carries out one command, or several as one batch, in the name of the orchestrations; may be repeated. Commands that are
 * computed from the case are computed on the very state that they are appended to. A refusal here is our own bug.
 */
export async function carryOut(
  appContext: AppContext,
  caseId: CaseId,
  commands: Commands,
): Promise<{ readonly written: number }> {
  const committed = await commit(appContext, caseId, systemActor, commands);
  assert(
    committed.ok,
    `the orchestrations were refused a command in ${caseId}: ${committed.ok ? "" : committed.error.message}`,
  );
  return { written: committed.written };
}

/** Writes down which clocks opened, moved or were withdrawn since the last look, and why. */
export const recordClocks = (appContext: AppContext, caseId: CaseId): Promise<{ readonly written: number }> =>
  carryOut(appContext, caseId, async (state) => [
    {
      kind: "recordClocks",
      changes: clockChanges(state, dutiesOf(appContext, factsOf(state), appContext.clock.now())),
    },
  ]);

/** Writes down that clocks have struck, all in one batch. */
export const strikeMilestones = (
  appContext: AppContext,
  { caseId, strikes }: { readonly caseId: CaseId; readonly strikes: readonly Strike[] },
): Promise<{ readonly written: number }> =>
  carryOut(
    appContext,
    caseId,
    strikes.map((strike): Command => ({ kind: "strike", ...strike })),
  );

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
