/**
 * `npm run bench`: each bench after the other, so that none disturbs another, or those that are named:
 * `npm run bench -- cold-start ledger`. What compares machines is the ratio to a floor measured in the same seconds; the
 * rates are those of this machine at this moment. bench/README.md says how to add one.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Figure, Row } from "./table.ts";
import { failedRow, rowOf, tableOf } from "./table.ts";

/** By the name that stands on the command line. Imported when it runs, so that one that cannot be hides no other. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  intake: async () => (await import("./intake.ts")).figures(),
  "intake-doors": async () => (await import("./intake-doors.ts")).figures(),
  obligations: async () => (await import("./obligations.ts")).figures(),
  ledger: async () => (await import("./ledger.ts")).figures(),
  "cold-start": async () => (await import("./cold-start.ts")).figures(),
  growth: async () => (await import("./growth.ts")).figures(),
  delivery: async () => (await import("./delivery.ts")).figures(),
  "delivery-large": async () => (await import("./delivery.ts")).largeFigures(),
  service: async () => (await import("./service.ts")).figures(),
  host: async () => (await import("./host.ts")).figures(),
};

/** Run only where they are named: each takes longer than all others together. */
const onlyNamed: readonly string[] = ["delivery-large"];

const { values, positionals } = parseArgs({
  options: { json: { type: "boolean", default: false } },
  allowPositionals: true,
});
const unknown = positionals.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}.`);
  process.exit(64);
}

const chosen = Object.entries(benches).filter(([name]) =>
  positionals.length === 0 ? !onlyNamed.includes(name) : positionals.includes(name),
);
const rows: Row[] = [];
for (const [name, figures] of chosen) {
  if (!values.json) console.error(`${name}…`);
  try {
    rows.push(...(await figures()).map(rowOf));
  } catch (error) {
    console.error(error);
    rows.push(failedRow(name, error));
  }
}

if (values.json) {
  const machine = { node: process.version, cores: cpus().length, model: cpus()[0]?.model ?? "unknown" };
  console.log(JSON.stringify({ machine, rows }));
} else console.log(tableOf(rows));
// A missed aim is a finding; a bench that failed has found nothing.
if (rows.some(({ state }) => state === "failed")) process.exitCode = 1;
