import { describe, expect, test } from "vitest";
import { mayClose, nextClosingStep } from "../../../shared/domain/case/closing.ts";
import { defaultPolicy } from "../../../shared/domain/case/policy.ts";
import {
  allFiled,
  answerTo,
  breach,
  day,
  from,
  hour,
  later,
  openedAt,
  questionIn,
  settled,
} from "../../support/case-course.ts";
import { caseStory } from "../../support/case-story.ts";

/** Given a case, at this instant it asks whether to close, closes, or stays open. */
const at = later(2 * hour);
const asked = allFiled(at);
const decided = asked.after(answerTo(asked, "close-case", "close"), at);
const opened = (obligationId: string, dueAt: string | null) => {
  const [duty] = asked.duties(at);
  if (!duty) throw new Error("no duty");
  const reading = { ...duty.reading, obligationId, due: dueAt, notBefore: null, jurisdictions: [] };
  return { kind: "recordClocks", changes: [{ kind: "open", duty: { ...duty, reading } }] } as const;
};

describe("the decision to close", () => {
  test("closes the case as it stood, with what the ledger itself fulfils called done", () => {
    expect(mayClose(decided.state)).toBe(true);
    const closed = settled(decided, at);
    expect(closed.said.at(-1)).toMatchObject({ kind: "caseClosed", body: { outcome: "notified" } });
    const met = Object.values(closed.state.clocks).map(({ status }) => status);
    expect(met.every((status) => status === "met")).toBe(true);
    expect(closed.next(at)).toEqual({ kind: "settled", outcome: "notified" });
  });

  test("does not close over a clock that was opened after it", () => {
    const reopened = decided.after(opened("later.duty", later(30 * day)), at);
    expect(mayClose(reopened.state)).toBe(false);
    expect(reopened.decided({ kind: "close" }, at)).toEqual([]);
  });

  test("does not close over facts that became known after it", () => {
    const told = decided.after({ kind: "changeFacts", set: { occurredAt: openedAt }, reason: "r" }, at);
    expect(mayClose(told.state)).toBe(false);
    expect(told.decided({ kind: "close" }, at)).toEqual([]);
  });

  test("is spent once the case was opened again", () => {
    const again = settled(decided, at).after({ kind: "reopen", reason: "another account" }, at);
    expect(mayClose(again.state)).toBe(false);
  });

  test("to keep it open closes nothing", () => {
    const kept = asked.after(answerTo(asked, "close-case", "keep-open"), at);
    expect(mayClose(kept.state)).toBe(false);
    expect(kept.decided({ kind: "close" }, at)).toEqual([]);
  });
});

describe("the question whether to close", () => {
  test("is not put while a duty with a date or a notice is open", () => {
    expect(breach().state.questions.map(({ question }) => question)).not.toContain("close-case");
  });

  test("does not wait for what another party owes", () => {
    const owing = breach();
    const { state } = owing;
    expect(nextClosingStep(state, owing.duties(at), at, defaultPolicy)).toEqual({
      kind: "wait",
      until: null,
    });
    const others = owing.duties(at).map((duty) => ({ ...duty, isOurs: false }));
    expect(nextClosingStep(state, others, at, defaultPolicy)).toMatchObject({ question: "close-case" });
  });

  test("is asked again a week after it was answered with keep-open, not daily", () => {
    const kept = asked.after(answerTo(asked, "close-case", "keep-open"), at);
    const week = from(at, 7 * defaultPolicy.askAgainMs);
    expect(kept.next(from(at, day))).toMatchObject({ kind: "sleep" });
    expect(kept.next(from(week, -1))).toEqual({ kind: "sleep", until: week });
    expect(kept.next(week)).toMatchObject({ kind: "ask", question: "close-case" });
  });

  test("is asked a week after the case was opened again, not at once", () => {
    const again = settled(decided, at).after({ kind: "reopen", reason: "another account" }, at);
    const week = from(at, 7 * defaultPolicy.askAgainMs);
    expect(again.next(from(week, -1))).toMatchObject({ kind: "sleep" });
    expect(again.next(week)).toMatchObject({ kind: "ask", question: "close-case" });
  });

  test("is taken back when something is owed again", () => {
    expect(questionIn(asked, "close-case").status).toBe("open");
    const owing = asked.after(
      {
        kind: "changeFacts",
        set: { affectedTotal: 900, affectedByState: { ME: 900 }, fourFactorResult: "not-low" },
        reason: "more accounts",
      },
      at,
    );
    const after = settled(owing, at);
    expect(questionIn(after, "close-case")).toMatchObject({
      questionId: "close-case-1",
      status: "withdrawn",
    });
    expect(after.state.closed).toBeNull();
  });
});

test("a case that was no breach is closed as such", () => {
  const story = settled(caseStory({ fourFactorResult: "low-probability", riskLevel: "unlikely" }), openedAt);
  const no = settled(story.after(answerTo(story, "is-breach", "no"), at), at);
  const closed = settled(no.after(answerTo(no, "close-case", "close"), at), at);
  expect(closed.said.at(-1)).toMatchObject({ kind: "caseClosed", body: { outcome: "no-breach" } });
});
