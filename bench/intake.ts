import { performance } from "node:perf_hooks";
import { classificationInPayload } from "../shared/intake/classification.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import { readPayload } from "../shared/intake/read-payload.ts";
import { triage } from "../shared/intake/triage.ts";
import { mixedStream } from "./intake-stream.ts";

const messages = 4000;
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
  const floor = () => {
    let length = 0;
    for (const text of texts) length += JSON.stringify(JSON.parse(text)).length;
    return length;
  };
  const intake = () => {
    let opened = 0;
    for (const payload of payloads)
      for (const item of readPayload(payload)) {
        if (item.kind === "rejected") throw new Error(`The stream holds what intake rejects: ${item.reason}`);
        const classification = classificationInPayload(item.alert);
        if (triage(item.alert, { classification, rules: defaultRules }).outcome === "open") opened += 1;
      }
    return opened;
  };
  // Turn by turn, so that whatever else the machine does disturbs both alike.
  let floorMs = Infinity;
  let intakeMs = Infinity;
  for (let round = 0; round < rounds; round += 1) {
    floorMs = Math.min(floorMs, durationMs(floor));
    intakeMs = Math.min(intakeMs, durationMs(intake));
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

/** The best of several rounds counts: what disturbs a round only ever makes it slower. */
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
