import { boardOf } from "../../shared/cases/queries/board.ts";
import { boardView } from "../../shared/cases/views/board.ts";
import { pageFrame } from "../../shared/cases/views/frame.ts";
import { boardPage } from "../../web/board/page.ts";
import { pageAnswer } from "./answers.ts";
import { route, signedIn } from "./door.ts";

export const board = signedIn(async ({ appContext, visitor, path }) => {
  const frame = pageFrame(appContext.settings, {
    title: "Cases",
    now: appContext.clock.now(),
    path,
    visitor,
  });
  return pageAnswer(boardPage(boardView(await boardOf(appContext), { frame, visitor })));
});

// The host has no word for the root but this one; a plain empty route means "named like the function".
route("board", { path: "{ignored:maxlength(0)?}", methods: ["GET", "HEAD"] }, board);
