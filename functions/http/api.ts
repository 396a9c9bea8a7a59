import { boardOf } from "../../shared/cases/queries/board.ts";
import { dutiesOf, factsOf } from "../../shared/cases/duties.ts";
import { exportLedger } from "../../shared/cases/queries/export-ledger.ts";
import { healthOf } from "../../shared/cases/queries/health.ts";
import { readinessOf } from "../../shared/cases/queries/readiness.ts";
import { caseDetail, caseSummary } from "../../web/case/json.ts";
import { jsonAnswer, problemAnswer, streamAnswer } from "./responses.ts";
import { withCase } from "./with-case.ts";
import { route, signedIn } from "./route.ts";
import type { Desk } from "./route.ts";

export const listCases = signedIn(async ({ appContext }) => {
  const now = appContext.clock.now();
  const { states } = await boardOf(appContext);
  return jsonAnswer({
    cases: states.map((state) => caseSummary(state, dutiesOf(appContext, factsOf(state), now), now)),
  });
});

export const readCase = signedIn((visit) =>
  withCase(visit, async ({ state, entries }) => {
    const now = visit.appContext.clock.now();
    const duties = dutiesOf(visit.appContext, factsOf(state), now);
    return jsonAnswer(caseDetail(state, { entries, duties, now }));
  }),
);

/** The whole ledger, or one case or stream of it, in the form that `ledger verify` reads. */
export const readLedger = signedIn(async ({ appContext, request }) => {
  const caseId = request.query.get("case") ?? undefined;
  if (caseId !== undefined && (await appContext.ledger.read(caseId)).length === 0)
    return problemAnswer(404, "No such case", "No entry stands under that id.");
  return streamAnswer(encoded(exportLedger(appContext, caseId)), "application/x-ndjson; charset=utf-8");
});

async function* encoded(lines: AsyncIterable<string>): AsyncGenerator<Uint8Array, void, undefined> {
  const encoder = new TextEncoder();
  for await (const line of lines) yield encoder.encode(line);
}

/** For probes that hold no identity: one word, and nothing about any case. */
export const health = async ({ appContext }: Desk) => {
  const { isWell, problems } = await healthOf(appContext);
  return jsonAnswer({ status: isWell ? "ok" : "unhealthy", problems }, isWell ? 200 : 503);
};

/** Each thing that the service depends on, one by one, with the fix. For operators. */
export const readiness = signedIn(async ({ appContext }) =>
  jsonAnswer({ checks: await readinessOf(appContext) }),
);

const looking = ["GET", "HEAD"] as const;
route("api-cases", { path: "api/cases", methods: looking }, listCases);
route("api-case", { path: "api/cases/{caseId}", methods: looking }, readCase);
route("api-ledger", { path: "api/ledger", methods: looking }, readLedger);
route("api-readiness", { path: "api/readiness", methods: looking }, readiness);
route("api-health", { path: "api/health", methods: looking }, health);
