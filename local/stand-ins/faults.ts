/** Faults that a stand-in can be told to have: at a named point, one action, after so many passes, so many times. */
import { z } from "zod";

export const FaultRequest = z.strictObject({
  /** Where: the stand-in lists its points in its own file. */
  at: z.string().min(1),
  /**
   * `answer`: this status instead of the real answer; `drop`: the connection ends without an answer; `wait`: so long
   * before carrying on (a report: postponed, so that others overtake it); `repeat`: done twice; `kill`: SIGKILL to
   * the process on the spot; `silence`: no answer for as long as the connection stands.
   */
  action: z.enum(["answer", "drop", "wait", "repeat", "kill", "silence"]),
  /** Only requests to which each of these applies are counted and struck; what a stand-in cannot tell it refuses. */
  on: z.record(z.string(), z.unknown()).optional(),
  /** How many passes go well first: `skip: 2` strikes the third. */
  skip: z.int().min(0).default(0),
  times: z.int().min(1).default(1),
  status: z.int().min(200).max(599).default(503),
  code: z.string().optional(),
  retryAfterSeconds: z.number().min(0).optional(),
  waitMs: z.int().min(0).default(1000),
});
export type FaultInput = z.input<typeof FaultRequest>;
export type Fault = z.output<typeof FaultRequest>;

export interface Faults {
  add(fault: FaultInput): void;
  clear(): void;
  list(): readonly Fault[];
  /** The fault that strikes on this pass of this point, used up by being taken. */
  take(...points: readonly string[]): Fault | undefined;
  /** The same, for a stand-in that knows what the request is about. */
  takeOn(applies: (on: NonNullable<Fault["on"]>) => boolean, ...points: readonly string[]): Fault | undefined;
  /** Ends the process here and now if it was told to. */
  killAt(point: string): void;
}

/** `on`: what this stand-in can tell requests apart by. */
export function createFaults(
  points: readonly string[],
  first: readonly FaultInput[] = [],
  { on }: { readonly on?: z.ZodType<object> } = {},
): Faults {
  let armed: Fault[] = [];
  const add = (input: FaultInput) => {
    const fault = FaultRequest.parse(input);
    if (!points.includes(fault.at))
      throw new Error(`no such point: ${fault.at}; there are ${points.join(", ")}`);
    if (fault.on !== undefined) {
      if (!on) throw new Error("this stand-in does not tell requests apart by `on`");
      on.parse(fault.on);
    }
    armed.push(fault);
  };
  const takeOn: Faults["takeOn"] = (applies, ...at) => {
    // Each fault sees each pass of its point, also one on which another strikes.
    let struck: Fault | undefined;
    for (const fault of armed.filter((one) => at.includes(one.at) && applies(one.on ?? {}))) {
      if (fault.skip > 0) fault.skip -= 1;
      else struck ??= fault;
    }
    if (struck) struck.times -= 1;
    armed = armed.filter((fault) => fault.times > 0);
    return struck;
  };
  const take: Faults["take"] = (...at) => takeOn(() => true, ...at);
  for (const fault of first) add(fault);
  return {
    add,
    take,
    takeOn,
    clear: () => (armed = []),
    list: () => armed,
    killAt: (point) => {
      if (take(point)?.action === "kill") process.kill(process.pid, "SIGKILL");
    },
  };
}
