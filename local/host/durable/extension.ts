/** The durable extension of the one-machine host: histories in SQLite, the engine, its HTTP API and client binding. */
import type { DurableExtension, DurableServices, PlainRequest, PlainResponse } from "../types.ts";
import { createEngine } from "./engine.ts";
import { misbehaviourOf } from "./faults.ts";
import { answerRequest, storeFailed } from "./http-api.ts";
import { clientBinding, hubOf, rpcPath } from "./links.ts";
import { openStore } from "./store.ts";

/** Opens the data folder at once: throws `FolderInUse` when another host has it. */
export function createDurable(services: DurableServices): DurableExtension {
  const store = openStore(
    services.dataDir,
    services.killAtCommit === undefined ? {} : { killAtCommit: services.killAtCommit },
  );
  const misbehaviour = misbehaviourOf(services.faults);
  const engine = createEngine(services, store, misbehaviour);
  const hub = hubOf(services.settings, services.systemKey);
  let stopping = false;

  return {
    rpcPath,
    clientBinding: () => clientBinding(hub, services.origin()),
    async handle(request) {
      if (stopping) return { status: 503 };
      const answer = await answered(request);
      if (!misbehaviour.losesAnswer()) return answer;
      services.log("warn", `Fault: the answer to ${request.method} ${request.path} is lost.`);
      return { status: 503 };
    },
    async start() {
      engine.load();
    },
    async stop() {
      stopping = true;
      await engine.stop();
      store.close();
    },
  };

  async function answered(request: PlainRequest): Promise<PlainResponse> {
    try {
      return await answerRequest({ engine, clock: services.clock, hub, misbehaviour }, request);
    } catch (error) {
      services.log("error", `${request.method} ${request.path} failed: ${String(error)}`);
      return storeFailed(error);
    }
  }
}
