import type { DurableClient } from "durable-functions";
import { OrchestrationRuntimeStatus as Status } from "durable-functions";
import { TransientFailure } from "../../domain/failures.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { CaseOrchestration, Orchestrator } from "../../ports/orchestrator.ts";

export interface OrchestrationNames {
  readonly case: string;
  readonly courier: string;
  /** The external event that both wait for. */
  readonly wake: string;
}

/** Derived ids, in `[A-Za-z0-9._-]`: whoever wants the same orchestration names the same instance. */
export const instanceIdOf = (caseId: CaseId, which: CaseOrchestration): string =>
  which === "case" ? caseId : `courier-${caseId}`;

/**
 * The orchestrations on Durable Functions. One is at work when its status says so; `raiseEvent` to a finished instance
 * succeeds silently (durable-functions 3.5, DurableClient), so nothing here takes its answer for a proof.
 */
export function durableOrchestrator(client: DurableClient, names: OrchestrationNames): Orchestrator {
  const wake = async (caseId: CaseId, which: CaseOrchestration): Promise<void> => {
    const instanceId = instanceIdOf(caseId, which);
    if (isAtWork(await statusOf(client, instanceId))) await raise(client, instanceId, names.wake);
    else await replace(client, instanceId, { name: names[which], input: { caseId } });
  };
  return {
    wake: (caseId) => wake(caseId, "case"),
    wakeCourier: (caseId) => wake(caseId, "courier"),
    async repair(caseId, which, { standsStill }) {
      const instanceId = instanceIdOf(caseId, which);
      const status = await statusOf(client, instanceId);
      if (isAtWork(status) && !standsStill) return false;
      if (isAtWork(status)) await terminate(client, instanceId);
      await replace(client, instanceId, { name: names[which], input: { caseId } });
      return true;
    },
  };
}

/** A suspended one hears nothing until somebody resumes it, which nobody will. */
const isAtWork = (status: Status | undefined): boolean =>
  status === Status.Running || status === Status.Pending || status === Status.ContinuedAsNew;

/** Undefined for an instance that never was: `getStatus` throws for it (durable-functions 3.5, DurableClient). */
async function statusOf(client: DurableClient, instanceId: string): Promise<Status | undefined> {
  try {
    return (await client.getStatus(instanceId)).runtimeStatus;
  } catch (cause) {
    if (isUnknownInstance(cause)) return undefined;
    throw new TransientFailure(`the orchestrations could not be asked about ${instanceId}`, { cause });
  }
}

const isUnknownInstance = (cause: unknown): boolean =>
  cause instanceof Error && /404|not found|No instance/i.test(cause.message);

async function terminate(client: DurableClient, instanceId: string): Promise<void> {
  try {
    await client.terminate(instanceId, "stood still past its next instant; replaced from the ledger");
  } catch (cause) {
    throw new TransientFailure(`${instanceId} could not be ended`, { cause });
  }
}

/** Starts an instance under an id that may have been used before; a suspended one is ended first. */
async function replace(
  client: DurableClient,
  instanceId: string,
  { name, input }: { readonly name: string; readonly input: object },
): Promise<void> {
  if ((await statusOf(client, instanceId)) === Status.Suspended) await terminate(client, instanceId);
  try {
    await client.startNew(name, { instanceId, input });
  } catch (cause) {
    // Two starts at once: one of them is told that the instance exists, and that is what both wanted.
    if (isAtWork(await statusOf(client, instanceId))) return;
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
