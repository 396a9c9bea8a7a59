import { expect, test } from "vitest";
import { answerability, whyNotAnswerable } from "../../../shared/domain/case/answerability.ts";
import type { Decision, Notice, Question } from "../../../shared/domain/case/state.ts";

/** Given a question of this status in this case, at this instant it takes an answer, or does not and says why. */
const expiresAt = "2026-11-25T08:00:00.000Z";
const before = "2026-11-25T07:59:59.999Z";
const digest = "a".repeat(64);
const noticeId = "notice-hipaa.individuals";
const decision: Decision = {
  seq: 9,
  at: "2026-11-24T09:00:00.000Z",
  answer: "approve",
  reason: "",
  person: { id: "p-mara", name: "Mara Lindqvist" },
  role: "privacy-officer",
  reference: null,
  filedAt: null,
};
const question: Question = {
  questionId: "approve-notice-1",
  question: "approve-notice",
  obligationId: "hipaa.individuals",
  noticeId,
  textDigest: digest,
  role: "privacy-officer",
  askedAt: "2026-11-24T08:00:00.000Z",
  answerBy: expiresAt,
  expiresAt,
  rounds: [],
  status: "open",
  withdrawnBecause: null,
  decision: null,
};
const notices = { [noticeId]: { noticeId, digest } as Notice };
const open = { closed: null, notices };
const closed = { closed: { at: before, outcome: "notified", reason: "done" } as const, notices };
const rewritten = { closed: null, notices: { [noticeId]: { noticeId, digest: "b".repeat(64) } as Notice } };

test.each([
  ["open in its last millisecond", open, question, before, "open", undefined],
  ["expired at the very instant", open, question, expiresAt, "expired", "question-expired"],
  ["expired by entry", open, { ...question, status: "expired" }, before, "expired", "question-expired"],
  ["withdrawn", open, { ...question, status: "withdrawn" }, before, "withdrawn", "text-changed"],
  ["of a closed case", closed, question, before, "case-closed", "case-closed"],
  ["about a text that was replaced", rewritten, question, before, "text-changed", "text-changed"],
  [
    "answered, whatever came later",
    closed,
    { ...question, decision },
    expiresAt,
    "answered",
    "already-decided",
  ],
] as const)("a question %s", (_name, state, asked, now, kind, refusal) => {
  const standing = answerability(state, asked, now);
  expect(standing.kind).toBe(kind);
  expect(whyNotAnswerable(standing)?.kind).toBe(refusal);
});

test("a question that was taken back tells why", () => {
  const why = "The case was closed.";
  const asked = { ...question, status: "withdrawn", withdrawnBecause: why } as const;
  const standing = answerability(open, asked, before);
  expect(standing).toEqual({ kind: "withdrawn", because: why });
  expect(whyNotAnswerable(standing)?.message).toContain(why);
});

test("a question about no text does not ask which text stands", () => {
  const filing = { ...question, question: "confirm-filing", noticeId: null, textDigest: null } as const;
  expect(answerability(rewritten, filing, before)).toEqual({ kind: "open", until: expiresAt });
});
