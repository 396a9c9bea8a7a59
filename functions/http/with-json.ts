import { problemResponse } from "./responses.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { isFromHere } from "./posted.ts";

/**
 * For programs in which a person is signed in, such as the command line: they post JSON under /api/. A page of
 * another site can send forms along with somebody's cookie, but JSON only after asking us first (CORS), which we never
 * allow; so the type of the content stands where a form has its token.
 */
export async function withJson(
  context: RequestContext,
  handler: (content: unknown) => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { appContext, request, posted } = context;
  if (!isFromHere(appContext, request))
    return problemResponse(403, "Not from here", "A page of another site sent this. Nothing was changed.");
  if (!(request.headers.get("content-type") ?? "").startsWith("application/json"))
    return problemResponse(415, "Not JSON", "Send JSON, as application/json. Nothing was changed.");
  if (posted?.json === undefined)
    return problemResponse(400, "Not JSON", "The content is not JSON, or too long. Nothing was changed.");
  return handler(posted.json);
}
