/**
 * `npm run bench`: each bench after the other, so that none disturbs another. What compares machines is the ratio to a
 * floor measured in the same seconds; the rates are those of this machine at this moment.
 */
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import type { Ratios } from "./host-measure.ts";
import { run as host } from "./host.ts";
import { run as intakeDoors } from "./intake-doors.ts";
import { run as intake } from "./intake.ts";
import { run as ledger } from "./ledger.ts";
import { run as obligations } from "./obligations.ts";

/** A tenth of what the ledger bench takes by itself (`node bench/ledger.ts`): here the start of the process weighs more. */
const ledgerEntries = 100_000;

interface Row {
  readonly bench: string;
  readonly rate: string;
  readonly ratio: number;
  readonly beside: string;
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const figures = {
  intake: await intake(),
  intakeDoors: await intakeDoors(),
  obligations: await obligations(),
  ledger: await ledger(ledgerEntries),
  host: await host(),
};

if (values.json) {
  const machine = { node: process.version, cores: cpus().length, model: cpus()[0]?.model ?? "unknown" };
  console.log(JSON.stringify({ machine, ...figures }));
} else print(rowsOf(figures));

function rowsOf({ intake, intakeDoors, obligations, ledger, host }: typeof figures): readonly Row[] {
  return [
    {
      bench: "intake",
      rate: `${intake.intakePerSecond} alerts/s`,
      ratio: intake.ratio,
      beside: "the speed of JSON.parse + JSON.stringify of the same bytes; more is better",
    },
    doorRow("POST to durable start", intakeDoors.openedPerSecond, intakeDoors.openedRatio),
    doorRow("POST to ledger, no case", intakeDoors.notedPerSecond, intakeDoors.notedRatio),
    {
      bench: "obligations",
      rate: `${obligations.casesPerSecond} cases/s of ${obligations.obligationsPerCase}`,
      ratio: obligations.ratio,
      beside: "the time of the bare date arithmetic; less is better",
    },
    {
      bench: "ledger verify",
      rate: `${Math.round(ledger.entries / ledger.verifySeconds)} entries/s, ${ledger.peakMegabytes} MB`,
      ratio: ledger.ratio,
      beside: "the time of hashing the same file, start of the process included; less is better",
    },
    ...host.runs.flatMap(hostRows),
  ];
}

function doorRow(what: string, perSecond: number, ratio: number): Row {
  return {
    bench: `intake: ${what}`,
    rate: `${perSecond} alerts/s`,
    ratio,
    beside: "the speed of a bare server that writes each body to disk; more is better",
  };
}

function hostRows(run: (typeof figures.host.runs)[number]): readonly Row[] {
  const row = (what: string, rate: string, { toStore, toStoreAndLibraries }: Ratios): Row => ({
    bench: `host, ${run.sleepers} asleep: ${what}`,
    rate,
    ratio: toStore,
    beside: `the time of its transactions alone, ${toStoreAndLibraries.toFixed(2)} to them and the app's libraries; less is better`,
  });
  const { eventToEndMs50, eventToEndMs95, eventToStepMs50, eventToStepMs95 } = run;
  return [
    row(
      "sequences",
      `${run.sequencesPerSecond}/s, up in ${run.startSeconds} s, ${run.residentMegabytes} MB`,
      run.sequencesRatio,
    ),
    row("one sequence", `${run.singleMs} ms`, run.singleRatio),
    row("fan-out of 100", `${run.fanOutMs} ms`, run.fanOutRatio),
    row(
      "event to step, to end",
      `${eventToStepMs50}, ${eventToEndMs50} ms, 95%: ${eventToStepMs95}, ${eventToEndMs95} ms`,
      run.eventRatio,
    ),
  ];
}

function print(rows: readonly Row[]): void {
  const cells = [
    ["bench", "rate", "ratio", "ratio to"],
    ...rows.map(({ bench, rate, ratio, beside }) => [bench, rate, ratio.toFixed(2), beside]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)));
  for (const row of cells)
    console.log(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
}
