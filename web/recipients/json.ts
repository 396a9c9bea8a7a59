/** `recipientsJson`: for programs, what nobody could be found for, and what a person decided about it. */
import type { RecipientsView } from "../../shared/contracts/views.ts";

export const recipientsJson = ({ heading, unfound, waived, lists }: RecipientsView) => ({
  caseId: heading.caseId,
  unfound,
  waived,
  lists: lists.map(({ purpose, role, source, resolvedAt, recipients, problem }) => ({
    purpose,
    role,
    source,
    resolvedAt,
    people: recipients.length,
    problem,
  })),
});
