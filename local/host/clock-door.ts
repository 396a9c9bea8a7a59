/** `/.local/clock`: reading and moving the host's clock. For this machine only; Azure has nothing like it. */
import { Duration } from "luxon";
import * as z from "zod";
import { emptyAnswer, jsonAnswer, type Answer } from "./http-message.ts";
import type { HostClock } from "./types.ts";

export const clockDoorPath = "/.local/clock";

/** One of them a request. A step answers when everything that it set off has come to rest. */
const ClockCommand = z.union([
  z.strictObject({ scale: z.number().nonnegative() }),
  z.strictObject({ advance: z.string() }),
  z.strictObject({ advanceMs: z.number().nonnegative() }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
  z.strictObject({ freeze: z.literal(true) }),
]);
const usage =
  'Send one of {"scale":N}, {"advance":"PT24H"}, {"advanceMs":N}, {"to":"2030-01-01T00:00:00Z"}, {"freeze":true}.';

export async function handleClock(
  method: string,
  contentType: string,
  body: () => Promise<Buffer>,
  clock: HostClock,
): Promise<Answer> {
  if (method === "GET") return reading(clock);
  if (method !== "POST") return emptyAnswer(404);
  // A page in a browser cannot send this type to another origin unasked, so no page can turn the clock.
  if (!/^application\/json\b/i.test(contentType))
    return problem(415, "The content type must be application/json.");
  const command = ClockCommand.safeParse(parsed(await body()));
  if (!command.success) return problem(400, usage);
  const { data } = command;
  if ("scale" in data) clock.setScale(data.scale);
  else if ("freeze" in data) clock.setScale(0);
  else {
    const target = targetOf(data, clock.now());
    if (target === undefined) return problem(400, "That is no ISO 8601 duration of zero or more.");
    if (target < clock.now()) return problem(400, "The clock goes forward only: that instant has passed.");
    await clock.stepTo(target);
  }
  return reading(clock);
}

function targetOf(
  command: { advance: string } | { advanceMs: number } | { to: string },
  now: number,
): number | undefined {
  if ("to" in command) return Date.parse(command.to);
  if ("advanceMs" in command) return now + command.advanceMs;
  const duration = Duration.fromISO(command.advance);
  return duration.isValid && duration.toMillis() >= 0 ? now + duration.toMillis() : undefined;
}

function reading(clock: HostClock): Answer {
  return jsonAnswer(200, { now: new Date(clock.now()).toISOString(), scale: clock.scale });
}

function problem(status: number, detail: string): Answer {
  return jsonAnswer(status, { status, detail }, { "Content-Type": "application/problem+json" });
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}
