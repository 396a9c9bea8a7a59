/** What every describer of a ledger entry is given, and what it answers. */
import type { TimelineItem } from "../../../shared/contracts/views.ts";
import type { CaseEvent, CaseEventKind, LedgerEntry } from "../../../shared/domain/case/events.ts";
import type { CaseState } from "../../../shared/domain/case/state.ts";
import type { ObligationRule } from "../../../shared/domain/law/rule.ts";

export type Description = Pick<TimelineItem, "sentence" | "details" | "weight">;

export interface DescribedIn {
  /** The case folded from its entries: it knows what the ids in them are called. */
  readonly state: CaseState;
  readonly rules: readonly ObligationRule[];
  /** IANA zone in which times are said. */
  readonly zone: string;
}

export type EntryOf<Kind extends CaseEventKind> = Extract<LedgerEntry, { readonly kind: Kind }>;
export type BodyOf<Kind extends CaseEventKind> = Extract<CaseEvent, { readonly kind: Kind }>["body"];

/** One describer a kind of entry. A kind without one does not compile. */
export type Describers<Kind extends CaseEventKind> = {
  readonly [Each in Kind]: (body: BodyOf<Each>, context: DescribedIn, entry: EntryOf<Each>) => Description;
};

/** Details that are null or empty are left out. */
export const describe = (
  weight: Description["weight"],
  sentence: string,
  ...details: readonly (string | null)[]
): Description => ({
  weight,
  sentence,
  details: details.filter((detail): detail is string => detail !== null && detail !== ""),
});
