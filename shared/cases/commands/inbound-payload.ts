import type { Sender } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";

/** What arrived, as it came: nothing in it is believed yet. */
export interface InboundPayload {
  readonly bytes: Uint8Array;
  readonly contentType: string;
  /** By which way in it came: `event-hub`, `event-grid`, `http:sentinel`. */
  readonly channel: string;
  /** A drill is on: a vendor's sample alert may walk the whole path, and the case says on every page what it is. */
  readonly drill?: boolean;
  readonly sender?: Sender;
  /** What was packed in the bytes (gzip, say), or why it could not be unpacked. The bytes are kept as they came. */
  readonly unpacked?: { readonly bytes: Uint8Array } | { readonly problem: string };
  /** It is submitted again: what still cannot be read stays in quarantine under this id. */
  readonly fromQuarantine?: CaseId;
}

/** What became of one item of a payload. */
export type IntakeResult =
  | { readonly kind: "opened"; readonly caseId: CaseId }
  | { readonly kind: "joined"; readonly caseId: CaseId }
  | { readonly kind: "reported"; readonly caseId: CaseId }
  | { readonly kind: "noted"; readonly outcome: "watch" | "ignore"; readonly rule: string }
  | { readonly kind: "quarantined"; readonly reason: string; readonly quarantineId: CaseId };
