import type { BrowserContext } from "playwright-core";
import { pageHeaders } from "../../web/chrome/headers.ts";
import { stylesheet } from "../../web/chrome/style.ts";

/**
 * Answers for `https://pages.test` inside the browser, with the headers of production, so that what the policy forbids
 * fails here too. `script` is the bundled live.js; without it the page runs without JavaScript.
 */
export async function servePages(
  context: BrowserContext,
  pages: (path: string) => string | undefined,
  script = "",
): Promise<void> {
  await context.route("**/*", (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/assets/tocsin.css")
      return route.fulfill({ contentType: "text/css", body: stylesheet });
    if (pathname === "/assets/live.js")
      return route.fulfill({ contentType: "text/javascript", body: script });
    const page = pages(pathname.slice(1));
    return page === undefined
      ? route.fulfill({ status: 404, body: "" })
      : route.fulfill({ status: 200, headers: { ...pageHeaders }, body: page });
  });
}
