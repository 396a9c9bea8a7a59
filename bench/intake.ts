/**
 * Alerts per second on one core through the whole of intake: from the bytes of the body to the outcome of triage. The
 * floor is JSON.parse and JSON.stringify of the same bytes: who takes JSON in and passes it on does both, and no less.
 */
import { performance } from "node:perf_hooks";
import { classificationInPayload } from "../shared/intake/classification.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";
import { readPayload } from "../shared/intake/read-payload.ts";
import { triage } from "../shared/intake/triage.ts";
import { mixedStream } from "./intake-stream.ts";
import { rounded } from "./table.ts";
import type { Figure } from "./table.ts";

const messages = 4000;
const slice = 500;
const rounds = 15;

export async function figures(): Promise<readonly Figure[]> {
  const texts = mixedStream(messages, 20261124);
  let floorMs = 0;
  let intakeMs = 0;
  for (let start = 0; start < messages; start += slice) {
    const someTexts = texts.slice(start, start + slice);
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
        durationMs(() => takeIn(someTexts)),
      );
    }
    floorMs += bestFloorMs;
    intakeMs += bestIntakeMs;
  }
  const bytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  return [
    {
      name: "intake",
      figure: Math.round((messages / intakeMs) * 1000),
      unit: `alerts/s of ${Math.round(bytes / messages)} bytes, one core, parsing included`,
    },
    {
      name: "intake / floor",
      figure: rounded(intakeMs / floorMs),
      unit: "x the time of JSON.parse and JSON.stringify of the same bytes",
    },
  ];
}

function parseAndWrite(texts: readonly string[]): number {
  let length = 0;
  for (const text of texts) length += JSON.stringify(JSON.parse(text)).length;
  return length;
}

function takeIn(texts: readonly string[]): number {
  let triaged = 0;
  for (const text of texts)
    for (const item of readPayload(JSON.parse(text))) {
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
