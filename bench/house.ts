/** An app context on the stand-in servers, with the real adapters of Cosmos and e-mail; the rest is in memory. */
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cosmosStores } from "../shared/adapters/azure-cosmos/stores.ts";
import { azureMail } from "../shared/adapters/azure-email/mail.ts";
import { sha256 } from "../shared/adapters/node-crypto/sha256.ts";
import type { AppContext } from "../shared/cases/app-context.ts";
import { knownClassifications } from "../shared/cases/known-classifications.ts";
import { defaultPolicy } from "../shared/domain/case/policy.ts";
import { roles } from "../shared/domain/case/vocabulary.ts";
import type { Recipient } from "../shared/domain/case/events.ts";
import type { Instant } from "../shared/domain/instants.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import type { Orchestrator } from "../shared/ports/orchestrator.ts";
import type { Charges } from "../local/stand-ins/cosmos-meter.ts";

export const startAt: Instant = "2026-11-24T08:12:00.000Z";

export interface StandIns {
  readonly cosmos: { readonly url: string; readonly key: string };
  readonly email: { readonly url: string; readonly accessKey: string };
}

export interface House {
  readonly standIns: StandIns;
  /** Of a process that knows nothing yet; all of them share the stand-ins. */
  context(options?: ContextOptions): BenchContext;
  /** What the meter counted while `act` ran. */
  charged<Result>(
    act: () => Promise<Result>,
  ): Promise<{ readonly result: Result; readonly charges: Charges }>;
}

export type BenchContext = AppContext & { setNow(instant: Instant): void };

interface ContextOptions {
  /** How many hold each role; one where it is left out. */
  readonly members?: (groupId: string) => number;
}

/** Starts the stand-ins, runs, and leaves nothing behind. */
export async function inHouse<Result>(act: (house: House) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  const child = fork(join(import.meta.dirname, "stand-ins.ts"), [folder]);
  try {
    const [standIns] = (await once(child, "message")) as [StandIns];
    return await act({
      standIns,
      context: (options) => contextOn(standIns, options),
      charged: async (work) => {
        await fetch(`${standIns.cosmos.url}/.local/charges`, { method: "DELETE" });
        const result = await work();
        const answer = await fetch(`${standIns.cosmos.url}/.local/charges`);
        return { result, charges: (await answer.json()) as Charges };
      },
    });
  } finally {
    const ended = once(child, "exit");
    child.disconnect();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

function contextOn({ cosmos, email }: StandIns, { members = () => 1 }: ContextOptions = {}): BenchContext {
  let now = startAt;
  const clock = { now: () => now };
  const kept = new Map<string, Uint8Array>();
  return {
    ...cosmosStores({ endpoint: cosmos.url, key: cosmos.key, database: "tocsin" }),
    mail: azureMail({
      endpoint: email.url,
      credential: { accessKey: email.accessKey },
      sender: "DoNotReply@house.example",
      allowInsecure: true,
    }),
    directory: {
      membersOf: async (groupId) => ({ recipients: crowd(groupId, members(groupId)), excluded: [] }),
      groupsOf: async (_personId, among) => among,
    },
    originals: {
      keep: async (digest, bytes) => void kept.set(digest, bytes),
      read: async (digest, most) => kept.get(digest)?.subarray(0, most),
    },
    classifications: knownClassifications({
      registry: async () => ({ content: new Map(), origin: "no registry", readAt: now, problem: null }),
      tags: null,
      clock,
      freshMs: 10 * 60_000,
      staleMs: 24 * 3_600_000,
    }),
    triageRules: async () => ({
      content: defaultRules,
      origin: "the shipped rules",
      readAt: now,
      problem: null,
    }),
    clock,
    setNow: (instant) => (now = instant),
    sha256,
    settings: {
      entity: {
        name: "Harbour Clinic",
        timeZone: "America/New_York",
        facts: {
          regimes: ["hipaa", "gdpr"],
          role: { hipaa: "covered-entity", gdpr: "controller" },
          timeZone: "America/New_York",
          establishment: { euMainEstablishment: null },
        },
        contact: {
          postalAddress: "1 Quay Street",
          tollFreePhone: "1-800-555-0100",
          email: "privacy@house.example",
          website: "https://house.example",
          dataProtectionContact: "P. Officer",
        },
      },
      groups: Object.fromEntries(
        [...roles, "fallback" as const].map((role) => [role, role]),
      ) as AppContext["settings"]["groups"],
      publicUrl: "https://tocsin.example",
      linkKey: new Uint8Array(32).fill(7),
      policy: defaultPolicy,
      timeZoneData: "2026a",
      local: null,
    },
  };
}

export const crowd = (groupId: string, count: number): readonly Recipient[] =>
  Array.from({ length: count }, (_, index) => ({
    personId: `${groupId}-${index}`,
    name: `Person ${index}`,
    address: `${groupId}-${index}@house.example`,
    via: [groupId],
  }));

/** Wakes nobody: the bench takes each step itself. */
export const silentOrchestrator: Orchestrator = {
  wake: async () => undefined,
  wakeCourier: async () => undefined,
  repair: async () => false,
};
