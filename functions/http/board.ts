import { boardOf } from "../../shared/cases/queries/board.ts";
import { boardPage } from "../../web/board/page.ts";
import { boardView } from "../../web/board/view.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import { pageResponse } from "./responses.ts";
import { route, signedIn } from "./route.ts";

/** `?list=closed`: the closed cases; `after`: the page that follows the one that ended there. */
export const board = signedIn(async ({ appContext, principal, request, path }) => {
  const list = request.query.get("list") === "closed" ? "closed" : "open";
  const after = request.query.get("after");
  const frame = pageFrame(appContext.settings, {
    title: "Cases",
    now: appContext.clock.now(),
    path,
    principal,
  });
  const found = await boardOf(appContext, {
    roles: principal.roles,
    list,
    ...(after !== null && { after }),
  });
  const isFirst = list === "open" && after === null;
  return pageResponse(boardPage(boardView(found, { frame, principal, list, isFirst })));
});

// The host has no word for the root but this one; a plain empty route means "named like the function".
route("board", { path: "{ignored:maxlength(0)?}", methods: ["GET", "HEAD"] }, board);
