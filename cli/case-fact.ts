import { createInterface } from "node:readline/promises";
import { CliError } from "./cli-error.ts";
import { printJson, printLines, utc } from "./say.ts";
import { readSet, readSetFile } from "./set-options.ts";
import { signIn } from "./signed-in.ts";
import type { PersonOptions } from "./signed-in.ts";

interface Stated {
  readonly caseId: string;
  readonly recorded: boolean;
  readonly changes: readonly { readonly fact: string; readonly before: unknown; readonly after: unknown }[];
  readonly clocks: readonly MovedClock[];
}

export interface MovedClock {
  readonly obligationId: string;
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly notBefore: string | null;
  readonly why: readonly string[];
}

/** Shows which clocks facts would move, and records them with `--yes` or after asking at a terminal. */
export async function caseFactCommand(
  caseId: string,
  file: string | undefined,
  options: PersonOptions & {
    readonly set: readonly string[];
    readonly reason?: string;
    readonly yes: boolean;
    readonly json: boolean;
  },
): Promise<void> {
  const { reason, json } = options;
  const set = { ...(file !== undefined && (await readSetFile(file))), ...readSet(options.set) };
  if (Object.keys(set).length === 0)
    throw new CliError(64, "usage", "State at least one fact, with --set name=value or a JSON file.");
  const person = await signIn(options);
  const path = `/api/cases/${encodeURIComponent(caseId)}/facts`;
  const post = (record: boolean) => person.post<Stated>(path, { set, reason, record });
  if (options.yes) return show(await post(true), json);

  const preview = await post(false);
  show(preview, json);
  if (json || preview.changes.length === 0 || !process.stdin.isTTY || !process.stdout.isTTY) return;
  if (reason === undefined) return printLines(["Add --reason to record this: where is it known from?"]);
  if (await agrees("Record this? [y/N] ")) show(await post(true), json);
}

async function agrees(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

function show(stated: Stated, json: boolean): void {
  if (json) return printJson(stated);
  printLines([
    stated.changes.length === 0
      ? "Nothing new: these facts stand there already."
      : stated.recorded
        ? `Recorded in ${stated.caseId}:`
        : `Not recorded yet. In ${stated.caseId} would change:`,
    ...stated.changes.map(
      ({ fact, before, after }) => `    ${fact}: ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
    ),
    ...describeMovingClocks(stated.clocks),
  ]);
}

/** Each clock that moves with the reasons, and how many stay. */
export function describeMovingClocks(clocks: readonly MovedClock[]): readonly string[] {
  const moving = clocks.filter(({ kind }) => kind !== "stays");
  const staying = clocks.length - moving.length;
  return [
    ...moving.flatMap((clock) => [
      `    ${clock.obligationId} ${clock.kind}${movement(clock)}`,
      ...clock.why.map((why) => `        ${why}`),
    ]),
    ...(staying > 0
      ? [
          `    ${staying === 1 ? "1 running clock stays as it is" : `${staying} running clocks stay as they are`}`,
        ]
      : []),
  ];
}

function movement({ kind, from, to, notBefore }: MovedClock): string {
  const said = (due: string | null): string => (due === null ? "without undue delay" : utc(due));
  if (kind === "opens") return `: due ${said(to)}`;
  const held = notBefore === null ? "" : `, no notice before ${utc(notBefore)}`;
  if (kind === "moves" && from === to) return `: due as before, ${said(to)}${held}`;
  if (kind === "moves") return `: due ${said(to)}, before ${said(from)}${held}`;
  return "";
}
