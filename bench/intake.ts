import { performance } from "node:perf_hooks";
import { classificationInPayload } from "../shared/intake/classification.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import { readPayload } from "../shared/intake/read-payload.ts";
import { triage } from "../shared/intake/triage.ts";
import { mixedStream } from "./intake-stream.ts";

const messages = 4000;
const slice = 500;
const rounds = 15;

export interface IntakeFigures {
  readonly messages: number;
  readonly bytes: number;
  /** Parsing and writing the same bytes again, which nobody who takes JSON in can do without. */
  readonly floorPerSecond: number;
  /** Recognise, validate, normalise and triage, of what has been parsed. */
  readonly intakePerSecond: number;
  /** Intake in units of the floor: 0.33 is a third as fast. */
  readonly ratio: number;
}

/** Alerts per second on one core through the whole of intake, beside JSON.parse and JSON.stringify of the same bytes. */
export async function run(): Promise<IntakeFigures> {
  const texts = mixedStream(messages, 20261124);
  const payloads = texts.map((text) => JSON.parse(text) as unknown);
  let floorMs = 0;
  let intakeMs = 0;
  for (let start = 0; start < messages; start += slice) {
    const someTexts = texts.slice(start, start + slice);
    const somePayloads = payloads.slice(start, start + slice);
    let bestFloorMs = Infinity;
    let bestIntakeMs = Infinity;
    // Turn by turn and a slice at a time, so that whatever else the machine does disturbs both alike, and some rounds not at all.
    for (let round = 0; round < rounds; round += 1) {
      bestFloorMs = Math.min(
        bestFloorMs,
        durationMs(() => parseAndWrite(someTexts)),
      );
      bestIntakeMs = Math.min(
        bestIntakeMs,
        durationMs(() => takeIn(somePayloads)),
      );
    }
    floorMs += bestFloorMs;
    intakeMs += bestIntakeMs;
  }
  const perSecond = (ms: number) => Math.round((messages / ms) * 1000);
  return {
    messages,
    bytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
    floorPerSecond: perSecond(floorMs),
    intakePerSecond: perSecond(intakeMs),
    ratio: Number((floorMs / intakeMs).toFixed(2)),
  };
}

function parseAndWrite(texts: readonly string[]): number {
  let length = 0;
  for (const text of texts) length += JSON.stringify(JSON.parse(text)).length;
  return length;
}

function takeIn(payloads: readonly unknown[]): number {
  let triaged = 0;
  for (const payload of payloads)
    for (const item of readPayload(payload)) {
      if (item.kind === "rejected") throw new Error(`The stream holds what intake rejects: ${item.reason}`);
      const classification = classificationInPayload(item.alert);
      if (triage(item.alert, { classification, rules: defaultRules }).reason !== "") triaged += 1;
    }
  return triaged;
}

function durationMs(work: () => number): number {
  const startedAt = performance.now();
  if (work() <= 0) throw new Error("The stream did no work, so there is nothing to measure.");
  return performance.now() - startedAt;
}

if (import.meta.main) {
  const { bytes, floorPerSecond, intakePerSecond, ratio } = await run();
  const size = Math.round(bytes / messages);
  console.log(
    `intake: ${intakePerSecond} alerts/s, ${ratio} of JSON.parse + JSON.stringify (${floorPerSecond}/s), ${messages} messages of ${size} bytes on average`,
  );
}
