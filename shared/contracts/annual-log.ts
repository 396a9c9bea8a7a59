/** What the pages and the package of the annual breach log are made of. */
import type { Instant } from "../domain/instants.ts";
import type { ClockStatus, Link, PageFrame } from "./views.ts";

export interface AnnualLogView {
  readonly frame: PageFrame;
  readonly year: number;
  /** The last instant for the entries of the year, no hold counted. */
  readonly dueAt: Instant;
  readonly law: Link;
  readonly portal: Link | null;
  /** In the order of their discovery. */
  readonly entries: readonly AnnualLogEntry[];
  readonly totals: AnnualLogTotals;
  readonly links: {
    readonly list: string;
    readonly forms: string;
    readonly csv: string;
    readonly json: string;
  };
}

export interface AnnualLogTotals {
  readonly breaches: number;
  /** Of those whose number is known. */
  readonly people: number;
  readonly peopleUnknown: number;
  readonly entered: number;
  readonly notEntered: number;
  readonly overdue: number;
  /** Not entered yet, and something is missing for it. */
  readonly incomplete: number;
}

/** One breach, which is one entry in the portal. */
export interface AnnualLogEntry {
  readonly caseId: string;
  readonly code: string;
  readonly title: string;
  readonly href: string;
  /** Calendar date in the entity's zone: `2026-11-24`. */
  readonly discoveredOn: string | null;
  /** Null: not known yet. */
  readonly people: number | null;
  readonly state: ClockStatus;
  readonly dueAt: Instant | null;
  readonly enteredAt: Instant | null;
  readonly reference: string | null;
  /** What is still to be decided, and labels of what HHS's form asks and nobody knows yet; empty once it is entered. */
  readonly missing: readonly string[];
  /** What was approved has changed since: labels of the fields that say something else now. */
  readonly changedSinceApproval: readonly string[];
  /** Whether these very words were entered or approved; else they are drafted from the facts as they stand. */
  readonly basis: "as-entered" | "as-approved" | "draft";
  /** What HHS's form asks, with our answer; null: missing. */
  readonly fields: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string | null;
  }[];
}

/** How many cases stand in the log of a year. */
export interface LogYear {
  readonly year: number;
  readonly cases: number;
}
