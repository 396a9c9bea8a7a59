/**
 * What a program posts as JSON for the person who is signed in. It says the same as a form does and is read by the same
 * readers: `answerFields` makes the form's fields of it.
 */
import { z } from "zod";
import type { FormFields } from "./forms.ts";
import { factShape } from "./stated-facts.ts";
import type { FormContext } from "./stated-facts.ts";

const value = z.union(
  [
    z.string(),
    z.number(),
    z.boolean(),
    z.array(z.string()),
    z.record(z.string(), z.number()),
    z.null().transform(() => ""),
  ],
  { error: "must be text, a number, true or false, a list of words, or numbers by place" },
);

export const AnswerPost = z.strictObject({
  answer: z.string({ error: "must be one of the answers that the question takes" }),
  reason: z.string({ error: "must be text" }).default(""),
  /** Of the text that was shown, where the question is about one. */
  digest: z.string({ error: "must be text" }).exactOptional(),
  reference: z.string({ error: "must be text" }).exactOptional(),
  filedAt: z.string({ error: "must be a date and time" }).exactOptional(),
  /** Further fields of the question's form, such as the facts that the answer establishes. */
  set: z.record(z.string(), value).default({}),
});
export type AnswerPost = z.output<typeof AnswerPost>;

export const FactsPost = z.strictObject({
  set: z.record(z.string(), z.unknown(), { error: "must be an object of facts" }),
  reason: z.string({ error: "must be text" }).default(""),
  /** False: show what would move, write nothing. */
  record: z.boolean({ error: "must be true or false" }).default(false),
});

const text = z.string({ error: "must be text" }).exactOptional();
export const HoldPost = z.strictObject({
  action: z.enum(["place", "extend", "lift"], { error: "must be place, extend or lift" }),
  holdId: text,
  form: text,
  statedAt: text,
  until: text,
  officialIdentity: text,
  agency: text,
  documentRef: text,
  liftedAt: text,
  reason: text,
  /** False: show what would move, write nothing. */
  record: z.boolean({ error: "must be true or false" }).default(false),
});

export const WaivePost = z.strictObject({
  /** As the list of recipients names it, such as `question:is-breach-1:0`. */
  purpose: z.string({ error: "must be the key of a purpose, such as question:is-breach-1:0" }),
  reason: z.string({ error: "must be text" }).default(""),
});

export const ReopenPost = z.strictObject({ reason: z.string({ error: "must be text" }).default("") });

export interface PostProblem {
  /** Name of what is wrong; "" for the whole. */
  readonly path: string;
  readonly message: string;
}

export function readPost<Post>(
  schema: z.ZodType<Post>,
  content: unknown,
): { readonly ok: true; readonly post: Post } | { readonly ok: false; readonly problem: PostProblem } {
  const read = schema.safeParse(content);
  if (read.success) return { ok: true, post: read.data };
  const issue = read.error.issues[0];
  const path = (issue?.path ?? []).map(String).join(".");
  return {
    ok: false,
    problem: { path, message: `${path || "The content"} ${issue?.message ?? "is wrong"}` },
  };
}

/** Fields of the questions' forms beside the facts. */
const otherFields = [
  "factorNatureAndExtent",
  "factorUnauthorizedPerson",
  "factorAcquiredOrViewed",
  "factorMitigation",
  "awareness",
  "awarenessReason",
];

/** The form that says what the program said. A field that no form has would be lost without a word: it is refused. */
export function answerFields(
  { set, ...post }: AnswerPost,
  context: FormContext,
):
  { readonly ok: true; readonly fields: FormFields } | { readonly ok: false; readonly problem: PostProblem } {
  const known = new Set([...Object.keys(factShape(context)), ...otherFields]);
  const unknown = Object.keys(set).find((name) => !known.has(name));
  if (unknown !== undefined)
    return {
      ok: false,
      problem: {
        path: unknown,
        message: `${unknown} is no field of an answer; record it as a fact of the case.`,
      },
    };
  const stated = Object.entries(set).map(([name, given]) => [name, asTyped(given)]);
  return { ok: true, fields: { ...(Object.fromEntries(stated) as FormFields), ...post } };
}

function asTyped(given: z.output<typeof value>): string | readonly string[] {
  if (typeof given === "boolean") return given ? "yes" : "no";
  if (typeof given === "number") return String(given);
  if (typeof given === "string") return given;
  if (isList(given)) return given;
  return Object.entries(given)
    .map(([place, people]) => `${place} ${people}`)
    .join("\n");
}

const isList = (given: unknown): given is readonly string[] => Array.isArray(given);
