import { exportLedger } from "../../shared/cases/queries/export-ledger.ts";
import { healthOf } from "../../shared/cases/queries/health.ts";
import { readinessOf } from "../../shared/cases/queries/readiness.ts";
import { rowSummary } from "../../web/case/json.ts";
import { jsonResponse, problemResponse, streamResponse } from "./responses.ts";
import { route, signedIn } from "./route.ts";
import type { ServiceContext } from "./request-context.ts";

/** A page of all cases, newest first; `next` is the address of the page that follows, or null. */
export const listCases = signedIn(async ({ appContext, request }) => {
  const after = request.query.get("after");
  const { rows, next } = await appContext.index.listPage({}, after === null ? {} : { after });
  const now = appContext.clock.now();
  return jsonResponse({
    cases: rows.map((row) => rowSummary(row, now)),
    next: next === null ? null : `/api/cases?${new URLSearchParams({ after: next }).toString()}`,
  });
});

/** The whole ledger, or one case or stream of it, in the form that `ledger verify` reads. */
export const readLedger = signedIn(async ({ appContext, request }) => {
  const caseId = request.query.get("case") ?? undefined;
  if (caseId !== undefined && (await appContext.ledger.readAsItStands(caseId)).length === 0)
    return problemResponse(404, "No such case", "No entry stands under that id.");
  return streamResponse(encoded(exportLedger(appContext, caseId)), "application/x-ndjson; charset=utf-8");
});

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(line);
}

/** For probes that hold no identity: one word, and nothing about any case. */
export const health = async ({ appContext }: ServiceContext) => {
  const { isWell, problems } = await healthOf(appContext);
  return jsonResponse({ status: isWell ? "ok" : "unhealthy", problems }, isWell ? 200 : 503);
};

/** Each thing that the service depends on, one by one, with the fix. For operators. */
export const readiness = signedIn(async ({ appContext }) =>
  jsonResponse({ checks: await readinessOf(appContext) }),
);

const looking = ["GET", "HEAD"] as const;
route("api-cases", { path: "api/cases", methods: looking }, listCases);
route("api-ledger", { path: "api/ledger", methods: looking }, readLedger);
route("api-readiness", { path: "api/readiness", methods: looking }, readiness);
route("api-health", { path: "api/health", methods: looking }, health);
