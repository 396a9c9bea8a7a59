import type { FormFields } from "../../shared/contracts/forms.ts";

/** Why the case is opened again; "" where the form does not say. */
export function readReopenForm(fields: FormFields): string {
  const given = fields["reason"];
  return typeof given === "string" ? given.trim() : "";
}
