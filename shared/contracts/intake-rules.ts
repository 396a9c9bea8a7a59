import { z } from "zod";
import type { AlertSeverity } from "../domain/alert/alert.ts";
import { isRuleField } from "./rule-fields.ts";

/**
 * Triage rules as an operator writes them, in YAML or JSON. The shipped defaults have the same shape, so a file may
 * start as a copy of them.
 */
export type Scalar = string | number | boolean;

/**
 * A condition on one field of an alert, named by its path: `severity`, `tactics`, `policy.complianceState`,
 * `hints.team`. Besides the alert's own fields there are `classification` (phi, eu-personal, both, neither,
 * unknown), `resourceTypes`, `openCase` (`same` or `related`, absent where none is open) and `drill`. Texts are compared
 * without regard to case; of a list one matching member is enough.
 */
export interface FieldCondition {
  readonly field: string;
  readonly is?: Scalar | readonly Scalar[];
  readonly contains?: string | readonly string[];
  readonly startsWith?: string | readonly string[];
  readonly endsWith?: string | readonly string[];
  /** For `severity` only; an unknown severity is never "at least" anything. */
  readonly atLeast?: Exclude<AlertSeverity, "unknown">;
  readonly present?: boolean;
}

export type RuleCondition =
  | FieldCondition
  | { readonly all: readonly RuleCondition[] }
  | { readonly any: readonly RuleCondition[] }
  | { readonly not: RuleCondition };

export type RuleOutcome = "open" | "correlate" | "watch" | "ignore";

export interface TriageRule {
  readonly id: string;
  readonly when: RuleCondition;
  readonly outcome: RuleOutcome;
  /** One sentence for the person who asks why. */
  readonly reason: string;
}

const listMax = 500;
const text = z.string().min(1).max(500);
const texts = z.union([text, z.array(text).min(1).max(listMax)]);
const scalar = z.union([z.string().max(500), z.number(), z.boolean()]);

const fieldCondition = z
  .strictObject({
    field: z
      .string()
      .regex(
        /^[A-Za-z][A-Za-z0-9]*(?:\.[^.]{1,100}){0,3}$/,
        "a field is a path such as policy.complianceState",
      )
      .refine(isRuleField, { error: ({ input }) => `no alert has a field ${String(input)}` }),
    is: z.union([scalar, z.array(scalar).min(1).max(listMax)]).exactOptional(),
    contains: texts.exactOptional(),
    startsWith: texts.exactOptional(),
    endsWith: texts.exactOptional(),
    atLeast: z.enum(["high", "medium", "low", "informational"]).exactOptional(),
    present: z.boolean().exactOptional(),
  })
  .refine(
    (condition) => Object.keys(condition).length > 1,
    "a condition needs is, contains, startsWith, endsWith, atLeast or present",
  )
  .refine(
    ({ field, atLeast }) => atLeast === undefined || field === "severity",
    "atLeast is for severity only",
  );

const ruleCondition: z.ZodType<RuleCondition> = z.lazy(() =>
  z.union(
    [
      fieldCondition,
      z.strictObject({ all: z.array(ruleCondition).min(1).max(listMax) }),
      z.strictObject({ any: z.array(ruleCondition).min(1).max(listMax) }),
      z.strictObject({ not: ruleCondition }),
    ],
    { error: "a condition is a field with what it must be, or one of all, any and not" },
  ),
);

const triageRule = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,99}$/, "an id is lower-case words with hyphens"),
  when: ruleCondition,
  outcome: z.enum(["open", "correlate", "watch", "ignore"]),
  reason: z.string().min(1).max(1000),
});

/** A list of rules, or `{rules: [...]}`; ids are unique, since a decision is remembered by them. */
export const TriageRules: z.ZodType<readonly TriageRule[]> = z
  .preprocess(unwrapped, z.array(triageRule))
  .refine((rules) => rules.length > 0 && rules.length <= 1000, "between 1 and 1000 rules")
  .refine(
    (rules) => new Set(rules.map((rule) => rule.id)).size === rules.length,
    "two rules have the same id",
  );

/** Not a union: over a mistake inside of a rule, a union says only that neither of its members fits. */
function unwrapped(file: unknown): unknown {
  const isWrapped = typeof file === "object" && file !== null && Object.keys(file).join() === "rules";
  return isWrapped ? (file as { readonly rules: unknown }).rules : file;
}
