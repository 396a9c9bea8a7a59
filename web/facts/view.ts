/** `factsView` and `factsPreviewView`: facts that somebody is about to state, and which clocks would move. */
import type { ClockChange, FactsPreviewView, FactsView, FormState } from "../../shared/contracts/views.ts";
import { governingAwareness } from "../../shared/domain/case/awareness.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { FactsPatch } from "../../shared/domain/case/events.ts";
import { isSameValue } from "../../shared/domain/same-value.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { caseHeading } from "../chrome/case-heading.ts";
import { factItems, factLabel, factValueOf } from "../chrome/fact-items.ts";
import { formValuesOf } from "../chrome/form-values.ts";
import type { ObligationRule } from "../../shared/domain/law/rule.ts";
import type { PageContext } from "../chrome/page-context.ts";
import { isElapsedFor } from "../../shared/domain/law/rule-lookup.ts";
import { movingClocks } from "../chrome/moving-clocks.ts";

export const factsView = (
  state: CaseState,
  { frame, rules }: Pick<PageContext, "frame" | "rules">,
  form?: FormState,
): FactsView => ({
  frame,
  heading: caseHeading(state),
  facts: factItems(state, { rules }),
  form: form ?? { values: formValuesOf(state), errors: [] },
});

/** `duties` are what the law makes of the case's facts with the stated ones among them. Nothing is written. */
export function factsPreviewView(
  state: CaseState,
  { frame, rules }: Pick<PageContext, "frame" | "rules">,
  stated: {
    readonly facts: FactsPatch;
    readonly reason: string;
    readonly duties: readonly ComputedDuty[];
    readonly form: FormState;
  },
): FactsPreviewView {
  const remark = proposalRemark(state, stated.facts);
  const changed = Object.entries(stated.facts).filter(
    ([name, value]) => !isSameValue(state.facts[name], value) && !(remark !== null && name === "awareAt"),
  );
  return {
    frame,
    heading: caseHeading(state),
    changes: changed.map(([name]) => ({
      label: factLabel(name),
      before: factValueOf(state.facts, name),
      after: factValueOf(stated.facts, name),
    })),
    clockChanges: changesIn(state, stated.duties, rules),
    remarks: remark === null ? [] : [remark],
    reason: stated.reason,
    form: stated.form,
  };
}

/** A later moment of awareness moves nothing: it is one more proposal for whoever decides. */
function proposalRemark(state: CaseState, { awareAt }: FactsPatch): string | null {
  const governing = governingAwareness(state.awareness);
  if (awareAt == null || governing === null || Date.parse(awareAt) <= Date.parse(governing)) return null;
  const zone = state.entity.timeZone;
  return `Aware since ${formatInstantInLine(awareAt, zone)} is recorded as a proposal. Until a person decides, the earliest moment governs: ${formatInstantInLine(governing, zone)}.`;
}

export const changesIn = (
  state: CaseState,
  duties: readonly ComputedDuty[],
  rules: readonly ObligationRule[],
): readonly ClockChange[] =>
  movingClocks(state, duties).map(({ title, citation, kind, from, to, notBefore, why, reading }) => ({
    title,
    citation,
    kind,
    from,
    to,
    notBefore,
    elapsedHours: reading ? isElapsedFor(rules, reading) : false,
    why,
  }));
