import type { Alert } from "../domain/alert/alert.ts";
import type { EventGridEnvelope } from "./event-grid-envelope.ts";
import type { Fields } from "./fields.ts";

/** One record of a payload, read once for every source that is asked about it. */
export interface Candidate {
  readonly record: Readonly<Record<string, unknown>>;
  readonly fields: Fields;
  /** Set when the record is an Event Grid event or a CloudEvent, of whichever schema or mixture. */
  readonly envelope: EventGridEnvelope | null;
}

/** What a source says when a record is of its kind and yet of no use. */
export interface Refusal {
  readonly refused: string;
}

/**
 * A kind of payload. `recognises` only tells kinds apart and is asked in the order of the registry; `read` validates
 * and normalises. Both may be handed anything that JSON can hold.
 */
export interface Source {
  readonly name: string;
  recognises(candidate: Candidate): boolean;
  read(candidate: Candidate): Alert | Refusal;
}
