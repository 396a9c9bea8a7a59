import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type { z } from "zod";
import { systemClock } from "../shared/adapters/system-clock/clock.ts";
import { readDocument } from "../shared/adapters/yaml/read-document.ts";
import { classifyItems, knownClassifications } from "../shared/cases/known-classifications.ts";
import type { KnownClassifications } from "../shared/cases/known-classifications.ts";
import { Registry, type ClassificationRegistry } from "../shared/contracts/classification-registry.ts";
import { TriageRules, type TriageRule } from "../shared/contracts/intake-rules.ts";
import type { Alert, DataClassification } from "../shared/domain/alert/alert.ts";
import { classificationOf } from "../shared/intake/classify.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import { parsedPiece, piecesOf } from "../shared/intake/json-pieces.ts";
import { readPayload, type IntakeItem } from "../shared/intake/read-payload.ts";
import { triage } from "../shared/intake/triage.ts";
import { CliError } from "./cli-error.ts";
import { printedRules } from "./print-rules.ts";

interface TriagedItem {
  readonly form: string | null;
  readonly class: string | null;
  readonly outcome: string;
  readonly rule: string;
  readonly reason: string;
  readonly alert: Partial<Alert>;
  /** What the data were taken to be, and who said so; absent for what could not be read. */
  readonly classification?: { readonly value: DataClassification; readonly because: readonly string[] };
}

/** What decides: rules, and what is known of resources beside the payload. The network is never asked. */
interface Means {
  readonly rules: readonly TriageRule[];
  readonly registry: ClassificationRegistry | null;
}

type FileAnswer =
  | { readonly file: string; readonly items: readonly TriagedItem[] }
  | { readonly file: string; readonly error: { readonly kind: string; readonly message: string } };

/**
 * Shows what would happen to payloads and why, and does nothing. One line a file, whatever the file holds; throws
 * (65) only for rules or a registry that cannot be used or, after the lines, for a file that could not be read.
 */
export async function triageCommand(options: {
  readonly files: readonly string[];
  readonly json: boolean;
  readonly rules?: string;
  readonly registry?: string;
  readonly printRules?: boolean;
}): Promise<void> {
  const means = await meansOf(options);
  if (options.printRules === true) {
    process.stdout.write(
      options.rules === undefined ? printedRules() : printedRules(means.rules, options.rules),
    );
    if (options.files.length === 0) return;
  }
  if (options.files.length === 0) throw new CliError(64, "usage", "Name at least one file, or - for stdin.");
  let unreadable: CliError | undefined;
  for (const file of options.files) {
    const bytes = await bytesOf(file).catch((error: unknown) => {
      const message = `Cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`;
      unreadable ??= new CliError(65, "unreadable", message, file);
      return undefined;
    });
    const answer: FileAnswer = bytes
      ? await answerFor(file, bytes, means)
      : { file, error: { kind: "unreadable", message: "the file cannot be read" } };
    process.stdout.write(options.json ? `${JSON.stringify(answer)}\n` : inWords(answer));
  }
  if (unreadable) throw unreadable;
}

async function bytesOf(file: string): Promise<Uint8Array> {
  return file === "-" ? buffer(process.stdin) : readFile(file);
}

async function meansOf(options: { readonly rules?: string; readonly registry?: string }): Promise<Means> {
  const { rules, registry } = options;
  return {
    rules: rules === undefined ? defaultRules : await readOwn(rules, TriageRules, "rules", "triage rules"),
    registry:
      registry === undefined ? null : await readOwn(registry, Registry, "registry", "registry of data"),
  };
}

async function answerFor(file: string, bytes: Uint8Array, means: Means): Promise<FileAnswer> {
  const text = textIn(bytes);
  if (text.trim() === "") return { file, error: { kind: "empty", message: "there is nothing in it" } };
  const items = itemsIn(text);
  if (items === null) return { file, error: { kind: "not-json", message: "neither JSON nor lines of JSON" } };
  const classify = await classifierOf(means, items);
  return { file, items: items.map((item) => triagedItem(item, means.rules, classify)) };
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

/**
 * One JSON value; or what can be saved of a text that is none, as intake saves it; or a queue's Base64. Null when it is
 * none of them.
 */
function itemsIn(text: string): readonly IntakeItem[] | null {
  const whole = parsedPiece(text);
  if (whole !== undefined) return readPayload(whole);
  const pieces = piecesOf(text, Infinity);
  if (pieces.some((piece) => piece !== text)) {
    return pieces.flatMap((piece): readonly IntakeItem[] => {
      const value = parsedPiece(piece);
      return value === undefined
        ? [{ kind: "rejected", index: 0, reason: "it is not JSON" }]
        : readPayload(value);
    });
  }
  const decoded = readPayload(text.trim());
  return decoded.some((item) => item.kind === "recognised") ? decoded : null;
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

type Classifier = (alert: Alert) => NonNullable<TriagedItem["classification"]>;

/** As the service does it, but for tags. */
async function classifierOf({ registry }: Means, items: readonly IntakeItem[]): Promise<Classifier> {
  const now = systemClock.now();
  const classify =
    registry === null
      ? (alert: Alert) => classificationOf(alert, { parts: new Map(), problem: null }, now)
      : await classifyItems(knownFrom(registry), items);
  return (alert) => {
    const { value, parts } = classify(alert, now);
    return { value, because: parts.map((part) => `${part.value}: ${part.because}`) };
  };
}

function knownFrom(content: ClassificationRegistry): KnownClassifications {
  const kept = { content, origin: "the registry", readAt: systemClock.now(), problem: null };
  return knownClassifications({
    registry: async () => kept,
    tags: null,
    clock: systemClock,
    freshMs: 0,
    staleMs: 0,
  });
}

function triagedItem(item: IntakeItem, rules: readonly TriageRule[], classify: Classifier): TriagedItem {
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
  const classification = classify(alert);
  const { outcome, rule, reason } = triage(alert, { classification: classification.value, rules });
  return { form: item.form, class: item.class, outcome, rule, reason, alert, classification };
}

async function readOwn<Content>(
  path: string,
  schema: z.ZodType<Content>,
  kind: "rules" | "registry",
  words: string,
): Promise<Content> {
  try {
    return readDocument(await readFile(path, "utf8"), schema);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new CliError(65, `bad-${kind}`, `The ${words} cannot be used: ${message}`, path);
  }
}

function inWords(answer: FileAnswer): string {
  if ("error" in answer) return `${answer.file}\n  cannot be triaged: ${answer.error.message}\n`;
  const lines = answer.items.map(
    ({ form, outcome, rule, reason, alert, classification }) =>
      printable(
        `  ${outcome.padEnd(9)} ${form ?? "unknown form"}, ${alert.severity ?? "unknown"}: ${alert.title ?? alert.nativeId ?? "(no title)"}\n`,
      ) +
      `            ${rule}: ${printable(reason)}\n` +
      (classification?.because ?? []).map((line) => `            ${printable(line)}\n`).join(""),
  );
  return `${answer.file}\n${lines.join("") || "  no events\n"}`;
}

/** Titles are written by whoever caused the alert; a terminal obeys control characters. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}](?!$)/gu, " ");
}
