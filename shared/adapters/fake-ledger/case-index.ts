import type { CaseId } from "../../domain/ids.ts";
import type { CaseIndex, CaseRow, RelatedCase } from "../../ports/ledger.ts";

/** The index in memory, for tests and simulations; `forget` empties it, as losing it would. */
export function fakeCaseIndex(): CaseIndex & { forget(): void } {
  const rows = new Map<CaseId, CaseRow>();
  const keys = new Map<string, CaseId>();
  const operations = new Map<string, { readonly caseId: CaseId; readonly key: string }>();
  const related = new Map<string, RelatedCase>();
  const holderOf = (wanted: readonly string[]) =>
    wanted.map((key) => keys.get(key)).find((holder) => holder !== undefined);
  return {
    async putCase(row) {
      if ((rows.get(row.caseId)?.seq ?? -1) <= row.seq) rows.set(row.caseId, { ...row });
    },
    async listCases(filter) {
      return [...rows.values()]
        .filter(({ state }) => filter?.open === undefined || filter.open === (state !== "closed"))
        .filter(({ logYear }) => filter?.logYear === undefined || filter.logYear === logYear)
        .sort((one, other) => (one.openedAt < other.openedAt ? 1 : -1));
    },
    async claimKeys(wanted, caseId) {
      const holder = wanted
        .map((key) => keys.get(key))
        .find((other) => other !== undefined && other !== caseId);
      if (holder === undefined) for (const key of wanted) keys.set(key, caseId);
      return holder;
    },
    async findByKeys(wanted) {
      return holderOf(wanted);
    },
    async putRelated(wanted, latest) {
      for (const key of wanted)
        if ((related.get(key)?.at ?? "") <= latest.at) related.set(key, { ...latest });
    },
    async findRelated(wanted) {
      return wanted
        .flatMap((key) => {
          const latest = related.get(key);
          return latest ? [{ key, ...latest }] : [];
        })
        .sort((one, other) => (one.at < other.at ? 1 : -1));
    },
    async putOperation(operationId, owner) {
      operations.set(operationId, { ...owner });
    },
    async findOperation(operationId) {
      return operations.get(operationId);
    },
    forget() {
      for (const map of [rows, keys, related, operations]) map.clear();
    },
  };
}
