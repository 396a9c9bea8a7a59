/** Somebody who receives events by HTTP and keeps them. */
import { createServer } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

export interface Webhook {
  readonly url: string;
  readonly received: { url: string | undefined; headers: IncomingHttpHeaders; body: unknown }[];
  /** Statuses for the next requests; afterwards 200. */
  readonly answers: number[];
}

export async function startWebhook(): Promise<Webhook> {
  const received: Webhook["received"] = [];
  const answers: number[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      received.push({ url: request.url, headers: request.headers, body: JSON.parse(text) });
      response.writeHead(answers.shift() ?? 200).end();
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, received, answers };
}
