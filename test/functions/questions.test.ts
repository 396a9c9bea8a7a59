import { describe, expect, test } from "vitest";
import { apiQuestion, decideByLink, decideByQuestion } from "../../functions/http/questions.ts";
import { systemActor } from "../../shared/cases/commands/steps.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import { signDecisionLink } from "../../shared/cases/links.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import type { QuestionKind } from "../../shared/domain/case/events.ts";
import { ask, bodyOf, hiddenOf, openService } from "../support/request-context.ts";
import type { OpenService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";
import { walk } from "../support/walk.ts";

/** The page behind the mailed link, asked as a browser without script asks. What was written is read from the ledger. */
const commander = personOf("incident-commander");

async function openQuestion(service: OpenService, kind: QuestionKind = "is-breach") {
  const { state } = await service.found();
  const question = state.questions.findLast((each) => each.question === kind && each.status === "open");
  if (!question) throw new Error(`${kind} is not open`);
  return question;
}

async function linkTo(service: OpenService, expiresAt = "2026-11-25T08:12:00.000Z") {
  const { questionId } = await openQuestion(service);
  const link = { caseId: service.caseId, questionId, personId: commander };
  const token = await signDecisionLink(
    service.appContext.settings.linkKey,
    link,
    service.appContext.clock.now(),
    expiresAt,
  );
  return { path: `/decide/${token}`, params: { token } };
}

async function pageOf(service: OpenService, kind: QuestionKind = "is-breach") {
  const { questionId } = await openQuestion(service, kind);
  return {
    path: `/cases/${service.caseId}/questions/${questionId}`,
    params: { caseId: service.caseId, questionId },
  };
}

const yes = { answer: "yes", affectedTotal: "620", riskLevel: "high", reason: "patient records were copied" };
const decisions = (service: OpenService) =>
  service.appContext.ledger.all.filter(({ kind }) => kind === "decisionRecorded");

describe("looking", () => {
  test("changes nothing, whoever fetches the link and however", async () => {
    const service = await openService();
    const link = await linkTo(service);
    const before = service.appContext.ledger.all.length;
    for (const by of [null, commander, personOf("auditor")])
      for (const method of ["GET", "HEAD"] as const)
        await ask(service, decideByLink, { ...link, by, method });
    expect(service.appContext.ledger.all).toHaveLength(before);
    expect(service.woken).toEqual([]);
  });

  test("without a session leads to the sign-in and back", async () => {
    const service = await openService();
    const link = await linkTo(service);
    const answer = await ask(service, decideByLink, link);
    expect(answer.status).toBe(302);
    expect(new Headers(answer.headers as Record<string, string>).get("location")).toBe(
      `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(link.path)}`,
    );
  });

  test("believes no principal header where nothing in front would strip a forged one", async () => {
    const service = await openService();
    const answer = await ask({ ...service, signInEnforced: false }, decideByLink, {
      ...(await linkTo(service)),
      by: commander,
    });
    expect(answer.status).toBe(401);
    expect(bodyOf(answer)).not.toContain("What happens when you answer");
  });

  test("shows the question, what follows from each answer, and nothing of the token", async () => {
    const service = await openService();
    const link = await linkTo(service);
    const answer = await ask(service, decideByLink, { ...link, by: commander });
    expect(answer.status).toBe(200);
    expect(bodyOf(answer)).toContain("Was patient data breached?");
    expect(bodyOf(answer)).toContain("Nobody outside is written to before that.");
    expect(bodyOf(answer)).not.toContain(link.params.token);
    expect(answer.headers).toMatchObject({ "Referrer-Policy": "no-referrer", "Cache-Control": "no-store" });
  });

  test("tells an expired link from one that was never ours", async () => {
    const service = await openService();
    const old = await linkTo(service, "2026-11-24T08:15:00.000Z");
    expect((await ask(service, decideByLink, { ...old, by: commander })).status).toBe(410);
    const broken = { path: "/decide/abc", params: { token: "abc" } };
    expect((await ask(service, decideByLink, { ...broken, by: commander })).status).toBe(404);
  });
});

describe("answering", () => {
  test("is one form: open the page, post it, land on the case; the decision, its facts and the wake are there", async () => {
    const service = await openService();
    const link = await linkTo(service);
    const page = await ask(service, decideByLink, { ...link, by: commander });
    const answer = await ask(service, decideByLink, {
      ...link,
      by: commander,
      form: { ...yes, csrf: hiddenOf(page, "csrf") },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers).toMatchObject({ Location: `/cases/${service.caseId}` });
    const { state } = await service.found();
    expect(latestQuestion(state, "is-breach")?.decision).toMatchObject({
      answer: "yes",
      role: "incident-commander",
      person: { id: commander },
    });
    expect(state.facts).toMatchObject({ affectedTotal: 620, riskLevel: "high" });
    expect(state.facts.awareAt).toBeTruthy();
    expect(service.woken).toEqual([service.caseId]);
  });

  test("twice records once; the second is told who decided", async () => {
    const service = await openService();
    const asking = { ...(await pageOf(service)), by: commander };
    const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
    const both = await Promise.all(
      [1, 2].map(() => ask(service, decideByQuestion, { ...asking, form: { ...yes, csrf } })),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const later = await ask(service, decideByQuestion, {
      ...asking,
      by: personOf("executive"),
      form: { ...yes, csrf },
    });
    expect(later.status).toBe(409);
    expect(bodyOf(later)).toContain(`Person ${commander}`);
    expect(decisions(service)).toHaveLength(1);
  });

  test("is not for people of another role, nor for an operator's token", async () => {
    const service = await openService();
    const page = await pageOf(service);
    const csrf = hiddenOf(await ask(service, decideByQuestion, { ...page, by: commander }), "csrf");
    const auditor = await ask(service, decideByQuestion, {
      ...page,
      by: personOf("auditor"),
      form: { ...yes, csrf },
    });
    expect(auditor.status).toBe(403);
    service.appContext.directory.expectUnknown("token");
    const token = { by: "token", roles: ["operator", "auditor"] };
    expect((await ask(service, decideByQuestion, { ...page, ...token, form: { ...yes, csrf } })).status).toBe(
      403,
    );
    expect(decisions(service)).toEqual([]);
  });

  test("counts the group at that moment, not at the sign-in", async () => {
    const service = await openService();
    const asking = { ...(await pageOf(service)), by: commander };
    const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
    service.appContext.directory.setMembers(service.appContext.settings.groups["incident-commander"], []);
    expect((await ask(service, decideByQuestion, { ...asking, form: { ...yes, csrf } })).status).toBe(403);
    expect(decisions(service)).toEqual([]);
  });

  test.each([
    ["no token", {}, {}],
    ["the token of another person", { csrf: "theirs" }, {}],
    ["a form of another site", { csrf: "ours" }, { "sec-fetch-site": "cross-site" }],
    ["a foreign origin", { csrf: "ours" }, { origin: "https://evil.example" }],
  ])("refuses %s", async (_name, form: { csrf?: string }, headers) => {
    const service = await openService();
    const page = await pageOf(service);
    const ours = hiddenOf(await ask(service, decideByQuestion, { ...page, by: commander }), "csrf");
    const theirs = hiddenOf(
      await ask(service, decideByQuestion, { ...page, by: personOf("executive") }),
      "csrf",
    );
    const csrf = { ours, theirs }[form.csrf ?? ""];
    const sent = { ...yes, ...(csrf === undefined ? {} : { csrf }) };
    expect(
      (await ask(service, decideByQuestion, { ...page, by: commander, form: sent, headers })).status,
    ).toBe(403);
    expect(decisions(service)).toEqual([]);
  });

  test("accepts what a browser sends from a page without a referrer", async () => {
    const service = await openService();
    const asking = { ...(await pageOf(service)), by: commander };
    const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
    const headers = { origin: "null", "sec-fetch-site": "same-origin" };
    expect(
      (await ask(service, decideByQuestion, { ...asking, form: { ...yes, csrf }, headers })).status,
    ).toBe(303);
  });

  test("no, on facts that the law still takes for a breach, comes back with what was typed", async () => {
    const service = await openService();
    const asking = { ...(await pageOf(service)), by: commander };
    const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
    const answer = await ask(service, decideByQuestion, {
      ...asking,
      form: { answer: "no", reason: "a false alarm, I think", csrf },
    });
    expect(answer.status).toBe(422);
    expect(bodyOf(answer)).toContain("a false alarm, I think");
    expect(bodyOf(answer)).toContain("HIPAA presumes a breach.");
    expect(decisions(service)).toEqual([]);
  });

  test("while the directory is down keeps what was typed", async () => {
    const service = await openService();
    const asking = { ...(await pageOf(service)), by: commander };
    const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
    service.appContext.directory.failNext(1);
    const answer = await ask(service, decideByQuestion, { ...asking, form: { ...yes, csrf } });
    expect(answer.status).toBe(503);
    expect(hiddenOf(answer, "affectedTotal")).toBe("620");
    expect(decisions(service)).toEqual([]);
    const again = { ...yes, csrf: hiddenOf(answer, "csrf") };
    expect((await ask(service, decideByQuestion, { ...asking, form: again })).status).toBe(303);
  });

  test("after the question has expired is told so, and is no answer", async () => {
    const service = await openService();
    const { expiresAt } = await openQuestion(service);
    const asking = { ...(await pageOf(service)), by: commander };
    service.appContext.setNow(expiresAt);
    const page = await ask(service, decideByQuestion, { ...asking, form: yes });
    expect(page.status).toBe(410);
    expect(decisions(service)).toEqual([]);
  });
});

describe("approving a text", () => {
  async function withDraft(): Promise<OpenService> {
    const service = await openService();
    const asking = { ...(await pageOf(service)), by: commander };
    const csrf = hiddenOf(await ask(service, decideByQuestion, asking), "csrf");
    await ask(service, decideByQuestion, { ...asking, form: { ...yes, csrf } });
    await walk(service.appContext, service.caseId, "2026-11-24T08:30:00.000Z");
    return service;
  }

  test("binds to the digest that was shown", async () => {
    const service = await withDraft();
    const asking = { ...(await pageOf(service, "approve-notice")), by: commander };
    const page = await ask(service, decideByQuestion, asking);
    const csrf = hiddenOf(page, "csrf");
    const before = decisions(service).length;
    const other = { answer: "approve", digest: "0".repeat(64), csrf };
    const refused = await ask(service, decideByQuestion, { ...asking, form: other });
    expect(refused.status).toBe(422);
    expect(bodyOf(refused)).toContain("read it again");
    expect(decisions(service)).toHaveLength(before);
    const shown = { answer: "approve", digest: hiddenOf(page, "digest"), csrf };
    expect((await ask(service, decideByQuestion, { ...asking, form: shown })).status).toBe(303);
    expect(decisions(service)).toHaveLength(before + 1);
  });

  test("is not asked for in the moment between a newer text and the taking back of the question", async () => {
    const service = await withDraft();
    const { questionId, noticeId, obligationId } = await openQuestion(service, "approve-notice");
    const asking = { ...(await pageOf(service, "approve-notice")), by: commander };
    if (noticeId === null || obligationId === null) throw new Error("the question is about no notice");
    await commit(service.appContext, service.caseId, systemActor, {
      kind: "changeFacts",
      set: { affectedTotal: 900 },
      reason: "recounted",
    });
    await commit(service.appContext, service.caseId, systemActor, {
      kind: "draft",
      obligationId,
      noticeId,
      audience: "notice-desk",
      subject: "A newer text",
      text: "A newer text",
      digest: "c".repeat(64),
      elements: [],
    });
    const page = await ask(service, decideByQuestion, asking);
    expect(page.status).toBe(409);
    expect(bodyOf(page)).toContain("No longer asked");
    const api = { path: `/api${asking.path}`, params: { caseId: service.caseId, questionId }, by: commander };
    const shown = JSON.parse(bodyOf(await ask(service, apiQuestion, api))) as Record<string, unknown>;
    expect(shown["answerability"]).toBe("text-changed");
  });

  test("of a text that changed meanwhile is no approval", async () => {
    const service = await withDraft();
    const asking = { ...(await pageOf(service, "approve-notice")), by: commander };
    const page = await ask(service, decideByQuestion, asking);
    const actor = { kind: "person", id: commander, name: "The commander" } as const;
    await commit(service.appContext, service.caseId, actor, {
      kind: "changeFacts",
      set: { affectedTotal: 900 },
      reason: "recounted",
    });
    await walk(service.appContext, service.caseId, "2026-11-24T08:40:00.000Z");
    const form = { answer: "approve", digest: hiddenOf(page, "digest"), csrf: hiddenOf(page, "csrf") };
    expect((await ask(service, decideByQuestion, { ...asking, form })).status).toBe(410);
    expect(decisions(service)).toHaveLength(1);
  });
});
