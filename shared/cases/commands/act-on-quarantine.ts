import type { FormFields } from "../../contracts/forms.ts";
import { readForm } from "../../contracts/forms.ts";
import { quarantineForm } from "../../contracts/quarantine-forms.ts";
import type { FormState } from "../../contracts/views.ts";
import type { Quarantined } from "../../domain/alert/quarantine.ts";
import { textOfBody } from "../../intake/body-text.ts";
import { bodyBytesMax } from "../../intake/read-body.ts";
import type { Orchestrator } from "../../ports/orchestrator.ts";
import type { Principal } from "../access.ts";
import type { AppContext } from "../app-context.ts";
import { dismiss, resubmit } from "./resubmit.ts";
import type { Acted } from "./resubmit.ts";

export type QuarantineAnswer =
  | Acted
  /** What was posted cannot be used: the form again, with what was typed and what is wrong with it. */
  | { readonly ok: false; readonly form: FormState };

/** Reads what a person wants done about something in quarantine, and does it. Throws TransientFailure. */
export async function actOnQuarantine(
  appContext: AppContext,
  orchestrator: Orchestrator,
  principal: Principal,
  asked: {
    readonly item: Quarantined;
    readonly fields: FormFields;
    readonly isForm: boolean;
  },
): Promise<QuarantineAnswer> {
  const { item, fields, isForm } = asked;
  const { quarantineId } = item;
  // What is larger than what intake reads was edited elsewhere, if at all.
  const isReadable = item.original.bytes <= bodyBytesMax;
  const kept = isReadable ? await appContext.originals.read(item.original.digest) : undefined;
  const text = kept && textOfBody(kept);
  const read = readForm(quarantineForm({ original: text?.ok ? text.text : null, isForm }), fields);
  if (!read.ok) return read;
  const { action, reason, edited } = read.value;
  if (action === "dismiss") return dismiss(appContext, principal, { quarantineId, reason });
  const bytes = edited === null ? null : new TextEncoder().encode(edited);
  return resubmit(appContext, orchestrator, principal, { quarantineId, edited: bytes, reason });
}
