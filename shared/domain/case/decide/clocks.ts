import { isMoved, isOwedFurther } from "../clock-changes.ts";
import type { ClockChange } from "../clock-changes.ts";
import { ok } from "../commands.ts";
import type { Command, Decided } from "../commands.ts";
import type { CaseEvent } from "../events.ts";
import type { Instant } from "../../instants.ts";
import { hasStruck } from "../milestones.ts";
import { filingOf } from "../state.ts";
import type { CaseState } from "../state.ts";

type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

export const recordClocks = (state: CaseState, { changes }: Of<"recordClocks">): Decided =>
  ok(...changes.flatMap((change) => clockEvents(state, change)));

function clockEvents(state: CaseState, change: ClockChange): readonly CaseEvent[] {
  switch (change.kind) {
    case "open": {
      const { reading, why } = change.duty;
      const clock = state.clocks[reading.obligationId];
      const isMet = clock?.status === "met" && !isOwedFurther(clock, reading);
      return clock?.status === "running" || isMet ? [] : [{ kind: "clockOpened", body: { ...reading, why } }];
    }
    case "move": {
      const { reading, why } = change.duty;
      const clock = state.clocks[reading.obligationId];
      return clock?.status !== "running" || !isMoved(clock.reading, reading)
        ? []
        : [{ kind: "clockMoved", body: { ...reading, from: change.from, why } }];
    }
    case "withdraw": {
      const { obligationId, why } = change;
      return state.clocks[obligationId]?.status === "running"
        ? [{ kind: "clockWithdrawn", body: { obligationId, why } }]
        : [];
    }
  }
}

export function strike(state: CaseState, { obligationId, milestones, due }: Of<"strike">): Decided {
  const clock = state.clocks[obligationId];
  if (clock?.status !== "running" || clock.reading.due !== due) return ok();
  const fresh = milestones.filter((milestone) => !hasStruck(clock, milestone));
  return ok(
    ...fresh.map((milestone): CaseEvent => ({
      kind: "milestoneStruck",
      body: { obligationId, milestone, due },
    })),
  );
}

/** As filed, as the record proves, or as the party that owed it has told us. In the very due instant it is in time. */
export function meet(state: CaseState, command: Of<"meet">, now: Instant): Decided {
  const clock = state.clocks[command.obligationId];
  if (clock?.status !== "running") return ok();
  const filed = command.noticeId === null ? undefined : filingOf(state, command.noticeId);
  if (command.noticeId !== null && !filed) return ok();
  const metAt = filed?.filedAt ?? command.doneAt ?? now;
  const { due } = clock.reading;
  return ok({
    kind: "obligationMet",
    body: {
      obligationId: command.obligationId,
      metAt,
      how: filed ? "filed" : "recorded",
      reference: filed?.reference ?? null,
      late: due !== null && Date.parse(metAt) > Date.parse(due),
      reason: filed?.reason === "" ? null : (filed?.reason ?? null),
    },
  });
}
