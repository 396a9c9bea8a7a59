import type { QuarantineIndex } from "../../ports/quarantine-index.ts";
import type { QuarantineRow } from "../../contracts/quarantine-row.ts";

/** The index of the quarantine in memory, for tests and simulations. */
export function fakeQuarantineIndex(): QuarantineIndex {
  const rows = new Map<string, QuarantineRow>();
  const those = (waiting: boolean) =>
    [...rows.values()].filter(({ state }) => (state === "waiting") === waiting);
  return {
    async put(row) {
      if ((rows.get(row.quarantineId)?.seq ?? -1) <= row.seq) rows.set(row.quarantineId, { ...row });
    },
    async list({ waiting, most }) {
      return those(waiting)
        .sort((one, other) => (one.receivedAt < other.receivedAt ? 1 : -1))
        .slice(0, most);
    },
    async countWaiting() {
      return those(true).length;
    },
  };
}
