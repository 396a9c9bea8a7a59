import type { FormState, PageFrame, ReopenView } from "../../shared/contracts/views.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { caseHeading } from "../chrome/case-heading.ts";

/** Undefined for a case that is open already. */
export const reopenView = (
  state: CaseState,
  { frame, form }: { readonly frame: PageFrame; readonly form: FormState },
): ReopenView | undefined =>
  state.closed ? { frame, heading: caseHeading(state), closed: state.closed, form } : undefined;
