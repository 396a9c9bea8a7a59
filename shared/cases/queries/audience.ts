import type { CaseState, Question } from "../../domain/case/state.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { AppContext } from "../app-context.ts";

/**
 * How many people would get the notice that a question is about, as the directory stands now. Null where it is about
 * none, or the directory does not answer: a page says the number if it can, and is not held up by it.
 */
export async function audienceSize(
  appContext: AppContext,
  state: CaseState,
  question: Question,
): Promise<number | null> {
  if (question.question !== "approve-notice" || question.noticeId === null) return null;
  const notice = state.notices[question.noticeId];
  if (!notice) return null;
  try {
    return (
      (await appContext.directory.membersOf(appContext.settings.groups[notice.audience]))?.recipients
        .length ?? null
    );
  } catch (error) {
    if (error instanceof TransientFailure) return null;
    throw error;
  }
}
