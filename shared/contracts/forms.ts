/**
 * The forms that people post, field by field, and what comes of them. Names of facts are those of the rules. Every
 * form also carries `csrf`, which the receiving function checks before it looks at anything else.
 *
 * | form           | fields |
 * |----------------|--------|
 * | is-breach      | `answer` yes, no; `reason`; `awareness` and `awarenessReason` below; the fields of facts below; `factorNatureAndExtent`, `factorUnauthorizedPerson`, `factorAcquiredOrViewed`, `factorMitigation` (words); `fourFactorResult`, `riskLevel` |
 * | set-awareness  | `answer` set; `awareness`, `awareAt`; `reason` |
 * | approve-notice | `answer` approve, refuse; `digest` of the text that was shown; `reason` |
 * | confirm-filing | `answer` filed, filed-in-part, not-yet; `reference`; `filedAt`; `reason` |
 * | close-case     | `answer` close, keep-open; `reason` |
 * | facts          | the fields of facts below; `reason`; `confirm` on the second post, after the preview: yes records, no shows the form again |
 *
 * `awareness` is one of the proposed instants, or `other` for the moment in `awareAt`; left out, `awareAt` alone speaks.
 *
 * Fields of facts: `discoveredAt`, `awareAt`, `occurredAt`, `shouldHaveKnownAt` (local time of the entity),
 * `affectedTotal`, `affectedByState` ("TX 620", one a line), `affectedByCountry`, `encrypted`,
 * `encryptionMeetsGuidance`, `keyCompromised` (yes, no, or blank), `dataCategories` (may repeat), `roleHipaa`, `roleGdpr`,
 * `associateDiscoveredAt`, `associateToldUsAt`, `associateIsAgent`, `processorAwareAt`, `processorToldUsAt`,
 * `initialNotificationIncomplete`.
 * A blank field states nothing: it leaves the fact as it is.
 */
import { z } from "zod";
import type { Digest } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import { choice, pastMoment, words, yesNo } from "./form-fields.ts";
import {
  complainAboutCounts,
  factShape,
  statedFacts,
  type Complain,
  type FormContext,
  type StatedFacts,
} from "./stated-facts.ts";
import type { FormState } from "./views.ts";

export type FormFields = Readonly<Record<string, string | readonly string[]>>;

export interface FourFactors {
  readonly natureAndExtent: string | null;
  readonly unauthorizedPerson: string | null;
  readonly acquiredOrViewed: string | null;
  readonly mitigation: string | null;
}

export interface BreachAnswer {
  readonly answer: "yes" | "no";
  readonly reason: string;
  readonly facts: StatedFacts;
  readonly factors: FourFactors;
  /** Why awareness began at the moment that was chosen, where it is not the earliest. */
  readonly awarenessReason: string;
}

export interface AwarenessAnswer {
  readonly answer: "set";
  readonly awareAt: Instant;
  readonly reason: string;
}

export interface ApprovalAnswer {
  readonly answer: "approve" | "refuse";
  readonly digest: Digest;
  readonly reason: string;
}

export interface FilingAnswer {
  readonly answer: "filed" | "filed-in-part" | "not-yet";
  readonly reference: string | null;
  readonly filedAt: Instant | null;
  readonly reason: string;
}

export interface ClosingAnswer {
  readonly answer: "close" | "keep-open";
  readonly reason: string;
}

export interface FactsStatement {
  readonly facts: StatedFacts;
  readonly reason: string;
  /** False: show what would move. True: the person has seen it and wants it recorded. */
  readonly confirmed: boolean;
}

export const isBreachForm = (context: FormContext) =>
  z
    .object({
      ...factShape(context),
      answer: choice(["yes", "no"], "Answer yes or no."),
      reason: words,
      factorNatureAndExtent: words,
      factorUnauthorizedPerson: words,
      factorAcquiredOrViewed: words,
      factorMitigation: words,
      awareness: words,
      awarenessReason: words,
    })
    .transform((typed, check): BreachAnswer => {
      const complain = complainTo(check);
      complainAboutCounts(typed, complain);
      if (typed.answer === null) complain("answer", "Answer yes or no.");
      if (typed.answer === "no") {
        if (typed.reason === null) complain("reason", "Say why this is not a breach: an auditor will ask.");
        if (typed.fourFactorResult === "not-low") {
          complain(
            "fourFactorResult",
            "You judge the probability not to be low. Then the law takes it for a breach: answer yes, or change this.",
          );
        }
      }
      if (typed.fourFactorResult === "low-probability") {
        // 45 CFR 164.402(2): at least these four factors, documented.
        for (const factor of factorFields) {
          if (typed[factor] === null)
            complain(
              factor,
              "A low probability has to be shown. Write what is known about this, in a sentence.",
            );
        }
      }
      const awareAt = chosenMoment(typed, context, complain);
      const wantsWords = typed.answer === "yes" && isLaterThanGoverning(awareAt, context);
      if (wantsWords && typed.awarenessReason === null && typed.reason === null)
        complain("awarenessReason", "An earlier moment is known. Say why awareness began only then.");
      return {
        answer: typed.answer ?? "no",
        reason: typed.reason ?? "",
        awarenessReason: typed.awarenessReason ?? "",
        facts: statedFacts({ ...typed, awareAt }),
        factors: {
          natureAndExtent: typed.factorNatureAndExtent,
          unauthorizedPerson: typed.factorUnauthorizedPerson,
          acquiredOrViewed: typed.factorAcquiredOrViewed,
          mitigation: typed.factorMitigation,
        },
      };
    });

export const setAwarenessForm = (context: FormContext) =>
  z
    .object({
      awareness: words,
      awareAt: pastMoment(context, context.known?.awareAt),
      reason: words,
    })
    .transform((typed, check): AwarenessAnswer => {
      const complain = complainTo(check);
      const awareAt = chosenMoment(typed, context, complain);
      if (awareAt === null) complain("awareness", "Choose a moment, or name another one.");
      if (typed.reason === null) complain("reason", "Say why awareness began then: an auditor will ask.");
      return { answer: "set", awareAt: awareAt ?? context.now, reason: typed.reason ?? "" };
    });

/** The proposal that was ticked, or the moment that was typed instead. */
function chosenMoment(
  typed: { readonly awareness: string | null; readonly awareAt: Instant | null },
  { awareness }: FormContext,
  complain: Complain,
): Instant | null {
  if (typed.awareness === null) return typed.awareAt;
  if (typed.awareness === "other") {
    if (typed.awareAt === null)
      complain("awareAt", "Write the other moment, or choose one of those that are known.");
    return typed.awareAt;
  }
  if (typed.awareAt !== null)
    complain("awareAt", "You wrote another moment: choose “Another moment” with it, or leave this blank.");
  const known = awareness?.proposals.find((proposal) => proposal === typed.awareness);
  if (known === undefined)
    complain("awareness", "This moment is not among the proposed ones any more. Choose again.");
  return known ?? null;
}

const isLaterThanGoverning = (awareAt: Instant | null, { awareness }: FormContext): boolean =>
  awareAt !== null && awareness?.governing != null && Date.parse(awareAt) > Date.parse(awareness.governing);

const factorFields = [
  "factorNatureAndExtent",
  "factorUnauthorizedPerson",
  "factorAcquiredOrViewed",
  "factorMitigation",
] as const;

export const approvalForm = z
  .object({
    answer: choice(["approve", "refuse"], "Approve the text or refuse it."),
    digest: words,
    reason: words,
  })
  .transform((typed, check): ApprovalAnswer => {
    const complain = complainTo(check);
    if (typed.answer === null) complain("answer", "Approve the text or refuse it.");
    if (!/^[0-9a-f]{64}$/.test(typed.digest ?? ""))
      complain("", "The form has lost track of which text it was about. Open the question again.");
    if (typed.answer === "refuse" && typed.reason === null)
      complain("reason", "Say what has to change, so that the next version can be right.");
    return { answer: typed.answer ?? "refuse", digest: typed.digest ?? "", reason: typed.reason ?? "" };
  });

export const filingForm = (context: FormContext & { readonly late: boolean }) =>
  z
    .object({
      answer: choice(["filed", "filed-in-part", "not-yet"], "Say whether it has been filed."),
      reference: words,
      filedAt: pastMoment(context),
      reason: words,
    })
    .transform((typed, check): FilingAnswer => {
      const complain = complainTo(check);
      if (typed.answer === null) complain("answer", "Say whether it has been filed.");
      if ((typed.reference ?? "").length > 100) complain("reference", "Shorten this to 100 characters.");
      if (typed.answer === "filed" || typed.answer === "filed-in-part") {
        if (typed.reference === null)
          complain("reference", "Write the number that the authority gave, or how else it confirmed.");
        if (typed.filedAt === null) complain("filedAt", "Write when it was filed, such as 2026-11-24 03:12.");
        if (context.late && typed.reason === null)
          complain("reason", "It was filed after its time. Say why: the law asks for the reasons.");
      }
      return {
        answer: typed.answer ?? "not-yet",
        reference: typed.reference,
        filedAt: typed.filedAt,
        reason: typed.reason ?? "",
      };
    });

export const closingForm = z
  .object({ answer: choice(["close", "keep-open"], "Close the case or keep it open."), reason: words })
  .transform((typed, check): ClosingAnswer => {
    const complain = complainTo(check);
    if (typed.answer === null) complain("answer", "Close the case or keep it open.");
    if (typed.answer === "close" && typed.reason === null)
      complain("reason", "Say why the case can be closed: an auditor will ask.");
    return { answer: typed.answer ?? "keep-open", reason: typed.reason ?? "" };
  });

export const factsForm = (context: FormContext) =>
  z
    .object({ ...factShape(context), reason: words, confirm: yesNo("Look at the preview again.") })
    .transform((typed, check): FactsStatement => {
      const complain = complainTo(check);
      complainAboutCounts(typed, complain);
      if (typed.reason === null) complain("reason", "Say where this is known from.");
      const facts = statedFacts(typed);
      if (Object.keys(facts).length === 0) complain("", "Nothing is stated yet. Fill in at least one fact.");
      return { facts, reason: typed.reason ?? "", confirmed: typed.confirm === true };
    });

/** Reads a posted form: the answer, or the form again with its values kept and every error beside its field. */
export function readForm<Answer>(
  form: z.ZodType<Answer>,
  fields: FormFields,
): { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly form: FormState } {
  const result = form.safeParse(fields);
  if (result.success) return { ok: true, value: result.data };
  const errors = result.error.issues.map((issue) => ({
    field: String(issue.path[0] ?? ""),
    message: issue.message,
  }));
  return { ok: false, form: { values: fields, errors } };
}

/** Of the body `a=1&b=2&b=3`: a name that repeats becomes a list. */
export function formFieldsOf(params: URLSearchParams): FormFields {
  const fields: Record<string, string | readonly string[]> = Object.create(null) as Record<string, string>;
  for (const name of new Set(params.keys())) {
    const all = params.getAll(name);
    fields[name] = all.length === 1 ? (all[0] ?? "") : all;
  }
  return { ...fields };
}

/** What a program sent in a form's stead: names with one text each, or several. */
export const isFormFields = (value: unknown): value is FormFields =>
  z.record(z.string(), z.union([z.string(), z.array(z.string())])).safeParse(value).success;

const complainTo =
  (check: z.RefinementCtx): Complain =>
  (field, message) =>
    check.addIssue({ code: "custom", message, path: field === "" ? [] : [field] });
