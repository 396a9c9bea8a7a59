import type { FormFields } from "../../contracts/forms.ts";
import { readForm } from "../../contracts/forms.ts";
import { holdForm } from "../../contracts/hold-form.ts";
import type { HoldPost } from "../../contracts/hold-form.ts";
import type { FormState } from "../../contracts/views.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { ComputedDuty } from "../../domain/case/clock-changes.ts";
import type { Command, Refusal } from "../../domain/case/commands.ts";
import { decide } from "../../domain/case/decide.ts";
import type { Actor } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import { previewChange } from "../../domain/case/preview.ts";
import type { Principal } from "../access.ts";
import { commit } from "../store/commit.ts";
import type { Committed } from "../store/commit.ts";
import { dutiesOf, factsOf } from "../duties.ts";
import type { AppContext } from "../app-context.ts";
import { recordClocks } from "./steps.ts";
import { formContext } from "../../../web/chrome/form-values.ts";

export type HoldCommand = Extract<Command, { kind: "placeHold" | "extendHold" | "liftHold" }>;

export type HoldStated =
  | { readonly kind: "form"; readonly form: FormState }
  /** The domain says no; nothing was written. */
  | { readonly kind: "refused"; readonly error: Refusal }
  | {
      readonly kind: "read";
      readonly command: HoldCommand;
      readonly confirmed: boolean;
      /** The case and its duties as they would stand. */
      readonly after: CaseState;
      readonly duties: readonly ComputedDuty[];
    };

/** Reads what was posted about a hold, and what it would move. Writes nothing. */
export function readHold(
  appContext: AppContext,
  principal: Principal,
  { state, fields }: { readonly state: CaseState; readonly fields: FormFields },
): HoldStated {
  const now = appContext.clock.now();
  if (fields["confirm"] === "no") return { kind: "form", form: { values: fields, errors: [] } };
  const read = readForm(holdForm(formContext(state, now)), fields);
  if (!read.ok) return { kind: "form", form: read.form };
  const command = commandOf(read.value);
  const decided = decide(state, command, now, appContext.settings.policy);
  if (!decided.ok) return { kind: "refused", error: decided.error };
  const after = previewChange(state, decided.events, { now, actor: personOf(principal) });
  const duties = dutiesOf(appContext, factsOf(after), now);
  return { kind: "read", command, confirmed: read.value.confirmed, after, duties };
}

const personOf = ({ personId, name }: Principal): Actor => ({ kind: "person", id: personId, name });

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

/**
 * Writes a hold and at once the clocks that it moves, so that no message leaves between the two. May be repeated: the
 * same statement is one.
 */
export async function recordHold(
  appContext: AppContext,
  principal: Principal,
  { caseId, command }: { readonly caseId: CaseId; readonly command: HoldCommand },
): Promise<Committed> {
  const committed = await commit(appContext, caseId, personOf(principal), command);
  if (committed.ok) await recordClocks(appContext, caseId);
  return committed;
}
