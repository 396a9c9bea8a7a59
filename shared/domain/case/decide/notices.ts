import { ok } from "../commands.ts";
import type { Command, Decided } from "../commands.ts";
import { isBegun, isFiledBefore } from "../state.ts";
import type { CaseState } from "../state.ts";

/** A text made from the facts as they stand; the same text again is the same version. */
export function draft(state: CaseState, command: Extract<Command, { kind: "draft" }>): Decided {
  const before = state.notices[command.noticeId];
  const isFurther = before !== undefined && isFiledBefore(state, before);
  const isNextPhase = isFurther || before?.filedInPart != null;
  const isNewest = before !== undefined && before.basis >= state.factsSeq && !isFurther;
  if (before && ((isBegun(state, before) && !isNextPhase) || isNewest)) return ok();
  const { kind: _kind, ...body } = command;
  const same = before?.digest === command.digest && !isNextPhase;
  const version = before ? before.version + (same ? 0 : 1) : 1;
  return ok({ kind: "noticeDrafted", body: { ...body, version, basis: state.factsSeq } });
}
