import type { ClockItem, ClockStatus } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";

const owed: readonly ClockStatus[] = ["overdue", "running", "held", "met"];

/** Owed, or was: withdrawn clocks and those that never applied have no bar, only a reason. */
export const isOwed = ({ state }: ClockItem): boolean => owed.includes(state);

/** Overdue first, then by due instant; without a number in the law after those; what is no longer owed last. */
export function inOrder(clocks: readonly ClockItem[]): readonly ClockItem[] {
  const rank = ({ state }: ClockItem): number =>
    ["overdue", "running", "held", "met", "withdrawn", "not-applicable"].indexOf(
      state === "held" ? "running" : state,
    );
  const due = ({ dueAt }: ClockItem): string => dueAt ?? "9999";
  return [...clocks].sort(
    (a, b) => rank(a) - rank(b) || compare(due(a), due(b)) || compare(a.title, b.title),
  );
}

/** The next thing that is due in a case, for one line above everything. */
export function nearest(clocks: readonly ClockItem[]): (ClockItem & { readonly dueAt: Instant }) | undefined {
  return inOrder(clocks).find(
    (clock): clock is ClockItem & { dueAt: Instant } =>
      clock.dueAt !== null &&
      (clock.state === "running" || clock.state === "overdue" || clock.state === "held"),
  );
}

/** By code units: the order must not depend on the language of the machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
