import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseFacts } from "../shared/contracts/facts.ts";
import { compareAssessments } from "../shared/domain/law/assessment-changes.ts";
import { isDateText, isInstantText } from "../shared/domain/law/counting.ts";
import type { Facts } from "../shared/domain/law/facts.ts";
import { rulesUnder } from "../shared/domain/law/law-in-force.ts";
import { assessObligations } from "../shared/domain/law/obligations.ts";
import type { AssessmentOptions, ObligationAssessment } from "../shared/domain/law/obligations.ts";
import { proposals } from "../shared/rules/proposals.ts";
import type { Proposal } from "../shared/rules/proposals.ts";
import { rulebook, textAsOf } from "../shared/rules/rulebook.ts";
import { CliError } from "./cli-error.ts";
import { readJson } from "./read-json.ts";

export interface ObligationsOptions {
  /** `-` is stdin. */
  readonly file: string;
  readonly at?: string;
  readonly lawAsOf?: string;
  /** A proposal's id: its answer is shown beside that of the law, with what would change. */
  readonly under?: string;
  readonly batch: boolean;
  readonly json: boolean;
}

/** Prints what is owed on the given facts. Throws `CliError` (64 for a bad option, 65 for bad facts). */
export async function obligationsCommand(options: ObligationsOptions): Promise<void> {
  const judging = judgingOf(options);
  const proposal = options.under === undefined ? undefined : proposalOf(options.under);
  if (options.batch) return batch(options.file, judging);
  const parsed = parseFacts(await readJson(options.file));
  if (!parsed.ok) throw new CliError(65, parsed.error.kind, parsed.error.message, parsed.error.path);
  const obligations = assessObligations(parsed.facts, rulebook, judging);
  if (process.stdout.isTTY && !options.json) {
    process.stdout.write(inWords(obligations, parsed.warnings));
    return;
  }
  const { warnings } = parsed;
  const answer = {
    textAsOf,
    ...(warnings.length > 0 && { warnings }),
    obligations,
    ...(proposal && { under: answerUnder(proposal, parsed.facts, judging, obligations) }),
  };
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
}

function judgingOf({ at, lawAsOf }: ObligationsOptions): AssessmentOptions {
  if (at !== undefined && !isInstantText(at))
    throw new CliError(
      64,
      "usage",
      `--at must be an instant with an offset, like 2026-11-24T09:00:00Z, not ${at}`,
    );
  if (lawAsOf !== undefined && !isDateText(lawAsOf))
    throw new CliError(64, "usage", `--law-as-of must be a date, like 2026-11-24, not ${lawAsOf}`);
  return { ...(at !== undefined && { at }), ...(lawAsOf !== undefined && { lawAsOf }) };
}

function proposalOf(id: string): Proposal {
  const found = proposals.find((proposal) => proposal.id === id);
  if (found) return found;
  throw new CliError(
    64,
    "usage",
    `--under must be one of ${proposals.map((proposal) => proposal.id).join(", ")}, not ${id}`,
  );
}

function answerUnder(
  { id, title, rules }: Proposal,
  facts: Facts,
  judging: AssessmentOptions,
  today: readonly ObligationAssessment[],
) {
  const obligations = assessObligations(facts, rulesUnder(rules, rulebook), judging);
  return { id, title, changes: compareAssessments(today, obligations), obligations };
}

/** One line in, one line out, in order, holding no more than one; a bad line is answered and harms no other. */
async function batch(file: string, judging: AssessmentOptions): Promise<void> {
  const input: Readable = file === "-" ? process.stdin : createReadStream(file);
  input.setEncoding("utf8");
  try {
    await pipeline(input, (chunks: AsyncIterable<string>) => answers(chunks, judging), process.stdout, {
      end: false,
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "EPIPE") return; // whoever reads the answers has had enough
    if (input.errored) throw new CliError(65, "unreadable", `Cannot read ${file}: ${message}`);
    throw cause;
  }
}

async function* answers(chunks: AsyncIterable<string>, judging: AssessmentOptions): AsyncGenerator<string> {
  let first = true;
  for await (const line of linesOf(chunks)) {
    const text = first ? line.replace(/^\uFEFF/, "") : line;
    first = false;
    if (text.trim() !== "") yield `${JSON.stringify(answerLine(text, judging))}\n`;
  }
}

async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let unfinished = "";
  for await (const chunk of chunks) {
    const lines = `${unfinished}${chunk}`.split("\n");
    unfinished = lines.pop() ?? "";
    yield* lines;
  }
  yield unfinished;
}

function answerLine(text: string, judging: AssessmentOptions): object {
  let line: unknown;
  try {
    line = JSON.parse(text);
  } catch {
    return { id: null, error: { kind: "not-json", message: "the line is not JSON" } };
  }
  if (typeof line !== "object" || line === null || Array.isArray(line))
    return {
      id: null,
      error: { kind: "invalid-line", message: "the line must be an object of id and facts" },
    };
  const { id = null, facts, at } = line as { id?: unknown; facts?: unknown; at?: unknown };
  if (at != null && (typeof at !== "string" || !isInstantText(at))) {
    const message = "at must be an instant with an offset, like 2026-11-24T09:00:00Z";
    return { id, error: { kind: "invalid-fact", message, path: "at" } };
  }
  const parsed = parseFacts(facts);
  if (!parsed.ok) {
    const path = parsed.error.path === "" ? "facts" : parsed.error.path;
    return { id, error: { ...parsed.error, path } };
  }
  const obligations = assessObligations(parsed.facts, rulebook, { ...judging, ...(at != null && { at }) });
  return { id, ...(parsed.warnings.length > 0 && { warnings: parsed.warnings }), obligations };
}

function inWords(obligations: readonly ObligationAssessment[], warnings: readonly string[]): string {
  const owed = obligations.filter(({ applies }) => applies);
  const width = Math.max(0, ...owed.map(({ title }) => title.length));
  const lines = owed.map(({ title, due, overdue, obligationId }) => {
    const when = due === null ? "no fixed date" : due.slice(0, 16).replace("T", " ") + " UTC";
    return `${title.padEnd(width)}  ${when.padEnd(20)}  ${overdue ? "OVERDUE  " : ""}${obligationId}`;
  });
  const rest = obligations.length - owed.length;
  const closing = `${rest} more ${rest === 1 ? "duty does" : "duties do"} not apply. Law as of ${textAsOf}; --json shows every step.`;
  return [...warnings.map((warning) => `warning: ${warning}`), ...lines, closing, ""].join("\n");
}
