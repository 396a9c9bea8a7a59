import type { WithdrawalReason } from "../../shared/domain/case/events.ts";
import { withdrawalReasons } from "../../shared/domain/case/vocabulary.ts";

/** Why a message that was made ready did not leave; completes "because …". */
export const withdrawalPhrase: Readonly<Record<WithdrawalReason, string>> = {
  "case-closed": "the case was closed before it left",
  "question-settled": "its question was settled before it left",
  superseded: "a newer message took its place",
  "text-changed": "its text is no longer the one that stands",
  "not-approved": "its text is not approved",
  "not-owed": "what it was about is no longer owed",
  done: "what it was about is done",
  held: "law enforcement has asked to wait; it is made ready again when it may leave",
  "not-meant": "its recipient is no longer among those to be told",
};

/** The reason of a message that was withdrawn or is held; undefined for a code that is none of ours. */
export const withdrawalWords = (code: string | null): string | undefined => {
  const reason = withdrawalReasons.find((each) => each === code);
  return reason && `Not sent: ${withdrawalPhrase[reason]}`;
};
