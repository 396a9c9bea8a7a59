import type { CaseState } from "../../domain/case/state.ts";
import type { Instant } from "../../domain/instants.ts";
import { earliest } from "../../domain/instants.ts";
import { caseStatusOf } from "../../domain/case/case-status.ts";
import type { CaseRow } from "../../ports/ledger.ts";
import { logYearOf } from "../../domain/case/annual-log.ts";

/** The board's line for a case. `nextAt`: when to look again; a lost wake is found by it. */
export function rowOf(
  state: CaseState,
  { caseAt, courierAt }: { readonly caseAt: Instant | null; readonly courierAt: Instant | null },
): CaseRow {
  const logYear = logYearOf(state);
  return {
    caseId: state.caseId,
    title: state.title,
    code: state.code,
    state: caseStatusOf(state),
    openedAt: state.openedAt,
    drill: state.drill,
    nextAt: caseAt === null && courierAt === null ? null : earliest(caseAt, courierAt),
    ...(logYear !== null && { logYear }),
    seq: state.seq,
  };
}
