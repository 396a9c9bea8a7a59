/** Where the local Cosmos account can be told to fail, and by what the requests that are meant can be told apart. */
import { z } from "zod";
import { Operation } from "./cosmos-meter.ts";
import type { Target } from "./cosmos-request.ts";

/**
 * `metadata`, `read`, `write`: before a request is carried out. `written`: after a write is on the disk and before its
 * answer leaves, so `drop` there is an answer that got lost, `silence` one that is waited for in vain, and `kill` a
 * process that died just then. Query plans, ranges and the account are `metadata`, as making containers is: how many of
 * them the SDK asks for is its own affair, so they never count as a `read`.
 */
export const cosmosFaultPoints = ["metadata", "read", "write", "written"] as const;

/** All that is named must be so. `id`: of the item, or of one in the batch. `path`: how the address begins. */
export const CosmosFaultTarget = z.strictObject({
  operation: Operation.optional(),
  container: z.string().optional(),
  partitionKey: z.union([z.string(), z.number(), z.boolean(), z.null()]).optional(),
  id: z.string().optional(),
  path: z.string().startsWith("/").optional(),
});

export function isOn(on: Readonly<Record<string, unknown>>, target: Target): boolean {
  return Object.entries(on).every(([name, value]) => {
    if (name === "id") return target.ids.includes(value as string);
    if (name === "path") return target.path.startsWith(value as string);
    return target[name as "operation" | "container" | "partitionKey"] === value;
  });
}
