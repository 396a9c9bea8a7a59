import type { OrchestrationContext, Task } from "durable-functions";
import type { SendPurpose } from "../../shared/domain/case/events.ts";
import { Attempt, Count } from "../../shared/contracts/retired-orchestrations.ts";
import { activities } from "./activities.ts";
import { retryOptions, pause } from "../waits.ts";

/** So many messages are handed over side by side. */
const abreast = 8;
const roundsMax = 20;

/**
 * Resolves who is to hear of something, writes the intents, sends one message to each, writes the receipts. What the
 * provider puts off is tried again after its own time; what is still open at the end stands in the ledger as
 * intended, and whoever looks next delivers again.
 */
export function* deliver(
  context: OrchestrationContext,
  caseId: string,
  purpose: SendPurpose,
): Generator<Task, void, unknown> {
  const call = (name: string, input: object): Task =>
    context.df.callActivityWithRetry(name, retryOptions(), input);
  yield* resolve(context, caseId, purpose);
  const { count } = Count.parse(yield call(activities.intendMessages, { caseId, purpose }));

  let open = [...Array(count).keys()];
  for (let round = 0; open.length > 0 && round < roundsMax; round++) {
    const batch = open.slice(0, abreast);
    const answers = yield context.df.Task.all(
      batch.map((index) => call(activities.sendMessage, { caseId, purpose, index })),
    );
    const attempts = Attempt.array().parse(answers);
    const rows = batch.map((index, at) => ({
      index,
      attempt: attempts[at] ?? ({ kind: "nothing" } as const),
    }));
    yield call(activities.recordAttempts, { caseId, purpose, attempts: rows });
    const later = rows.filter(({ attempt }) => attempt.kind === "later");
    open = [...open.slice(abreast), ...later.map(({ index }) => index)];
    const waits = later.map(({ attempt }) => (attempt.kind === "later" ? attempt.retryAfterMs : 0));
    if (waits.length > 0) yield* pause(context, Math.max(...waits));
    if (rows.some(({ attempt }) => attempt.kind === "uncertain")) {
      yield* pause(context, 60_000);
      yield call(activities.reconcileMessages, { caseId, purpose });
    }
  }
}

/** A directory that stays silent does not silence us: the last good answer serves, and the entry says so. */
function* resolve(
  context: OrchestrationContext,
  caseId: string,
  purpose: SendPurpose,
): Generator<Task, void, unknown> {
  const call = (directoryDown: boolean): Task =>
    context.df.callActivityWithRetry(activities.resolveRecipients, retryOptions(), {
      caseId,
      purpose,
      directoryDown,
    });
  try {
    yield call(false);
  } catch {
    // The failed attempts stand in the history; the ledger's entry names the problem.
    yield call(true);
  }
}
