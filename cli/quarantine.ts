import { createReadStream } from "node:fs";
import { buffer } from "node:stream/consumers";
import { DateTime } from "luxon";
import { textOfBody } from "../shared/domain/alert/body-text.ts";
import { describeResult } from "../shared/domain/alert/quarantine.ts";
import type { Quarantined } from "../shared/domain/alert/quarantine.ts";
import type { QuarantineRow } from "../shared/contracts/quarantine-row.ts";
import { CliError } from "./cli-error.ts";
import { askService } from "./service.ts";
import type { ServiceOptions } from "./service.ts";
import { signIn } from "./signed-in.ts";
import type { PersonOptions } from "./signed-in.ts";

type Reading = ServiceOptions & { readonly json: boolean };
type Acting = PersonOptions & { readonly json: boolean; readonly reason?: string };
type Detail = Omit<QuarantineRow, "arrivals"> &
  Pick<Quarantined, "sender" | "original" | "within" | "contentType" | "drill" | "steps"> & {
    readonly arrivals: number;
    readonly arrivedAt: readonly string[];
  };

export async function quarantineListCommand(options: Reading): Promise<void> {
  const answer = (await (await askService(options, "/api/quarantine")).json()) as {
    readonly waiting: number;
    readonly items: readonly QuarantineRow[];
  };
  if (options.json) return print(answer);
  process.stdout.write(
    answer.waiting === 0 ? "Nothing waits in quarantine.\n" : `${answer.waiting} waiting.\n`,
  );
  for (const item of answer.items) process.stdout.write(lineOf(item));
}

export async function quarantineShowCommand(
  id: string,
  options: Reading & { readonly raw: boolean },
): Promise<void> {
  const path = `/api/quarantine/${encodeURIComponent(id)}`;
  if (options.raw) {
    const bytes = await (await askService(options, `${path}/original`)).arrayBuffer();
    process.stdout.write(new Uint8Array(bytes));
    return;
  }
  const item = (await (await askService(options, path)).json()) as Detail;
  if (options.json) print(item);
  else process.stdout.write(paragraph(item));
}

/** Exit 1 when something of it still cannot be read: then it stays in quarantine. */
export async function quarantineResubmitCommand(
  id: string,
  options: Acting & { readonly body?: string },
): Promise<void> {
  const body = options.body === undefined ? {} : { body: await textIn(options.body) };
  const item = await act(id, options, { action: "resubmit", ...body });
  if (item.state !== "resubmitted") process.exitCode = 1;
}

export async function quarantineDismissCommand(id: string, options: Acting): Promise<void> {
  await act(id, options, { action: "dismiss" });
}

async function act(
  id: string,
  options: Acting,
  what: { readonly action: "resubmit" | "dismiss"; readonly body?: string },
): Promise<Detail> {
  const person = await signIn(options);
  const asked = { ...what, ...(options.reason !== undefined && { reason: options.reason }) };
  const item = await person.post<Detail>(`/api/quarantine/${encodeURIComponent(id)}`, asked);
  if (options.json) print(item);
  else process.stdout.write(paragraph(item));
  return item;
}

/** A mended copy in any encoding that intake reads too. */
async function textIn(file: string): Promise<string> {
  const bytes = await buffer(file === "-" ? process.stdin : createReadStream(file)).catch(
    (cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new CliError(65, "unreadable", `Cannot read ${file}: ${why}`, file);
    },
  );
  const read = textOfBody(bytes);
  if (!read.ok) throw new CliError(65, "unreadable", `${file} cannot be submitted: ${read.reason}.`, file);
  return read.text;
}

const print = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

function lineOf(row: QuarantineRow): string {
  const { quarantineId, state, source, reason, receivedAt, bytes, arrivals, caseIds } = row;
  return [
    `${quarantineId}  ${stateOf(state, caseIds)}`,
    `    ${printable(reason)}`,
    `    from ${printable(source)}, ${bytes} bytes, ${utc(receivedAt)}${arrivals === 1 ? "" : `, ${arrivals} times`}`,
    "",
  ].join("\n");
}

function paragraph(item: Detail): string {
  const { sender, digest, within, contentType, steps, drill } = item;
  const from = [sender?.application, sender?.address, sender?.agent].filter((part) => part != null);
  return [
    lineOf(item).trimEnd(),
    ...(from.length === 0 ? [] : [`    sender ${printable(from.join(", "))}`]),
    `    SHA-256 ${digest}${contentType === null ? "" : `, ${printable(contentType)}`}`,
    ...(within === null ? [] : [`    an element of ${within.bytes} bytes, SHA-256 ${within.digest}`]),
    ...(drill ? ["    it came while a drill was on"] : []),
    ...steps.flatMap(({ at, by, role, reason, submission }) => [
      `  ${utc(at)}: ${submission === null ? "dismissed" : submission.edited ? "submitted again, edited," : "submitted again"} by ${printable(by)} (${role})`,
      ...(reason === "" ? [] : [`    ${printable(reason)}`]),
      ...(submission?.edited ? [`    edited copy SHA-256 ${submission.submitted.digest}`] : []),
      ...(submission?.results ?? []).map((result) => `    ${printable(describeResult(result))}`),
    ]),
    "",
  ].join("\n");
}

const stateOf = (state: QuarantineRow["state"], caseIds: readonly string[]): string => {
  if (state !== "resubmitted") return state;
  return caseIds.length === 0 ? "resubmitted, became no case" : `resubmitted, became ${caseIds.join(", ")}`;
};

/** What strangers wrote; a terminal obeys control characters. */
const printable = (text: string): string => text.replace(/[\p{Cc}\p{Cf}]/gu, " ");

const utc = (instant: string): string =>
  DateTime.fromISO(instant, { zone: "utc" }).toFormat("ccc d LLL yyyy, HH:mm 'UTC'");
