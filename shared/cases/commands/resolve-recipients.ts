import type { Command } from "../../domain/case/commands.ts";
import type { Role, SendPurpose } from "../../domain/case/events.ts";
import type { CaseState } from "../../domain/case/state.ts";
import { roleOf } from "../../domain/delivery/purposes.ts";
import { TransientFailure, assert } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import { plus } from "../../domain/instants.ts";
import type { Instant } from "../../domain/instants.ts";
import type { GroupAnswer } from "../../ports/directory.ts";
import type { AppContext } from "../app-context.ts";
import { loadCase } from "../store/commit.ts";
import { keepGoodAnswer, lastGoodAnswer } from "../store/roles.ts";
import { carryOut } from "./steps.ts";

export interface Resolved {
  /** Somebody is still to be found, or the directory to be asked again, then; null: all is known. */
  readonly askAgainAt: Instant | null;
  /** Purposes for which nobody at all could be found: an alarm. */
  readonly unfound: number;
}

/** A directory that does not answer is asked again after this; one that has been silent for long, less often. */
const askAgainMs = 30_000;
const askAgainMsMax = 5 * 60_000;

/**
 * Asks the directory who is to hear of these, each role once; the answers stay in the ledger. Where it does not answer, or
 * gives nobody, the house's last good answer for the role serves, then the fallback group's, and the entry says so with its
 * age. What the directory did not answer is asked again. Nobody at all is written down too, and told to the caller. Safe
 * to repeat. Throws TransientFailure only when the ledger cannot be reached.
 */
export async function resolveRecipients(
  appContext: AppContext,
  { caseId, purposes }: { readonly caseId: CaseId; readonly purposes: readonly SendPurpose[] },
): Promise<Resolved> {
  const state = await loadCase(appContext, caseId);
  assert(state, `recipients were wanted for ${caseId}, which was never opened`);
  const answers = await answersFor(appContext, state, purposes);
  const commands = purposes.map((purpose): Command => {
    const role = roleOf(state, purpose, appContext.settings.policy);
    const answer = answers.get(role);
    assert(answer, `nobody asked for the role ${role}`);
    return answer.kind === "nobody"
      ? { kind: "findNobody", purpose, role, problem: answer.problem }
      : { ...answer, kind: "resolve", purpose, role };
  });
  await carryOut(appContext, caseId, async () => commands);
  const unfound = commands.filter(({ kind }) => kind === "findNobody").length;
  const isOpen = commands.some((command) => command.kind === "findNobody" || isProvisional(command));
  return { askAgainAt: isOpen ? askAgainAt(state, purposes, appContext.clock.now()) : null, unfound };
}

const isProvisional = (command: Command): boolean =>
  command.kind === "resolve" && command.unanswered === true;

/** A tenth of the time for which it has been silent, between half a minute and five. */
function askAgainAt(state: CaseState, purposes: readonly SendPurpose[], now: Instant): Instant {
  const since = [...state.dispatches.values()]
    .filter(({ purpose }) => purposes.some((each) => each.kind === purpose.kind))
    .flatMap(({ notFound, resolution }) =>
      notFound ? [notFound.at] : resolution?.isProvisional ? [resolution.at] : [],
    );
  const silentMs = since.length === 0 ? 0 : Date.parse(now) - Math.min(...since.map((at) => Date.parse(at)));
  return plus(now, Math.min(askAgainMsMax, Math.max(askAgainMs, silentMs / 10)));
}

type Answer =
  | (Pick<
      Extract<Command, { kind: "resolve" }>,
      "source" | "recipients" | "excluded" | "problem" | "unanswered"
    > & { readonly kind: "somebody" })
  | { readonly kind: "nobody"; readonly problem: string };

async function answersFor(
  appContext: AppContext,
  state: CaseState,
  purposes: readonly SendPurpose[],
): Promise<ReadonlyMap<Role, Answer>> {
  const roles = new Set(purposes.map((purpose) => roleOf(state, purpose, appContext.settings.policy)));
  const answers = await Promise.all(
    [...roles].map(async (role) => [role, await answerFor(appContext, role)] as const),
  );
  return new Map(answers);
}

async function answerFor(appContext: AppContext, role: Role): Promise<Answer> {
  const asked = await ask(appContext, role);
  if (asked.kind === "answered" && asked.group && asked.group.recipients.length > 0)
    return { ...asked.group, kind: "somebody", source: "directory", problem: null };
  const why =
    asked.kind === "silent"
      ? "The directory did not answer"
      : asked.group
        ? `The group of the role ${role} gives nobody who can be written to`
        : `The group of the role ${role} does not exist`;
  const served = {
    excluded: asked.kind === "answered" ? (asked.group?.excluded ?? []) : [],
    ...(asked.kind === "silent" && { unanswered: true }),
    kind: "somebody",
  } as const;
  const good = await lastGoodAnswer(appContext, role);
  if (good)
    return {
      ...served,
      source: "last-good",
      recipients: good.recipients,
      problem: `${why}; the answer that has stood since ${good.at} serves.`,
    };
  const fallback = await fallbackGroup(appContext);
  if (fallback)
    return {
      ...served,
      source: "fallback",
      recipients: fallback.recipients,
      problem: `${why}; the fallback group was written to.`,
    };
  return {
    kind: "nobody",
    problem: `${why}, no earlier answer is known, and the fallback group gives nobody either.`,
  };
}

async function fallbackGroup(appContext: AppContext): Promise<GroupAnswer | undefined> {
  const asked = await ask(appContext, "fallback");
  if (asked.kind === "answered" && asked.group && asked.group.recipients.length > 0) return asked.group;
  return lastGoodAnswer(appContext, "fallback");
}

type Asked =
  { readonly kind: "answered"; readonly group: GroupAnswer | undefined } | { readonly kind: "silent" };

async function ask(appContext: AppContext, role: Role | "fallback"): Promise<Asked> {
  let group: GroupAnswer | undefined;
  try {
    group = await appContext.directory.membersOf(appContext.settings.groups[role]);
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { kind: "silent" };
  }
  if (group) await keepGoodAnswer(appContext, role, group);
  return { kind: "answered", group };
}
