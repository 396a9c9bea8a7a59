import type { CaseRow, RowObligation } from "../../shared/contracts/case-row.ts";
import type { ClockItem, ClockStatus } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";

/** The clocks of a row that were opened, as the clock bar draws them: without milestones, which the case's page has. */
export const rowClocks = (
  { obligations }: Pick<CaseRow, "obligations">,
  now: Instant,
): readonly ClockItem[] =>
  obligations
    .filter(({ clock }) => clock !== "none")
    .map((obligation) => {
      const { obligationId, title, due, startAt, notBefore, elapsedHours, timeZone } = obligation;
      return {
        obligationId,
        title,
        citation: "",
        sourceUrl: null,
        state: obligationState(obligation, now),
        startAt,
        startedBy: null,
        dueAt: due,
        elapsedHours,
        timeZone,
        milestones: [],
        holds:
          notBefore !== null && startAt !== null && startAt < notBefore
            ? [{ from: startAt, to: notBefore }]
            : [],
        metAt: null,
        how: null,
        reference: null,
        why: [],
      };
    });

/** A row is older than the page that shows it: whether a clock is overdue is said of the page's moment. */
export function obligationState(
  { applies, clock, due, notBefore }: RowObligation,
  now: Instant,
): ClockStatus {
  if (clock === "none") return applies ? "running" : "not-applicable";
  if (clock !== "running") return clock;
  if (due !== null && now > due) return "overdue";
  return notBefore !== null && now < notBefore ? "held" : "running";
}
