import { app } from "@azure/functions";
import { sweep } from "../../shared/cases/commands/sweep.ts";
import { orchestratorOf, durableClient, appContext } from "../../shared/wiring.ts";

/** Every minute: whatever a lost event or a crash left behind is found from the ledger and carried on. */
app.timer("sweep", {
  schedule: "0 * * * * *",
  useMonitor: false,
  extraInputs: [durableClient],
  handler: async (_timer, context) => {
    const { due, repaired, failed, rebuilt } = await sweep(appContext(), orchestratorOf(context));
    if (rebuilt !== null)
      context.warn(`sweep: the index had lost cases and was made again from the ledger: ${rebuilt.cases}`);
    if (repaired > 0) context.warn(`sweep: ${repaired} orchestrations of ${due} due cases were replaced`);
    for (const { caseId, reason } of [...(rebuilt?.failed ?? []), ...failed])
      context.error(`sweep: case ${caseId} could not be looked after: ${reason}`);
  },
});
