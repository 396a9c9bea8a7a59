import { describe, expect, test } from "vitest";
import { defaultPolicy } from "../../../shared/domain/case/policy.ts";
import { handOversMax, nextWindow, notBeforeOf, windowMax } from "../../../shared/domain/delivery/pacing.ts";
import { openPurposes } from "../../../shared/domain/delivery/purposes.ts";
import type { CaseStory } from "../../support/case-story.ts";
import { caseStory } from "../../support/case-story.ts";
import {
  accepted,
  approve,
  authority,
  breach,
  from,
  hour,
  individuals,
  intendTo,
  later,
  mara,
  noticeOf,
  openedAt,
  otto,
  resolveTo,
  sendIn,
  settled,
} from "../../support/case-course.ts";

/** Given what is open, at this instant these messages are next, the nearest legal date first. */
const at = later(2 * hour);
const crowd = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ...mara, personId: `p-${index}` }));
const windowOf = (story: CaseStory, now = at) =>
  nextWindow(story.state, story.duties(now), now, defaultPolicy);
const first = { kind: "question", questionId: "is-breach-1", round: 0 } as const;
const asked = settled(caseStory(), openedAt);

describe("a window", () => {
  const both = [individuals, authority].reduce((story, duty) => approve(story, duty, at), breach());
  const patients = noticeOf(both, individuals);
  const office = noticeOf(both, authority);

  test("has the nearest legal date first, whatever was approved first", () => {
    const open = openPurposes(both.state, both.duties(at), at, defaultPolicy).map(({ purpose }) => purpose);
    expect(open[0]).toEqual(office);
    const resolved = both.after(resolveTo(patients, [mara]), at).after(resolveTo(office, [otto]), at);
    expect(windowOf(resolved).fresh.map(({ purpose }) => purpose)).toEqual([office, patients]);
  });

  test("holds so many messages and no more, those of the nearest date all before the rest", () => {
    const resolved = both
      .after(resolveTo(patients, crowd(windowMax)), at)
      .after(resolveTo(office, crowd(windowMax - 4)), at);
    const { fresh } = windowOf(resolved);
    expect(fresh).toHaveLength(windowMax);
    const offices = fresh.findLastIndex(
      ({ purpose }) => purpose.kind === "notice" && purpose.noticeId === office.noticeId,
    );
    expect(offices).toBe(windowMax - 5);
    expect(fresh.at(-1)?.purpose).toEqual(patients);
  });

  test("begins where the last one ended: what is written stays out", () => {
    const two = accepted(asked.after(resolveTo(first, [mara, otto]), openedAt), first, [mara], openedAt);
    expect(windowOf(two, openedAt)).toEqual({
      intended: [],
      fresh: [{ purpose: first, recipient: otto, before: undefined }],
    });
  });

  test("takes up what was intended and not handed over", () => {
    const story = asked.after(resolveTo(first, [mara]), openedAt).after(intendTo(first, mara), openedAt);
    const { operationId } = sendIn(story, first, mara);
    expect(windowOf(story, openedAt)).toEqual({ intended: [operationId], fresh: [] });
    const missed = story.after(
      { kind: "missArrival", key: sendIn(story, first, mara).key, reason: "not known" },
      openedAt,
    );
    expect(windowOf(missed, later(15_000 - 1)).intended).toEqual([]);
    expect(windowOf(missed, later(15_000)).intended).toEqual([operationId]);
  });

  test("leaves out a list of which the rest is still to come", () => {
    const torn = asked.after(resolveTo(first, crowd(1_001)), openedAt);
    expect(windowOf(torn, openedAt).fresh).toHaveLength(windowMax);
    const half = { ...torn.state.dispatches.get("question:is-breach-1:0") };
    const resolution = { ...half.resolution, isComplete: false };
    const state = {
      ...torn.state,
      dispatches: torn.state.dispatches.set("question:is-breach-1:0", { ...half, resolution } as never),
    };
    expect(nextWindow(state, torn.duties(openedAt), openedAt, defaultPolicy).fresh).toEqual([]);
  });

  test("leaves out a notice that is held until it is free", () => {
    const until = from(at, hour);
    const statement = { form: "written", statedAt: at, until, officialIdentity: "Agent Doe" } as const;
    const approved = approve(breach(), individuals, at).after(resolveTo(patients, [mara]), at);
    const held = settled(approved.after({ kind: "placeHold", statement }, at), at);
    expect(windowOf(held, from(until, -1)).fresh).toEqual([]);
    expect(windowOf(held, until).fresh.map(({ purpose }) => purpose)).toEqual([patients]);
  });

  test("makes what was ordered again an attempt after the one before", () => {
    const sent = accepted(asked, first, [mara], openedAt);
    const { key } = sendIn(sent, first, mara);
    const report = {
      kind: "report",
      key,
      status: "bounced",
      nativeStatus: "Bounced",
      reportedAt: openedAt,
      detail: null,
    } as const;
    const again = sent.after(report, openedAt).after({ kind: "resend", key, reason: "" }, openedAt);
    const [fresh] = windowOf(again, openedAt).fresh;
    expect(fresh).toMatchObject({ purpose: first, before: { key, attempt: 0 } });
    const intended = again.after(intendTo(first, mara, 1), openedAt);
    expect(sendIn(intended, first, mara)).toMatchObject({ attempt: 1, isOrdered: true });
  });
});

describe("what did not arrive", () => {
  const send = sendIn(
    asked.after(resolveTo(first, [mara]), openedAt).after(intendTo(first, mara), openedAt),
    first,
    mara,
  );

  test("is handed over at most six times, later each time", () => {
    expect(handOversMax).toBe(6);
    const waits = [1, 2, 3, 4, 5].map(
      (notArrived) => Date.parse(notBeforeOf({ ...send, notArrived, settledAt: at })) - Date.parse(at),
    );
    expect(waits).toEqual([15_000, 60_000, 300_000, 1_800_000, 7_200_000]);
  });

  test("waits from when that became known, a first attempt not at all", () => {
    expect(notBeforeOf({ ...send, notArrived: 0 })).toBe(openedAt);
  });
});

describe("what is open", () => {
  const openIn = (story: CaseStory, now: string) =>
    openPurposes(story.state, story.duties(now), now, defaultPolicy);

  test("of several milestones that struck together only the last is announced", () => {
    const late = settled(breach(), "2026-11-27T02:30:00.000Z");
    const struck = openIn(late, "2026-11-27T02:30:00.000Z").flatMap(({ purpose }) =>
      purpose.kind === "milestone" ? [purpose.milestone] : [],
    );
    expect(struck).toEqual(["1h"]);
  });

  test("news waits half an hour after the last mail of news", () => {
    const joined = asked.joined({ key: "b", resources: ["vm-1"] });
    const told = accepted(joined, { kind: "news", seq: joined.state.seq }, [mara], at);
    const more = told.joined({ key: "c", resources: ["vm-2"] });
    const news = openIn(more, at).find(({ purpose }) => purpose.kind === "news");
    expect(news?.notBefore).toBe(from(at, hour / 2));
  });
});

describe("a message that a person wants sent again", () => {
  const resolved = asked.after(resolveTo(first, [mara]), openedAt).after(intendTo(first, mara), openedAt);
  const { key } = sendIn(resolved, first, mara);

  test("and that may have arrived needs a reason", () => {
    const doubted = resolved.after({ kind: "doubt", key, reason: "dropped" }, openedAt);
    expect(doubted.refused({ kind: "resend", key, reason: " " }, openedAt)).toMatchObject({
      kind: "reason-missing",
    });
    expect(doubted.decided({ kind: "resend", key, reason: "nobody got it" }, openedAt)).toMatchObject([
      { kind: "resendOrdered" },
    ]);
  });

  test("and that was taken over is not sent twice", () => {
    const taken = resolved.after({ kind: "accept", key }, openedAt);
    expect(taken.refused({ kind: "resend", key, reason: "again" }, openedAt)).toMatchObject({
      kind: "unknown-thing",
    });
  });
});
