import type { Alert } from "../domain/alert/alert.ts";

type Members<Value> =
  NonNullable<Value> extends readonly unknown[]
    ? never
    : NonNullable<Value> extends object
      ? keyof NonNullable<Value>
      : never;

/**
 * What a triage rule may ask about an alert: null for a value or a list of values, else the members of an object. A name
 * that is not here would never match anything, so a rule that has it is refused.
 */
const alertFields = {
  source: null,
  form: null,
  class: null,
  nativeId: null,
  title: null,
  type: null,
  severity: null,
  nativeSeverity: null,
  status: null,
  conclusion: null,
  change: null,
  startedAt: null,
  times: ["started", "ended", "detected", "changed", "resolved"],
  tenant: null,
  subscription: null,
  resources: null,
  entities: null,
  tactics: null,
  techniques: null,
  product: null,
  portalLink: null,
  simulated: null,
  keys: null,
  correlates: null,
  sensitivity: ["labels", "informationTypes"],
  /** Whatever the authors of alert rules call their own. */
  hints: "any",
  policy: ["complianceState", "definitionId", "assignmentId", "setDefinitionId", "referenceId"],
  operation: ["name", "result"],
  receipt: ["messageId", "recipient", "status", "at", "detail"],
  verdict: null,
  handshake: ["validationCode", "validationUrl"],
} as const satisfies {
  readonly [Name in keyof Required<Alert>]: null | "any" | readonly Members<Alert[Name]>[];
};

/** What is known beside the alert. */
const besideFields = ["classification", "resourceTypes", "openCase", "drill"];

export function isRuleField(path: string): boolean {
  const [name = "", member, ...deeper] = path.split(".");
  if (besideFields.includes(name)) return member === undefined;
  if (!Object.hasOwn(alertFields, name)) return false;
  const members: null | "any" | readonly string[] = alertFields[name as keyof typeof alertFields];
  if (members === null) return member === undefined;
  if (member === undefined) return false;
  return members === "any" || (members.includes(member) && (deeper.length === 0 || isTime(name, deeper)));
}

/** `times.started.at`, and as the sender wrote it. */
const isTime = (name: string, [member, ...deeper]: readonly string[]): boolean =>
  name === "times" && deeper.length === 0 && (member === "at" || member === "native");
