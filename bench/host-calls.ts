/** The few requests that the host's bench makes, over HTTP as any caller would. */
import { Agent, request } from "node:http";
import { join } from "node:path";

export const appDir = join(import.meta.dirname, "host-app");
export const keys = { master: "bench", function: "bench", system: { durabletask_extension: "bench" } };

const agent = new Agent({ keepAlive: true });

/** The answer's body, once it has come whole. */
export function call(url: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { "content-type": "application/json", "x-functions-key": "bench" };
  const target = `${url}/runtime/webhooks/durabletask/${path}`;
  return new Promise((resolve, reject) => {
    const sent = request(target, { agent, method, headers }, (answer) => {
      let text = "";
      answer.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
      answer.on("error", reject).on("end", () => {
        const { statusCode = 500 } = answer;
        if (statusCode < 300) resolve(text === "" ? undefined : JSON.parse(text));
        else reject(new Error(`${method} ${path} was answered with ${statusCode}: ${text}`));
      });
    });
    sent.on("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
  });
}

/** Starts an instance and resolves with its output, in one request: the host answers when it has ended. */
export function callToEnd(url: string, name: string, id: string, input?: unknown): Promise<unknown> {
  return call(url, "POST", `orchestrators/${name}/${id}?timeout=60`, input);
}

/** Asks again as soon as it has been answered; the start may still be on its way. */
export async function untilRunning(url: string, id: string): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (performance.now() < giveUpAt) {
    const status = await call(url, "GET", `instances/${id}`).catch(() => undefined);
    if ((status as { runtimeStatus?: string } | undefined)?.runtimeStatus === "Running") return;
  }
  throw new Error(`${id} is not running.`);
}
