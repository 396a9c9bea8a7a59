import { describe, expect, test } from "vitest";
import { mayLeave } from "../../../shared/domain/delivery/gate.ts";
import type { OutboundMessage, Verdict } from "../../../shared/domain/delivery/gate.ts";
import { noticeIdFor } from "../../../shared/domain/case/state.ts";
import type { Milestone, SendPurpose } from "../../../shared/domain/case/events.ts";
import {
  allFiled,
  answerTo,
  approve,
  authority,
  breach,
  day,
  delivered,
  drafted,
  filed,
  from,
  hour,
  individuals,
  intendTo,
  later,
  mara,
  noticeOf,
  openedAt,
  otto,
  questionIn,
  resolveTo,
  settled,
} from "../../support/case-course.ts";
import { caseStory } from "../../support/case-story.ts";
import type { CaseStory } from "../../support/case-story.ts";

/** Given what has happened, a message at this instant leaves, is held until then, or is withdrawn for this reason. */
const at = later(2 * hour);
const gate = (
  story: CaseStory,
  purpose: SendPurpose,
  now: string = at,
  more: Partial<OutboundMessage> = {},
): Verdict => mayLeave(story.state, { purpose, ...more }, story.duties(now), now);
const leave = { kind: "leave" };
const withdrawn = (because: string) => ({ kind: "withdraw", because });
const first = { kind: "question", questionId: "is-breach-1", round: 0 } as const;

describe("a notice", () => {
  const approved = approve(breach(), individuals, at);
  const notice = noticeOf(approved, individuals);

  test("leaves once it is approved", () => {
    expect(gate(breach(), notice)).toEqual(withdrawn("not-approved"));
    expect(gate(approved, notice)).toEqual(leave);
  });

  test("intended before a hold was placed does not leave while it lasts, and leaves when it ends", () => {
    const until = from(at, day);
    const statement = { form: "written", statedAt: at, until, officialIdentity: "Agent Doe" } as const;
    const intended = approved.after(resolveTo(notice, [mara]), at).after(intendTo(notice, mara), at);
    const held = intended.after({ kind: "placeHold", statement }, at);
    // The clock's own reading was not written anew: the gate asks the facts.
    expect(held.state.clocks[individuals]?.reading.notBefore).toBeNull();
    const message = { personId: "mara" };
    expect(gate(held, notice, at, message)).toEqual({ kind: "hold", until });
    expect(gate(held, notice, at, { ...message, isOrdered: true })).toEqual({ kind: "hold", until });
    expect(gate(held, notice, from(until, -1), message)).toEqual({ kind: "hold", until });
    expect(gate(held, notice, until, message)).toEqual(leave);
  });

  test("of another version, or one that nobody drafted, is another text", () => {
    expect(gate(approved, { ...notice, version: 2 })).toEqual(withdrawn("text-changed"));
    expect(gate(approved, { ...notice, noticeId: "notice-x" })).toEqual(withdrawn("text-changed"));
    const set = { affectedTotal: 41 };
    const changed = approved.after({ kind: "changeFacts", set, reason: "r" }, at);
    const redrafted = changed.after(drafted(individuals, "People affected: 41"), at);
    expect(gate(redrafted, notice)).toEqual(withdrawn("text-changed"));
  });

  test("whose duty is no longer owed, or another's, stays", () => {
    const set = { fourFactorResult: "low-probability" } as const;
    const unowed = approved.after({ kind: "changeFacts", set, reason: "r" }, at);
    // Judged by the facts, before the clock's withdrawal is written down.
    expect(unowed.state.clocks[individuals]?.status).toBe("running");
    expect(gate(unowed, notice)).toEqual(withdrawn("not-owed"));
    const withdrawnClock = unowed.withClocks(at);
    expect(mayLeave(withdrawnClock.state, { purpose: notice }, approved.duties(at), at)).toEqual(
      withdrawn("not-owed"),
    );
    const others = approved.duties(at).map((duty) => ({ ...duty, isOurs: false }));
    expect(mayLeave(approved.state, { purpose: notice }, others, at)).toEqual(withdrawn("not-owed"));
    expect(mayLeave(approved.state, { purpose: notice }, [], at)).toEqual(withdrawn("not-owed"));
  });

  test("whose filing is done stays, unless a person ordered it again", () => {
    const story = delivered(breach(), authority, at);
    const purpose = noticeOf(story, authority);
    const noticeId = noticeIdFor(authority);
    const said = { noticeId, reference: "A", filedAt: at };
    const answered = story.after(answerTo(story, "confirm-filing", "filed", said), at);
    expect(answered.state.clocks[authority]?.status).toBe("running");
    expect(gate(answered, purpose)).toEqual(withdrawn("done"));
    const done = filed(story, authority, at);
    expect(gate(done, purpose)).toEqual(withdrawn("done"));
    expect(gate(done, purpose, at, { isOrdered: true })).toEqual(leave);
  });
});

describe("a question", () => {
  test("leaves while it is open, up to and not at its expiry", () => {
    const story = settled(caseStory(), openedAt);
    const { expiresAt } = questionIn(story, "is-breach");
    expect(gate(story, first, from(expiresAt, -1))).toEqual(leave);
    expect(gate(story, first, expiresAt)).toEqual(withdrawn("question-settled"));
  });

  test("that was answered, or never asked, stays", () => {
    expect(gate(breach(), first)).toEqual(withdrawn("question-settled"));
    expect(gate(breach(), { ...first, questionId: "no-such" })).toEqual(withdrawn("question-settled"));
  });

  test("of an older round is overtaken by the newer, unless a person ordered it again", () => {
    const story = settled(settled(caseStory(), openedAt), later(hour));
    expect(gate(story, first, later(hour))).toEqual(withdrawn("superseded"));
    expect(gate(story, { ...first, round: 1 }, later(hour))).toEqual(withdrawn("superseded"));
    expect(gate(story, { ...first, round: 2 }, later(hour))).toEqual(leave);
    expect(gate(story, first, later(hour), { isOrdered: true })).toEqual(leave);
  });

  test("about a text that was replaced stays", () => {
    const story = breach();
    const { questionId } = questionIn(story, "approve-notice", noticeIdFor(individuals));
    const asked = { kind: "question", questionId, round: 0 } as const;
    expect(gate(story, asked)).toEqual(leave);
    const changed = story
      .after({ kind: "changeFacts", set: { affectedTotal: 41 }, reason: "r" }, at)
      .after(drafted(individuals, "People affected: 41"), at);
    expect(gate(changed, asked)).toEqual(withdrawn("text-changed"));
  });
});

describe("a milestone", () => {
  const half = "2026-11-25T15:10:00.000Z";
  const struck = settled(breach(), half);
  const due = struck.state.clocks[authority]?.reading.due ?? "";
  const of = (milestone: Milestone, dueAt = due) =>
    ({ kind: "milestone", obligationId: authority, milestone, due: dueAt }) as const;

  test("leaves while it is the latest that struck", () => {
    expect(gate(struck, of("half"), half)).toEqual(leave);
    const dayBefore = settled(struck, from(due, -day));
    expect(gate(dayBefore, of("half"), from(due, -day))).toEqual(withdrawn("superseded"));
    expect(gate(dayBefore, of("half"), from(due, -day), { isOrdered: true })).toEqual(leave);
    expect(gate(dayBefore, of("24h"), from(due, -day))).toEqual(leave);
  });

  test("of a due instant that has moved is overtaken, by the clock or by the facts alone", () => {
    expect(gate(struck, of("half", from(due, 1)), half)).toEqual(withdrawn("superseded"));
    const moved = struck
      .duties(half)
      .map((duty) => ({ ...duty, reading: { ...duty.reading, due: from(due, 1) } }));
    expect(mayLeave(struck.state, { purpose: of("half") }, moved, half)).toEqual(withdrawn("superseded"));
  });

  test("of a duty that is done or no longer owed stays", () => {
    const done = filed(delivered(struck, authority, half), authority, half);
    expect(gate(done, of("half"), half)).toEqual(withdrawn("done"));
    const set = { riskLevel: "unlikely" } as const;
    const unowed = struck.after({ kind: "changeFacts", set, reason: "r" }, half);
    expect(gate(unowed, of("half"), half)).toEqual(withdrawn("not-owed"));
    expect(gate(unowed.withClocks(half), of("half"), half)).toEqual(withdrawn("not-owed"));
  });
});

describe("a closed case", () => {
  const asked = allFiled(at);
  const closed = settled(asked.after(answerTo(asked, "close-case", "close"), at), at);
  const notice = noticeOf(closed, individuals);

  test("lets nothing leave but news, and a notice that a person ordered again", () => {
    expect(closed.state.closed).not.toBeNull();
    expect(gate(closed, notice)).toEqual(withdrawn("case-closed"));
    expect(gate(closed, first)).toEqual(withdrawn("case-closed"));
    expect(gate(closed, first, at, { isOrdered: true })).toEqual(withdrawn("case-closed"));
    expect(gate(closed, { kind: "news", seq: 3 })).toEqual(leave);
    expect(gate(closed, notice, at, { isOrdered: true })).toEqual(leave);
  });
});

test("whoever is not among the recipients is not meant, unless a person ordered it", () => {
  const story = settled(caseStory(), openedAt);
  expect(gate(story, first, openedAt, { personId: "mara" })).toEqual(withdrawn("not-meant"));
  const resolved = story.after(resolveTo(first, [mara]), openedAt);
  expect(gate(resolved, first, openedAt, { personId: "mara" })).toEqual(leave);
  expect(gate(resolved, first, openedAt, { personId: otto.personId })).toEqual(withdrawn("not-meant"));
  expect(gate(resolved, first, openedAt, { personId: otto.personId, isOrdered: true })).toEqual(leave);
});
