/** The few requests that the host's bench makes, over HTTP as any caller would. */
import { join } from "node:path";

export const appDir = join(import.meta.dirname, "host-app");
export const keys = { master: "bench", function: "bench", system: { durabletask_extension: "bench" } };

export interface Status {
  readonly runtimeStatus: string;
}

export async function call(url: string, method: string, path: string, body?: unknown): Promise<Status> {
  const answer = await fetch(`${url}/runtime/webhooks/durabletask/${path}`, {
    method,
    headers: { "content-type": "application/json", "x-functions-key": "bench" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}: ${text}`);
  return (text === "" ? { runtimeStatus: "" } : JSON.parse(text)) as Status;
}

/** Asks again as soon as it has been answered. */
export async function until(url: string, id: string, test: (status: Status) => boolean): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  for (;;) {
    const status = await call(url, "GET", `instances/${id}`);
    if (test(status)) return;
    if (performance.now() > giveUpAt) throw new Error(`${id} is still ${status.runtimeStatus}.`);
  }
}
