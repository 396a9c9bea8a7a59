import { describe, expect, test } from "vitest";
import { isProven, noticeIdFor, sendKey } from "../../../shared/domain/case/state.ts";
import {
  accepted,
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
  noticeIn,
  noticeOf,
  openedAt,
  otto,
  questionIn,
  reportOf,
  resolveTo,
  sendIn,
  settled,
} from "../../support/case-course.ts";
import { caseStory } from "../../support/case-story.ts";

/** Given what has happened, when this is commanded at this instant, then these entries, or this refusal. */
const at = later(2 * hour);
const authorityNotice = noticeIdFor(authority);

describe("a filing", () => {
  const asked = delivered(settled(breach(), later(2 * day)), authority, later(2 * day));
  const due = asked.state.clocks[authority]?.reading.due ?? "";
  const late = from(due, 1);
  const said = (filedAt: string, reason: string) =>
    answerTo(asked, "confirm-filing", "filed", {
      noticeId: authorityNotice,
      filedAt,
      reason,
      reference: "A-7",
    });

  test("after its deadline is refused without a reason and taken with one", () => {
    expect(asked.refused(said(late, "  "), late)).toMatchObject({ kind: "reason-missing" });
    expect(asked.decided(said(late, "the portal was down"), late)).toMatchObject([
      { kind: "decisionRecorded", body: { answer: "filed", filedAt: late, reason: "the portal was down" } },
    ]);
  });

  test("at the very due instant is in time and needs no reason, a millisecond after it is late", () => {
    expect(asked.decided(said(due, ""), due)).toMatchObject([{ kind: "decisionRecorded" }]);
    const met = (filedAt: string) =>
      asked
        .after(said(filedAt, "as it was"), late)
        .decided({ kind: "meet", obligationId: authority, noticeId: authorityNotice }, late);
    expect(met(due)).toMatchObject([{ kind: "obligationMet", body: { metAt: due, late: false } }]);
    expect(met(late)).toMatchObject([{ kind: "obligationMet", body: { metAt: late, late: true } }]);
  });

  test("is late by the moment of filing, not of recording it", () => {
    const recorded = asked
      .after(said(due, ""), from(due, day))
      .decided({ kind: "meet", obligationId: authority, noticeId: authorityNotice }, from(due, day));
    expect(recorded).toMatchObject([{ body: { late: false, how: "filed", reference: "A-7", reason: null } }]);
  });

  test("says when and under which reference", () => {
    expect(asked.refused({ ...said(due, ""), reference: null }, at)).toMatchObject({
      kind: "reason-missing",
    });
    expect(asked.refused({ ...said(due, ""), filedAt: null }, at)).toMatchObject({ kind: "reason-missing" });
  });

  test("is met once, and not before somebody has said that it is done", () => {
    const meet = { kind: "meet", obligationId: authority, noticeId: authorityNotice } as const;
    expect(asked.decided(meet, at)).toEqual([]);
    const done = filed(asked, authority, at);
    expect(done.decided(meet, at)).toEqual([]);
    const ask = { kind: "ask", obligationId: authority, noticeId: authorityNotice } as const;
    expect(done.decided({ ...ask, question: "confirm-filing" }, at)).toEqual([]);
    expect(done.decided({ ...ask, question: "approve-notice" }, at)).toEqual([]);
  });
});

describe("a delivery report", () => {
  const purpose = { kind: "question", questionId: "is-breach-1", round: 0 } as const;
  const sent = accepted(settled(caseStory(), openedAt), purpose, [mara], openedAt);
  const report = (
    status: "delivered" | "bounced" | "unknown",
    reportedAt: string,
    native = status as string,
  ) => reportOf(sent, purpose, mara, { status, reportedAt, nativeStatus: native });

  test("of a bounce after a delivery stands, whichever arrives first", () => {
    const delivery = report("delivered", later(60_000));
    const bounce = report("bounced", later(120_000));
    for (const order of [
      [delivery, bounce],
      [bounce, delivery],
    ]) {
      const told = order.reduce((story, each) => story.after(each), sent);
      expect(sendIn(told, purpose, mara).delivery).toMatchObject({
        status: "bounced",
        at: bounce.reportedAt,
      });
      expect([...told.state.deadLetters]).toEqual([delivery.key]);
    }
  });

  test("of the same moment as the one that stands changes nothing", () => {
    const told = sent.after(report("delivered", later(60_000)));
    expect(told.decided(report("bounced", later(60_000)))).toEqual([]);
  });

  test("that repeats the provider's word is written once", () => {
    const told = sent.after(report("delivered", later(60_000)));
    expect(told.decided(report("delivered", later(120_000)))).toEqual([]);
  });

  test("in a word that nobody knows proves nothing: it gives way to any other and replaces none", () => {
    const told = sent.after(report("unknown", later(120_000), "Pondering"));
    expect(told.decided(report("delivered", later(60_000)))).toMatchObject([
      { body: { status: "delivered" } },
    ]);
    const done = sent.after(report("delivered", later(60_000)));
    expect(done.decided(report("unknown", later(120_000), "Pondering"))).toEqual([]);
  });

  test("of an earlier attempt says nothing about the one under way", () => {
    const old = sendIn(sent, purpose, mara).operationId;
    const bounced = sent.after(report("bounced", later(60_000)));
    const again = bounced
      .after({ kind: "resend", key: sendIn(sent, purpose, mara).key, reason: "" })
      .after(intendTo(purpose, mara, 1));
    const stale = { ...report("delivered", later(120_000)), operationId: old };
    expect(again.decided(stale)).toEqual([]);
    const { operationId } = sendIn(again, purpose, mara);
    expect(again.decided({ ...stale, operationId })).toMatchObject([{ body: { operationId } }]);
  });

  test("of a message that nobody intended is refused", () => {
    expect(sent.refused({ ...report("delivered", openedAt), key: "no such" })).toMatchObject({
      kind: "unknown-thing",
    });
  });
});

describe("what became of a hand-over", () => {
  const purpose = { kind: "question", questionId: "is-breach-1", round: 0 } as const;
  const intended = settled(caseStory(), openedAt)
    .after(resolveTo(purpose, [mara]))
    .after(intendTo(purpose, mara));
  const { key } = sendIn(intended, purpose, mara);
  const miss = { kind: "missArrival", key, reason: "not known there" } as const;

  test("that did not arrive six times is a refusal that a person sees, and no sooner", () => {
    let story = intended;
    for (let times = 1; times <= 5; times++) {
      expect(story.decided(miss)).toMatchObject([{ kind: "sendNotArrived" }]);
      story = story.after(miss);
      expect(sendIn(story, purpose, mara)).toMatchObject({ status: "intended", notArrived: times });
    }
    expect(story.decided(miss)).toMatchObject([{ kind: "sendRefused", body: { code: "never-arrived" } }]);
    expect(story.after(miss).decided(miss)).toEqual([]);
  });

  test("is settled once", () => {
    const taken = intended.after({ kind: "accept", key });
    expect(taken.decided({ kind: "accept", key })).toEqual([]);
    expect(taken.decided({ kind: "refuse", key, code: "x", reason: "y" })).toEqual([]);
    expect(taken.decided({ kind: "withdrawSend", key, because: "done" })).toEqual([]);
  });

  test("in doubt is said once, and may still become a receipt", () => {
    const doubted = intended.after({ kind: "doubt", key, reason: "the connection dropped" });
    expect(doubted.decided({ kind: "doubt", key, reason: "again" })).toEqual([]);
    expect(doubted.decided({ kind: "accept", key })).toMatchObject([{ kind: "sendAccepted" }]);
    // Nobody knows whether it arrived: it cannot be taken back.
    expect(doubted.decided({ kind: "withdrawSend", key, because: "done" })).toEqual([]);
  });

  test("held back is held once, intended anew afterwards, and withdrawn for good if it is needless by then", () => {
    const held = intended.after({ kind: "withdrawSend", key, because: "held" });
    expect(held.decided({ kind: "withdrawSend", key, because: "held" })).toEqual([]);
    expect(held.decided(intendTo(purpose, mara, 1))).toMatchObject([{ kind: "sendIntended" }]);
    expect(held.decided({ kind: "withdrawSend", key, because: "done" })).toMatchObject([
      { kind: "sendWithdrawn" },
    ]);
  });

  test("an intent is written once", () => {
    expect(intended.decided(intendTo(purpose, mara, 1))).toEqual([]);
  });

  test("of a notice only the approved version is intended", () => {
    const unapproved = breach();
    const notice = noticeOf(unapproved, individuals);
    expect(unapproved.decided(intendTo(notice, mara))).toEqual([]);
    const approved = approve(unapproved, individuals, at);
    expect(approved.decided(intendTo(notice, mara))).toMatchObject([{ kind: "sendIntended" }]);
    expect(approved.decided(intendTo({ ...notice, version: 2 }, mara))).toEqual([]);
  });
});

describe("the recipients of a purpose", () => {
  const purpose = { kind: "question", questionId: "is-breach-1", round: 0 } as const;
  const asked = settled(caseStory(), openedAt);

  test("stand once found", () => {
    expect(asked.after(resolveTo(purpose, [mara])).decided(resolveTo(purpose, [otto]))).toEqual([]);
  });

  test("found while the directory was silent are added to when it answers, and only then", () => {
    const provisional = asked.after(resolveTo(purpose, [mara], { source: "last-good", unanswered: true }));
    expect(provisional.decided(resolveTo(purpose, [otto], { unanswered: true }))).toEqual([]);
    const written = provisional.after(intendTo(purpose, mara)).after(resolveTo(purpose, [otto]));
    const { resolution } = written.state.dispatches.get("question:is-breach-1:0") ?? {};
    expect(resolution?.recipients).toEqual([mara, otto]);
    expect(resolution?.isProvisional).toBe(false);
  });

  test("an empty answer is nobody found, which is said once and given up only by a person with a reason", () => {
    expect(asked.decided(resolveTo(purpose, []))).toEqual([]);
    const nobody = { kind: "findNobody", purpose, role: "incident-commander", problem: "empty" } as const;
    const waive = { kind: "waiveRecipients", purpose, reason: "the clinic was dissolved" } as const;
    expect(asked.refused(waive)).toMatchObject({ kind: "unknown-thing" });
    const told = asked.after(nobody);
    expect(told.decided(nobody)).toEqual([]);
    expect(told.refused({ ...waive, reason: " " })).toMatchObject({ kind: "reason-missing" });
    expect(told.decided(waive)).toMatchObject([{ kind: "recipientsWaived" }]);
    expect(told.after(waive).decided(waive)).toEqual([]);
    const found = asked.after(resolveTo(purpose, [mara]));
    expect(found.decided(nobody)).toEqual([]);
    expect(found.refused(waive)).toMatchObject({ kind: "unknown-thing" });
  });

  test("of a thousand and one are two entries, the first of which says that more follow", () => {
    const crowd = Array.from({ length: 1_001 }, (_, index) => ({ ...mara, personId: `p-${index}` }));
    const out = { personId: "x", name: "X", why: "disabled" } as const;
    const parts = asked.decided(resolveTo(purpose, crowd, { excluded: [out] }));
    expect(parts).toMatchObject([
      { body: { more: true, excluded: [out] } },
      { body: { excluded: [], recipients: [{ personId: "p-1000" }] } },
    ]);
    expect(parts[1]?.body).not.toHaveProperty("more");
  });
});

describe("a related alert", () => {
  test("that is told again is no news, whatever its name", () => {
    const joined = caseStory().joined({ key: "b", resources: ["vm-1"], tactics: ["Exfiltration"] });
    expect(joined.said.at(-1)).toMatchObject({
      kind: "alertJoined",
      body: {
        news: ["another resource is concerned: vm-1", "another tactic was seen: Exfiltration"],
      },
    });
    expect(joined.joined({ key: "b", resources: ["vm-9"] }).said).toHaveLength(joined.said.length);
    const same = joined.joined({ key: "c", resources: ["vm-1"], tactics: ["Exfiltration"] });
    expect(same.said.at(-1)).toMatchObject({ kind: "alertJoined", body: { alert: { key: "c" } } });
    expect(same.said.at(-1)?.body).not.toHaveProperty("news");
    expect(same.state.news).toEqual(joined.state.news);
  });

  test("of a higher severity is news, of the same is none", () => {
    const low = caseStory().joined({ key: "b", severity: "high" });
    expect(low.said.at(-1)?.body).not.toHaveProperty("news");
  });

  test("joins a closed case without moving its beginning", () => {
    const asked = allFiled();
    const closed = settled(asked.after(answerTo(asked, "close-case", "close"), at), at);
    expect(closed.state.closed).not.toBeNull();
    const early = closed.joined({
      key: "b",
      detectedAt: "2026-11-23T01:00:00.000Z",
      receivedAt: later(3 * hour),
    });
    expect(early.said.slice(closed.said.length).map(({ kind }) => kind)).toEqual(["alertJoined"]);
    const reopened = early.after({ kind: "reopen", reason: "it began earlier" });
    expect(reopened.state.facts.discoveredAt).toBe("2026-11-23T01:00:00.000Z");
  });
});

describe("a fact", () => {
  test("that stands already is not written again; only what differs is", () => {
    const story = breach();
    expect(story.decided({ kind: "changeFacts", set: { affectedTotal: 40 }, reason: "again" })).toEqual([]);
    expect(
      story.decided({ kind: "changeFacts", set: { affectedTotal: 41, riskLevel: "risk" }, reason: "r" }),
    ).toEqual([{ kind: "factsChanged", body: { set: { affectedTotal: 41 }, reason: "r" } }]);
  });

  test("about a request of law enforcement is refused: that is a hold", () => {
    const set = { lawEnforcementHolds: [] };
    expect(breach().refused({ kind: "changeFacts", set, reason: "r" })).toMatchObject({ kind: "wrong-hold" });
  });
});

describe("a closed case", () => {
  const asked = allFiled();
  const closed = settled(asked.after(answerTo(asked, "close-case", "close"), at), at);

  test("refuses people aloud, and what the orchestrations still do there is nothing", () => {
    expect(closed.refused({ kind: "changeFacts", set: { affectedTotal: 1 }, reason: "r" })).toMatchObject({
      kind: "case-closed",
    });
    expect(
      closed.decided({ kind: "ask", question: "is-breach", obligationId: null, noticeId: null }),
    ).toEqual([]);
    expect(closed.decided(drafted(individuals, "another text"))).toEqual([]);
  });

  test("still writes down what becomes of its messages", () => {
    const purpose = noticeOf(closed, individuals);
    const report = reportOf(closed, purpose, mara, { status: "bounced", reportedAt: later(day) });
    expect(closed.decided(report)).toMatchObject([{ kind: "deliveryReported", body: { status: "bounced" } }]);
  });

  test("is opened again only with a reason, and then asks anew before it closes", () => {
    expect(closed.refused({ kind: "reopen", reason: " " })).toMatchObject({ kind: "reason-missing" });
    const reopened = closed.after({ kind: "reopen", reason: "another account" });
    expect(reopened.state.closed).toBeNull();
    expect(reopened.decided({ kind: "close" })).toEqual([]);
    expect(reopened.decided({ kind: "reopen", reason: "again" })).toEqual([]);
  });
});

describe("a text", () => {
  test("that begins to leave is not replaced, whatever becomes known", () => {
    const approved = approve(breach(), individuals, at);
    const begun = approved.after(resolveTo(noticeOf(approved, individuals), [mara]), at);
    const changed = begun.after({ kind: "changeFacts", set: { affectedTotal: 41 }, reason: "r" }, at);
    expect(changed.decided(drafted(individuals, "People affected: 41"))).toEqual([]);
    const before = approved.after({ kind: "changeFacts", set: { affectedTotal: 41 }, reason: "r" }, at);
    expect(before.decided(drafted(individuals, "People affected: 41"))).toMatchObject([
      { kind: "noticeDrafted", body: { version: 2 } },
    ]);
  });

  test("that says the same is the same version, and stays approved", () => {
    const approved = approve(breach(), individuals, at);
    const changed = approved.after({ kind: "changeFacts", set: { occurredAt: openedAt }, reason: "r" }, at);
    const again = changed.after(drafted(individuals, noticeIn(approved, individuals).text), at);
    expect(noticeIn(again, individuals)).toMatchObject({ version: 1, basis: changed.state.factsSeq });
    expect(noticeIn(again, individuals).approved).not.toBeNull();
  });
});

describe("an answer", () => {
  const asked = breach();
  const noticeId = noticeIdFor(individuals);

  test("binds to exactly the text that was shown", () => {
    const answer = answerTo(asked, "approve-notice", "approve", { noticeId, textDigest: "f".repeat(64) });
    expect(asked.refused(answer)).toMatchObject({ kind: "text-changed" });
  });

  test("that closes a door says why", () => {
    const answer = answerTo(asked, "approve-notice", "refuse", { noticeId, reason: " " });
    expect(asked.refused(answer)).toMatchObject({ kind: "reason-missing" });
  });

  test("is one of those that the question takes", () => {
    expect(asked.refused(answerTo(asked, "approve-notice", "yes", { noticeId }))).toMatchObject({
      kind: "wrong-answer",
    });
  });

  test("counts once: the second hears who was first", () => {
    const answer = answerTo(asked, "approve-notice", "approve", { noticeId, facts: { affectedTotal: 41 } });
    const first = asked.after(answer, at);
    // What it was based on stands before it.
    expect(first.said.slice(-2).map(({ kind }) => kind)).toEqual(["factsChanged", "decisionRecorded"]);
    expect(first.refused(answer)).toMatchObject({ kind: "already-decided", by: "Mara Lindqvist" });
  });
});

describe("asking", () => {
  const question = { kind: "ask", question: "is-breach", obligationId: null, noticeId: null } as const;

  test("is done once while the question stands", () => {
    const asked = caseStory().after(question);
    expect(asked.decided(question)).toEqual([]);
  });

  test("goes to the executives after nobody answered, and stands twice as long each time up to two weeks", () => {
    let story = caseStory();
    const stands: number[] = [];
    for (let round = 0; round < 9; round++) {
      story = story.after(question);
      const { questionId, askedAt, expiresAt, role } = questionIn(story, "is-breach");
      stands.push((Date.parse(expiresAt) - Date.parse(askedAt)) / hour);
      expect(role).toBe(round === 0 ? "incident-commander" : "executive");
      story = story.after({ kind: "expire", questionId }, expiresAt);
    }
    expect(stands).toEqual([12, 24, 48, 96, 192, 336, 336, 336, 336]);
  });

  test("wants the answer before the nearest clock ends", () => {
    const soon = caseStory({ awareAt: "2026-11-21T05:12:00.000Z" }).withClocks(openedAt);
    const due = soon.state.clocks[authority]?.reading.due ?? null;
    expect(due).toBe(later(2 * hour));
    expect(questionIn(soon.after(question, openedAt), "is-breach").answerBy).toBe(due);
    // A clock that has ended already asks for nothing sooner.
    expect(questionIn(soon.after(question, due ?? ""), "is-breach").answerBy).toBe(from(due ?? "", 4 * hour));
  });

  test("a round of reminding begins once, and not after the answer", () => {
    const asked = settled(caseStory(), openedAt);
    const remind = { kind: "remind", questionId: "is-breach-1", round: 1, role: "executive" } as const;
    expect(asked.decided(remind)).toMatchObject([{ kind: "questionReminded", body: { escalated: true } }]);
    expect(asked.after(remind).decided(remind)).toEqual([]);
    expect(breach().decided(remind)).toEqual([]);
    expect(breach().decided({ kind: "expire", questionId: "is-breach-1" })).toEqual([]);
  });
});

describe("a hold", () => {
  const statement = { form: "written", statedAt: later(hour), officialIdentity: "Agent Doe" } as const;
  const held = breach().after({ kind: "placeHold", statement }, at);

  test("that is stated twice is one, and names the official", () => {
    expect(held.decided({ kind: "placeHold", statement })).toEqual([]);
    expect(held.decided({ kind: "extendHold", holdId: "hold-1", statement })).toEqual([]);
    expect(
      held.refused({ kind: "placeHold", statement: { ...statement, officialIdentity: " " } }),
    ).toMatchObject({ kind: "wrong-hold" });
  });

  test("cannot be stated or lifted in the future, nor lifted before it was stated", () => {
    const now = from(at, hour);
    const ahead = { ...statement, statedAt: from(now, 1) };
    expect(held.refused({ kind: "placeHold", statement: ahead }, now)).toMatchObject({ kind: "wrong-hold" });
    const lift = (liftedAt: string) =>
      ({ kind: "liftHold", holdId: "hold-1", liftedAt, reason: "by phone" }) as const;
    expect(held.refused(lift(from(now, 1)), now)).toMatchObject({ kind: "wrong-hold" });
    expect(held.refused(lift(from(statement.statedAt, -1)), now)).toMatchObject({ kind: "wrong-hold" });
    expect(held.decided(lift(now), now)).toMatchObject([{ kind: "holdLifted", body: { liftedAt: now } }]);
    expect(held.refused({ ...lift(now), reason: "" }, now)).toMatchObject({ kind: "reason-missing" });
  });
});

test("a milestone is struck once, and not for a due instant that has moved", () => {
  const story = breach();
  const due = story.state.clocks[authority]?.reading.due ?? "";
  const strike = { kind: "strike", obligationId: authority, milestones: ["half"], due } as const;
  expect(story.decided(strike)).toMatchObject([{ kind: "milestoneStruck", body: { milestone: "half" } }]);
  expect(story.after(strike).decided(strike)).toEqual([]);
  expect(story.decided({ ...strike, due: later(day) })).toEqual([]);
});

test("a message to one person has one key, whatever the attempt", () => {
  const purpose = noticeOf(breach(), individuals);
  const sent = accepted(approve(breach(), individuals, at), purpose, [mara], at);
  expect(sendIn(sent, purpose, mara).key).toBe(sendKey("case-a", purpose, "mara"));
  expect(isProven(sent.state, purpose)).toBe(false);
});
