import type { Command } from "../../domain/case/commands.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import type { Orchestrator } from "../../ports/orchestrator.ts";
import type { AppContext } from "../app-context.ts";
import { carryOut } from "./steps.ts";

/** What an item of a body adds to a case that exists: written together with what its neighbours add to it. */
export interface Addition {
  /** The item's place in the body. */
  readonly at: number;
  readonly caseId: CaseId;
  readonly command: Extract<Command, { kind: "joinAlert" | "report" }>;
}

/** What became of an addition: the case that it is part of now, or why it could not be written. */
export type Added =
  | { readonly at: number; readonly ok: true; readonly caseId: CaseId }
  | { readonly at: number; readonly ok: false; readonly error: unknown };

/** So many index look-ups of one body are under way at once. */
const lookUpsMax = 16;

/**
 * Writes additions: the keys of alerts are claimed first, since another case may hold one; then each case gets its own as
 * one batch and is woken once. What cannot be written is told, and its neighbours are written all the same. Safe to
 * repeat. Throws TransientFailure.
 */
export async function writeAdditions(
  appContext: AppContext,
  orchestrator: Orchestrator,
  additions: readonly Addition[],
): Promise<readonly Added[]> {
  const added: Added[] = [];
  const placed: Addition[] = [];
  await eachOf(additions, async (addition): Promise<void> => {
    const { at, command, caseId } = addition;
    try {
      const holder =
        command.kind === "joinAlert" && (await appContext.index.claimKeys(command.alert.keys, caseId));
      placed.push({ ...addition, caseId: holder || caseId });
    } catch (error) {
      if (error instanceof TransientFailure) throw error;
      added.push({ at, ok: false, error });
    }
  });
  placed.sort((one, other) => one.at - other.at);
  for (const [caseId, ofCase] of Map.groupBy(placed, (addition) => addition.caseId)) {
    added.push(...(await writeToCase(appContext, caseId, ofCase)));
    await rememberRelated(appContext, caseId, ofCase);
    await orchestrator.wake(caseId);
  }
  return added;
}

/** As one batch; one by one where one of them cannot be written. */
async function writeToCase(
  appContext: AppContext,
  caseId: CaseId,
  additions: readonly Addition[],
): Promise<readonly Added[]> {
  try {
    await carryOut(
      appContext,
      caseId,
      additions.map(({ command }) => command),
    );
    return additions.map(({ at }) => ({ at, ok: true, caseId }));
  } catch (error) {
    if (error instanceof TransientFailure) throw error;
    if (additions.length === 1) return additions.map(({ at }) => ({ at, ok: false, error }));
  }
  const added: Added[] = [];
  for (const addition of additions) added.push(...(await writeToCase(appContext, caseId, [addition])));
  return added;
}

/** One write a key, however many alerts have it: that of the latest. */
async function rememberRelated(
  { index }: AppContext,
  caseId: CaseId,
  additions: readonly Addition[],
): Promise<void> {
  const latest = new Map<string, Instant>();
  for (const { command } of additions) {
    if (command.kind !== "joinAlert") continue;
    const { correlates = [], receivedAt } = command.alert;
    for (const key of correlates) if ((latest.get(key) ?? "") < receivedAt) latest.set(key, receivedAt);
  }
  const byInstant = Map.groupBy(latest.keys(), (key) => latest.get(key) ?? "");
  for (const [at, keys] of byInstant) await index.putRelated(keys, { caseId, at });
}

/** The answers in the order of the items, with a bounded number under way. */
export async function eachOf<Item, Answer>(
  items: readonly Item[],
  ask: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < items.length; at += lookUpsMax)
    answers.push(...(await Promise.all(items.slice(at, at + lookUpsMax).map(ask))));
  return answers;
}
