/** host.json, as far as the one-machine host heeds it. A bad value stops the start and says which. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { timeSpanMs } from "./schedule.ts";

const HostJson = z.object({
  version: z.literal("2.0"),
  functionTimeout: z.string().optional(),
  extensions: z
    .object({
      http: z
        .object({
          routePrefix: z.string().default("api"),
          customHeaders: z.record(z.string(), z.string()).default({}),
        })
        .prefault({}),
      durableTask: z.record(z.string(), z.unknown()).default({}),
      eventHubs: z.object({ maxEventBatchSize: z.int().positive().default(100) }).prefault({}),
    })
    .prefault({}),
});

export interface HostSettings {
  /** Without slashes at its ends; empty for none. */
  readonly routePrefix: string;
  readonly customHeaders: Readonly<Record<string, string>>;
  /** Undefined: a function may run for ever. */
  readonly functionTimeoutMs: number | undefined;
  readonly durableTask: Readonly<Record<string, unknown>>;
  readonly eventBatchMax: number;
  /** The file as it stands, for those who ask the host for it. */
  readonly text: string;
}

/** The platform's default outside the Consumption plan. */
const functionTimeoutMsDefault = 30 * 60_000;

/** Throws an `Error` whose message names the file and the value. */
export async function readHostJson(appDir: string): Promise<HostSettings> {
  const file = join(appDir, "host.json");
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new Error(`${file} cannot be read: a Functions app has one. Is this the app's folder?`, { cause });
  });
  const parsed = HostJson.safeParse(parseJson(text, file));
  if (!parsed.success) throw new Error(`${file} is not valid: ${z.prettifyError(parsed.error)}`);
  const { functionTimeout, extensions } = parsed.data;
  return {
    routePrefix: extensions.http.routePrefix.replace(/^\/+|\/+$/g, ""),
    customHeaders: extensions.http.customHeaders,
    functionTimeoutMs: timeoutMs(functionTimeout, file),
    durableTask: extensions.durableTask,
    eventBatchMax: extensions.eventHubs.maxEventBatchSize,
    text,
  };
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw new Error(`${file} is not JSON: ${(cause as Error).message}`, { cause });
  }
}

function timeoutMs(value: string | undefined, file: string): number | undefined {
  if (value === undefined) return functionTimeoutMsDefault;
  if (value === "-1") return undefined;
  const ms = timeSpanMs(value);
  if (ms === undefined || ms <= 0) {
    throw new Error(`${file} is not valid: functionTimeout "${value}" is neither hh:mm:ss nor -1.`);
  }
  return ms;
}
