import type { ObligationRule } from "../../domain/law/rule.ts";
import { rulebook } from "../../rules/rulebook.ts";

/** The texts of law by which cases are judged, for those who show what they say and may not import the rules. */
export const currentRules: readonly ObligationRule[] = rulebook;
