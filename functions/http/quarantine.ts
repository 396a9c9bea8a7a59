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
import { messageResponse, pageResponse, problemResponse, redirect, wantsJson } from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";

/** A page of all that waits would help nobody; the newest are shown, and counted are all. */
export const listMax = 200;
const settledMax = 50;

/** An edited copy travels in the form: eight megabytes, each letter of which may be escaped. */
export const quarantinePostMax = 26_000_000;

export const showQuarantine = signedIn((context) =>
  asReader(context, async () => {
    const { appContext, path, principal } = context;
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
      principal,
    });
    return pageResponse(quarantinePage(quarantineListView(frame, { waitingTotal, waiting, settled })));
  }),
);

/** GET: what it is. POST: send it through intake again, as it is or edited, or dismiss it. */
export const quarantineItem = signedIn(
  (context) =>
    withQuarantined(context, async (item) => {
      if (!context.posted) return itemResponse(context, item);
      return post(context, item, context.posted);
    }),
  { postedCharactersMax: quarantinePostMax },
);

/** What is there was looked at by nobody: it is not for everybody who has a part in a case. */
export async function asReader(
  context: RequestContext,
  handler: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  const { path, principal } = context;
  if (mayReadQuarantine(principal)) return handler();
  return forbidden(context, "The quarantine is for incident commanders, operators and auditors.");
}

export const withQuarantined = (
  context: RequestContext,
  handler: (item: Quarantined) => Promise<HttpResponse>,
): Promise<HttpResponse> =>
  asReader(context, async () => {
    const found = await quarantinedOf(context.appContext, context.request.params["quarantineId"] ?? "");
    if (found) return handler(found.item);
    const { path, principal } = context;
    if (wantsJson(path)) return problemResponse(404, "Not in quarantine", "Nothing is there under that id.");
    return messageResponse(context, 404, {
      kind: "not-found",
      title: "Not in quarantine",
      next: { label: "To the quarantine", href: "/quarantine" },
    });
  });

const purposeOf = ({ quarantineId }: Quarantined): string => `quarantine:${quarantineId}`;

async function itemResponse(
  context: RequestContext,
  item: Quarantined,
  form?: FormState,
  status = 200,
): Promise<HttpResponse> {
  const { appContext, path, principal } = context;
  const content = await appContext.originals.read(item.original.digest, shownBytesMax);
  const mayAct = mayActOnQuarantine(principal) !== undefined;
  const csrf = mayAct ? await formToken(appContext, principal.personId, purposeOf(item)) : null;
  const frame = pageFrame(appContext.settings, {
    title: "A payload that could not be read",
    now: appContext.clock.now(),
    path,
    principal,
    csrf,
  });
  const blank: FormState = { values: {}, errors: [] };
  return pageResponse(
    quarantineItemPage(quarantineItemView(item, { frame, content, form: mayAct ? (form ?? blank) : null })),
    status,
  );
}

async function post(context: RequestContext, item: Quarantined, posted: Posted): Promise<HttpResponse> {
  const { appContext, orchestrator, path, principal, request } = context;
  const { personId } = principal;
  if (!mayActOnQuarantine(principal))
    return forbidden(context, "Only incident commanders and operators act on this.");
  if (!(await isOurForm(appContext, request, { personId, purpose: purposeOf(item), posted })))
    return forbidden(
      context,
      "This form did not come from a page of ours, or is too old. Open the page again.",
    );
  const { fields } = posted;
  const acted = await actOnQuarantine(appContext, orchestrator, principal, {
    item,
    fields,
    isForm: true,
  });
  if (acted.ok) return redirect(303, quarantineHref(item.quarantineId));
  if ("form" in acted) return itemResponse(context, item, acted.form, 422);
  const errors = [{ field: "", message: acted.error.message }];
  return itemResponse(context, item, { values: fields, errors }, 409);
}

route("quarantine", { path: "quarantine", methods: ["GET", "HEAD"] }, showQuarantine);
route(
  "quarantine-item",
  { path: "quarantine/{quarantineId}", methods: ["GET", "HEAD", "POST"] },
  quarantineItem,
);
