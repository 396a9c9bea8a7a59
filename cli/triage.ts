import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { parse as parseYaml } from "yaml";
import { z } from "zod";
import { TriageRules, type TriageRule } from "../shared/contracts/intake-rules.ts";
import type { Alert } from "../shared/domain/alert.ts";
import { classificationInPayload } from "../shared/intake/classification.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import { readPayload, type IntakeItem } from "../shared/intake/read-payload.ts";
import { triage } from "../shared/intake/triage.ts";
import { CliError } from "./cli-error.ts";

interface TriagedItem {
  readonly form: string | null;
  readonly class: string | null;
  readonly outcome: string;
  readonly rule: string;
  readonly reason: string;
  readonly alert: Partial<Alert>;
}

type FileAnswer =
  | { readonly file: string; readonly items: readonly TriagedItem[] }
  | { readonly file: string; readonly error: { readonly kind: string; readonly message: string } };

/**
 * Shows what would happen to payloads and why, and does nothing. One line a file, whatever the file holds; throws
 * (65) only for rules that cannot be used or, after the lines, for a file that could not be read.
 */
export async function triageCommand(options: {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly rules?: string;
}): Promise<void> {
  if (options.files.length === 0) throw new CliError(64, "usage", "Name at least one file, or - for stdin.");
  const rules = options.rules === undefined ? defaultRules : await readRules(options.rules);
  let unreadable: CliError | undefined;
  for (const file of options.files) {
    const bytes = await bytesOf(file).catch((error: unknown) => {
      const message = `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`;
      unreadable ??= new CliError(65, "unreadable", message, file);
      return undefined;
    });
    const answer: FileAnswer = bytes
      ? answerFor(file, bytes, rules)
      : { file, error: { kind: "unreadable", message: "the file cannot be read" } };
    process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : inWords(answer));
  }
  if (unreadable) throw unreadable;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return file === "-" ? buffer(process.stdin) : readFile(file);
}

function answerFor(file: string, bytes: Uint8Array, rules: readonly TriageRule[]): FileAnswer {
  const text = textIn(bytes);
  if (text.trim() === "") return { file, error: { kind: "empty", message: "there is nothing in it" } };
  const items = itemsIn(text);
  if (items === null) return { file, error: { kind: "not-json", message: "neither JSON nor lines of JSON" } };
  return { file, items: items.map((item) => triagedItem(item, rules)) };
}

/** Tools of Windows write UTF-16; the mark at the beginning tells. */
function textIn(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? "utf-16be"
        : "utf-8";
  return new TextDecoder(encoding).decode(bytes);
}

/** One JSON value; or lines of JSON, where a bad line harms no other; or a queue's Base64. Null when it is none of them. */
function itemsIn(text: string): readonly IntakeItem[] | null {
  const whole = parsed(text);
  if (whole !== undefined) return readPayload(whole);
  const lines = text.split("\n").flatMap((line) => (line.trim() === "" ? [] : [parsed(line)]));
  if (lines.length > 1 && lines.some((line) => typeof line === "object" && line !== null)) {
    return lines.flatMap((line): readonly IntakeItem[] =>
      line === undefined
        ? [{ kind: "rejected", index: 0, reason: "a line that is no JSON" }]
        : readPayload(line),
    );
  }
  const decoded = readPayload(text.trim());
  return decoded.some((item) => item.kind === "recognised") ? decoded : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // The caller tries the next way of reading it.
  }
}

/** What a rejected record has to show: the fields every item has, with nothing in them. */
const nothingRead = {
  nativeId: null,
  title: null,
  severity: "unknown",
  startedAt: null,
  resources: [],
  simulated: false,
} as const satisfies Partial<Alert>;

function triagedItem(item: IntakeItem, rules: readonly TriageRule[]): TriagedItem {
  if (item.kind === "rejected") {
    return {
      form: null,
      class: null,
      outcome: "reject",
      rule: "unreadable",
      reason: item.reason,
      alert: nothingRead,
    };
  }
  const { alert } = item;
  const { outcome, rule, reason } = triage(alert, { classification: classificationInPayload(alert), rules });
  return { form: item.form, class: item.class, outcome, rule, reason, alert };
}

async function readRules(path: string): Promise<readonly TriageRule[]> {
  try {
    return TriageRules.parse(parseYaml(await readFile(path, "utf8")));
  } catch (error) {
    const message =
      error instanceof z.ZodError
        ? z.prettifyError(error)
        : error instanceof Error
          ? error.message
          : String(error);
    throw new CliError(65, "bad-rules", `The triage rules cannot be used: ${message}`, path);
  }
}

function inWords(answer: FileAnswer): string {
  if ("error" in answer) return `${answer.file}\n  cannot be triaged: ${answer.error.message}\n`;
  const lines = answer.items.map(
    ({ form, outcome, rule, reason, alert }) =>
      printable(
        `  ${outcome.padEnd(9)} ${form ?? "unknown form"}, ${alert.severity ?? "unknown"}: ${alert.title ?? alert.nativeId ?? "(no title)"}\n`,
      ) + `            ${rule}: ${printable(reason)}\n`,
  );
  return `${answer.file}\n${lines.join("") || "  no events\n"}`;
}

/** Titles are written by whoever caused the alert; a terminal obeys control characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}](?!$)/gu, " ");
}
