import { boardOf } from "../../shared/cases/queries/board.ts";
import { boardView } from "../../web/board/view.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import { boardPage } from "../../web/board/page.ts";
import { pageResponse } from "./responses.ts";
import { route, signedIn } from "./route.ts";

export const board = signedIn(async ({ appContext, principal, path, rules }) => {
  const frame = pageFrame(appContext.settings, {
    title: "Cases",
    now: appContext.clock.now(),
    path,
    principal,
  });
  return pageResponse(boardPage(boardView(await boardOf(appContext), { frame, principal, rules })));
});

// The host has no word for the root but this one; a plain empty route means "named like the function".
route("board", { path: "{ignored:maxlength(0)?}", methods: ["GET", "HEAD"] }, board);
