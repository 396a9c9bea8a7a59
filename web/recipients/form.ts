import type { FormFields } from "../../shared/contracts/forms.ts";

/** What nobody is to be written to about, and why; "" where the form does not say. */
export const readWaiverForm = (
  fields: FormFields,
): { readonly purposeKey: string; readonly reason: string } => ({
  purposeKey: textOf(fields["purpose"]),
  reason: textOf(fields["reason"]),
});

const textOf = (given: FormFields[string] | undefined): string =>
  typeof given === "string" ? given.trim() : "";
