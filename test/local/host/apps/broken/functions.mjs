import { app } from "@azure/functions";

app.http("early", { methods: ["GET"], handler: () => ({ body: "registered before the failure" }) });
throw new Error("the entry fails");
