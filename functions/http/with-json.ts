import { problemAnswer } from "./responses.ts";
import type { Answer, Visit } from "./route.ts";
import { isFromHere } from "./posted.ts";

/**
 * The door for programs in which a person is signed in, such as the command line: they post JSON under /api/. A page of
 * another site can send forms along with somebody's cookie, but JSON only after asking us first (CORS), which we never
 * allow; so the type of the content stands where a form has its token.
 */
export async function withJson(
  visit: Visit,
  handler: (content: unknown) => Promise<Answer>,
): Promise<Answer> {
  const { appContext, request, posted } = visit;
  if (!isFromHere(appContext, request))
    return problemAnswer(403, "Not from here", "A page of another site sent this. Nothing was changed.");
  if (!(request.headers.get("content-type") ?? "").startsWith("application/json"))
    return problemAnswer(415, "Not JSON", "Send JSON, as application/json. Nothing was changed.");
  if (posted?.json === undefined)
    return problemAnswer(400, "Not JSON", "The content is not JSON, or too long. Nothing was changed.");
  return handler(posted.json);
}
