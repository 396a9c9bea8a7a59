import type { QuarantineRow } from "../../shared/contracts/quarantine-row.ts";
import type { Quarantined } from "../../shared/domain/alert/quarantine.ts";

/** All that the ledger says of a payload in quarantine, for programs. Field names are a contract. */
export function quarantineItemJson(item: Quarantined, row: QuarantineRow) {
  const { sender, original, within, contentType, drill, arrivals, steps } = item;
  return {
    ...row,
    sender,
    original,
    within,
    contentType,
    drill,
    arrivedAt: arrivals.map(({ at }) => at),
    steps,
  };
}
