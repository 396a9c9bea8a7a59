import { readForm } from "../../shared/contracts/forms.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import { quarantineForm } from "../../shared/contracts/quarantine-forms.ts";
import type { QuarantineAct } from "../../shared/contracts/quarantine-forms.ts";
import type { FormState } from "../../shared/contracts/views.ts";

/** Reads what a person wants done about something in quarantine, by a form or, with the same fields, by a program. */
export const readQuarantineForm = (
  fields: FormFields,
  about: { readonly original: string | null; readonly isForm: boolean },
): { readonly ok: true; readonly value: QuarantineAct } | { readonly ok: false; readonly form: FormState } =>
  readForm(quarantineForm(about), fields);
