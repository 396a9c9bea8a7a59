import { caseOf } from "../../shared/cases/queries/read-case.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import type { PageFrame } from "../../shared/contracts/views.ts";
import { messageAnswer, problemAnswer, wantsJson } from "./responses.ts";
import type { Answer, Visit } from "./route.ts";

/** The case that the address names, or the page that says that there is none. */
export async function withCase(visit: Visit, handler: (found: ReadCase) => Promise<Answer>): Promise<Answer> {
  const found = await caseOf(visit.appContext, visit.request.params["caseId"] ?? "");
  return found ? handler(found) : noSuchCase(visit);
}

export function noSuchCase(visit: Visit): Answer {
  if (wantsJson(visit.path)) return problemAnswer(404, "No such case", "There is no case of that id.");
  const { path, visitor } = visit;
  return messageAnswer({ desk: visit, path, visitor }, 404, { kind: "not-found", title: "No such case" });
}

export const caseFrame = (
  { appContext, path, visitor }: Visit,
  { state }: Pick<ReadCase, "state">,
  about: { readonly title: string; readonly csrf?: string; readonly path?: string },
): PageFrame =>
  pageFrame(appContext.settings, { now: appContext.clock.now(), path, visitor, state, ...about });
