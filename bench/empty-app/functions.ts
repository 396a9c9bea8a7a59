/** The least app on the same two packages: one function of each, which do nothing. */
import { app } from "@azure/functions";
import * as df from "durable-functions";

app.http("nothing", { methods: ["GET"], authLevel: "anonymous", handler: () => ({ status: 204 }) });

df.app.orchestration("nothingDurable", function* () {
  return null;
});
