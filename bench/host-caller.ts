/** The caller of the host's bench: a process of its own, so that what calling costs is not counted as the host's. */
import { call, callToEnd, untilRunning } from "./host-calls.ts";

export interface Errand {
  readonly url: string;
  readonly kind: keyof typeof errands;
  readonly count: number;
}

export interface Called {
  /** From the first request to the last answer. */
  readonly ms: number;
  /** Of each, from its request until it had ended. */
  readonly times: readonly number[];
  /** Of each that answers with the instant of its activity: from its request until then. */
  readonly stepTimes: readonly number[];
}

const branches = 100;

/** Those that wait for their event: the start of each is answered when it has ended. */
const waiting = new Map<string, Promise<unknown>>();
let errandsRun = 0;

const errands = {
  async atOnce(url: string, ids: readonly string[]) {
    await Promise.all(ids.map((id) => callToEnd(url, "sequence", id)));
    return [];
  },
  single: (url: string, ids: readonly string[]) => each(ids, (id) => callToEnd(url, "sequence", id)),
  fanOut: (url: string, ids: readonly string[]) => each(ids, (id) => callToEnd(url, "fanOut", id, branches)),
  async wait(url: string, ids: readonly string[]) {
    waiting.clear();
    for (const id of ids) waiting.set(id, callToEnd(url, "waits", id));
    for (const id of ids) await untilRunning(url, id);
    return [];
  },
  event: (url: string) =>
    each([...waiting.keys()], async (id) => {
      await call(url, "POST", `instances/${id}/raiseEvent/go`, null);
      return waiting.get(id);
    }),
};

interface Timed {
  readonly ms: number;
  readonly stepMs: number;
}

/** One after the other. */
async function each(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<Timed[]> {
  const timed: Timed[] = [];
  for (const id of ids) {
    const startedAt = machineMs();
    const output = await work(id);
    timed.push({ ms: machineMs() - startedAt, stepMs: Number(output) - startedAt });
  }
  return timed;
}

/** Runs alike in all processes of a machine. */
function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

process.on("message", ({ url, kind, count }: Errand) => {
  const ids = Array.from({ length: count }, (_, index) => `${kind}-${errandsRun}-${index}`);
  errandsRun += 1;
  const startedAt = machineMs();
  void errands[kind](url, ids).then((timed) => {
    const called: Called = {
      ms: machineMs() - startedAt,
      times: timed.map(({ ms }) => ms),
      stepTimes: timed.map(({ stepMs }) => stepMs),
    };
    process.send?.(called);
  });
});
