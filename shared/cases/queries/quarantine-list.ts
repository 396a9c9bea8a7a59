import type { QuarantineRow } from "../../contracts/quarantine-row.ts";
import type { AppContext } from "../app-context.ts";

export interface QuarantineList {
  /** Of all that wait; `waiting` may be the newest of them only. */
  readonly waitingTotal: number;
  readonly waiting: readonly QuarantineRow[];
  /** The last that were dealt with. */
  readonly settled: readonly QuarantineRow[];
}

/** What is in quarantine, newest first, at most so many of each. Throws TransientFailure. */
export async function quarantineList(
  { quarantine }: Pick<AppContext, "quarantine">,
  most: { readonly waiting: number; readonly settled: number },
): Promise<QuarantineList> {
  const [waitingTotal, waiting, settled] = await Promise.all([
    quarantine.countWaiting(),
    quarantine.list({ waiting: true, most: most.waiting }),
    quarantine.list({ waiting: false, most: most.settled }),
  ]);
  return { waitingTotal, waiting, settled };
}
