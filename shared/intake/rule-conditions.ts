import type { FieldCondition, RuleCondition, Scalar } from "../contracts/intake-rules.ts";
import type { Alert, AlertSeverity, DataClassification } from "../domain/alert/alert.ts";
import { resourceTypeOf } from "./resource-ids.ts";

/** What a rule may ask about: the alert, and what is known beside it. */
export interface RuleSubject {
  readonly alert: Alert;
  readonly classification: DataClassification;
  readonly openCase: "same" | "related" | null;
  readonly drill: boolean;
}

/** The subject of one decision, with its fields read once each, however many rules ask. */
export interface Asked {
  readonly subject: RuleSubject;
  readonly values: Map<string, readonly string[]>;
}

export type Test = (asked: Asked) => boolean;

const severityOrder: readonly AlertSeverity[] = ["informational", "low", "medium", "high"];

/** A condition made ready to be asked often. Rules come from files of an operator, so nesting is bounded here too. */
export function testOf(condition: RuleCondition, depth = 0): Test {
  if (depth > 20)
    throw new Error("A triage rule's conditions are nested more than 20 deep; make two rules of it.");
  if ("all" in condition) {
    const tests = condition.all.map((each) => testOf(each, depth + 1));
    return (asked) => tests.every((test) => test(asked));
  }
  if ("any" in condition) {
    const tests = condition.any.map((each) => testOf(each, depth + 1));
    return (asked) => tests.some((test) => test(asked));
  }
  if ("not" in condition) {
    const test = testOf(condition.not, depth + 1);
    return (asked) => !test(asked);
  }
  return fieldTest(condition);
}

/** Whether the answer may depend on that field. */
export function asksFor(condition: RuleCondition, field: string): boolean {
  if ("all" in condition) return condition.all.some((each) => asksFor(each, field));
  if ("any" in condition) return condition.any.some((each) => asksFor(each, field));
  return "not" in condition ? asksFor(condition.not, field) : condition.field === field;
}

function fieldTest(condition: FieldCondition): Test {
  const read = readerOf(condition.field);
  const checks = checksOf(condition);
  const { present } = condition;
  return (asked) => {
    let values = asked.values.get(condition.field);
    if (values === undefined) {
      values = read(asked.subject);
      asked.values.set(condition.field, values);
    }
    if (present !== undefined && values.length > 0 !== present) return false;
    return checks.length === 0 || values.some((value) => checks.every((check) => check(value)));
  };
}

function checksOf(condition: FieldCondition): readonly ((value: string) => boolean)[] {
  const checks: ((value: string) => boolean)[] = [];
  if (condition.is !== undefined) {
    const wanted = new Set(listOf(condition.is).map(foldedText));
    checks.push((value) => wanted.has(value));
  }
  const inside = listOf(condition.contains).map(foldedText);
  if (inside.length > 0) checks.push((value) => inside.some((part) => value.includes(part)));
  const heads = listOf(condition.startsWith).map(foldedText);
  if (heads.length > 0) checks.push((value) => heads.some((part) => value.startsWith(part)));
  const tails = listOf(condition.endsWith).map(foldedText);
  if (tails.length > 0) checks.push((value) => tails.some((part) => value.endsWith(part)));
  if (condition.atLeast !== undefined) {
    const least = severityOrder.indexOf(condition.atLeast);
    checks.push((value) => severityOrder.indexOf(value as AlertSeverity) >= least);
  }
  return checks;
}

function listOf<T extends Scalar>(value: T | readonly T[] | undefined): readonly T[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly T[]) : [value as T];
}

function foldedText(value: Scalar): string {
  return String(value).toLowerCase();
}

const none: readonly string[] = [];

/** Values of a field as folded texts; none where the field is absent. */
function readerOf(field: string): (subject: RuleSubject) => readonly string[] {
  switch (field) {
    case "classification":
      return ({ classification }) => [classification];
    case "openCase":
      return ({ openCase }) => (openCase === null ? [] : [openCase]);
    case "drill":
      return ({ drill }) => [String(drill)];
    case "resourceTypes":
      return ({ alert }) => alert.resources.flatMap((id) => resourceTypeOf(id) ?? []);
    default: {
      // Custom properties are kept in lower case, however their authors and the rule spell them.
      const path = (field.startsWith("hints.") ? field.toLowerCase() : field).split(".");
      const [own] = path as [keyof Alert];
      if (path.length === 1) return ({ alert }) => (Object.hasOwn(alert, own) ? textsOf(alert[own]) : none);
      return ({ alert }) => textsOf(valueAt(alert, path));
    }
  }
}

function valueAt(alert: Alert, path: readonly string[]): unknown {
  let value: unknown = alert;
  for (const name of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return value;
}

function textsOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return none;
  if (typeof value === "string") return value === "" ? none : [value.toLowerCase()];
  if (typeof value === "number" || typeof value === "boolean") return [String(value)];
  return Array.isArray(value) ? (value as unknown[]).flatMap(memberTexts) : [];
}

/** Members of a list are texts, or counted kinds of entities. */
function memberTexts(member: unknown): readonly string[] {
  if (typeof member === "object" && member !== null && "kind" in member) return textsOf(member.kind);
  return Array.isArray(member) ? [] : textsOf(member);
}
