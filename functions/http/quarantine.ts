import { mayActOnQuarantine, mayReadQuarantine } from "../../shared/cases/access.ts";
import { actOnQuarantine } from "../../shared/cases/commands/act-on-quarantine.ts";
import { quarantinedOf } from "../../shared/cases/store/quarantine.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import {
  shownBytesMax,
  quarantineHref,
  quarantineItemView,
  quarantineListView,
} from "../../web/quarantine/view.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import type { Quarantined } from "../../shared/domain/alert/quarantine.ts";
import { quarantineItemPage, quarantinePage } from "../../web/quarantine/page.ts";
import { messageAnswer, pageAnswer, problemAnswer, redirect, wantsJson } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { Answer, Visit } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";

/** A page of all that waits would help nobody; the newest are shown, and counted are all. */
export const listMax = 200;
const settledMax = 50;

/** An edited copy travels in the form: eight megabytes, each letter of which may be escaped. */
export const quarantinePostMax = 26_000_000;

export const showQuarantine = signedIn((visit) =>
  asReader(visit, async () => {
    const { appContext, path, visitor } = visit;
    const { quarantine } = appContext;
    const [waitingTotal, waiting, settled] = await Promise.all([
      quarantine.countWaiting(),
      quarantine.list({ waiting: true, most: listMax }),
      quarantine.list({ waiting: false, most: settledMax }),
    ]);
    const frame = pageFrame(appContext.settings, {
      title: "Quarantine",
      now: appContext.clock.now(),
      path,
      visitor,
    });
    return pageAnswer(quarantinePage(quarantineListView(frame, { waitingTotal, waiting, settled })));
  }),
);

/** GET: what it is. POST: send it through intake again, as it is or edited, or dismiss it. */
export const quarantineItem = signedIn(
  (visit) =>
    withQuarantined(visit, async (item) => {
      if (!visit.posted) return itemAnswer(visit, item);
      return post(visit, item, visit.posted);
    }),
  { postedCharactersMax: quarantinePostMax },
);

/** What is there was looked at by nobody: it is not for everybody who has a part in a case. */
export async function asReader(visit: Visit, handler: () => Promise<Answer>): Promise<Answer> {
  const { path, visitor } = visit;
  if (mayReadQuarantine(visitor)) return handler();
  return forbidden(
    { desk: visit, path, visitor },
    "The quarantine is for incident commanders, operators and auditors.",
  );
}

export const withQuarantined = (
  visit: Visit,
  handler: (item: Quarantined) => Promise<Answer>,
): Promise<Answer> =>
  asReader(visit, async () => {
    const found = await quarantinedOf(visit.appContext, visit.request.params["quarantineId"] ?? "");
    if (found) return handler(found.item);
    const { path, visitor } = visit;
    if (wantsJson(path)) return problemAnswer(404, "Not in quarantine", "Nothing is there under that id.");
    return messageAnswer({ desk: visit, path, visitor }, 404, {
      kind: "not-found",
      title: "Not in quarantine",
      next: { label: "To the quarantine", href: "/quarantine" },
    });
  });

const purposeOf = ({ quarantineId }: Quarantined): string => `quarantine:${quarantineId}`;

async function itemAnswer(visit: Visit, item: Quarantined, form?: FormState, status = 200): Promise<Answer> {
  const { appContext, path, visitor } = visit;
  const content = await appContext.originals.read(item.original.digest, shownBytesMax);
  const mayAct = mayActOnQuarantine(visitor) !== undefined;
  const csrf = mayAct ? await formToken(appContext, visitor.personId, purposeOf(item)) : null;
  const frame = pageFrame(appContext.settings, {
    title: "A payload that could not be read",
    now: appContext.clock.now(),
    path,
    visitor,
    csrf,
  });
  const blank: FormState = { values: {}, errors: [] };
  return pageAnswer(
    quarantineItemPage(quarantineItemView(item, { frame, content, form: mayAct ? (form ?? blank) : null })),
    status,
  );
}

async function post(visit: Visit, item: Quarantined, posted: Posted): Promise<Answer> {
  const { appContext, orchestrator, path, visitor, request } = visit;
  const { personId } = visitor;
  if (!mayActOnQuarantine(visitor))
    return forbidden({ desk: visit, path, visitor }, "Only incident commanders and operators act on this.");
  if (!(await isOurForm(appContext, request, { personId, purpose: purposeOf(item), posted })))
    return forbidden(
      { desk: visit, path, visitor },
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );
  const { fields } = posted;
  const acted = await actOnQuarantine(appContext, orchestrator, visitor, {
    item,
    fields,
    isForm: true,
  });
  if (acted.ok) return redirect(303, quarantineHref(item.quarantineId));
  if ("form" in acted) return itemAnswer(visit, item, acted.form, 422);
  const errors = [{ field: "", message: acted.error.message }];
  return itemAnswer(visit, item, { values: fields, errors }, 409);
}

route("quarantine", { path: "quarantine", methods: ["GET", "HEAD"] }, showQuarantine);
route(
  "quarantine-item",
  { path: "quarantine/{quarantineId}", methods: ["GET", "HEAD", "POST"] },
  quarantineItem,
);
