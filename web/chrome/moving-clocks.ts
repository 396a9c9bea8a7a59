/** `movingClocks`: what would become of each clock of a case under other duties, for pages and programs. */
import type { CaseState } from "../../shared/domain/case/state.ts";
import { clockChanges } from "../../shared/domain/case/clock-changes.ts";
import type { ClockChange, ComputedDuty } from "../../shared/domain/case/clock-changes.ts";
import type { ClockReading } from "../../shared/domain/case/events.ts";
import type { ObligationId } from "../../shared/domain/ids.ts";
import type { Instant } from "../../shared/domain/instants.ts";

export interface MovingClock {
  readonly obligationId: ObligationId;
  readonly title: string;
  readonly citation: string;
  readonly kind: "opens" | "moves" | "withdraws" | "stays";
  readonly from: Instant | null;
  readonly to: Instant | null;
  /** No notice may leave before this; null: none waits. */
  readonly notBefore: Instant | null;
  /** Of a clock that moves only the steps that its reckoning did not have before. */
  readonly why: readonly string[];
  readonly reading: ClockReading | null;
}

/** The very changes that would be written, then the running clocks that stay as they are. */
export function movingClocks(state: CaseState, duties: readonly ComputedDuty[]): readonly MovingClock[] {
  const moved = clockChanges(state, duties).map((change) => movingOf(state, change));
  const moving = new Set(moved.map(({ obligationId }) => obligationId));
  const staying = Object.values(state.clocks)
    .filter(({ status, reading }) => status === "running" && !moving.has(reading.obligationId))
    .map(({ reading, why }) => ({
      ...headOf(reading),
      kind: "stays" as const,
      from: reading.due,
      to: reading.due,
      notBefore: reading.notBefore,
      why,
    }));
  return [...moved, ...staying];
}

function movingOf(state: CaseState, change: ClockChange): MovingClock {
  switch (change.kind) {
    case "withdraw": {
      const { obligationId, why } = change;
      const reading = state.clocks[obligationId]?.reading;
      const head = reading
        ? headOf(reading)
        : { obligationId, title: obligationId, citation: "", reading: null };
      return { ...head, kind: "withdraws", from: reading?.due ?? null, to: null, notBefore: null, why };
    }
    case "open": {
      const { reading, why } = change.duty;
      const { due: to, notBefore } = reading;
      return { ...headOf(reading), kind: "opens", from: null, to, notBefore, why };
    }
    case "move": {
      const { reading, why } = change.duty;
      const { due: to, notBefore } = reading;
      const before = state.clocks[reading.obligationId]?.why ?? [];
      const fresh = why.filter((step) => !before.includes(step));
      return {
        ...headOf(reading),
        kind: "moves",
        from: change.from,
        to,
        notBefore,
        why: fresh.length > 0 ? fresh : why,
      };
    }
  }
}

const headOf = (reading: ClockReading) => {
  const { obligationId, title, citation } = reading;
  return { obligationId, title, citation, reading };
};
