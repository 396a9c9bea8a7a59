import { describe, expect, test } from "vitest";
import { obsoleteSends } from "../../../shared/domain/delivery/courier-step.ts";
import { isDispatched, isProven, sendKey } from "../../../shared/domain/case/state.ts";
import {
  accepted,
  approve,
  authority,
  breach,
  day,
  from,
  handedOver,
  hour,
  individuals,
  intendTo,
  later,
  mara,
  noticeIn,
  noticeOf,
  openedAt,
  otto,
  reportOf,
  resolveTo,
  settled,
} from "../../support/case-course.ts";
import { caseStory } from "../../support/case-story.ts";

/** Given what has happened and what the far ends asked for, when the courier looks at this instant, then this step. */
const at = later(2 * hour);
const minute = 60_000;
const first = { kind: "question", questionId: "is-breach-1", round: 0 } as const;
const asked = settled(caseStory(), openedAt);
const resolved = asked.after(resolveTo(first, [mara, otto]), openedAt);
const intended = resolved.after(intendTo(first, mara), openedAt);
const key = sendKey("case-a", first, "mara");

describe("a question", () => {
  test("is resolved, then sent, then there is nothing open", () => {
    expect(asked.courier(openedAt)).toEqual({ kind: "resolve", purposes: [first] });
    expect(resolved.courier(openedAt)).toEqual({ kind: "send" });
    const sent = accepted(asked, first, [mara, otto], openedAt);
    expect(sent.courier(openedAt)).toEqual({ kind: "idle" });
  });

  test("with one of two recipients written to is not finished", () => {
    const one = accepted(resolved, first, [mara], openedAt);
    expect(one.courier(openedAt)).toEqual({ kind: "send" });
    expect(isDispatched(one.state, first)).toBe(false);
  });

  test("that was answered is withdrawn before anything else is done", () => {
    const story = intended.after({
      kind: "answer",
      questionId: "is-breach-1",
      answer: "yes",
      reason: "",
      textDigest: null,
      role: "incident-commander",
      reference: null,
      filedAt: null,
      facts: null,
    });
    expect(story.courier(at)).toEqual({ kind: "withdraw" });
    const [obsolete] = obsoleteSends(story.state, story.duties(at), at);
    expect(obsolete).toMatchObject({ because: "question-settled", send: { key } });
  });

  test("whose outcome nobody knows is not taken back", () => {
    const doubted = intended.after({ kind: "doubt", key, reason: "dropped" }, openedAt);
    const expired = doubted.after({ kind: "expire", questionId: "is-breach-1" }, later(12 * hour));
    expect(obsoleteSends(expired.state, expired.duties(at), later(12 * hour))).toEqual([]);
  });
});

describe("nobody found", () => {
  test("is not told: not dispatched, not proven, asked for again", () => {
    const problem = "the directory did not answer";
    const nobody = asked.after(
      { kind: "findNobody", purpose: first, role: "incident-commander", problem },
      openedAt,
    );
    expect(isDispatched(nobody.state, first)).toBe(false);
    expect(isProven(nobody.state, first)).toBe(false);
    expect(nobody.courier(openedAt)).toEqual({ kind: "resolve", purposes: [first] });
    expect(isDispatched(asked.state, first)).toBe(false);
    expect(isProven(asked.state, first)).toBe(false);
  });

  test("until a person decides that nobody is to be written to", () => {
    const waived = asked
      .after({ kind: "findNobody", purpose: first, role: "incident-commander", problem: "empty" })
      .after({ kind: "waiveRecipients", purpose: first, reason: "nobody holds the role" });
    expect(isDispatched(waived.state, first)).toBe(true);
    expect(isProven(waived.state, first)).toBe(true);
    expect(waived.courier(openedAt)).toEqual({ kind: "idle" });
  });
});

describe("recipients that stand in for an answer of the directory", () => {
  const provisional = asked.after(resolveTo(first, [mara], { unanswered: true }), openedAt);

  test("are written to, and asked for again when the directory wants it", () => {
    expect(provisional.courier(openedAt)).toEqual({ kind: "resolve", purposes: [first] });
    const resolveAt = later(5 * minute);
    expect(provisional.courier(openedAt, { resolveAt })).toEqual({ kind: "send" });
    const sent = handedOver(provisional, first, [mara], openedAt);
    expect(sent.courier(openedAt, { resolveAt })).toEqual({ kind: "sleep", until: resolveAt });
    expect(sent.courier(resolveAt, { resolveAt })).toEqual({ kind: "resolve", purposes: [first] });
  });

  test("are added to, and the new ones are written to as well", () => {
    const sent = handedOver(provisional, first, [mara], openedAt);
    const added = sent.after(resolveTo(first, [otto]), openedAt);
    expect(added.courier(openedAt)).toEqual({ kind: "send" });
    expect(isDispatched(handedOver(added, first, [otto], openedAt).state, first)).toBe(true);
  });
});

describe("a pause", () => {
  test("that the provider asked for is kept to the millisecond", () => {
    const sendAt = later(10 * minute);
    expect(resolved.courier(from(sendAt, -1), { sendAt })).toEqual({ kind: "sleep", until: sendAt });
    expect(resolved.courier(sendAt, { sendAt })).toEqual({ kind: "send" });
  });

  test("never passes the next milestone of what it carries", () => {
    const half = "2026-11-25T15:10:00.000Z";
    const sendAt = later(4 * day);
    // Asked anew by then, since nobody answered: the newest question is what waits.
    const story = settled(asked, later(30 * hour));
    const open = story.state.questions.at(-1);
    const purpose = {
      kind: "question",
      questionId: open?.questionId ?? "",
      round: open?.rounds.at(-1)?.round ?? 0,
    } as const;
    const waiting = story.after(resolveTo(purpose, [mara]), later(30 * hour));
    expect(waiting.courier(later(30 * hour), { sendAt })).toEqual({ kind: "sleep", until: half });
  });

  test("of the mail provider holds up no question to the directory, and the other way round", () => {
    const other = breach();
    const purposes = other.courier(later(hour), { sendAt: later(day) });
    expect(purposes).toMatchObject({ kind: "resolve" });
    const unanswered = { resolveAt: later(day) };
    const some = other.after(
      resolveTo({ kind: "question", questionId: "approve-notice-1", round: 0 }, [mara]),
    );
    expect(some.courier(at, unanswered)).toEqual({ kind: "send" });
  });
});

describe("a message whose outcome nobody knows", () => {
  const doubted = accepted(resolved, first, [otto], openedAt)
    .after(intendTo(first, mara), openedAt)
    .after({ kind: "doubt", key, reason: "the connection dropped" }, openedAt);

  test("is asked about a minute later, and is not sent again in the meantime", () => {
    expect(doubted.courier(openedAt)).toEqual({ kind: "sleep", until: later(minute) });
    expect(doubted.courier(later(minute))).toEqual({ kind: "reconcile" });
  });

  test("is asked about no sooner than the provider wants", () => {
    const reconcileAt = later(3 * minute);
    expect(doubted.courier(later(minute), { reconcileAt })).toEqual({ kind: "sleep", until: reconcileAt });
    expect(doubted.courier(reconcileAt, { reconcileAt })).toEqual({ kind: "reconcile" });
  });
});

describe("a message that did not arrive", () => {
  test("is handed over again after 15 seconds, one, five, thirty minutes and two hours", () => {
    const only = asked.after(resolveTo(first, [mara]), openedAt).after(intendTo(first, mara), openedAt);
    let story = only;
    const now = openedAt;
    for (const waitMs of [15_000, minute, 5 * minute, 30 * minute]) {
      story = story.after({ kind: "missArrival", key, reason: "not known there" }, now);
      const again = from(now, waitMs);
      expect(story.courier(from(again, -1))).toEqual({ kind: "sleep", until: again });
      expect(story.courier(again)).toEqual({ kind: "send" });
    }
    story = story.after({ kind: "missArrival", key, reason: "not known there" }, now);
    expect(story.courier(later(2 * hour - 1))).toEqual({ kind: "sleep", until: later(2 * hour) });
  });
});

describe("a notice under a hold", () => {
  const until = from(at, day);
  const statement = { form: "written", statedAt: at, until, officialIdentity: "Agent Doe" } as const;
  const approved = approve(breach(), individuals, at);
  const notice = noticeOf(approved, individuals);

  test("that was intended is taken back for the time being, and wanted when it ends", () => {
    const written = approved.after(resolveTo(notice, [mara]), at).after(intendTo(notice, mara), at);
    const placed = written.after({ kind: "placeHold", statement }, at);
    expect(placed.courier(at)).toEqual({ kind: "withdraw" });
    const [obsolete] = obsoleteSends(placed.state, placed.duties(at), at);
    expect(obsolete?.because).toBe("held");
    const held = placed.after(
      { kind: "withdrawSend", key: sendKey("case-a", notice, "mara"), because: "held" },
      at,
    );
    // Held already: not held once more at each look.
    expect(obsoleteSends(held.state, held.duties(at), at)).toEqual([]);
    // Two approvals are still open beside it.
    const others = ["approve-notice-2", "approve-notice-3"].map(
      (questionId) => ({ kind: "question", questionId, round: 0 }) as const,
    );
    const told = others.reduce((story, purpose) => accepted(story, purpose, [otto], at), held);
    expect(told.courier(at)).toEqual({ kind: "sleep", until });
    const free = settled(told, until);
    expect(free.state.sends.get(sendKey("case-a", notice, "mara"))?.status).toBe("held");
    expect(obsoleteSends(free.state, free.duties(until), until)).toEqual([]);
    expect(isDispatched(free.state, notice)).toBe(false);
  });
});

test("proven needs a report on each message, and a late bounce is known", () => {
  const approved = approve(breach(), authority, at);
  const notice = noticeOf(approved, authority);
  const sent = accepted(approved, notice, [mara, otto], at);
  expect(isDispatched(sent.state, notice)).toBe(true);
  const one = sent.after(reportOf(sent, notice, mara, { status: "delivered", reportedAt: at }), at);
  expect(isProven(one.state, notice)).toBe(false);
  const both = one.after(reportOf(one, notice, otto, { status: "bounced", reportedAt: at }), at);
  expect(isProven(both.state, notice)).toBe(true);
  expect(both.state.deadLetters.size).toBe(1);
  expect(noticeIn(both, authority).approved).not.toBeNull();
});
