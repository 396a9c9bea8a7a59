import { describe, expect, test } from "vitest";
import { factsOf } from "../../../shared/domain/case/case-facts.ts";
import { evolve, foldCase } from "../../../shared/domain/case/evolve.ts";
import { newestNews, newsUpTo, quietUntil } from "../../../shared/domain/case/news.ts";
import { defaultPolicy } from "../../../shared/domain/case/policy.ts";
import { isFiledBefore, noticeIdFor, sendKey } from "../../../shared/domain/case/state.ts";
import type { LedgerEntry } from "../../../shared/domain/case/events.ts";
import {
  accepted,
  allFiled,
  answerTo,
  authority,
  breach,
  day,
  delivered,
  filed,
  from,
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
  sendIn,
  settled,
} from "../../support/case-course.ts";
import { caseStory } from "../../support/case-story.ts";

/** Given these entries, this is the case. */
const at = later(2 * hour);
const first = { kind: "question", questionId: "is-breach-1", round: 0 } as const;

describe("a fold", () => {
  test("of all entries at once is that of the first part and then of the rest, and changes no state given out", () => {
    const { said, state } = allFiled();
    const half = foldCase(said.slice(0, 12));
    const frozen = JSON.stringify(half);
    expect(JSON.stringify(foldCase(said.slice(12), half))).toBe(JSON.stringify(state));
    expect(JSON.stringify(half)).toBe(frozen);
  });

  test("refuses a gap, a repetition and a second beginning", () => {
    const { said, state } = breach();
    const [opening, second, third] = said as readonly [LedgerEntry, LedgerEntry, LedgerEntry];
    expect(() => foldCase([opening, third])).toThrow(/follows entry 0/);
    expect(() => evolve(state, second)).toThrow(/follows entry/);
    expect(() => evolve(state, opening)).toThrow(/opened twice/);
    expect(() => foldCase([second])).toThrow(/before the case was opened/);
    expect(foldCase([])).toBeUndefined();
  });

  test("knows of the newest entry its place and hash", () => {
    const { said, state } = breach();
    expect(state).toMatchObject({ seq: said.length - 1, head: said.at(-1)?.hash });
  });
});

describe("what was notified", () => {
  const place = "hipaa.media";
  const media = (states: Record<string, number>) =>
    ({
      kind: "changeFacts",
      set: { affectedTotal: 1_200, affectedByState: states, fourFactorResult: "not-low" },
      reason: "counted",
    }) as const;
  const one = settled(breach().after(media({ ME: 600 }), at), at);
  const told = filed(delivered(one, place, at), place, at);
  const owedAgain = settled(told.after(media({ ME: 600, NH: 600 }), from(at, day)), from(at, day));
  const clock = owedAgain.state.clocks[place];

  test("counts from the first time it was met, also once it was met again", () => {
    expect(factsOf(told.state).notified?.[place]).toBe(at);
    expect(clock).toMatchObject({ status: "running", met: null });
    expect(factsOf(owedAgain.state).notified?.[place]).toBe(at);
    const again = filed(delivered(owedAgain, place, from(at, day)), place, from(at, 2 * day));
    expect(again.state.clocks[place]).toMatchObject({ status: "met", met: { at: from(at, 2 * day) } });
    expect(factsOf(again.state).notified?.[place]).toBe(at);
    const third = settled(
      again.after(media({ ME: 600, NH: 600, VT: 600 }), from(at, 3 * day)),
      from(at, 3 * day),
    );
    expect(third.state.clocks[place]?.metBefore.map((each) => each.at)).toEqual([at, from(at, 2 * day)]);
    expect(factsOf(third.state).notified?.[place]).toBe(at);
  });

  test("for one State does not count for the next: its notice is another version", () => {
    expect(clock?.metBefore).toMatchObject([{ at, version: 1, jurisdictions: ["ME"] }]);
    expect(clock?.reading.jurisdictions).toEqual(["ME", "NH"]);
    expect(noticeIn(owedAgain, place)).toMatchObject({ version: 2, approved: null });
    expect(isFiledBefore(owedAgain.state, noticeIn(told, place))).toBe(true);
  });

  test("is kept with what people stated", () => {
    const state = { ...told.state, facts: { ...told.state.facts, notified: { other: openedAt } } };
    expect(factsOf(state).notified).toMatchObject({ other: openedAt, [place]: at });
  });
});

describe("a clock", () => {
  test("that moves keeps what it has struck, and runs from when it moved", () => {
    const half = "2026-11-25T15:10:00.000Z";
    const struck = settled(breach(), half);
    const set = { awareAt: "2026-11-24T02:10:00.000Z" };
    const moved = struck
      .after({ kind: "changeFacts", set, reason: "the night shift" }, half)
      .withClocks(half);
    expect(moved.said.at(-1)).toMatchObject({ kind: "clockMoved", body: { obligationId: authority } });
    expect(moved.state.clocks[authority]).toMatchObject({
      since: half,
      seq: moved.state.seq,
      status: "running",
      struck: [{ milestone: "half", at: half }],
    });
  });

  test("without a date moves when its start does", () => {
    const place = "gdpr.art34.data-subjects";
    const high = settled(
      breach().after({ kind: "changeFacts", set: { riskLevel: "high" }, reason: "r" }, at),
      at,
    );
    expect(high.state.clocks[place]?.reading.due).toBeNull();
    const awareAt = "2026-11-24T02:10:00.000Z";
    const moved = high.after({ kind: "changeFacts", set: { awareAt }, reason: "the night shift" }, at);
    expect(moved.withClocks(at).state.clocks[place]?.reading.clockStart).toBe(awareAt);
  });

  test("of an authority has a latest arguable end after a hold, days later than without", () => {
    const statement = { form: "oral", statedAt: at, officialIdentity: "Agent Doe" } as const;
    const held = breach().after({ kind: "placeHold", statement }, at).withClocks(at);
    const reading = held.state.clocks[individuals]?.reading;
    const before = breach().state.clocks[individuals]?.reading;
    // 30 days by word of mouth, from 24 November 2026: to the end of 24 December in New York.
    expect(reading?.notBefore).toBe("2026-12-25T04:59:59.999Z");
    expect(reading?.due).toBe(before?.due);
    expect(before?.latestArguable).toBeNull();
    expect(reading?.latestArguable).toBe("2027-02-22T04:59:59.999Z");
  });

  test("whose hold outlasts its period is due when the hold ends", () => {
    const until = "2027-03-01T12:00:00.000Z";
    const statement = { form: "written", statedAt: at, until, officialIdentity: "Agent Doe" } as const;
    const held = breach().after({ kind: "placeHold", statement }, at).withClocks(at);
    expect(held.state.clocks[individuals]?.reading).toMatchObject({ notBefore: until, due: until });
  });

  test("that is withdrawn says why and stops", () => {
    const set = { fourFactorResult: "low-probability" } as const;
    const story = breach().after({ kind: "changeFacts", set, reason: "r" }, at).withClocks(at);
    expect(story.state.clocks[individuals]).toMatchObject({ status: "withdrawn", since: at });
    expect(story.state.clocks[individuals]?.why.length).toBeGreaterThan(0);
  });
});

describe("news", () => {
  const joined = settled(caseStory(), openedAt).joined({ key: "b", resources: ["vm-1"] });

  test("is what nobody was told yet, in the order in which it came", () => {
    const two = joined.joined({ key: "c", resources: ["vm-2"] });
    const newest = newestNews(two.state);
    expect(newest).toBe(two.state.seq);
    expect(newsUpTo(two.state, newest ?? 0).map(({ words }) => words[0])).toEqual([
      "another resource is concerned: vm-1",
      "another resource is concerned: vm-2",
    ]);
  });

  test("that was told is not told again, and the next is quiet for half an hour", () => {
    const purpose = { kind: "news", seq: joined.state.seq } as const;
    const told = accepted(joined, purpose, [mara], at);
    expect(newestNews(told.state)).toBeUndefined();
    const more = told.joined({ key: "c", resources: ["vm-2"] });
    const newest = newestNews(more.state) ?? 0;
    expect(newsUpTo(more.state, newest)).toHaveLength(1);
    expect(quietUntil(more.state, defaultPolicy)).toBe(from(at, 30 * 60_000));
    expect(quietUntil(joined.state, defaultPolicy)).toBeNull();
  });

  test("of which only some have heard is not told yet", () => {
    const purpose = { kind: "news", seq: joined.state.seq } as const;
    const begun = joined.after(resolveTo(purpose, [mara, otto]), at);
    expect(newestNews(accepted(begun, purpose, [mara], at).state)).toBe(joined.state.seq);
  });
});

describe("a message", () => {
  const sent = accepted(settled(caseStory(), openedAt), first, [mara], openedAt);

  test("that a report names was taken over, whatever became of the answer to the hand-over", () => {
    const story = settled(caseStory(), openedAt)
      .after(resolveTo(first, [mara]))
      .after(intendTo(first, mara));
    const key = sendKey("case-a", first, "mara");
    const doubted = story.after({ kind: "doubt", key, reason: "the connection dropped" });
    const reported = doubted.after(reportOf(doubted, first, mara, { status: "delivered", reportedAt: at }));
    expect(sendIn(reported, first, mara).status).toBe("accepted");
    expect(reported.state.unsettled.isEmpty()).toBe(true);
    const given = doubted.after(
      reportOf(doubted, first, mara, { status: "unknown", nativeStatus: "no report", reportedAt: at }),
    );
    expect(sendIn(given, first, mara).status).toBe("uncertain");
  });

  test("sent again has another operation, a new attempt, and an empty fate", () => {
    const bounced = sent.after(reportOf(sent, first, mara, { status: "bounced", reportedAt: at }));
    expect(bounced.state.deadLetters.size).toBe(1);
    const again = bounced.after({ kind: "resend", key: sendIn(sent, first, mara).key, reason: "" });
    expect(again.state.deadLetters.size).toBe(0);
    const intended = again.after(intendTo(first, mara, 1));
    expect(sendIn(intended, first, mara)).toMatchObject({
      attempt: 1,
      status: "intended",
      delivery: null,
      notArrived: 0,
      isOrdered: true,
    });
    const { keyByOperation } = intended.state;
    expect(keyByOperation.size).toBe(2);
  });

  test("of a notice is counted once with its purpose, however often it is tried", () => {
    const story = delivered(breach(), individuals, at);
    expect(story.state.dispatches.get(`notice:${noticeIdFor(individuals)}:v1`)?.keys.size).toBe(1);
    expect(noticeOf(story, individuals).version).toBe(1);
  });
});

describe("a decision about a notice", () => {
  const asked = delivered(breach(), individuals, at);
  const noticeId = noticeIdFor(individuals);

  test("that it was filed in part leaves the duty open, and the next phase waits for something new", () => {
    const said = { noticeId, reference: "P-1", filedAt: at };
    const part = settled(asked.after(answerTo(asked, "confirm-filing", "filed-in-part", said), at), at);
    expect(part.state.clocks[individuals]?.status).toBe("running");
    expect(noticeIn(part, individuals)).toMatchObject({ version: 1, filedInPart: { reference: "P-1" } });
    const more = settled(
      part.after({ kind: "changeFacts", set: { affectedTotal: 41 }, reason: "r" }, at),
      at,
    );
    expect(noticeIn(more, individuals)).toMatchObject({ version: 2, approved: null, filedInPart: null });
  });

  test("to refuse it waits for corrected facts", () => {
    const story = breach();
    const refused = settled(story.after(answerTo(story, "approve-notice", "refuse", { noticeId }), at), at);
    expect(noticeIn(refused, individuals)).toMatchObject({ refused: { by: "Mara Lindqvist" } });
    const open = refused.state.questions.filter(({ status }) => status === "open");
    expect(open.map(({ obligationId }) => obligationId)).not.toContain(individuals);
  });
});

test("a hold that was lifted no longer holds, from the moment it was lifted", () => {
  const statement = { form: "oral", statedAt: at, officialIdentity: "Agent Doe" } as const;
  const held = breach().after({ kind: "placeHold", statement }, at);
  const liftedAt = from(at, hour);
  const lifted = held.after({ kind: "liftHold", holdId: "hold-1", liftedAt, reason: "by phone" }, liftedAt);
  expect(lifted.state.facts.lawEnforcementHolds).toMatchObject([{ holdId: "hold-1", until: liftedAt }]);
  expect(lifted.state.factsSeq).toBe(lifted.state.seq);
});
