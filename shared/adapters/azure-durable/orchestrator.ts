import type { DurableClient } from "durable-functions";
import { OrchestrationRuntimeStatus as Status } from "durable-functions";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Companion } from "../../domain/case/next-step.ts";
import type { Orchestrator } from "../../ports/orchestrator.ts";

export interface OrchestrationNames {
  readonly case: string;
  readonly deadline: string;
  readonly approval: string;
  readonly notice: string;
  readonly outbox: string;
  readonly wake: string;
}

/** Derived ids, in `[A-Za-z0-9._-]`: whoever wants the same orchestration names the same instance. */
export function instanceIdOf(caseId: CaseId, companion?: Companion): string {
  switch (companion?.kind) {
    case undefined:
      return caseId;
    case "deadline":
      return `deadline-${caseId}-${companion.obligationId}-${companion.clockSeq}`;
    case "approval":
      return `approval-${caseId}-${companion.questionId}`;
    case "notice":
      return `notice-${caseId}-${companion.noticeId}-v${companion.version}`;
    case "outbox":
      return `outbox-${caseId}`;
  }
}

/**
 * The clockwork on Durable Functions. It is found at work when its status says so; `raiseEvent` to a finished instance
 * succeeds silently (durable-functions 3.5, DurableClient), so nothing here takes its answer for a proof.
 */
export function durableOrchestrator(client: DurableClient, names: OrchestrationNames): Orchestrator {
  return {
    wake: (caseId) =>
      wakeOrStart(client, instanceIdOf(caseId), names, { name: names.case, input: { caseId } }),
    async nudge(caseId, companion) {
      if (await isAtWork(client, instanceIdOf(caseId, companion)))
        await raise(client, instanceIdOf(caseId, companion), names.wake);
    },
    async ensure(caseId, companion) {
      const instanceId = instanceIdOf(caseId, companion);
      if (await isAtWork(client, instanceId)) return;
      const { kind, ...about } = companion;
      await start(client, instanceId, names[kind], { caseId, ...about });
    },
    async repair(caseId, { standsStill }) {
      const instanceId = instanceIdOf(caseId);
      const atWork = await isAtWork(client, instanceId);
      if (atWork && !standsStill) return false;
      if (atWork)
        await client.terminate(instanceId, "stood still past its next instant; replaced from the ledger");
      await start(client, instanceId, names.case, { caseId });
      return true;
    },
  };
}

async function wakeOrStart(
  client: DurableClient,
  instanceId: string,
  names: OrchestrationNames,
  fresh: { readonly name: string; readonly input: object },
): Promise<void> {
  if (await isAtWork(client, instanceId)) await raise(client, instanceId, names.wake);
  else await start(client, instanceId, fresh.name, fresh.input);
}

const atWork: ReadonlySet<Status> = new Set([
  Status.Running,
  Status.Pending,
  Status.ContinuedAsNew,
  Status.Suspended,
]);

/** `getStatus` throws for an instance that never was (durable-functions 3.5, DurableClient). */
async function isAtWork(client: DurableClient, instanceId: string): Promise<boolean> {
  try {
    return atWork.has((await client.getStatus(instanceId)).runtimeStatus);
  } catch (cause) {
    if (isUnknownInstance(cause)) return false;
    throw new TransientFailure(`the orchestrations could not be asked about ${instanceId}`, { cause });
  }
}

const isUnknownInstance = (cause: unknown): boolean =>
  cause instanceof Error && /404|not found|No instance/i.test(cause.message);

async function start(client: DurableClient, instanceId: string, name: string, input: object): Promise<void> {
  try {
    await client.startNew(name, { instanceId, input });
  } catch (cause) {
    // Two starts at once: one of them is told that the instance exists, and that is what both wanted.
    if (await isAtWork(client, instanceId)) return;
    throw new TransientFailure(`${instanceId} could not be started`, { cause });
  }
}

async function raise(client: DurableClient, instanceId: string, event: string): Promise<void> {
  try {
    await client.raiseEvent(instanceId, event, {});
  } catch (cause) {
    if (isUnknownInstance(cause)) return;
    throw new TransientFailure(`${instanceId} could not be woken`, { cause });
  }
}
