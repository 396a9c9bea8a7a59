import type { CaseId } from "../../domain/ids.ts";
import type { CaseIndex, RelatedCase } from "../../ports/case-index.ts";
import { fakeCaseRows } from "./case-rows.ts";

/** The index in memory, for tests and simulations; `forget` empties it, as losing it would. */
export function fakeCaseIndex(): CaseIndex & { forget(): void } {
  const { rows, ...listed } = fakeCaseRows();
  const keys = new Map<string, CaseId>();
  const operations = new Map<string, { readonly caseId: CaseId; readonly key: string }>();
  const related = new Map<string, RelatedCase>();
  const holderOf = (wanted: readonly string[]) =>
    wanted.map((key) => keys.get(key)).find((holder) => holder !== undefined);
  return {
    ...listed,
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
