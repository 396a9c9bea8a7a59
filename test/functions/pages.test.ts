import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, test } from "vitest";
import { health, listCases, readLedger } from "../../functions/http/api.ts";
import { asset } from "../../functions/http/assets.ts";
import { board } from "../../functions/http/board.ts";
import { readCase, showCase, showNotices } from "../../functions/http/cases.ts";
import { recipients } from "../../functions/http/recipients.ts";
import { delivery, resendOne } from "../../functions/http/delivery.ts";
import { facts } from "../../functions/http/facts.ts";
import { commit, loadCase } from "../../shared/cases/store/commit.ts";
import { systemActor } from "../../shared/cases/commands/steps.ts";
import { sha256 } from "../../shared/adapters/node-crypto/sha256.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import { ask, bodyOf, hiddenOf, openService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";

const officer = personOf("privacy-officer");
const commander = personOf("incident-commander");

describe("the pages of a case", () => {
  test("are for people who hold a role, and for nobody else", async () => {
    const service = await openService();
    const about = { path: `/cases/${service.caseId}`, params: { caseId: service.caseId } };
    service.appContext.directory.expectUnknown("person-outsider");
    for (const handler of [showCase, showNotices, recipients, delivery]) {
      expect((await ask(service, handler, { ...about, by: personOf("auditor") })).status).toBe(200);
      expect((await ask(service, handler, { ...about, by: "person-outsider" })).status).toBe(403);
      expect((await ask(service, handler, about)).status).toBe(302);
    }
  });

  test("let operators send again what reached nobody, and auditors only look", async () => {
    const service = await openService();
    const { caseId, appContext } = service;
    const about = { path: `/cases/${caseId}/delivery`, params: { caseId } };
    const operator = personOf("operator");
    const state = await loadCase(appContext, caseId);
    const [send] = state ? allSends(state) : [];
    if (!send) throw new Error("nothing was sent");
    await commit(appContext, caseId, systemActor, {
      kind: "report",
      key: send.key,
      status: "bounced",
      nativeStatus: "Bounced",
      reportedAt: appContext.clock.now(),
      detail: null,
    });
    expect(bodyOf(await ask(service, delivery, { ...about, by: personOf("auditor") }))).not.toContain(
      "Send again",
    );
    const page = bodyOf(await ask(service, delivery, { ...about, by: operator }));
    expect(page).toContain("Send again");
    const csrf = hiddenOf(await ask(service, delivery, { ...about, by: operator }), "csrf");
    const one = {
      path: `${about.path}/${send.operationId}`,
      params: { caseId, operationId: send.operationId },
    };
    expect((await ask(service, resendOne, { ...one, by: operator, form: { csrf: "x" } })).status).toBe(403);
    expect((await ask(service, resendOne, { ...one, by: operator, form: { csrf } })).status).toBe(303);
    expect((await loadCase(appContext, caseId))?.sends.get(send.key)?.status).toBe("again");
    const gone = await ask(service, resendOne, {
      path: `${about.path}/nothing`,
      params: { caseId, operationId: "nothing" },
      by: operator,
      form: { csrf },
    });
    expect(gone.status).toBe(422);
  });

  test("show on the board what waits for the reader, and only for the reader", async () => {
    const service = await openService();
    const mine = bodyOf(await ask(service, board, { path: "/", by: commander }));
    expect(mine).toContain("Waiting for you");
    expect(mine).toContain(`/cases/${service.caseId}/questions/is-breach-1`);
    expect(mine).toContain("The service is healthy.");
    expect(bodyOf(await ask(service, board, { path: "/", by: personOf("auditor") }))).not.toContain(
      "Waiting for you",
    );
  });

  test("say that there is no such case, also of a stream that is none", async () => {
    const service = await openService();
    for (const caseId of ["case-0000000000000000", "intake-2026-11-24", "../x"]) {
      const answer = await ask(service, showCase, { path: "/cases/x", params: { caseId }, by: commander });
      expect(answer.status).toBe(404);
    }
  });

  test("are not there, in a page that says so, while the directory cannot be asked", async () => {
    const service = await openService();
    service.appContext.directory.failNext(1);
    const answer = await ask(service, board, { path: "/", by: commander });
    expect(answer.status).toBe(503);
    expect(bodyOf(answer)).toContain("Try again");
  });
});

describe("facts", () => {
  const stated = { affectedTotal: "620", affectedByState: "TX 620", reason: "export log of the store" };

  test("are shown with the clocks that would move, then recorded on the second post", async () => {
    const service = await openService();
    const asking = {
      path: `/cases/${service.caseId}/facts`,
      params: { caseId: service.caseId },
      by: officer,
    };
    const before = service.appContext.ledger.all.length;
    const csrf = hiddenOf(await ask(service, facts, asking), "csrf");
    const preview = await ask(service, facts, { ...asking, form: { ...stated, csrf } });
    expect(preview.status).toBe(200);
    expect(bodyOf(preview)).toContain("Tell the media of the State");
    expect(bodyOf(preview)).toContain("Opens");
    expect(service.appContext.ledger.all).toHaveLength(before);

    const again = await ask(service, facts, { ...asking, form: { ...stated, csrf, confirm: "no" } });
    expect(again.status).toBe(200);
    expect(bodyOf(again)).toContain("export log of the store");
    expect(service.appContext.ledger.all).toHaveLength(before);

    const recorded = await ask(service, facts, { ...asking, form: { ...stated, csrf, confirm: "yes" } });
    expect(recorded).toMatchObject({ status: 303, headers: { Location: `/cases/${service.caseId}` } });
    expect(service.appContext.ledger.all.at(-1)).toMatchObject({
      kind: "factsChanged",
      actor: { kind: "person", id: officer },
      body: { set: { affectedTotal: 620, affectedByState: { TX: 620 } }, reason: "export log of the store" },
    });
    expect(service.woken).toEqual([service.caseId]);
  });

  test("that contradict themselves come back with the error beside the field", async () => {
    const service = await openService();
    const asking = {
      path: `/cases/${service.caseId}/facts`,
      params: { caseId: service.caseId },
      by: officer,
    };
    const csrf = hiddenOf(await ask(service, facts, asking), "csrf");
    const answer = await ask(service, facts, { ...asking, form: { ...stated, affectedTotal: "5", csrf } });
    expect(answer.status).toBe(422);
    expect(bodyOf(answer)).toContain("more than the 5 people in all");
  });

  test("are not stated by an auditor, nor through the form of another case", async () => {
    const service = await openService();
    const asking = { path: `/cases/${service.caseId}/facts`, params: { caseId: service.caseId } };
    expect((await ask(service, facts, { ...asking, by: personOf("auditor") })).status).toBe(403);
    const before = service.appContext.ledger.all.length;
    const wrong = { ...stated, confirm: "yes", csrf: "x" };
    expect((await ask(service, facts, { ...asking, by: officer, form: wrong })).status).toBe(403);
    expect(service.appContext.ledger.all).toHaveLength(before);
  });
});

describe("the interface for programs", () => {
  const reader = { by: "token", roles: ["operator"] };

  test("lists cases as the contract says, to an operator's token", async () => {
    const service = await openService();
    service.appContext.directory.expectUnknown("token");
    const answer = await ask(service, listCases, { path: "/api/cases", ...reader });
    const { cases } = JSON.parse(bodyOf(answer)) as { cases: Record<string, unknown>[] };
    expect(cases).toHaveLength(1);
    expect(cases[0]).toMatchObject({
      caseId: service.caseId,
      state: "waiting",
      drill: false,
      openedAt: expect.any(String) as string,
    });
    expect(cases[0]?.["obligations"]).toContainEqual({
      obligationId: "hipaa.individuals",
      applies: true,
      due: expect.stringMatching(/Z$/) as string,
      state: "running",
    });
    expect(cases[0]?.["obligations"]).toContainEqual({
      obligationId: "hipaa.media",
      applies: false,
      due: null,
      state: "not-applicable",
    });
  });

  test("tells one case with its timeline", async () => {
    const service = await openService();
    const asking = { path: `/api/cases/${service.caseId}`, params: { caseId: service.caseId }, by: officer };
    const detail = JSON.parse(bodyOf(await ask(service, readCase, asking))) as {
      timeline: unknown[];
      questions: unknown[];
    };
    const entries = service.appContext.ledger.all.filter(({ caseId }) => caseId === service.caseId);
    expect(detail.timeline).toHaveLength(entries.length);
    expect(detail.questions).toMatchObject([{ questionId: "is-breach-1", status: "open", answer: null }]);
  });

  test("answers strangers and errors with problem details", async () => {
    const service = await openService();
    const stranger = await ask(service, listCases, { path: "/api/cases" });
    expect(stranger).toMatchObject({
      status: 401,
      headers: { "Content-Type": "application/problem+json; charset=utf-8" },
    });
    const missing = await ask(service, readCase, {
      path: "/api/cases/case-0",
      params: { caseId: "case-0" },
      by: officer,
    });
    expect(JSON.parse(bodyOf(missing))).toMatchObject({ type: "about:blank", status: 404 });
    expect((await ask(service, readLedger, { path: "/api/ledger?case=case-0", by: officer })).status).toBe(
      404,
    );
  });

  test("exports a ledger that verifies", async () => {
    const service = await openService();
    for (const path of ["/api/ledger", `/api/ledger?case=${service.caseId}`]) {
      const answer = await ask(service, readLedger, { path, by: personOf("auditor") });
      const text = await new Response(answer.body as ReadableStream<Uint8Array>).text();
      const verifier = createVerifier({ sha256 });
      for (const line of text.split("\n").slice(0, -1)) verifier.line(new TextEncoder().encode(line));
      const exported = service.appContext.ledger.all.filter(
        ({ caseId }) => !path.includes("case=") || caseId === service.caseId,
      );
      expect(verifier.finish()).toMatchObject({ ok: true, entries: exported.length });
    }
  });

  test("tells a probe whether the service is well, without a sign-in", async () => {
    const service = await openService();
    expect(await ask(service, health, { path: "/api/health" })).toMatchObject({
      status: 200,
      body: '{"status":"ok","problems":[]}',
    });
  });
});

describe("assets", () => {
  test("are sent again only when they changed", async () => {
    const service = await openService();
    const fetchIt = (headers = {}, file = "tocsin.css") =>
      ask(service, (_desk, request) => asset(request), {
        path: `/assets/${file}`,
        params: { file },
        headers,
      });
    const first = await fetchIt();
    expect(first.status).toBe(200);
    const tag = (first.headers as Record<string, string>)["ETag"] ?? "";
    expect(await fetchIt({ "if-none-match": tag })).toMatchObject({ status: 304 });
    expect((await fetchIt({}, "constructor")).status).toBe(404);
    expect((await fetchIt({}, "../package.json")).status).toBe(404);
  });
});
