import fc from "fast-check";
import type { CaseState, Question } from "../../shared/domain/case/state.ts";
import type { Command } from "../../shared/domain/case/commands.ts";
import type { Answer, CaseAlert, FactsPatch, QuestionKind } from "../../shared/domain/case/events.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { day, hour, startAt } from "./law-story.ts";

/** What people, law enforcement, products and time may do to a case, for tests that try them in any order. */
const official = { officialIdentity: "Special Agent R. Doe", agency: "FBI" };

export type Deed =
  | { readonly kind: "say"; readonly set: FactsPatch }
  | {
      readonly kind: "answer";
      readonly which: number;
      readonly with: number;
      readonly set: FactsPatch | null;
    }
  | {
      readonly kind: "place";
      readonly form: "oral" | "written";
      readonly agoMs: number;
      readonly days: number | null;
    }
  | {
      readonly kind: "extend";
      readonly which: number;
      readonly form: "oral" | "written";
      readonly agoMs: number;
      readonly days: number | null;
    }
  | { readonly kind: "lift"; readonly which: number; readonly agoMs: number }
  | { readonly kind: "alert"; readonly id: number; readonly agoMs: number; readonly severity: string }
  | { readonly kind: "reopen" }
  /** Everybody who is asked says yes. */
  | { readonly kind: "agree" }
  | { readonly kind: "wait"; readonly ms: number };

const moment = fc
  .integer({ min: 0, max: 40 * 24 })
  .map((hours) => new Date(Date.parse(startAt) - hours * hour).toISOString());
const people = fc.constantFrom(0, 1, 40, 499, 500, 501, 6000);
export const orUnknown = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: null, freq: 4 });
const flag = orUnknown(fc.boolean());

const facts: fc.Arbitrary<FactsPatch> = fc.oneof(
  fc.record({ affectedTotal: orUnknown(people), affectedByState: fc.record({ TX: people, NY: people }) }),
  fc.record({ affectedTotal: people }),
  fc.record({ discoveredAt: moment }),
  fc.record({ awareAt: moment }),
  fc.record({ determinedAt: orUnknown(moment), extortionPaymentAt: orUnknown(moment) }),
  fc.record({ encrypted: flag, encryptionMeetsGuidance: flag, keyCompromised: flag }),
  fc.record({ riskLevel: orUnknown(fc.constantFrom("unlikely", "risk", "high")) }),
  fc.record({ fourFactorResult: orUnknown(fc.constantFrom("low-probability", "not-low")) }),
  fc.record({
    processor: orUnknown(fc.record({ awareAt: moment, notifiedControllerAt: orUnknown(moment) })),
  }),
  fc.record({
    businessAssociate: orUnknown(
      fc.record({ discoveredAt: moment, notifiedCoveredEntityAt: orUnknown(moment), isAgent: flag }),
    ),
  }),
  fc.record({
    role: fc.record({
      hipaa: fc.constantFrom("covered-entity", "business-associate"),
      gdpr: fc.constantFrom("controller", "processor"),
    }),
  }),
  fc.record({ initialNotificationIncomplete: flag, imminentMisuse: flag }),
  fc.record({ contactInfoInsufficientFor: people, residentsInEU: flag }),
);

const statement = {
  form: fc.constantFrom("oral" as const, "written" as const),
  agoMs: fc.integer({ min: 0, max: 3 * day }),
  days: orUnknown(fc.integer({ min: 1, max: 90 })),
};
const which = fc.nat(8);
/** The first answer of each question is the one that carries a case on. */
const withAnswer = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 2, arbitrary: which });
export const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("answer" as const),
      which,
      with: withAnswer,
      set: orUnknown(facts),
    }),
  },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant("say" as const), set: facts }) },
  { weight: 5, arbitrary: fc.constant({ kind: "agree" as const }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("place" as const), ...statement }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("extend" as const), which, ...statement }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("lift" as const), which, agoMs: statement.agoMs }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("alert" as const),
      id: fc.nat(4),
      agoMs: fc.integer({ min: -hour, max: 50 * day }),
      severity: fc.constantFrom("low", "high"),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "reopen" as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.oneof(
        fc.integer({ min: 1, max: hour }),
        fc.integer({ min: 1, max: 3 * day }),
        fc.integer({ min: 1, max: 40 * day }),
      ),
    }),
  },
);

export const answersTo: Readonly<Record<QuestionKind, readonly Answer[]>> = {
  "is-breach": ["yes", "no"],
  "set-awareness": ["set"],
  "approve-notice": ["approve", "refuse"],
  "confirm-filing": ["filed", "filed-in-part", "not-yet"],
  "close-case": ["close", "keep-open"],
};

export const before = (now: Instant, ms: number): Instant => new Date(Date.parse(now) - ms).toISOString();

export function commandOf(
  state: CaseState,
  deed: Exclude<Deed, { kind: "wait" | "agree" }>,
  now: Instant,
): Command | undefined {
  switch (deed.kind) {
    case "say":
      return { kind: "changeFacts", set: deed.set, reason: "as established" };
    case "answer": {
      const open = state.questions.filter(({ status }) => status === "open");
      const question = open[deed.which % Math.max(open.length, 1)];
      const all = question ? answersTo[question.question] : [];
      const chosen = all[deed.with % Math.max(all.length, 1)];
      return question && chosen && answering(question, chosen, now, deed.set);
    }
    case "place":
    case "extend": {
      const until = deed.days === null ? null : before(now, -deed.days * day).slice(0, 10);
      const said = {
        form: deed.form,
        statedAt: before(now, deed.agoMs),
        ...official,
        ...(until && { until }),
      };
      if (deed.kind === "place") return { kind: "placeHold", statement: said };
      const hold = state.holds[deed.which % Math.max(state.holds.length, 1)];
      return hold && { kind: "extendHold", holdId: hold.holdId, statement: said };
    }
    case "lift": {
      const hold = state.holds[deed.which % Math.max(state.holds.length, 1)];
      const liftedAt = before(now, deed.agoMs);
      return hold && { kind: "liftHold", holdId: hold.holdId, liftedAt, reason: "by telephone" };
    }
    case "alert":
      return { kind: "joinAlert", alert: alertOf(deed, now), reason: "the same account" };
    case "reopen":
      return { kind: "reopen", reason: "something new was found" };
  }
}

export function answering(question: Question, answer: Answer, now: Instant, set: FactsPatch | null): Command {
  const isFiled = answer.startsWith("filed");
  return {
    kind: "answer",
    questionId: question.questionId,
    answer,
    reason: "as established",
    textDigest: question.textDigest,
    role: question.role,
    reference: isFiled ? "ref-1" : null,
    filedAt: isFiled ? now : null,
    facts: question.question === "is-breach" || question.question === "set-awareness" ? set : null,
  };
}

function alertOf({ id, agoMs, severity }: Extract<Deed, { kind: "alert" }>, now: Instant): CaseAlert {
  return {
    key: `alert-${id}`,
    keys: [`alert-${id}`],
    form: "defender-export",
    title: `Alert ${id}`,
    severity,
    product: "Microsoft Defender for Cloud",
    resources: [`/subscriptions/1/resource-${id}`],
    tactics: [],
    occurredAt: null,
    detectedAt: before(now, agoMs),
    receivedAt: now,
    portalLink: null,
    simulated: false,
    original: { digest: "0".repeat(64), bytes: 1 },
  };
}
