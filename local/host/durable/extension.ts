/** The durable extension of the one-machine host: histories in SQLite, the engine, its HTTP API and client binding. */
import type { DurableExtension, DurableServices, PlainRequest, PlainResponse } from "../types.ts";
import { storeFailed } from "./answers.ts";
import { createEngine } from "./engine.ts";
import { misbehaviourOf } from "./faults.ts";
import type { Faults } from "./faults.ts";
import { answerRequest } from "./http-api.ts";
import { clientBinding, hubOf, rpcPath } from "./links.ts";
import { openStore } from "./store.ts";

/** Opens the data folder at once: throws `FolderInUse` when another host has it. */
export function createDurable(given: DurableServices): DurableExtension {
  const services = { ...fromEnvironment(process.env), ...given };
  const store = openStore(services.dataDir, {
    ...(services.killAtCommit === undefined ? {} : { killAtCommit: services.killAtCommit }),
  });
  const misbehaviour = misbehaviourOf(services.faults);
  const engine = createEngine(services, store, misbehaviour);
  const hub = hubOf(services.settings, services.systemKey);
  let serving = false;

  return {
    rpcPath,
    clientBinding: () => clientBinding(hub, services.origin()),
    async handle(request) {
      if (!serving) return { status: 503 };
      const answer = await answered(request);
      if (!misbehaviour.losesAnswer()) return answer;
      services.log("warn", `Fault: the answer to ${request.method} ${request.path} is lost.`);
      return { status: 503 };
    },
    async start() {
      engine.load();
      serving = true;
    },
    async stop() {
      serving = false;
      await engine.stop();
      store.close();
    },
  };

  async function answered(request: PlainRequest): Promise<PlainResponse> {
    try {
      const { clock, log } = services;
      return await answerRequest({ engine, clock, hub, misbehaviour, log }, request);
    } catch (error) {
      services.log("error", `${request.method} ${request.path} failed: ${String(error)}`);
      return storeFailed(error);
    }
  }
}

/** Switches for a host that is started by a command; what the caller of `createDurable` gives counts before them. */
function fromEnvironment(environment: NodeJS.ProcessEnv): Partial<DurableServices> {
  const { TOCSIN_HOST_FAULTS, TOCSIN_HOST_KILL_AT_COMMIT, TOCSIN_HOST_STRICT } = environment;
  return {
    ...(TOCSIN_HOST_FAULTS ? { faults: JSON.parse(TOCSIN_HOST_FAULTS) as Faults } : {}),
    ...(TOCSIN_HOST_KILL_AT_COMMIT ? { killAtCommit: Number(TOCSIN_HOST_KILL_AT_COMMIT) } : {}),
    ...(TOCSIN_HOST_STRICT ? { strict: /^(1|true)$/i.test(TOCSIN_HOST_STRICT) } : {}),
  };
}
