import { describe } from "./entry.ts";
import type { Describers } from "./entry.ts";

/** The end of a case, and its opening again. */
export const closing: Describers<"caseClosed" | "caseReopened"> = {
  caseClosed: ({ outcome, reason }) =>
    describe(
      "decision",
      outcome === "notified"
        ? "The case was closed: everybody who had to be told was told."
        : "The case was closed: it was not a breach.",
      reason && `Reason: ${reason}`,
    ),
  caseReopened: ({ reason }) => describe("decision", "The case was opened again.", `Reason: ${reason}`),
};
