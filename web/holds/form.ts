import { readForm } from "../../shared/contracts/forms.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import { holdForm } from "../../shared/contracts/hold-form.ts";
import type { HoldPost } from "../../shared/contracts/hold-form.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import type { HoldCommand } from "../../shared/domain/case/hold-command.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { formContext } from "../chrome/form-values.ts";

export type ReadHold =
  /** The form again, as it was typed. */
  | { readonly ok: false; readonly form: FormState }
  /** `confirmed`: the person has seen what would move and wants it recorded. */
  | { readonly ok: true; readonly command: HoldCommand; readonly confirmed: boolean };

/** Reads what was posted about a hold, by a form or, with the same fields, by a program. */
export function readHoldForm(state: CaseState, fields: FormFields, now: Instant): ReadHold {
  // "Change it" on the preview.
  if (fields["confirm"] === "no") return { ok: false, form: { values: fields, errors: [] } };
  const read = readForm(holdForm(formContext(state, now)), fields);
  return read.ok ? { ok: true, command: commandOf(read.value), confirmed: read.value.confirmed } : read;
}

function commandOf(post: HoldPost): HoldCommand {
  switch (post.action) {
    case "place":
      return { kind: "placeHold", statement: post.statement };
    case "extend":
      return { kind: "extendHold", holdId: post.holdId, statement: post.statement };
    case "lift":
      return { kind: "liftHold", holdId: post.holdId, liftedAt: post.liftedAt, reason: post.reason };
  }
}
