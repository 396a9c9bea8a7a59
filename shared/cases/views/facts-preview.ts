/** `factsView` and `factsPreviewView`: facts that somebody is about to state, and which clocks would move. */
import type {
  ClockChange,
  FactsPreviewView,
  FactsView,
  FormState,
  PageFrame,
} from "../../contracts/views.ts";
import type { CaseState } from "../../domain/case-state.ts";
import { clockChanges } from "../../domain/clock-changes.ts";
import type { ComputedDuty } from "../../domain/clock-changes.ts";
import type { FactsChange } from "../../domain/entries.ts";
import { caseHeading } from "./case-heading.ts";
import { factItems, factLabel, factValueOf } from "./fact-items.ts";
import { formValuesOf } from "./form-values.ts";
import { isElapsedFor } from "./law.ts";

export const factsView = (state: CaseState, frame: PageFrame, form?: FormState): FactsView => ({
  frame,
  heading: caseHeading(state, frame.now),
  facts: factItems(state),
  form: form ?? { values: formValuesOf(state), errors: [] },
});

/** `duties` are what the law makes of the case's facts with the stated ones among them. Nothing is written. */
export function factsPreviewView(
  state: CaseState,
  frame: PageFrame,
  stated: {
    readonly facts: FactsChange;
    readonly reason: string;
    readonly duties: readonly ComputedDuty[];
    readonly form: FormState;
  },
): FactsPreviewView {
  const changed = Object.entries(stated.facts).filter(
    ([name, value]) => JSON.stringify(state.facts[name]) !== JSON.stringify(value),
  );
  return {
    frame,
    heading: caseHeading(state, frame.now),
    changes: changed.map(([name]) => ({
      label: factLabel(name),
      before: factValueOf(state.facts, name),
      after: factValueOf(stated.facts, name),
    })),
    clockChanges: changesIn(state, stated.duties),
    reason: stated.reason,
    form: stated.form,
  };
}

/** The very changes that would be written, then the running clocks that stay as they are. */
function changesIn(state: CaseState, duties: readonly ComputedDuty[]): readonly ClockChange[] {
  const changes = clockChanges(state, duties);
  const moving = new Set(
    changes.map((change) =>
      change.kind === "withdraw" ? change.obligationId : change.duty.reading.obligationId,
    ),
  );
  return [
    ...changes.map((change): ClockChange => {
      if (change.kind === "withdraw") {
        const reading = state.clocks[change.obligationId]?.reading;
        return {
          title: reading?.title ?? change.obligationId,
          citation: reading?.citation ?? "",
          kind: "withdraws",
          from: reading?.due ?? null,
          to: null,
          elapsedHours: reading ? isElapsedFor(reading) : false,
          why: change.why,
        };
      }
      const { reading, why } = change.duty;
      return {
        title: reading.title,
        citation: reading.citation,
        kind: change.kind === "open" ? "opens" : "moves",
        from: change.kind === "open" ? null : change.from,
        to: reading.due,
        elapsedHours: isElapsedFor(reading),
        why,
      };
    }),
    ...Object.values(state.clocks)
      .filter(({ status, reading }) => status === "running" && !moving.has(reading.obligationId))
      .map(({ reading, why }): ClockChange => ({
        title: reading.title,
        citation: reading.citation,
        kind: "stays",
        from: reading.due,
        to: reading.due,
        elapsedHours: isElapsedFor(reading),
        why,
      })),
  ];
}
