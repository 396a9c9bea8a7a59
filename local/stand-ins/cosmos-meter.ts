/** Counts the requests of the local Cosmos account and what they were charged, by container and kind of operation. */
import { z } from "zod";

export const operationKinds = [
  "create",
  "read",
  "replace",
  "upsert",
  "patch",
  "delete",
  "query",
  "batch",
  "metadata",
] as const;
/** `metadata`: the account, databases, containers, partition key ranges and query plans. */
export type OperationKind = (typeof operationKinds)[number];
export const Operation = z.enum(operationKinds);

export interface Count {
  readonly requests: number;
  /** Request units. */
  readonly charge: number;
}

/** By container (`""` where there is none), then by kind of operation; only what occurred. */
export type Charges = Count & {
  readonly containers: Readonly<Record<string, Readonly<Partial<Record<OperationKind, Count>>>>>;
};

export interface Meter {
  add(use: { readonly container: string; readonly operation: OperationKind; readonly charge: number }): void;
  /** Since the start or the last reset. */
  read(): Charges;
  reset(): void;
}

export function createMeter(): Meter {
  let containers: Record<string, Partial<Record<OperationKind, Count>>> = {};
  const plus = (one: Count = { requests: 0, charge: 0 }, other: Count): Count => ({
    requests: one.requests + other.requests,
    charge: rounded(one.charge + other.charge),
  });
  return {
    add({ container, operation, charge }) {
      const counts = (containers[container] ??= {});
      counts[operation] = plus(counts[operation], { requests: 1, charge });
    },
    read() {
      const counts = Object.values(containers).flatMap((byKind) => Object.values(byKind));
      const total = counts.reduce<Count>((sum, count) => plus(sum, count), { requests: 0, charge: 0 });
      return { ...total, containers: structuredClone(containers) };
    },
    reset: () => (containers = {}),
  };
}

/** Answers say hundredths, so sums do. */
function rounded(charge: number): number {
  return Math.round(charge * 100) / 100;
}
