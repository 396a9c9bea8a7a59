/** What the pages of the quarantine are made from. Everything in them that came from outside is text, to be escaped. */
import type { Original, Role, Sender } from "../domain/case/events.ts";
import type { CaseId, Digest } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import type { QuarantineState } from "../domain/alert/quarantine.ts";
import type { FormState, Link, PageFrame } from "./views.ts";

export interface QuarantineLine {
  readonly quarantineId: CaseId;
  readonly href: string;
  readonly state: QuarantineState;
  readonly reason: string;
  readonly source: string;
  readonly receivedAt: Instant;
  readonly arrivals: number;
  readonly bytes: number;
  /** Cases that it has become part of. */
  readonly cases: readonly Link[];
}

export interface QuarantineListView {
  readonly frame: PageFrame;
  /** Of all that wait; `waiting` may be the newest of them only. */
  readonly waitingTotal: number;
  readonly waiting: readonly QuarantineLine[];
  /** The last that were dealt with. */
  readonly settled: readonly QuarantineLine[];
}

/** The content as far as a page can show it: letters that are not seen stand there by their number. */
export type ShownContent =
  | { readonly kind: "text"; readonly text: string; readonly cutAt: number | null }
  | { readonly kind: "bytes"; readonly hex: string; readonly cutAt: number | null }
  /** The store has lost it, or never had it. */
  | { readonly kind: "missing" };

export interface QuarantineItemView {
  readonly frame: PageFrame;
  readonly quarantineId: CaseId;
  readonly state: QuarantineState;
  readonly reason: string;
  readonly source: string;
  readonly sender: Sender | null;
  readonly receivedAt: Instant;
  readonly arrivals: number;
  readonly digest: Digest;
  readonly bytes: number;
  readonly within: Original | null;
  readonly contentType: string | null;
  readonly drill: boolean;
  readonly content: ShownContent;
  readonly originalHref: string;
  readonly steps: readonly {
    readonly at: Instant;
    readonly by: string;
    readonly role: Role;
    readonly entrySeq: number;
    /** "Submitted again, edited.", "Dismissed." */
    readonly sentence: string;
    readonly reason: string;
    /** What was submitted, when it was an edited copy. */
    readonly edited: Original | null;
    readonly results: readonly { readonly sentence: string; readonly link: Link | null }[];
  }[];
  /** Null for readers who may not act. */
  readonly form: FormState | null;
  /** Whether the text is short and plain enough to be edited in a page. */
  readonly editable: boolean;
}
