/**
 * What the real engine was seen to do, kept as data: for each recording the steps of a caller, and then the status, the
 * history as the API shows it, and the history as the orchestrator's library was last given it.
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { Caller, InstanceStatus } from "./host-under-test.ts";

export type CallerStep = (
  | { readonly raise: string; readonly value: unknown }
  | { readonly post: "suspend" | "resume" | "terminate"; readonly reason: string }
  /** Lets an activity end that was held until now. */
  | { readonly release: true }
  /** Starts the same id once more. */
  | { readonly start: unknown }
  | { readonly purge: true }
) & {
  /** The step is taken as soon as the history has so many lines; otherwise when it stands still. */
  readonly lines?: number;
};

export interface Recording {
  readonly shows: string;
  readonly orchestrator: string;
  readonly input?: unknown;
  /** In place of `input`: an object with a text of so many letters. */
  readonly inputOfLength?: number;
  readonly steps: readonly CallerStep[];
  /** `gone`: there is no such instance any more. */
  readonly status:
    { readonly runtimeStatus: string; readonly output: unknown; readonly customStatus?: unknown } | "gone";
  /** One line an event: its kind, what it names, what it carries. */
  readonly history: readonly string[];
  /** Activities that run side by side may end in any order: their lines are sorted. */
  readonly unordered?: true;
  /** Kind and number of each event; a star where the library has seen it before. */
  readonly lastEpisode?: string;
}

export type Transcript = Pick<Recording, "status" | "history">;

const folder = new URL("../recorded/durable/", import.meta.url);

export const recordings: ReadonlyMap<string, Recording> = new Map(
  readdirSync(folder).map((file) => [
    file.replace(".json", ""),
    JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Recording,
  ]),
);

export const inputOf = ({ input, inputOfLength }: Recording): unknown =>
  inputOfLength === undefined ? input : { text: "x".repeat(inputOfLength) };

export function transcriptOf({ unordered }: Recording, status: InstanceStatus | null): Transcript {
  if (status === null) return { status: "gone", history: [] };
  const { runtimeStatus, output, customStatus, historyEvents } = status;
  const history = historyEvents.map(inBrief);
  return {
    status: {
      runtimeStatus,
      output: inOurWords(output),
      ...(customStatus === null ? {} : { customStatus }),
    },
    history: unordered === true ? withTasksSorted(history) : history,
  };
}

function withTasksSorted(history: readonly string[]): readonly string[] {
  const isTask = (line: string) => line.startsWith("Task");
  const tasks = history.filter(isTask).sort();
  return history.map((line) => (isTask(line) ? (tasks.shift() ?? line) : line));
}

export const hasEnded = (status: InstanceStatus | null): boolean =>
  status === null || ["Completed", "Failed", "Terminated"].includes(status.runtimeStatus);

/** What a caller does at one step; the answer's status says whether it was accepted. */
export async function takeStep(host: Caller, recording: Recording, id: string, step: CallerStep) {
  if ("raise" in step) return (await host.raise(id, step.raise, step.value)).status;
  if ("release" in step) return (await host.note(`released-${id}`, "now")).status;
  if ("start" in step) return (await host.start(recording.orchestrator, id, step.start)).status;
  if ("purge" in step) return (await host.api("DELETE", `instances/${id}`)).status;
  const reason = encodeURIComponent(step.reason);
  return (await host.api("POST", `instances/${id}/${step.post}?reason=${reason}`)).status;
}

function inBrief(event: Record<string, unknown>): string {
  const { EventType, Name, FunctionName, OrchestrationStatus, Result, Reason, Input } = event;
  const named = Name ?? FunctionName ?? OrchestrationStatus;
  const carries = inOurWords(Result ?? Reason ?? Input);
  return [
    EventType,
    ...(named == null ? [] : [named]),
    ...(carries == null ? [] : [shortened(withoutMadeUp(JSON.stringify(carries)))]),
  ]
    .map(String)
    .join(" ");
}

/** The engine's details of a failure hold a stack and are left out. */
const inOurWords = (value: unknown): unknown =>
  typeof value === "string" ? value.replace(/ \n \{"\$type":"System\..*$/s, "") : value;

/** What the code makes up differs from run to run. */
export const withoutMadeUp = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "GUID")
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "INSTANT");

/** Long texts by their length and digest, as nobody reads them. */
const shortened = (text: string): string =>
  text.length <= 1000
    ? text
    : `${text.length} characters, ${createHash("sha256").update(text).digest("hex").slice(0, 16)}`;
