import type { FormFields } from "../../shared/contracts/forms.ts";

/** Why a message is sent again; "" where the form does not say. */
export function readResendForm(fields: FormFields): string {
  const given = fields["reason"];
  return typeof given === "string" ? given.trim() : "";
}
