import { app } from "@azure/functions";

app.storageQueue("fromQueue", { connection: "c", queueName: "q", handler: () => undefined });
