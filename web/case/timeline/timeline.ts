import type { TimelineItem } from "../../../shared/contracts/views.ts";
import type { CaseEventKind, LedgerEntry } from "../../../shared/domain/case/events.ts";
import type { CaseState } from "../../../shared/domain/case/state.ts";
import type { ObligationRule } from "../../../shared/domain/law/rule.ts";
import { alerts } from "./alerts.ts";
import { clocks } from "./clocks.ts";
import { closing } from "./closing.ts";
import { delivery } from "./delivery.ts";
import type { BodyOf, DescribedIn, Describers, Description, EntryOf } from "./entry.ts";
import { facts } from "./facts.ts";
import { notices } from "./notices.ts";
import { questions } from "./questions.ts";

/** One describer for every kind of entry that a ledger can hold. */
const describers: Describers<CaseEventKind> = {
  ...alerts,
  ...facts,
  ...clocks,
  ...questions,
  ...notices,
  ...delivery,
  ...closing,
};

/**
 * Every entry of a case as one past-tense sentence, in the order of the entries. `state` is the case folded from them.
 * Staff may be named, nobody else is.
 */
export function timelineItems(
  state: CaseState,
  entries: readonly LedgerEntry[],
  rules: readonly ObligationRule[],
): readonly TimelineItem[] {
  const context = { state, rules, zone: state.entity.timeZone };
  return entries.map((entry) => ({
    seq: entry.seq,
    at: entry.recordedAt,
    who: entry.actor.name,
    ...describeEntry(entry, context),
  }));
}

function describeEntry<Kind extends CaseEventKind>(entry: EntryOf<Kind>, context: DescribedIn): Description {
  const kind: Kind = entry.kind;
  return describers[kind](entry.body as BodyOf<Kind>, context, entry);
}
