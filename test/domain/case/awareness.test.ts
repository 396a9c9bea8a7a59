import { describe, expect, test } from "vitest";
import { earlierThanDecided, governingAwareness } from "../../../shared/domain/case/awareness.ts";
import { caseStory } from "../../support/case-story.ts";

/** Given what has happened, when a command comes, then these entries: the moment of awareness, from proposal to lock. */
const raised = "2026-11-24T03:10:00.000Z";
const received = "2026-11-24T03:12:00.000Z";

const answerYes = (facts: Record<string, unknown> | null, more: Record<string, string> = {}) =>
  ({
    kind: "answer",
    questionId: "is-breach-1",
    answer: "yes",
    reason: "",
    textDigest: null,
    role: "incident-commander",
    reference: null,
    filedAt: null,
    facts,
    ...more,
  }) as const;

const asked = () =>
  caseStory().after({ kind: "ask", question: "is-breach", obligationId: null, noticeId: null });

describe("before anybody decides", () => {
  test("the earliest of the alert's two moments governs", () => {
    const { state } = caseStory();
    expect(state.awareness.proposals.map(({ awareAt, source }) => [awareAt, source])).toEqual([
      [raised, "alert-raised"],
      [received, "alert-received"],
    ]);
    expect(governingAwareness(state.awareness)).toBe(raised);
  });

  test("a person's later moment is remembered and moves nothing; an earlier one governs at once", () => {
    const later = caseStory().after({
      kind: "changeFacts",
      set: { awareAt: "2026-11-24T05:00:00.000Z" },
      reason: "the log made it certain",
    });
    expect(later.said.at(-1)).toMatchObject({ kind: "awarenessProposed", body: { source: "person" } });
    expect(later.state.facts.awareAt).toBe(raised);
    const earlier = later.after({
      kind: "changeFacts",
      set: { awareAt: "2026-11-24T02:00:00.000Z" },
      reason: "the night shift had seen it",
    });
    expect(earlier.state.facts.awareAt).toBe("2026-11-24T02:00:00.000Z");
  });

  test("a processor's message is a proposal of its own", () => {
    const told = caseStory().after({
      kind: "changeFacts",
      set: { processor: { notifiedControllerAt: "2026-11-24T02:30:00.000Z" } },
      reason: "mail of the processor",
    });
    // The fact last: it marks a repeat, and a command torn before it is carried to its end.
    expect(told.said.map(({ kind }) => kind)).toEqual(["caseOpened", "awarenessProposed", "factsChanged"]);
    expect(told.state.facts.awareAt).toBe("2026-11-24T02:30:00.000Z");
  });

  test("the same moment is not proposed twice", () => {
    const again = caseStory().after({
      kind: "changeFacts",
      set: { awareAt: received },
      reason: "as received",
    });
    expect(again.said).toHaveLength(1);
  });

  test("a related alert that was raised before the first one moves awareness and discovery back", () => {
    const earlier = "2026-11-24T01:00:00.000Z";
    const joined = caseStory().joined({ key: "b", detectedAt: earlier });
    expect(joined.state.facts).toMatchObject({ awareAt: earlier, discoveredAt: earlier });
    expect(caseStory().joined({ key: "b", detectedAt: "2026-11-24T03:11:00.000Z" }).said).toHaveLength(2);
  });
});

describe("the decision", () => {
  test("yes without a chosen moment locks the earliest", () => {
    const yes = asked().after(answerYes(null));
    expect(yes.state.awareness.decided).toMatchObject({ awareAt: raised, questionId: "is-breach-1" });
  });

  test("a later moment needs words, and then governs", () => {
    const chosen = { awareAt: "2026-11-24T05:00:00.000Z" };
    expect(asked().refused(answerYes(chosen))).toMatchObject({ kind: "reason-missing" });
    const yes = asked().after(answerYes(chosen, { awarenessReason: "only the log made it certain" }));
    expect(yes.state.facts.awareAt).toBe(chosen.awareAt);
    expect(yes.said.map(({ kind }) => kind).slice(-3)).toEqual([
      "awarenessProposed",
      "awarenessDecided",
      "decisionRecorded",
    ]);
  });

  test("no locks nothing", () => {
    const no = asked().after({ ...answerYes(null), answer: "no", reason: "a test account" });
    expect(no.state.awareness.decided).toBeNull();
  });

  test("never becomes later, whoever says so and however", () => {
    const yes = asked().after(answerYes(null));
    const later = { awareAt: "2026-11-24T06:00:00.000Z" };
    expect(yes.refused({ kind: "changeFacts", set: later, reason: "on second thoughts" })).toMatchObject({
      kind: "awareness-locked",
    });
    expect(yes.state.facts.awareAt).toBe(raised);
  });

  test("an earlier start that is found afterwards governs at once and reopens the question", () => {
    const yes = asked().after(
      answerYes({ awareAt: "2026-11-24T05:00:00.000Z" }, { awarenessReason: "the log made it certain" }),
    );
    const found = yes.after({
      kind: "changeFacts",
      set: { awareAt: "2026-11-24T04:00:00.000Z" },
      reason: "the shift book",
    });
    expect(found.state.facts.awareAt).toBe("2026-11-24T04:00:00.000Z");
    expect(earlierThanDecided(found.state.awareness)?.awareAt).toBe("2026-11-24T04:00:00.000Z");
    expect(found.next()).toMatchObject({ kind: "ask", question: "set-awareness" });

    const reopened = found.after({
      kind: "ask",
      question: "set-awareness",
      obligationId: null,
      noticeId: null,
    });
    const set = (awareAt: string, reason: string) =>
      ({
        ...answerYes({ awareAt }),
        questionId: "set-awareness-1",
        answer: "set",
        reason,
      }) as const;
    expect(reopened.refused(set("2026-11-24T05:30:00.000Z", "later still"))).toMatchObject({
      kind: "awareness-locked",
    });
    expect(reopened.refused(set("2026-11-24T04:00:00.000Z", ""))).toMatchObject({ kind: "reason-missing" });
    const settled = reopened.after(set("2026-11-24T04:00:00.000Z", "the shift book is right"));
    expect(settled.state.awareness.decided?.awareAt).toBe("2026-11-24T04:00:00.000Z");
    expect(earlierThanDecided(settled.state.awareness)).toBeNull();
    expect(settled.next()).not.toMatchObject({ question: "set-awareness" });
  });

  test("the earlier start may turn out to be wrong: what was decided before can be affirmed", () => {
    const decidedAt = "2026-11-24T05:00:00.000Z";
    const affirmed = asked()
      .after(answerYes({ awareAt: decidedAt }, { awarenessReason: "the log" }))
      .after({ kind: "changeFacts", set: { awareAt: "2026-11-24T04:00:00.000Z" }, reason: "the shift book" })
      .after({ kind: "ask", question: "set-awareness", obligationId: null, noticeId: null })
      .after({
        ...answerYes({ awareAt: decidedAt }),
        questionId: "set-awareness-1",
        answer: "set",
        reason: "the shift book means another incident",
      });
    expect(affirmed.state.facts.awareAt).toBe(decidedAt);
  });
});
