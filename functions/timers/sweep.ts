import { app } from "@azure/functions";
import { sweep } from "../../shared/cases/commands/sweep.ts";
import { orchestratorOf, durableClient, appContext } from "../../shared/wiring.ts";

/** Every minute: whatever a lost event or a crash left behind is found from the ledger and carried on. */
app.timer("sweep", {
  schedule: "0 * * * * *",
  useMonitor: false,
  extraInputs: [durableClient],
  handler: async (_timer, context) => {
    const swept = await sweep(appContext(), orchestratorOf(context));
    if (swept.repaired > 0)
      context.warn(`sweep: ${swept.repaired} of ${swept.open} open cases were carried on from the ledger`);
  },
});
