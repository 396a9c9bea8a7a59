import { sha256 } from "../../shared/adapters/node-crypto/sha256.ts";
import { dutiesOf } from "../../shared/cases/duties.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { clockChanges } from "../../shared/domain/case/clock-changes.ts";
import type { ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { Command, Refusal } from "../../shared/domain/case/commands.ts";
import { decide } from "../../shared/domain/case/decide.ts";
import { nextCourierStep } from "../../shared/domain/delivery/courier-step.ts";
import type { CourierPauses, CourierStep } from "../../shared/domain/delivery/courier-step.ts";
import type { Actor, CaseAlert, CaseEvent, LedgerEntry } from "../../shared/domain/case/events.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { foldCase } from "../../shared/domain/case/evolve.ts";
import type { Facts } from "../../shared/domain/law/facts.ts";
import { nextStep } from "../../shared/domain/case/next-step.ts";
import type { CaseStep } from "../../shared/domain/case/steps.ts";
import { defaultPolicy } from "../../shared/domain/case/policy.ts";
import { sealEntry } from "../../shared/ledger/chain.ts";
import { genesis } from "../../shared/ledger/format.ts";
import { testContext } from "./app-context.ts";

/** A case told in commands: no store, no clockwork. Each step is a new story; the one before stays as it was. */
export interface CaseStory {
  readonly said: readonly LedgerEntry[];
  readonly state: CaseState;
  /** The story after a command that is taken, at that instant or one minute after the last. */
  after(command: Command, at?: Instant): CaseStory;
  /** A related alert joins. */
  joined(alert: Partial<CaseAlert>): CaseStory;
  /** Whatever clocks the facts give rise to are written down. */
  withClocks(at?: Instant): CaseStory;
  /** What the command would write, at that instant or one minute after the last. */
  decided(command: Command, at?: Instant): readonly CaseEvent[];
  refused(command: Command, at?: Instant): Refusal | undefined;
  /** What the rules make of the facts at that instant. */
  duties(at: Instant): readonly ComputedDuty[];
  next(at?: Instant): CaseStep;
  courier(at: Instant, pauses?: CourierPauses): CourierStep;
}

const person: Actor = { kind: "person", id: "p-mara", name: "Mara Lindqvist" };
export const storyAlert: CaseAlert = {
  key: "a",
  keys: ["a"],
  form: "defender.export",
  title: "Unusual export from a storage account",
  severity: "high",
  product: "Microsoft Defender for Cloud",
  resources: [],
  tactics: [],
  occurredAt: null,
  detectedAt: "2026-11-24T03:10:00.000Z",
  receivedAt: "2026-11-24T03:12:00.000Z",
  portalLink: null,
  simulated: false,
  original: { digest: "0".repeat(64), bytes: 10 },
};

export function caseStory(facts: Partial<Facts> = {}): CaseStory {
  const known: Facts = {
    regimes: ["hipaa", "gdpr"],
    role: { hipaa: "covered-entity", gdpr: "controller" },
    timeZone: "America/New_York",
    discoveredAt: "2026-11-24T03:10:00.000Z",
    awareAt: "2026-11-24T03:10:00.000Z",
    ...facts,
  };
  const opening: CaseEvent = {
    kind: "caseOpened",
    body: {
      alert: storyAlert,
      rule: "storage-with-phi",
      reason: "a resource that holds health information",
      code: "7F3K",
      entity: { name: "Harbour Clinic", timeZone: known.timeZone },
      facts: known,
      drill: false,
    },
  };
  return storyOf(sealed([], [opening], storyAlert.receivedAt));
}

function sealed(
  before: readonly LedgerEntry[],
  events: readonly CaseEvent[],
  at: Instant,
): readonly LedgerEntry[] {
  return events.reduce((entries, event) => {
    const place = { caseId: "case-a", seq: entries.length, previous: entries.at(-1)?.hash ?? genesis };
    return [...entries, sealEntry({ ...place, recordedAt: at, actor: person, event }, sha256)];
  }, before);
}

function storyOf(said: readonly LedgerEntry[]): CaseStory {
  const state = foldCase(said);
  if (!state) throw new Error("the story has no beginning");
  const last = said.at(-1)?.recordedAt ?? storyAlert.receivedAt;
  const soon = new Date(Date.parse(last) + 60_000).toISOString();
  const { settings } = testContext(() => undefined, last);
  const duties = (at: Instant) => dutiesOf({ settings }, factsOf(state), at);
  const decided = (command: Command, at: Instant = soon): readonly CaseEvent[] => {
    const answer = decide(state, command, at, defaultPolicy);
    if (!answer.ok) throw new Error(`refused: ${answer.error.message}`);
    return answer.events;
  };
  const after = (command: Command, at: Instant = soon): CaseStory =>
    storyOf(sealed(said, decided(command, at), at));
  const next = (at: Instant = soon): CaseStep => nextStep(state, duties(at), at, defaultPolicy);
  return {
    said,
    state,
    after,
    joined: (alert) =>
      after({
        kind: "joinAlert",
        alert: { ...storyAlert, ...alert, keys: [alert.key ?? storyAlert.key] },
        reason: "the same resource",
      }),
    withClocks: (at = soon) => after({ kind: "recordClocks", changes: clockChanges(state, duties(at)) }, at),
    refused: (command, at = soon) => {
      const answer = decide(state, command, at, defaultPolicy);
      return answer.ok ? undefined : answer.error;
    },
    decided,
    duties,
    courier: (at, pauses = {}) =>
      nextCourierStep(state, duties(at), { now: at, pauses, policy: defaultPolicy }),
    next: (at = soon) => {
      const step = next(at);
      return step.kind === "recordClocks" ? storyOf(said).withClocks(at).next(at) : step;
    },
  };
}
