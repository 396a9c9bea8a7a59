/** `holdsView`, `holdPreviewView`: requests of law enforcement to wait, and what another one would move. */
import type { FormState, HoldItem, HoldPreviewView, HoldsView } from "../../shared/contracts/views.ts";
import { isStanding } from "../../shared/domain/case/holds.ts";
import type { CaseHold } from "../../shared/domain/case/holds.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { HoldCommand } from "../../shared/domain/case/hold-command.ts";
import { caseHeading } from "../chrome/case-heading.ts";
import { clockItems } from "../chrome/clock-items.ts";
import { changesIn } from "../facts/view.ts";
import { holdDetails, describeHold } from "../chrome/hold-words.ts";
import { asOf } from "../chrome/page-context.ts";
import type { AsOf, PageContext } from "../chrome/page-context.ts";
import { untimedHoldDays } from "../../shared/domain/law/rule-lookup.ts";

export const holdsView = (
  state: CaseState,
  about: Pick<PageContext, "frame" | "rules"> & {
    readonly mayChange: boolean;
    readonly form?: FormState | undefined;
  },
): HoldsView => ({
  frame: about.frame,
  heading: caseHeading(state),
  holds: state.holds.map((hold) => holdItem(state, hold, asOf(about))),
  clocks: clockItems(state, asOf(about)).filter(
    ({ state: word, holds }) => word === "held" || holds.length > 0,
  ),
  mayChange: about.mayChange,
  form: about.form ?? { values: {}, errors: [] },
});

export const holdItem = (state: CaseState, hold: CaseHold, { now, rules }: AsOf): HoldItem => ({
  holdId: hold.holdId,
  standing: isStanding(hold, { facts: state.facts, untimedDays: untimedHoldDays(rules, state.facts), now }),
  statements: hold.statements.map(({ statement, by, at, seq }) => ({
    sentence: describeHold(statement, state.entity.timeZone),
    details: holdDetails(statement).filter((detail) => detail !== null),
    who: by,
    at,
    entrySeq: seq,
  })),
  lifted: hold.lifted && { at: hold.lifted.at, who: hold.lifted.by, reason: hold.lifted.reason },
});

export const holdPreviewView = (
  state: CaseState,
  { frame, rules }: Pick<PageContext, "frame" | "rules">,
  about: {
    readonly command: HoldCommand;
    readonly duties: readonly ComputedDuty[];
    readonly form: FormState;
  },
): HoldPreviewView => ({
  frame,
  heading: caseHeading(state),
  sentence: sentenceOf(state, about.command),
  clockChanges: changesIn(state, about.duties, rules),
  form: about.form,
});

function sentenceOf(state: CaseState, command: HoldCommand): string {
  const zone = state.entity.timeZone;
  switch (command.kind) {
    case "placeHold":
      return `Law enforcement asks to wait: ${describeHold(command.statement, zone)}.`;
    case "extendHold":
      return `A further statement about ${command.holdId}: ${describeHold(command.statement, zone)}.`;
    case "liftHold":
      return `${command.holdId} is lifted: ${command.reason}`;
  }
}
