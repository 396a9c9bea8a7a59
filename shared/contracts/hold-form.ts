/**
 * The form about a request of law enforcement to wait (45 CFR 164.412), for people and programs alike.
 *
 * | action | fields |
 * |--------|--------|
 * | place  | `form` oral, written; `statedAt`; `until` (a date, or a moment; blank: no time was named); `officialIdentity`; `agency`; `documentRef` |
 * | extend | `holdId` and the same: a further statement about the same hold |
 * | lift   | `holdId`; `liftedAt` (blank: now); `reason` |
 *
 * `confirm` on the second post, after the preview: yes records, no shows the form again.
 */
import { z } from "zod";
import type { HoldId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import type { LawEnforcementHold } from "../domain/law/facts.ts";
import { choice, momentOrDay, pastMoment, words, yesNo } from "./form-fields.ts";
import type { FormContext } from "./stated-facts.ts";

export type HoldPost = { readonly confirmed: boolean } & (
  | { readonly action: "place"; readonly statement: LawEnforcementHold }
  | { readonly action: "extend"; readonly holdId: HoldId; readonly statement: LawEnforcementHold }
  | { readonly action: "lift"; readonly holdId: HoldId; readonly liftedAt: Instant; readonly reason: string }
);

export const holdForm = (context: FormContext) =>
  z
    .object({
      action: choice(["place", "extend", "lift"], "Place, extend or lift a hold."),
      holdId: words,
      form: choice(["oral", "written"], "Say whether it was stated in writing or by word of mouth."),
      statedAt: pastMoment(context),
      until: momentOrDay(context),
      officialIdentity: words,
      agency: words,
      documentRef: words,
      liftedAt: pastMoment(context),
      reason: words,
      confirm: yesNo("Look at the preview again."),
    })
    .transform((typed, check): HoldPost => {
      const complain = (field: string, message: string): void =>
        check.addIssue({ code: "custom", message, path: field === "" ? [] : [field] });
      const confirmed = typed.confirm === true;
      const holdId = typed.holdId ?? "";
      if (typed.action === null) complain("", "Place, extend or lift a hold.");
      if (typed.action !== "place" && holdId === "") complain("", "Say which hold this is about.");
      if (typed.action === "lift") {
        if (typed.reason === null) complain("reason", "Say who lifted the hold, and how.");
        const liftedAt = typed.liftedAt ?? context.now;
        return { action: "lift", confirmed, holdId, liftedAt, reason: typed.reason ?? "" };
      }
      if (typed.form === null) complain("form", "Say whether it was stated in writing or by word of mouth.");
      if (typed.statedAt === null)
        complain("statedAt", "Write when it was stated, such as 2026-11-24 03:12.");
      if (typed.officialIdentity === null)
        complain("officialIdentity", "Name the official: the law asks for the identity to be documented.");
      const statement = statementIn(typed, context.now);
      if (typed.action === "extend") return { action: "extend", confirmed, holdId, statement };
      return { action: "place", confirmed, statement };
    });

function statementIn(
  typed: {
    readonly form: "oral" | "written" | null;
    readonly statedAt: Instant | null;
    readonly until: string | null;
    readonly officialIdentity: string | null;
    readonly agency: string | null;
    readonly documentRef: string | null;
  },
  now: Instant,
): LawEnforcementHold {
  const { until, officialIdentity, agency, documentRef } = typed;
  return {
    form: typed.form ?? "oral",
    statedAt: typed.statedAt ?? now,
    ...(until !== null && { until }),
    ...(officialIdentity !== null && { officialIdentity }),
    ...(agency !== null && { agency }),
    ...(documentRef !== null && { documentRef }),
  };
}
