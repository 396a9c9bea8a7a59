import { describe, expect, test } from "vitest";
import { nextSteps } from "../../../shared/cases/store/next-instant.ts";
import { nextStep } from "../../../shared/domain/case/next-step.ts";
import { defaultPolicy, withQuestionsStanding } from "../../../shared/domain/case/policy.ts";
import { questionTimes } from "../../../shared/domain/case/questions.ts";
import { noticeIdFor } from "../../../shared/domain/case/state.ts";
import type { Question } from "../../../shared/domain/case/state.ts";
import {
  accepted,
  allFiled,
  answerTo,
  approve,
  authority,
  breach,
  day,
  delivered,
  filed,
  from,
  hour,
  individuals,
  later,
  mara,
  noticeOf,
  openedAt,
  questionIn,
  resolveTo,
  settled,
} from "../../support/case-course.ts";
import { caseStory } from "../../support/case-story.ts";
import { testContext } from "../../support/app-context.ts";

/** Given what has happened, when the case is looked at at this instant, then this step. */
const at = later(2 * hour);
const minute = 60_000;

describe("a new case", () => {
  test("writes its clocks first, then asks whether it is a breach, then sleeps until the first reminder", () => {
    const story = caseStory();
    expect(nextStep(story.state, story.duties(openedAt), openedAt, defaultPolicy)).toEqual({
      kind: "recordClocks",
    });
    const clocked = story.withClocks(openedAt);
    expect(clocked.next(openedAt)).toMatchObject({ kind: "ask", question: "is-breach" });
    expect(settled(clocked, openedAt).next(openedAt)).toEqual({ kind: "sleep", until: later(30 * minute) });
  });

  test("strikes what is past before anything else", () => {
    const story = settled(caseStory(), openedAt);
    const half = "2026-11-25T15:10:00.000Z";
    expect(story.next(half)).toMatchObject({
      kind: "strike",
      strikes: [{ obligationId: authority, milestones: ["half"] }],
    });
    expect(story.next(from(half, -1)).kind).not.toBe("strike");
  });
});

describe("an open question", () => {
  const question = questionIn(settled(caseStory(), openedAt), "is-breach");
  const times = (now: string, more: Partial<Question> = {}) =>
    questionTimes({ ...question, ...more }, now, defaultPolicy);
  const rounds = (round: number) => [{ round, role: question.role, at: openedAt }];

  test("is reminded of exactly at its instant", () => {
    expect(times(later(30 * minute - 1))).toEqual({ step: null, until: later(30 * minute) });
    expect(times(later(30 * minute)).step).toMatchObject({ kind: "remind", round: 1 });
  });

  test("after a long stop only the newest round is caught up on", () => {
    expect(times(later(2.5 * hour)).step).toMatchObject({ kind: "remind", round: 3, role: "executive" });
    const caught = times(later(2.5 * hour), { rounds: rounds(3) });
    expect(caught).toEqual({ step: null, until: later(3 * hour) });
  });

  test("expires at its instant, whatever else is due then, and not before", () => {
    expect(times(question.expiresAt).step).toMatchObject({ kind: "expire" });
    const before = from(question.expiresAt, -1);
    expect(times(before, { rounds: rounds(4) })).toEqual({ step: null, until: question.expiresAt });
  });

  test("that stands twice as long is reminded of at the same shares of its time", () => {
    const twice = { expiresAt: later(24 * hour) };
    expect(times(later(hour - 1), twice)).toEqual({ step: null, until: later(hour) });
    expect(times(later(hour), twice).step).toMatchObject({ kind: "remind", round: 1 });
    expect(times(later(6 * hour), { ...twice, rounds: rounds(3) }).step).toMatchObject({ round: 4 });
  });

  test("whose habit was made longer is not reminded of any sooner or later than the habit says", () => {
    const policy = withQuestionsStanding(defaultPolicy, 24 * hour);
    const longer = { ...question, expiresAt: later(24 * hour) };
    expect(questionTimes(longer, later(29 * minute), policy)).toEqual({
      step: null,
      until: later(30 * minute),
    });
  });

  test("that nobody answered is asked anew; one that was answered with no is not", () => {
    const story = settled(caseStory(), openedAt);
    const expired = story.after({ kind: "expire", questionId: "is-breach-1" }, later(12 * hour));
    expect(expired.next(later(12 * hour))).toMatchObject({ kind: "ask", question: "is-breach" });
    const no = story.after(answerTo(story, "is-breach", "no"), at);
    expect(settled(no, at).state.questions.filter((asked) => asked.question === "is-breach")).toHaveLength(1);
  });

  test("answered with no is asked anew once newer facts say that somebody must be told", () => {
    const story = settled(
      caseStory({ fourFactorResult: "low-probability", riskLevel: "unlikely" }),
      openedAt,
    );
    const no = settled(story.after(answerTo(story, "is-breach", "no"), at), at);
    const set = { fourFactorResult: "not-low", riskLevel: "high" } as const;
    const worse = no.after({ kind: "changeFacts", set, reason: "the key was lost" }, at);
    expect(settled(worse, at).state.questions.at(-1)?.question).toBe("is-breach");
    const harmless = no.after({ kind: "changeFacts", set: { occurredAt: openedAt }, reason: "r" }, at);
    const asked = settled(harmless, at).state.questions.map((each) => each.question);
    expect(asked.filter((kind) => kind === "is-breach")).toHaveLength(1);
  });

  test("about a duty that is done, or a text that is another by now, is taken back", () => {
    const story = breach();
    const changed = story.after({ kind: "changeFacts", set: { affectedTotal: 41 }, reason: "r" }, at);
    const after = settled(changed, at);
    const approvals = after.state.questions.filter(({ obligationId }) => obligationId === individuals);
    expect(approvals.map(({ status }) => status)).toEqual(["withdrawn", "open"]);
  });

  test("about a duty that is done, or that another party owes, is taken back for that reason", () => {
    const story = breach();
    const done = story.after({ kind: "meet", obligationId: individuals, noticeId: null }, at);
    expect(done.next(at)).toMatchObject({ kind: "withdrawQuestion", because: "it is done already" });
    const others = story.duties(at).map((duty) => ({ ...duty, isOurs: false }));
    expect(nextStep(story.state, others, at, defaultPolicy)).toMatchObject({
      kind: "withdrawQuestion",
      because: "another party owes it",
    });
  });

  test("about a filing is taken back when law enforcement asks to wait", () => {
    const story = delivered(breach(), individuals, at);
    const statement = { form: "oral", statedAt: at, officialIdentity: "Agent Doe" } as const;
    const held = settled(story.after({ kind: "placeHold", statement }, at), at);
    expect(questionIn(held, "confirm-filing", noticeIdFor(individuals)).status).toBe("withdrawn");
  });

  test("about a duty that is no longer owed is taken back", () => {
    const story = breach();
    const set = { fourFactorResult: "low-probability" } as const;
    const after = settled(story.after({ kind: "changeFacts", set, reason: "r" }, at), at);
    expect(after.state.clocks[individuals]?.status).toBe("withdrawn");
    expect(questionIn(after, "approve-notice", noticeIdFor(individuals)).status).toBe("withdrawn");
  });
});

describe("a notice", () => {
  test("is drafted, put to somebody, and waits for the courier once approved", () => {
    const approved = approve(breach(), individuals, at);
    expect(approved.next(at).kind).toBe("sleep");
    const open = approved.state.questions.filter(({ status }) => status === "open");
    expect(open.map(({ obligationId }) => obligationId)).not.toContain(individuals);
  });

  test("that nobody was written to is not asked about as filed", () => {
    const approved = approve(breach(), individuals, at);
    const purpose = noticeOf(approved, individuals);
    const nobody = settled(
      approved.after({ kind: "findNobody", purpose, role: "notice-desk", problem: "an empty group" }, at),
      at,
    );
    expect(nobody.state.questions.map(({ question }) => question)).not.toContain("confirm-filing");
    expect(nobody.next(from(at, 3 * hour)).kind).not.toBe("meet");
    const waived = settled(
      nobody.after({ kind: "waiveRecipients", purpose, reason: "the desk files by itself" }, at),
      at,
    );
    expect(waived.state.questions.map(({ question }) => question)).toContain("confirm-filing");
  });

  test("waits for the report on each message and gives up exactly when the time is over", () => {
    const approved = approve(breach(), individuals, at);
    const purpose = noticeOf(approved, individuals);
    const sent = settled(accepted(approved, purpose, [mara], at), at);
    const limit = from(at, defaultPolicy.deliveryReportMsMax);
    const until = (now: string) => settled(sent, now).next(now);
    expect(until(from(limit, -1)).kind).toBe("sleep");
    expect(until(limit)).toEqual({ kind: "giveUp", noticeId: purpose.noticeId, version: purpose.version });
  });

  test("not filed yet is asked about again after a day, not sooner", () => {
    const asked = delivered(breach(), individuals, at);
    const noticeId = noticeIdFor(individuals);
    const notYet = settled(asked.after(answerTo(asked, "confirm-filing", "not-yet", { noticeId }), at), at);
    const again = from(at, defaultPolicy.askAgainMs);
    const asks = (now: string) =>
      settled(notYet, now).state.questions.filter(
        ({ question, obligationId }) => question === "confirm-filing" && obligationId === individuals,
      ).length;
    expect(asks(from(again, -1))).toBe(1);
    expect(asks(again)).toBe(2);
  });

  test("under a hold waits until it ends, to the millisecond", () => {
    const approved = approve(breach(), individuals, at);
    const until = from(at, 3 * hour);
    const statement = { form: "written", statedAt: at, until, officialIdentity: "Agent Doe" } as const;
    const purpose = noticeOf(approved, individuals);
    const sent = accepted(approved, purpose, [mara], at);
    const done = sent.after(
      {
        kind: "report",
        key: sent.state.sends.keySeq().first() ?? "",
        status: "delivered",
        nativeStatus: "Delivered",
        reportedAt: at,
        detail: null,
      },
      at,
    );
    const held = settled(done.after({ kind: "placeHold", statement }, at), at);
    const asksFiling = (now: string) =>
      settled(held, now).state.questions.some(
        ({ question, noticeId }) => question === "confirm-filing" && noticeId === purpose.noticeId,
      );
    expect(asksFiling(from(until, -1))).toBe(false);
    expect(asksFiling(until)).toBe(true);
  });

  test("is met once filed, and its text is replaced while nobody was chosen to receive it", () => {
    const done = filed(delivered(breach(), authority, at), authority, at);
    expect(done.state.clocks[authority]).toMatchObject({ status: "met", met: { late: false } });
    const resolved = approve(breach(), individuals, at);
    const begun = resolved.after(resolveTo(noticeOf(resolved, individuals), [mara]), at);
    const set = { affectedTotal: 41 };
    const after = settled(begun.after({ kind: "changeFacts", set, reason: "r" }, at), at);
    expect(after.state.notices[noticeIdFor(individuals)]?.version).toBe(1);
    const replaced = settled(resolved.after({ kind: "changeFacts", set, reason: "r" }, at), at);
    expect(replaced.state.notices[noticeIdFor(individuals)]?.version).toBe(2);
  });
});

describe("what the index says", () => {
  const look = (story: ReturnType<typeof breach>, now: string) =>
    nextSteps(
      testContext(() => undefined, now),
      story.state,
    );

  test("of a closed case is nothing to be looked at, once nothing is to leave it", () => {
    const asked = allFiled(at);
    const closed = settled(asked.after(answerTo(asked, "close-case", "close"), at), at);
    expect(look(closed, at)).toMatchObject({ caseAt: null, courierAt: null, step: { kind: "settled" } });
    const joined = closed.joined({ key: "b", resources: ["vm-2"] });
    expect(look(joined, later(day))).toMatchObject({ caseAt: null, courierAt: later(day) });
  });

  test("of a case with something to do is now, and else when it wakes", () => {
    const story = settled(caseStory(), openedAt);
    expect(look(story, openedAt)).toMatchObject({ caseAt: later(30 * minute), courierAt: openedAt });
    expect(look(story, later(hour))).toMatchObject({ caseAt: later(hour) });
  });
});

test("no notice is drafted of what another party owes", () => {
  const asked = settled(caseStory(), openedAt);
  const yes = asked.after(answerTo(asked, "is-breach", "yes"), at);
  expect(nextStep(yes.state, yes.duties(at), at, defaultPolicy)).toMatchObject({ kind: "draftNotice" });
  const others = yes.duties(at).map((duty) => ({ ...duty, isOurs: false }));
  expect(nextStep(yes.state, others, at, defaultPolicy)).toMatchObject({ question: "close-case" });
});

test("no sleep is longer than five days", () => {
  const story = settled(caseStory({ regimes: ["hipaa"], fourFactorResult: "low-probability" }), openedAt);
  const no = settled(story.after(answerTo(story, "is-breach", "no"), at), at);
  const kept = settled(no.after(answerTo(no, "close-case", "keep-open"), at), at);
  expect(kept.next(at)).toEqual({ kind: "sleep", until: from(at, 5 * day) });
});
