/** The caller of the host's bench: a process of its own, so that what calling costs is not counted as the host's. */
import { call, callToEnd, untilRunning } from "./host-calls.ts";

export interface Errand {
  readonly url: string;
  readonly kind: keyof typeof errands;
  readonly count: number;
}

const branches = 100;

/** Those that wait for their event: the start of each is answered when it has ended. */
const waiting = new Map<string, Promise<unknown>>();
let errandsRun = 0;

const errands = {
  async atOnce(url: string, ids: readonly string[]) {
    await Promise.all(ids.map((id) => callToEnd(url, "sequence", id)));
  },
  async single(url: string, ids: readonly string[]) {
    for (const id of ids) await callToEnd(url, "sequence", id);
  },
  async fanOut(url: string, ids: readonly string[]) {
    for (const id of ids) await callToEnd(url, "fanOut", id, branches);
  },
  async wait(url: string, ids: readonly string[]) {
    waiting.clear();
    for (const id of ids) waiting.set(id, callToEnd(url, "waits", id));
    for (const id of ids) await untilRunning(url, id);
  },
  async event(url: string) {
    for (const [id, ended] of waiting) {
      await call(url, "POST", `instances/${id}/raiseEvent/go`, null);
      await ended;
    }
  },
};

process.on("message", ({ url, kind, count }: Errand) => {
  const ids = Array.from({ length: count }, (_, index) => `${kind}-${errandsRun}-${index}`);
  errandsRun += 1;
  void errands[kind](url, ids).then(() => process.send?.("done"));
});
