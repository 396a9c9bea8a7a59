/** Bodies of the entries that tell of a case as a whole: its alerts, facts, awareness, holds, clocks and its end. */
import { z } from "zod";
import type { Facts, LawEnforcementHold } from "../../domain/law/facts.ts";
import { awarenessSources } from "../../domain/case/vocabulary.ts";
import { alert, instant, list, milestone, record, why } from "./parts.ts";

const isRecord = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value);
/** Facts have a schema of their own where they come in; in the ledger also what no rule reads stays as it came. */
const facts = z.custom<Facts>(isRecord, "an object of facts");
/** Facts that became known or were corrected; the others stay as they are. */
export const factsPatch = z.custom<Partial<Facts>>(isRecord, "an object of facts");

const clock = {
  obligationId: z.string(),
  title: z.string(),
  citation: z.string(),
  clockStart: z.string().nullable(),
  /** Null: owed without a number in the law ("without undue delay"). */
  due: instant.nullable(),
  notBefore: instant.nullable(),
  latestArguable: instant.nullable(),
  /** The states or authorities that each want a notice of their own; left out where the duty knows no such thing. */
  jurisdictions: list(z.string()).exactOptional(),
  /** Version of the rule and of the time-zone data that were used. */
  rule: record({ validFrom: z.string(), textAsOf: z.string(), timeZoneData: z.string() }),
};
/** A clock as computed, with the inputs by which anybody can compute it again: facts stand in earlier entries. */
export const clockReading = record(clock);

/** The law's own type, member by member: what the engine may be given is what an entry may hold. */
const statement = record({
  form: z.enum(["oral", "written"]),
  statedAt: z.string(),
  until: z.string().nullable().exactOptional(),
  official: z.string().exactOptional(),
  officialIdentity: z.string().exactOptional(),
  agency: z.string().exactOptional(),
  documentRef: z.string().exactOptional(),
  holdId: z.string().exactOptional(),
} satisfies { [Member in keyof LawEnforcementHold]-?: z.ZodType<LawEnforcementHold[Member]> });

export const caseBodies = {
  caseOpened: record({
    alert,
    rule: z.string(),
    reason: z.string(),
    /** Four letters or digits that people can say on the phone. */
    code: z.string(),
    entity: record({ name: z.string(), timeZone: z.string() }),
    facts,
    drill: z.boolean(),
  }),
  alertJoined: record({
    alert,
    reason: z.string(),
    /** What it tells that the case did not know, in words; left out where that is nothing. */
    news: list(z.string()).exactOptional(),
  }),
  /** An alert that opened no case. */
  alertTriaged: record({
    alert,
    outcome: z.enum(["watch", "ignore"]),
    rule: z.string(),
    reason: z.string(),
  }),
  factsChanged: record({ set: factsPatch, reason: z.string() }),
  /** A moment from which somebody may have been aware. Until a person decides, the earliest of them governs. */
  awarenessProposed: record({
    proposalId: z.string(),
    awareAt: instant,
    source: z.enum(awarenessSources),
    reason: z.string(),
  }),
  /** Locked from here on: it may be decided anew for an earlier moment, never for a later one. */
  awarenessDecided: record({
    awareAt: instant,
    proposalId: z.string(),
    questionId: z.string(),
    reason: z.string(),
  }),
  /** Law enforcement has asked to wait. */
  holdPlaced: record({ holdId: z.string(), statement }),
  /** A further statement about the same hold. */
  holdExtended: record({ holdId: z.string(), statement }),
  holdLifted: record({ holdId: z.string(), liftedAt: instant, reason: z.string() }),
  clockOpened: record({ ...clock, why }),
  clockMoved: record({ ...clock, from: instant.nullable(), why }),
  clockWithdrawn: record({ obligationId: z.string(), why }),
  milestoneStruck: record({ obligationId: z.string(), milestone, due: instant }),
  obligationMet: record({
    obligationId: z.string(),
    metAt: instant,
    how: z.enum(["delivered", "filed", "recorded"]),
    reference: z.string().nullable(),
    late: z.boolean(),
    reason: z.string().nullable(),
  }),
  caseClosed: record({ outcome: z.enum(["notified", "no-breach"]), reason: z.string() }),
  caseReopened: record({ reason: z.string() }),
};
