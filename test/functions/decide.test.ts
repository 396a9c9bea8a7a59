import { describe, expect, test } from "vitest";
import { decideByLink, decideByQuestion } from "../../functions/http/decide.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import { signDecisionLink } from "../../shared/cases/links.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import type { QuestionKind } from "../../shared/domain/case/events.ts";
import { ask, bodyOf, hiddenOf, openDesk } from "../support/request-context.ts";
import type { OpenDesk } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";
import { walk } from "../support/walk.ts";

/** The page behind the mailed link, asked as a browser without script asks. What was written is read from the ledger. */
const commander = personOf("incident-commander");

async function openQuestion(desk: OpenDesk, kind: QuestionKind = "is-breach") {
  const { state } = await desk.found();
  const question = state.questions.findLast((each) => each.question === kind && each.status === "open");
  if (!question) throw new Error(`${kind} is not open`);
  return question;
}

async function linkTo(desk: OpenDesk, expiresAt = "2026-11-25T08:12:00.000Z") {
  const { questionId } = await openQuestion(desk);
  const link = { caseId: desk.caseId, questionId, personId: commander };
  const token = await signDecisionLink(
    desk.appContext.settings.linkKey,
    link,
    desk.appContext.clock.now(),
    expiresAt,
  );
  return { path: `/decide/${token}`, params: { token } };
}

async function pageOf(desk: OpenDesk, kind: QuestionKind = "is-breach") {
  const { questionId } = await openQuestion(desk, kind);
  return {
    path: `/cases/${desk.caseId}/questions/${questionId}`,
    params: { caseId: desk.caseId, questionId },
  };
}

const yes = { answer: "yes", affectedTotal: "620", riskLevel: "high", reason: "patient records were copied" };
const decisions = (desk: OpenDesk) =>
  desk.appContext.ledger.all.filter(({ kind }) => kind === "decisionRecorded");

describe("looking", () => {
  test("changes nothing, whoever fetches the link and however", async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    const before = desk.appContext.ledger.all.length;
    for (const by of [null, commander, personOf("auditor")])
      for (const method of ["GET", "HEAD"] as const) await ask(desk, decideByLink, { ...link, by, method });
    expect(desk.appContext.ledger.all).toHaveLength(before);
    expect(desk.woken).toEqual([]);
  });

  test("without a session leads to the sign-in and back", async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    const answer = await ask(desk, decideByLink, link);
    expect(answer.status).toBe(302);
    expect(new Headers(answer.headers as Record<string, string>).get("location")).toBe(
      `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(link.path)}`,
    );
  });

  test("believes no principal header where nothing in front would strip a forged one", async () => {
    const desk = await openDesk();
    const answer = await ask({ ...desk, signInEnforced: false }, decideByLink, {
      ...(await linkTo(desk)),
      by: commander,
    });
    expect(answer.status).toBe(401);
    expect(bodyOf(answer)).not.toContain("What happens when you answer");
  });

  test("shows the question, what follows from each answer, and nothing of the token", async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    const answer = await ask(desk, decideByLink, { ...link, by: commander });
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toContain("Was patient data breached?");
    expect(bodyOf(answer)).toContain("Nobody outside is written to before that.");
    expect(bodyOf(answer)).not.toContain(link.params.token);
    expect(answer.headers).toMatchObject({ "Referrer-Policy": "no-referrer", "Cache-Control": "no-store" });
  });

  test("tells an expired link from one that was never ours", async () => {
    const desk = await openDesk();
    const old = await linkTo(desk, "2026-11-24T08:15:00.000Z");
    expect((await ask(desk, decideByLink, { ...old, by: commander })).status).toBe(410);
    const broken = { path: "/decide/abc", params: { token: "abc" } };
    expect((await ask(desk, decideByLink, { ...broken, by: commander })).status).toBe(404);
  });
});

describe("answering", () => {
  test("is one form: open the page, post it, land on the case; the decision, its facts and the wake are there", async () => {
    const desk = await openDesk();
    const link = await linkTo(desk);
    const page = await ask(desk, decideByLink, { ...link, by: commander });
    const answer = await ask(desk, decideByLink, {
      ...link,
      by: commander,
      form: { ...yes, csrf: hiddenOf(page, "csrf") },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers).toMatchObject({ Location: `/cases/${desk.caseId}` });
    const { state } = await desk.found();
    expect(latestQuestion(state, "is-breach")?.decision).toMatchObject({
      answer: "yes",
      role: "incident-commander",
      person: { id: commander },
    });
    expect(state.facts).toMatchObject({ affectedTotal: 620, riskLevel: "high" });
    expect(state.facts.awareAt).toBeTruthy();
    expect(desk.woken).toEqual([desk.caseId]);
  });

  test("twice records once; the second is told who decided", async () => {
    const desk = await openDesk();
    const asking = { ...(await pageOf(desk)), by: commander };
    const csrf = hiddenOf(await ask(desk, decideByQuestion, asking), "csrf");
    const both = await Promise.all(
      [1, 2].map(() => ask(desk, decideByQuestion, { ...asking, form: { ...yes, csrf } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const later = await ask(desk, decideByQuestion, {
      ...asking,
      by: personOf("executive"),
      form: { ...yes, csrf },
    });
    expect(later.status).toBe(409);
    expect(bodyOf(later)).toContain(`Person ${commander}`);
    expect(decisions(desk)).toHaveLength(1);
  });

  test("is not for people of another role, nor for an operator's token", async () => {
    const desk = await openDesk();
    const page = await pageOf(desk);
    const csrf = hiddenOf(await ask(desk, decideByQuestion, { ...page, by: commander }), "csrf");
    const auditor = await ask(desk, decideByQuestion, {
      ...page,
      by: personOf("auditor"),
      form: { ...yes, csrf },
    });
    expect(auditor.status).toBe(403);
    desk.appContext.directory.expectUnknown("token");
    const token = { by: "token", roles: ["operator", "auditor"] };
    expect((await ask(desk, decideByQuestion, { ...page, ...token, form: { ...yes, csrf } })).status).toBe(
      403,
    );
    expect(decisions(desk)).toEqual([]);
  });

  test("counts the group at that moment, not at the sign-in", async () => {
    const desk = await openDesk();
    const asking = { ...(await pageOf(desk)), by: commander };
    const csrf = hiddenOf(await ask(desk, decideByQuestion, asking), "csrf");
    desk.appContext.directory.setMembers(desk.appContext.settings.groups["incident-commander"], []);
    expect((await ask(desk, decideByQuestion, { ...asking, form: { ...yes, csrf } })).status).toBe(403);
    expect(decisions(desk)).toEqual([]);
  });

  test.each([
    ["no token", {}, {}],
    ["the token of another person", { csrf: "theirs" }, {}],
    ["a form of another site", { csrf: "ours" }, { "sec-fetch-site": "cross-site" }],
    ["a foreign origin", { csrf: "ours" }, { origin: "https://evil.example" }],
  ])("refuses %s", async (_name, form: { csrf?: string }, headers) => {
    const desk = await openDesk();
    const page = await pageOf(desk);
    const ours = hiddenOf(await ask(desk, decideByQuestion, { ...page, by: commander }), "csrf");
    const theirs = hiddenOf(
      await ask(desk, decideByQuestion, { ...page, by: personOf("executive") }),
      "csrf",
    );
    const csrf = { ours, theirs }[form.csrf ?? ""];
    const sent = { ...yes, ...(csrf === undefined ? {} : { csrf }) };
    expect((await ask(desk, decideByQuestion, { ...page, by: commander, form: sent, headers })).status).toBe(
      403,
    );
    expect(decisions(desk)).toEqual([]);
  });

  test("accepts what a browser sends from a page without a referrer", async () => {
    const desk = await openDesk();
    const asking = { ...(await pageOf(desk)), by: commander };
    const csrf = hiddenOf(await ask(desk, decideByQuestion, asking), "csrf");
    const headers = { origin: "null", "sec-fetch-site": "same-origin" };
    expect((await ask(desk, decideByQuestion, { ...asking, form: { ...yes, csrf }, headers })).status).toBe(
      303,
    );
  });

  test("no, on facts that the law still takes for a breach, comes back with what was typed", async () => {
    const desk = await openDesk();
    const asking = { ...(await pageOf(desk)), by: commander };
    const csrf = hiddenOf(await ask(desk, decideByQuestion, asking), "csrf");
    const answer = await ask(desk, decideByQuestion, {
      ...asking,
      form: { answer: "no", reason: "a false alarm, I think", csrf },
    });
    expect(answer.status).toBe(422);
    expect(bodyOf(answer)).toContain("a false alarm, I think");
    expect(bodyOf(answer)).toContain("HIPAA presumes a breach.");
    expect(decisions(desk)).toEqual([]);
  });

  test("while the directory is down keeps what was typed", async () => {
    const desk = await openDesk();
    const asking = { ...(await pageOf(desk)), by: commander };
    const csrf = hiddenOf(await ask(desk, decideByQuestion, asking), "csrf");
    desk.appContext.directory.failNext(1);
    const answer = await ask(desk, decideByQuestion, { ...asking, form: { ...yes, csrf } });
    expect(answer.status).toBe(503);
    expect(hiddenOf(answer, "affectedTotal")).toBe("620");
    expect(decisions(desk)).toEqual([]);
    const again = { ...yes, csrf: hiddenOf(answer, "csrf") };
    expect((await ask(desk, decideByQuestion, { ...asking, form: again })).status).toBe(303);
  });

  test("after the question has expired is told so, and is no answer", async () => {
    const desk = await openDesk();
    const { expiresAt } = await openQuestion(desk);
    const asking = { ...(await pageOf(desk)), by: commander };
    desk.appContext.setNow(expiresAt);
    const page = await ask(desk, decideByQuestion, { ...asking, form: yes });
    expect(page.status).toBe(410);
    expect(decisions(desk)).toEqual([]);
  });
});

describe("approving a text", () => {
  async function withDraft(): Promise<OpenDesk> {
    const desk = await openDesk();
    const asking = { ...(await pageOf(desk)), by: commander };
    const csrf = hiddenOf(await ask(desk, decideByQuestion, asking), "csrf");
    await ask(desk, decideByQuestion, { ...asking, form: { ...yes, csrf } });
    await walk(desk.appContext, desk.caseId, "2026-11-24T08:30:00.000Z");
    return desk;
  }

  test("binds to the digest that was shown", async () => {
    const desk = await withDraft();
    const asking = { ...(await pageOf(desk, "approve-notice")), by: commander };
    const page = await ask(desk, decideByQuestion, asking);
    const csrf = hiddenOf(page, "csrf");
    const before = decisions(desk).length;
    const other = { answer: "approve", digest: "0".repeat(64), csrf };
    const refused = await ask(desk, decideByQuestion, { ...asking, form: other });
    expect(refused.status).toBe(422);
    expect(bodyOf(refused)).toContain("read it again");
    expect(decisions(desk)).toHaveLength(before);
    const shown = { answer: "approve", digest: hiddenOf(page, "digest"), csrf };
    expect((await ask(desk, decideByQuestion, { ...asking, form: shown })).status).toBe(303);
    expect(decisions(desk)).toHaveLength(before + 1);
  });

  test("of a text that changed meanwhile is no approval", async () => {
    const desk = await withDraft();
    const asking = { ...(await pageOf(desk, "approve-notice")), by: commander };
    const page = await ask(desk, decideByQuestion, asking);
    const actor = { kind: "person", id: commander, name: "The commander" } as const;
    await commit(desk.appContext, desk.caseId, actor, {
      kind: "changeFacts",
      set: { affectedTotal: 900 },
      reason: "recounted",
    });
    await walk(desk.appContext, desk.caseId, "2026-11-24T08:40:00.000Z");
    const form = { answer: "approve", digest: hiddenOf(page, "digest"), csrf: hiddenOf(page, "csrf") };
    expect((await ask(desk, decideByQuestion, { ...asking, form })).status).toBe(410);
    expect(decisions(desk)).toHaveLength(1);
  });
});
