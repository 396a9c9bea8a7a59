import { mayActOnQuarantine } from "../../shared/cases/access.ts";
import { actOnQuarantine } from "../../shared/cases/commands/act-on-quarantine.ts";
import { quarantineRowOf } from "../../shared/cases/store/quarantine.ts";
import { isFormFields } from "../../shared/contracts/forms.ts";
import type { Quarantined } from "../../shared/domain/alert/quarantine.ts";
import { dataHeaders, jsonResponse, problemResponse } from "./responses.ts";
import { route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { withJson } from "./with-json.ts";
import { asReader, listMax, quarantinePostMax, withQuarantined } from "./quarantine.ts";

export const listQuarantine = signedIn((context) =>
  asReader(context, async () => {
    const { quarantine } = context.appContext;
    const [waiting, unsettled, settled] = await Promise.all([
      quarantine.countWaiting(),
      quarantine.list({ waiting: true, most: listMax }),
      quarantine.list({ waiting: false, most: listMax }),
    ]);
    return jsonResponse({ waiting, items: [...unsettled, ...settled] });
  }),
);

/** GET: all that the ledger says of it. POST: `{action, reason, body?}` of a signed-in person. */
export const readQuarantined = signedIn(
  (context) =>
    withQuarantined(context, async (item) => {
      if (!context.posted) return jsonResponse(detailOf(item));
      return withJson(context, (content) => act(context, item, content));
    }),
  { postedCharactersMax: quarantinePostMax },
);

async function act(context: RequestContext, item: Quarantined, content: unknown): Promise<HttpResponse> {
  const { appContext, orchestrator, principal } = context;
  if (!mayActOnQuarantine(principal))
    return problemResponse(
      403,
      "Not allowed",
      "Only incident commanders and operators act on what is in quarantine, signed in as themselves.",
    );
  if (!isFormFields(content))
    return problemResponse(400, "Not understood", "Send an object of texts: action, reason, body.");
  const asked = { item, fields: content, isForm: false };
  const acted = await actOnQuarantine(appContext, orchestrator, principal, asked);
  if (acted.ok) return jsonResponse(detailOf(acted.item));
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

function detailOf(item: Quarantined) {
  const { sender, original, within, contentType, drill, arrivals, steps } = item;
  return {
    ...quarantineRowOf(item),
    sender,
    original,
    within,
    contentType,
    drill,
    arrivedAt: arrivals.map(({ at }) => at),
    steps,
  };
}

route("api-quarantine", { path: "api/quarantine", methods: ["GET", "HEAD"] }, listQuarantine);
route(
  "api-quarantine-item",
  { path: "api/quarantine/{quarantineId}", methods: ["GET", "HEAD", "POST"] },
  readQuarantined,
);
route(
  "api-quarantine-original",
  { path: "api/quarantine/{quarantineId}/original", methods: ["GET", "HEAD"] },
  readOriginal,
);
