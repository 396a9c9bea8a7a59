/** What nobody could read: looked at, submitted again or dismissed, by people and programs. */
import { actOnQuarantine } from "../../shared/cases/commands/act-on-quarantine.ts";
import type { Acted } from "../../shared/cases/commands/resubmit.ts";
import { originalTextOf } from "../../shared/cases/queries/original-text.ts";
import { quarantineList } from "../../shared/cases/queries/quarantine-list.ts";
import { quarantinedOf, quarantineRowOf } from "../../shared/cases/store/quarantine.ts";
import { isFormFields } from "../../shared/contracts/forms.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import type { FormState } from "../../shared/contracts/views.ts";
import type { Quarantined } from "../../shared/domain/alert/quarantine.ts";
import { mayActOnQuarantine, mayReadQuarantine } from "../../shared/domain/case/authority.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import { readQuarantineForm } from "../../web/quarantine/form.ts";
import { quarantineItemJson } from "../../web/quarantine/json.ts";
import { quarantineItemPage, quarantinePage } from "../../web/quarantine/page.ts";
import {
  quarantineHref,
  quarantineItemView,
  quarantineListView,
  shownBytesMax,
} from "../../web/quarantine/view.ts";
import { formToken } from "./posted.ts";
import {
  dataHeaders,
  jsonResponse,
  messageResponse,
  pageResponse,
  problemResponse,
  redirect,
  wantsJson,
} from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { withForm } from "./with-form.ts";
import { withJson } from "./with-json.ts";

/** A page of all that waits would help nobody; the newest are shown, and counted are all. */
const waitingMax = 200;
const settledMax = { page: 50, program: 200 };

/** An edited copy travels in the form: eight megabytes, each letter of which may be escaped. */
const postedCharactersMax = 26_000_000;

/** What is there was looked at by nobody: it is not for everybody who has a part in a case. */
async function asReader(
  context: RequestContext,
  handler: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  if (mayReadQuarantine(context.principal)) return handler();
  return forbidden(context, "The quarantine is for incident commanders, operators and auditors.");
}

const withQuarantined = (
  context: RequestContext,
  handler: (item: Quarantined) => Promise<HttpResponse>,
): Promise<HttpResponse> =>
  asReader(context, async () => {
    const found = await quarantinedOf(context.appContext, context.request.params["quarantineId"] ?? "");
    if (found) return handler(found.item);
    if (wantsJson(context.path))
      return problemResponse(404, "Not in quarantine", "Nothing is there under that id.");
    return messageResponse(context, 404, {
      kind: "not-found",
      title: "Not in quarantine",
      next: { label: "To the quarantine", href: "/quarantine" },
    });
  });

/** Reads what is wanted of it, and does it; or the form again, with what was typed and what is wrong with it. */
async function act(
  { appContext, orchestrator, principal }: RequestContext,
  { quarantineId, original }: Quarantined,
  asked: { readonly fields: FormFields; readonly isForm: boolean },
): Promise<Acted | { readonly ok: false; readonly form: FormState }> {
  const text = await originalTextOf(appContext, original);
  const read = readQuarantineForm(asked.fields, { original: text, isForm: asked.isForm });
  if (!read.ok) return read;
  return actOnQuarantine(appContext, orchestrator, principal, { quarantineId, ...read.value });
}

// ——— For people ———

export const showQuarantine = signedIn((context) =>
  asReader(context, async () => {
    const { appContext, path, principal } = context;
    const list = await quarantineList(appContext, { waiting: waitingMax, settled: settledMax.page });
    const now = appContext.clock.now();
    const frame = pageFrame(appContext.settings, { title: "Quarantine", now, path, principal });
    return pageResponse(quarantinePage(quarantineListView(frame, list)));
  }),
);

/** GET: what it is. POST: send it through intake again, as it is or edited, or dismiss it. */
export const quarantineItem = signedIn(
  (context) =>
    withQuarantined(context, async (item) => {
      if (!context.posted) return show(context, item);
      if (!mayActOnQuarantine(context.principal))
        return forbidden(context, "Only incident commanders and operators act on this.");
      return withForm(context, purposeOf(item), (fields) => post(context, item, fields));
    }),
  { postedCharactersMax },
);

const purposeOf = ({ quarantineId }: Quarantined): string => `quarantine:${quarantineId}`;

async function show(
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
  const view = quarantineItemView(item, { frame, content, form: mayAct ? (form ?? blank) : null });
  return pageResponse(quarantineItemPage(view), status);
}

async function post(context: RequestContext, item: Quarantined, fields: FormFields): Promise<HttpResponse> {
  const acted = await act(context, item, { fields, isForm: true });
  if (acted.ok) return redirect(303, quarantineHref(item.quarantineId));
  if ("form" in acted) return show(context, item, acted.form, 422);
  const errors = [{ field: "", message: acted.error.message }];
  return show(context, item, { values: fields, errors }, 409);
}

// ——— For programs ———

export const listQuarantine = signedIn((context) =>
  asReader(context, async () => {
    const most = { waiting: waitingMax, settled: settledMax.program };
    const { waitingTotal, waiting, settled } = await quarantineList(context.appContext, most);
    return jsonResponse({ waiting: waitingTotal, items: [...waiting, ...settled] });
  }),
);

/** GET: all that the ledger says of it. POST: `{action, reason, body?}` of a signed-in person. */
export const readQuarantined = signedIn(
  (context) =>
    withQuarantined(context, async (item) => {
      if (!context.posted) return jsonResponse(jsonOf(item));
      return withJson(context, (content) => postJson(context, item, content));
    }),
  { postedCharactersMax },
);

const jsonOf = (item: Quarantined) => quarantineItemJson(item, quarantineRowOf(item));

async function postJson(context: RequestContext, item: Quarantined, content: unknown): Promise<HttpResponse> {
  if (!mayActOnQuarantine(context.principal))
    return problemResponse(
      403,
      "Not allowed",
      "Only incident commanders and operators act on what is in quarantine, signed in as themselves.",
    );
  if (!isFormFields(content))
    return problemResponse(400, "Not understood", "Send an object of texts: action, reason, body.");
  const acted = await act(context, item, { fields: content, isForm: false });
  if (acted.ok) return jsonResponse(jsonOf(acted.item));
  if ("error" in acted)
    return problemResponse(409, "Refused", acted.error.message, {}, { kind: acted.error.kind });
  const [error] = acted.form.errors;
  const message = error?.message ?? "It cannot be used.";
  return problemResponse(422, "Not complete", message, {}, { kind: "incomplete", path: error?.field ?? "" });
}

/** Byte for byte, and for no browser to make anything of: it was written by nobody knows whom. */
export const readOriginal = signedIn((context) =>
  withQuarantined(context, async ({ original, quarantineId }) => {
    const bytes = await context.appContext.originals.read(original.digest);
    if (!bytes) return problemResponse(404, "No original", "The store has nothing of this digest.");
    return {
      status: 200,
      headers: {
        ...dataHeaders,
        "Content-Type": "application/octet-stream",
        "Content-Disposition": `attachment; filename="${quarantineId}.bin"`,
        "Content-Security-Policy": "default-src 'none'; sandbox",
      },
      body: bytes,
    };
  }),
);

const looking = ["GET", "HEAD"] as const;
const methods = ["GET", "HEAD", "POST"] as const;
route("quarantine", { path: "quarantine", methods: looking }, showQuarantine);
route("quarantine-item", { path: "quarantine/{quarantineId}", methods }, quarantineItem);
route("api-quarantine", { path: "api/quarantine", methods: looking }, listQuarantine);
route("api-quarantine-item", { path: "api/quarantine/{quarantineId}", methods }, readQuarantined);
route(
  "api-quarantine-original",
  { path: "api/quarantine/{quarantineId}/original", methods: looking },
  readOriginal,
);
