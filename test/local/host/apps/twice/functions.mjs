import { app } from "@azure/functions";

app.http("same", { methods: ["GET"], handler: () => ({ body: "first" }) });
app.timer("Same", { schedule: "0 0 0 1 1 *", handler: () => undefined });
app.http("other", { methods: ["GET"], handler: () => ({ body: "other" }) });
