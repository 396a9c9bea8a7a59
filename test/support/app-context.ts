import { fakeDirectory } from "../../shared/adapters/fake-directory/directory.ts";
import type { FakeDirectory } from "../../shared/adapters/fake-directory/directory.ts";
import { fakeCaseIndex } from "../../shared/adapters/fake-ledger/case-index.ts";
import { fakeQuarantineIndex } from "../../shared/adapters/fake-ledger/quarantine-index.ts";
import { fakeLedger } from "../../shared/adapters/fake-ledger/ledger.ts";
import { fakeMail } from "../../shared/adapters/fake-mail/mail.ts";
import type { FakeMail } from "../../shared/adapters/fake-mail/mail.ts";
import { fakeClassifications } from "../../shared/adapters/fake-classifications/classifications.ts";
import type { FakeClassifications } from "../../shared/adapters/fake-classifications/classifications.ts";
import { sha256 } from "../../shared/adapters/node-crypto/sha256.ts";
import type { AppContext } from "../../shared/cases/app-context.ts";
import { knownClassifications } from "../../shared/cases/known-classifications.ts";
import type { LedgerEntry, Role } from "../../shared/domain/case/events.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { defaultPolicy } from "../../shared/domain/case/policy.ts";
import { roles } from "../../shared/domain/case/vocabulary.ts";

export interface TestContext extends AppContext {
  readonly ledger: AppContext["ledger"] & { readonly all: readonly LedgerEntry[] };
  readonly mail: FakeMail;
  readonly directory: FakeDirectory;
  /** Behind `classifications`; knows nothing of any resource until it is told. */
  readonly tags: FakeClassifications;
  readonly kept: ReadonlyMap<string, { readonly bytes: Uint8Array; readonly quarantined: boolean }>;
  setNow(instant: Instant): void;
}

export const groupOf = (role: Role | "fallback"): string => `group-${role}`;
export const personOf = (role: Role | "fallback"): string => `person-${role}`;
export const addressOf = (role: Role | "fallback"): string => `${role}@house.example`;

/** A house in memory: one person in each role's group, and a clock that stands until it is set. */
export function testContext(atEnd: (check: () => void) => void, startAt: Instant): TestContext {
  let now = startAt;
  const everyone = [...roles, "fallback" as const];
  const directory = fakeDirectory(
    {
      people: everyone.map((role) => ({ id: personOf(role), name: `The ${role}`, address: addressOf(role) })),
      groups: everyone.map((role) => ({ id: groupOf(role), name: role, members: [personOf(role)] })),
    },
    atEnd,
  );
  const clock = { now: () => now };
  const tags = fakeClassifications({}, clock, atEnd);
  const kept = new Map<string, { bytes: Uint8Array; quarantined: boolean }>();
  return {
    ledger: fakeLedger(),
    index: fakeCaseIndex(),
    quarantine: fakeQuarantineIndex(),
    directory,
    mail: fakeMail(atEnd),
    originals: {
      keep: async (digest, bytes, { quarantined }) => void kept.set(digest, { bytes, quarantined }),
      read: async (digest, most) => kept.get(digest)?.bytes.subarray(0, most),
    },
    kept,
    tags,
    classifications: knownClassifications({
      registry: async () => ({ content: new Map(), origin: "no registry", readAt: now, problem: null }),
      tags,
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
        everyone.map((role) => [role, groupOf(role)]),
      ) as AppContext["settings"]["groups"],
      publicUrl: "https://tocsin.example",
      linkKey: new Uint8Array(32).fill(7),
      policy: defaultPolicy,
      timeZoneData: "2026a",
      local: null,
    },
  };
}
