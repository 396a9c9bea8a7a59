/**
 * What could not be read, from its arrival until somebody has dealt with it. Each such payload (or element of one) has a
 * stream of its own in the ledger, so that what was done about it stands beside it.
 */
import type { LedgerEntry, Original, Role } from "../case/events.ts";
import type { CaseId, Digest } from "../ids.ts";
import type { Instant } from "../instants.ts";
import { unreachable } from "../failures.ts";

/** Who brought it, as far as the channel could tell. */
export interface Sender {
  /** Network address, as the platform's front end saw it; of Event Grid the topic. */
  readonly address: string | null;
  /** What the sender calls itself. */
  readonly agent: string | null;
  /** The application whose token came along; null for whoever held a key. */
  readonly application: string | null;
}

/** What became of one item of what was submitted again. */
export interface ResubmissionResult {
  readonly outcome: "opened" | "joined" | "reported" | "watched" | "ignored" | "unreadable";
  readonly caseId: CaseId | null;
  /** The rule that decided, or why it cannot be read. */
  readonly reason: string | null;
}

export type QuarantineEvent =
  | {
      readonly kind: "payloadQuarantined";
      readonly body: {
        readonly reason: string;
        /** The channel: `http:sentinel`, `event-hub`, `event-grid`. */
        readonly source: string;
        /** Of exactly what cannot be read: the element alone where its neighbours could be. */
        readonly original: Original;
        readonly receivedAt: Instant;
        readonly sender?: Sender;
        /** The body that the element came in. */
        readonly within?: Original;
        readonly contentType?: string;
        /** It came while a drill was on, and is one when it is submitted again. */
        readonly drill?: true;
      };
    }
  | {
      readonly kind: "payloadResubmitted";
      readonly body: {
        /** What went through intake: the original itself, or an edited copy, kept under its own digest. */
        readonly submitted: Original;
        readonly edited: boolean;
        readonly reason: string;
        /** The group through which the person held the role at that moment. */
        readonly role: Role;
        readonly results: readonly ResubmissionResult[];
      };
    }
  | { readonly kind: "payloadDismissed"; readonly body: { readonly reason: string; readonly role: Role } };

export type QuarantineState = "waiting" | "resubmitted" | "dismissed";

/** Something a person did about it. */
export interface QuarantineStep {
  readonly seq: number;
  readonly at: Instant;
  readonly by: string;
  readonly role: Role;
  readonly reason: string;
  /** Null for a dismissal. */
  readonly submission: {
    readonly submitted: Original;
    readonly edited: boolean;
    readonly results: readonly ResubmissionResult[];
  } | null;
}

export interface Quarantined {
  readonly quarantineId: CaseId;
  readonly state: QuarantineState;
  readonly reason: string;
  readonly source: string;
  readonly sender: Sender | null;
  readonly original: Original;
  readonly within: Original | null;
  readonly contentType: string | null;
  readonly drill: boolean;
  /** Each time that these very bytes arrived; storms within a minute count once. */
  readonly arrivals: readonly { readonly seq: number; readonly at: Instant }[];
  readonly steps: readonly QuarantineStep[];
  readonly seq: number;
  readonly head: Digest;
}

/** Undefined for a stream that begins otherwise. */
export function foldQuarantine(entries: readonly LedgerEntry[]): Quarantined | undefined {
  return entries.reduce<Quarantined | undefined>(after, undefined);
}

function after(state: Quarantined | undefined, entry: LedgerEntry): Quarantined | undefined {
  const { seq, hash: head } = entry;
  switch (entry.kind) {
    case "payloadQuarantined": {
      const { reason, source, original, receivedAt, sender, within, contentType, drill } = entry.body;
      return {
        quarantineId: entry.caseId,
        // The same bytes again are news, whatever was done about the first: an emptied body may be another alert each time.
        state: "waiting",
        reason,
        source,
        sender: sender ?? null,
        original,
        within: within ?? null,
        contentType: contentType ?? null,
        drill: drill ?? false,
        arrivals: [...(state?.arrivals ?? []), { seq, at: receivedAt }],
        steps: state?.steps ?? [],
        seq,
        head,
      };
    }
    case "payloadResubmitted": {
      const { submitted, edited, results, reason, role } = entry.body;
      const submission = { submitted, edited, results };
      return (
        state && {
          ...state,
          state: hasGoneThrough(results) ? "resubmitted" : state.state,
          steps: [...state.steps, { ...stepOf(entry), role, reason, submission }],
          seq,
          head,
        }
      );
    }
    case "payloadDismissed": {
      const { reason, role } = entry.body;
      const step: QuarantineStep = { ...stepOf(entry), role, reason, submission: null };
      return state && { ...state, state: "dismissed", steps: [...state.steps, step], seq, head };
    }
    default:
      return undefined;
  }
}

const stepOf = ({ seq, recordedAt, actor }: LedgerEntry) => ({ seq, at: recordedAt, by: actor.name });

/** One element that stays unreadable keeps the whole in quarantine. */
export const hasGoneThrough = (results: readonly ResubmissionResult[]): boolean =>
  results.length > 0 && results.every(({ outcome }) => outcome !== "unreadable");

/** The cases that it has become part of, each once. */
export const casesOf = ({ steps }: Pick<Quarantined, "steps">): readonly CaseId[] => [
  ...new Set(
    steps
      .flatMap(({ submission }) => submission?.results ?? [])
      .flatMap(({ caseId }) => (caseId === null ? [] : [caseId])),
  ),
];

/** So soon after the last arrival the same bytes are a repetition by the platform. */
const repetitionMs = 60_000;

export const isRepetition = (state: Quarantined | undefined, at: Instant): boolean => {
  const last = state?.state === "waiting" ? state.arrivals.at(-1) : undefined;
  return last !== undefined && Date.parse(at) - Date.parse(last.at) < repetitionMs;
};

/** One sentence for a timeline. */
export function describeResult({ outcome, caseId, reason }: ResubmissionResult): string {
  switch (outcome) {
    case "opened":
      return `It opened case ${caseId ?? ""}.`;
    case "joined":
      return `It joined case ${caseId ?? ""}.`;
    case "reported":
      return `It is a delivery report of case ${caseId ?? ""}.`;
    case "watched":
      return `It was put on watch (rule ${reason ?? "unknown"}).`;
    case "ignored":
      return `It was ignored (rule ${reason ?? "unknown"}).`;
    case "unreadable":
      return `It still cannot be read: ${reason ?? "nobody knows why"}.`;
    default:
      return unreachable(outcome);
  }
}
