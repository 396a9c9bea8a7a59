import { caseOf } from "../../shared/cases/queries/read-case.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import type { PageContext } from "../../web/chrome/page-context.ts";
import { messageResponse, problemResponse, wantsJson } from "./responses.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";

/** The case that the address names, or the page that says that there is none. */
export async function withCase(
  context: RequestContext,
  handler: (found: ReadCase) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const found = await caseOf(context.appContext, context.request.params["caseId"] ?? "");
  return found ? handler(found) : noSuchCase(context);
}

export function noSuchCase(context: RequestContext): HttpResponse {
  if (wantsJson(context.path)) return problemResponse(404, "No such case", "There is no case of that id.");
  return messageResponse(context, 404, { kind: "not-found", title: "No such case" });
}

/** What a page of the case is made with: its frame, its reader and the law. */
export const casePageContext = (
  { appContext, path, principal, rules }: RequestContext,
  { state }: Pick<ReadCase, "state">,
  about: { readonly title: string; readonly csrf?: string; readonly path?: string },
): PageContext => ({
  frame: pageFrame(appContext.settings, { now: appContext.clock.now(), path, principal, state, ...about }),
  principal,
  rules,
});
