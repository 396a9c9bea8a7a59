import type { CaseId } from "../domain/ids.ts";
import type { Head } from "./format.ts";

/**
 * How an export can be bad. `removed`: an entry is missing. `reordered`: lines stand in the wrong order. `added`: a line
 * too many. `changed`: content and hash do not fit, or the last line does not fit the file. `broken-link`: an entry
 * does not name the hash of the one before. `rewritten`: a checkpoint remembers another entry. `cut-off`: the file ends
 * before its last line. `unreadable` and `unknown-format`: not a line of an export at all, or not of one we know.
 */
export type BadKind =
  | "changed"
  | "removed"
  | "reordered"
  | "added"
  | "broken-link"
  | "rewritten"
  | "cut-off"
  | "unreadable"
  | "unknown-format";

/** The first thing that is wrong. `line` counts from 1; `caseId` and `seq` are null where it is about no entry. */
export interface FirstBad {
  readonly line: number;
  readonly caseId: CaseId | null;
  readonly seq: number | null;
  readonly kind: BadKind;
  readonly why: string;
}

export interface Verdict {
  readonly ok: boolean;
  /** What was found, up to the first bad entry. */
  readonly cases: readonly Head[];
  readonly entries: number;
  readonly firstBad?: FirstBad;
  /** What a person might believe and this verification cannot show, in sentences. */
  readonly notEstablished: readonly string[];
}

/** What no verification of a single file can show, by what it was given besides. */
export function notEstablished(given: {
  readonly checkpoint: boolean;
  readonly scope: string | undefined;
}): string[] {
  const sentences: string[] = [];
  if (!given.checkpoint) {
    sentences.push(
      "No checkpoint was compared: whoever can write to the ledger could have cut off its newest entries, or written the whole chain anew, before this export was made.",
    );
  } else {
    sentences.push(
      "Nothing after the checkpoint is confirmed by it: newer entries are only shown to fit what stands before them.",
    );
  }
  sentences.push(
    "No signature was checked: nothing here shows that it was this service that wrote the entries.",
  );
  sentences.push("No copy in write-once storage was compared.");
  sentences.push("The times are those that the service wrote down; no other clock confirms them.");
  if (given.scope !== undefined && given.scope !== "all") {
    sentences.push(`Only the case ${given.scope} was exported; nothing is said about other cases.`);
  }
  return sentences;
}
