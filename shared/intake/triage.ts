import type { RuleOutcome, TriageRule } from "../contracts/intake-rules.ts";
import type { Alert, DataClassification } from "../domain/alert/alert.ts";
import { type RuleSubject, type Test, asksFor, testOf } from "./rule-conditions.ts";

export interface TriageContext {
  /** Of the alert's resources together. */
  readonly classification: DataClassification;
  /** Asked in order; the first that matches decides. */
  readonly rules: readonly TriageRule[];
  /** Keys of open cases, own and correlated, within the window that the caller joins over. */
  readonly openCaseKeys?: ReadonlySet<string>;
  /** Whether a drill is on, so that a vendor's sample alert may walk the whole path. */
  readonly drill?: boolean;
}

export interface TriageDecision {
  readonly outcome: RuleOutcome;
  /** Id of the rule that decided, or of the promise that overruled it. */
  readonly rule: string;
  readonly reason: string;
  /** An opened case is to be a drill. */
  readonly drill: boolean;
}

/**
 * What is to be done about an alert, and why. Two promises hold whatever the rules say, because the rules are an
 * operator's: one thing never opens a second case, and a sample alert opens none but a drill.
 */
export function triage(alert: Alert, context: TriageContext): TriageDecision {
  const subject: RuleSubject = {
    alert,
    classification: context.classification,
    openCase: openCaseOf(alert, context.openCaseKeys),
    drill: context.drill ?? false,
  };
  const drill = alert.simulated && subject.drill;
  const rule = firstMatch(context.rules, subject);
  if (!rule)
    return {
      outcome: "watch",
      rule: "no-rule",
      reason: "No rule speaks of it, so it is kept in view.",
      drill,
    };
  if (rule.outcome === "open" && subject.openCase === "same") {
    return {
      outcome: "correlate",
      rule: "one-case-each",
      reason: `Rule ${rule.id} would open a case, but this very thing has one open.`,
      drill,
    };
  }
  if (rule.outcome === "open" && alert.simulated && !drill) {
    return {
      outcome: "watch",
      rule: "samples-only-drill",
      reason: `Rule ${rule.id} would open a case, but this is a sample alert and no drill is on.`,
      drill,
    };
  }
  if (rule.outcome === "correlate" && subject.openCase === null) {
    return {
      outcome: "watch",
      rule: rule.id,
      reason: `${rule.reason} No open case shares a key with it, so it is kept in view.`,
      drill,
    };
  }
  return { outcome: rule.outcome, rule: rule.id, reason: reasonOf(rule, subject), drill };
}

/** A case that was opened over data that nobody has classified says so: that is what a person will ask first. */
function reasonOf(rule: TriageRule, { alert, classification }: RuleSubject): string {
  if (rule.outcome !== "open" || classification !== "unknown" || !asksFor(rule.when, "classification"))
    return rule.reason;
  const when = alert.severity === "high" ? "at high severity" : "here";
  return `${rule.reason} What it holds is unknown, and unknown counts as classified ${when}.`;
}

function openCaseOf(alert: Alert, open: ReadonlySet<string> | undefined): RuleSubject["openCase"] {
  if (open === undefined || open.size === 0) return null;
  if (alert.keys.some((key) => open.has(key))) return "same";
  return alert.correlates.some((key) => open.has(key)) ? "related" : null;
}

/** Made ready once for each list of rules; a new list (hot configuration) is a new key, and the old one is forgotten. */
const testsByRules = new WeakMap<readonly TriageRule[], readonly Test[]>();

function firstMatch(rules: readonly TriageRule[], subject: RuleSubject): TriageRule | undefined {
  let tests = testsByRules.get(rules);
  if (!tests) {
    tests = rules.map((rule) => testOf(rule.when));
    testsByRules.set(rules, tests);
  }
  const asked = { subject, values: new Map<string, readonly string[]>() };
  for (let index = 0; index < rules.length; index += 1) if (tests[index]?.(asked)) return rules[index];
  return undefined;
}
