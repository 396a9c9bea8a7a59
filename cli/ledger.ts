import { createReadStream, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { journalFile, readJournal } from "../local/stand-ins/cosmos-journal.ts";
import type { LedgerEntry } from "../shared/domain/case/events.ts";
import { exportLines } from "../shared/ledger/export.ts";
import { isHeads } from "../shared/ledger/export-line.ts";
import type { Head } from "../shared/ledger/format.ts";
import type { FirstBad, Verdict } from "../shared/ledger/verdict.ts";
import { CliError } from "./cli-error.ts";
import { askService, defaultUrl } from "./service.ts";
import { sha256 } from "./sha256.ts";
import { verifyExport } from "./verify-export.ts";

export interface ExportCommandOptions {
  readonly url?: string;
  readonly data?: string;
  readonly case?: string;
  readonly token?: string;
}

/** Writes an export to standard output: from a running service, or from a data folder without one. */
export async function exportCommand(options: ExportCommandOptions): Promise<void> {
  const lines =
    options.data === undefined ? await fromService(options) : fromFolder(options.data, options.case);
  try {
    await pipeline(lines, process.stdout, { end: false });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "EPIPE") return; // the reader has seen enough: `… | head`
    if (cause instanceof CliError) throw cause;
    throw new CliError(70, "cut-off", `The export broke off: ${(cause as Error).message}`);
  }
}

async function fromService({
  url = defaultUrl,
  token,
  case: caseId,
}: ExportCommandOptions): Promise<Readable> {
  const path = caseId === undefined ? "/api/ledger" : `/api/ledger?case=${encodeURIComponent(caseId)}`;
  const answer = await askService({ url, ...(token !== undefined && { token }) }, path);
  return Readable.fromWeb((answer.body ?? new Blob([]).stream()) as ReadableStream<Uint8Array>);
}

function fromFolder(folder: string, caseId: string | undefined): Readable {
  const cosmos = join(folder, "cosmos");
  if (!existsSync(join(cosmos, journalFile))) {
    throw new CliError(65, "no-ledger", `There is no ledger in the folder ${folder}.`, folder);
  }
  const exportedAt = new Date().toISOString();
  return Readable.from(
    exportLines(entriesIn(cosmos, caseId), { exportedAt, scope: caseId ?? "all", sha256 }),
  );
}

/** The entries as they stand in the folder; nothing is repaired or left out, so that the export shows what is there. */
function* entriesIn(cosmos: string, caseId: string | undefined): Generator<LedgerEntry, void, undefined> {
  let found = caseId === undefined;
  for (const { id: _id, _rid, _self, _etag, _ts, _attachments, ...entry } of readJournal(cosmos, "ledger", [
    "caseId",
    "seq",
  ])) {
    if (caseId !== undefined && entry.caseId !== caseId) continue;
    found = true;
    yield entry as unknown as LedgerEntry;
  }
  if (!found) throw new CliError(65, "unknown-case", `The ledger has no entries of ${caseId}.`, caseId);
}

export interface VerifyCommandOptions {
  readonly file: string;
  readonly key?: string;
  readonly checkpoint?: string;
  readonly json: boolean;
}

/** Says whether an export holds; exit code 1 when it does not. Needs nothing but the file. */
export async function verifyCommand({ file, key, checkpoint, json }: VerifyCommandOptions): Promise<void> {
  if (key !== undefined) {
    throw new CliError(
      1,
      "not-signed",
      "Neither exports nor their checkpoints are signed yet: there is nothing that this key could confirm.",
      key,
    );
  }
  const verdict = await verdictOn(file, checkpoint === undefined ? undefined : headsIn(checkpoint));
  process.stdout.write(json ? `${JSON.stringify(verdict)}\n` : inSentences(verdict));
  if (!verdict.ok) process.exitCode = 1;
}

async function verdictOn(file: string, checkpoint: readonly Head[] | undefined): Promise<Verdict> {
  try {
    const stream = file === "-" ? process.stdin : createReadStream(file, { highWaterMark: 1024 * 1024 });
    return await verifyExport(stream, checkpoint);
  } catch (cause) {
    throw new CliError(65, "unreadable", `The export cannot be read: ${(cause as Error).message}`, file);
  }
}

/** A checkpoint is the last line of an earlier export, that export itself, or what `verify --json` said of it. */
function headsIn(file: string): readonly Head[] {
  let found: unknown;
  try {
    const lastLine = readFileSync(file, "utf8").trimEnd().split("\n").at(-1) ?? "";
    const { heads, cases } = JSON.parse(lastLine) as { heads?: unknown; cases?: unknown };
    found = heads ?? cases;
  } catch (cause) {
    throw new CliError(
      65,
      "bad-checkpoint",
      `The checkpoint cannot be read: ${(cause as Error).message}`,
      file,
    );
  }
  if (isHeads(found)) return found;
  throw new CliError(
    65,
    "bad-checkpoint",
    "The checkpoint names no cases: keep the last line of an export for one.",
    file,
  );
}

function inSentences({ ok, cases, entries, firstBad, notEstablished }: Verdict): string {
  const extent = `${counted(entries, "entry", "entries")} of ${counted(cases.length, "case", "cases")}`;
  const findings = ok
    ? [
        `Verified: ${extent}. Each has the content that its hash was made of, and names the entry before it.`,
        ...cases.map(
          ({ caseId, entries: count, head }) =>
            `  ${caseId}  ${counted(count, "entry", "entries")}, the last is ${head}`,
        ),
      ]
    : [
        `NOT VERIFIED: ${whereIs(firstBad as FirstBad)}`,
        `  ${firstBad?.kind}: ${firstBad?.why}`,
        `Up to there: ${extent}.`,
      ];
  return [
    ...findings,
    "",
    "Not established:",
    ...notEstablished.map((sentence) => `  - ${sentence}`),
    "",
  ].join("\n");
}

function whereIs({ line, caseId, seq }: FirstBad): string {
  return caseId === null ? `line ${line}.` : `line ${line}, entry ${seq ?? "?"} of ${caseId}.`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
