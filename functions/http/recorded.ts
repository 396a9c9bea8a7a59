import { messageResponse, redirect } from "./responses.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";

interface Recorded {
  readonly pagesMayLag: boolean;
}

const lagging = "It is recorded. The board and other lists may show it a minute later.";

/**
 * What a page answers after it recorded something: the browser goes on to `location`. Where the index could not be
 * written, the person is told first that lists lag behind.
 */
export const recordedResponse = (
  context: RequestContext,
  { pagesMayLag }: Recorded,
  location: string,
): HttpResponse =>
  pagesMayLag
    ? messageResponse(context, 200, {
        kind: "recorded",
        title: "Recorded",
        sentence: lagging,
        next: { label: "Go on", href: location },
      })
    : redirect(303, location);

/** The same for programs, beside what they are answered. */
export const recordedJson = ({ pagesMayLag }: Recorded): object =>
  pagesMayLag ? { pagesMayLag: true, note: lagging } : {};
