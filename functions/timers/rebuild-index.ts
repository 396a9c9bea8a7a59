import { app } from "@azure/functions";
import { rebuildIndex } from "../../shared/cases/store/rebuild-index.ts";
import { appContext } from "../../shared/wiring.ts";

/**
 * Once a night the index is made again from the ledger, so that a lost or stale line lives for a day at most. By hand:
 * `POST /admin/functions/rebuildIndex` with the master key.
 */
app.timer("rebuildIndex", {
  schedule: "0 30 3 * * *",
  useMonitor: true,
  handler: async (_timer, context) => {
    const { cases, failed } = await rebuildIndex(appContext());
    context.info(`the index was made again from the ledger: ${cases} cases`);
    for (const { caseId, reason } of failed) context.error(`${caseId} could not be indexed: ${reason}`);
  },
});
