/** What the forms of a case are filled with: `formValuesOf`, and `formContext`, by which they are read back. */
import type { FormFields } from "../../shared/contracts/forms.ts";
import { fieldValuesOf, momentsIn } from "../../shared/contracts/stated-facts.ts";
import type { FormContext } from "../../shared/contracts/stated-facts.ts";
import { governingAwareness } from "../../shared/domain/case/awareness.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Instant } from "../../shared/domain/instants.ts";

export function formContext({ facts, entity, awareness }: CaseState, now: Instant): FormContext {
  return {
    timeZone: entity.timeZone,
    now,
    known: momentsIn(facts),
    awareness: {
      proposals: awareness.proposals.map(({ awareAt }) => awareAt),
      governing: governingAwareness(awareness),
    },
  };
}

export const formValuesOf = ({ facts, entity }: CaseState): FormFields =>
  fieldValuesOf(facts, entity.timeZone);
