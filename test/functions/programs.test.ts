import { describe, expect, test } from "vitest";
import { apiFacts } from "../../functions/http/facts.ts";
import { apiQuestion } from "../../functions/http/questions.ts";
import { latestQuestion } from "../../shared/domain/case/state.ts";
import { ask, bodyOf, openService } from "../support/request-context.ts";
import type { Asking, OpenService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";
import { walk } from "../support/walk.ts";

/** What programs post for a person, such as the command line does. What was written is read from the ledger. */
const commander = personOf("incident-commander");

interface Told {
  readonly status: number | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

async function tell(
  service: OpenService,
  handler: Parameters<typeof ask>[1],
  asking: Partial<Asking> & { readonly questionId?: string },
): Promise<Told> {
  const { questionId = "is-breach-1", ...rest } = asking;
  const answer = await ask(service, handler, {
    path: "/api/cases/one/of/them",
    params: { caseId: service.caseId, questionId },
    by: commander,
    ...rest,
  });
  return { status: answer.status, body: JSON.parse(bodyOf(answer)) as Told["body"] };
}

const yes = {
  answer: "yes",
  reason: "patient records were copied",
  set: { affectedTotal: 620, affectedByState: { TX: 620 }, riskLevel: "high" },
};

describe("a question", () => {
  test("is shown with what follows from each answer, and looking changes nothing", async () => {
    const service = await openService();
    const before = service.appContext.ledger.all.length;
    const { status, body } = await tell(service, apiQuestion, {
      roles: ["operator"],
      by: personOf("fallback"),
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      questionId: "is-breach-1",
      kind: "is-breach",
      status: "open",
      mayAnswer: false,
      decision: null,
      outcomes: [{ answer: "yes", irreversible: false }, { answer: "no" }],
    });
    expect(service.appContext.ledger.all).toHaveLength(before);
  });

  test("is answered once, with its facts; whoever comes second is told who decided and what", async () => {
    const service = await openService();
    const { status, body } = await tell(service, apiQuestion, { json: yes });
    expect({ status, body }).toMatchObject({
      status: 200,
      body: {
        recorded: true,
        decision: { answer: "yes", by: `Person ${commander}`, role: "incident-commander" },
      },
    });
    const { state } = await service.found();
    expect(state.facts).toMatchObject({
      affectedTotal: 620,
      affectedByState: { TX: 620 },
      riskLevel: "high",
    });
    expect(service.woken).toEqual([service.caseId]);
    const second = await tell(service, apiQuestion, {
      json: { answer: "no", reason: "no" },
      by: personOf("auditor"),
    });
    expect(second).toMatchObject({
      status: 409,
      body: { kind: "already-decided", decision: { answer: "yes", by: `Person ${commander}` } },
    });
    expect(second.body["detail"]).toContain(`Person ${commander} answered “yes”`);
    expect((await service.found()).state.seq).toBe(state.seq);
  });

  test("a moment of an answer may name its offset, to the second", async () => {
    const service = await openService();
    const awareAt = "2026-11-24T09:10:30+01:00";
    await tell(service, apiQuestion, { json: { ...yes, set: { awareAt } } });
    expect((await service.found()).state.facts.awareAt).toBe("2026-11-24T08:10:30.000Z");
  });

  test.each([
    ["a missing reason", { answer: "no" }, 422, { kind: "reason-missing", path: "reason" }],
    ["a field of no form", { ...yes, set: { affectedTotl: 3 } }, 400, { path: "affectedTotl" }],
    ["a value of the wrong kind", { ...yes, set: { affectedTotal: -3 } }, 422, { path: "affectedTotal" }],
    ["no answer", { reason: "so" }, 400, { path: "answer" }],
    ["a key of ours misspelt", { ...yes, reasn: "so" }, 400, {}],
    ["something else than an object", ["yes"], 400, {}],
  ])("%s is named, and nothing is written", async (_, json, status, body) => {
    const service = await openService();
    const before = service.appContext.ledger.all.length;
    expect(await tell(service, apiQuestion, { json })).toMatchObject({ status, body });
    expect(service.appContext.ledger.all).toHaveLength(before);
    expect(service.woken).toEqual([]);
  });

  test("is not for people of another role, nor for an operator's token, nor for nobody", async () => {
    const service = await openService();
    const json = yes;
    expect((await tell(service, apiQuestion, { json, by: personOf("notice-desk") })).status).toBe(403);
    expect(
      (await tell(service, apiQuestion, { json, by: personOf("fallback"), roles: ["operator"] })).status,
    ).toBe(403);
    expect((await tell(service, apiQuestion, { json, by: null })).status).toBe(401);
    expect(latestQuestion((await service.found()).state, "is-breach")?.status).toBe("open");
  });

  test("a form, another site's page or a foreign origin is not taken for a program's post", async () => {
    const service = await openService();
    const before = service.appContext.ledger.all.length;
    expect((await tell(service, apiQuestion, { form: { answer: "yes" } })).status).toBe(415);
    const plain = { json: yes, headers: { "content-type": "text/plain" } };
    expect((await tell(service, apiQuestion, plain)).status).toBe(415);
    const site = { json: yes, headers: { "sec-fetch-site": "cross-site" } };
    expect((await tell(service, apiQuestion, site)).status).toBe(403);
    const origin = { json: yes, headers: { origin: "https://evil.example" } };
    expect((await tell(service, apiQuestion, origin)).status).toBe(403);
    expect(service.appContext.ledger.all).toHaveLength(before);
  });

  test("an approval is bound to the text that was shown", async () => {
    const service = await openService();
    await tell(service, apiQuestion, { json: yes });
    await walk(service.appContext, service.caseId, "2026-11-24T08:30:00.000Z");
    const { state } = await service.found();
    const open = state.questions.find(
      ({ question, status }) => question === "approve-notice" && status === "open",
    );
    if (!open) throw new Error("no notice waits to be approved");
    const { questionId } = open;
    const shown = await tell(service, apiQuestion, { questionId });
    const { digest } = shown.body["notice"] as { digest: string };
    const other = await tell(service, apiQuestion, {
      questionId,
      json: { answer: "approve", digest: "0".repeat(64) },
    });
    expect(other).toMatchObject({ status: 409, body: { kind: "text-changed" } });
    const approved = await tell(service, apiQuestion, { questionId, json: { answer: "approve", digest } });
    expect(approved).toMatchObject({ status: 200, body: { decision: { answer: "approve" } } });
  });

  test("that was never asked, in a case that never was, is not found", async () => {
    const service = await openService();
    expect((await tell(service, apiQuestion, { questionId: "is-breach-9", json: yes })).status).toBe(404);
    expect((await tell(service, apiQuestion, { params: { caseId: "case-nobody" }, json: yes })).status).toBe(
      404,
    );
  });
});

describe("facts", () => {
  const set = { affectedTotal: 620, affectedByState: { TX: 620 } };

  test("are shown with the clocks they would move before anything is written, then recorded", async () => {
    const service = await openService();
    const before = service.appContext.ledger.all.length;
    const preview = await tell(service, apiFacts, { json: { set } });
    expect(preview).toMatchObject({
      status: 200,
      body: { recorded: false, changes: [{ fact: "affectedTotal", before: null, after: 620 }, {}] },
    });
    const clocks = preview.body["clocks"] as readonly { obligationId: string; kind: string }[];
    expect(clocks).toContainEqual(expect.objectContaining({ obligationId: "hipaa.media", kind: "opens" }));
    expect(service.appContext.ledger.all).toHaveLength(before);
    expect(service.woken).toEqual([]);

    const recorded = await tell(service, apiFacts, { json: { set, reason: "the audit log", record: true } });
    expect(recorded).toMatchObject({ status: 200, body: { recorded: true } });
    const { state } = await service.found();
    expect(state.facts).toMatchObject(set);
    expect(state.factChanges.at(-1)).toMatchObject({ reason: "the audit log" });
    expect(service.woken).toEqual([service.caseId]);
  });

  test("any fact that a rule reads can be stated: groups are added to, local times understood, null takes back", async () => {
    const service = await openService();
    const record = { reason: "the supplier's letter", record: true };
    const first = { "businessAssociate.isAgent": true, contactInfoInsufficientFor: 12 };
    await tell(service, apiFacts, { json: { set: first, ...record } });
    const next = { "businessAssociate.discoveredAt": "2026-11-20T09:30", contactInfoInsufficientFor: null };
    await tell(service, apiFacts, { json: { set: next, ...record } });
    const { facts } = (await service.found()).state;
    expect(facts.businessAssociate).toEqual({ isAgent: true, discoveredAt: "2026-11-20T14:30:00.000Z" });
    expect(facts.contactInfoInsufficientFor).toBeNull();
  });

  test.each([
    [{}, ""],
    [{ affectedTotl: 3 }, "affectedTotl"],
    [{ affectedTotal: "many" }, "affectedTotal"],
    [{ affectedTotal: 10, affectedByState: { TX: 11 } }, "affectedByState"],
    [{ discoveredAt: "2026-11-24T08:11:01.000Z", awareAt: "2027-01-01T00:00:00Z" }, "awareAt"],
    [{ "processor.awareAt": "2027-01-01T00:00:00Z" }, "processor.awareAt"],
    [{ discoveredAt: "yesterday" }, "discoveredAt"],
    [{ regimes: [] }, "regimes"],
    [{ lawEnforcementHolds: [] }, "lawEnforcementHolds"],
  ])("%j is refused at %s, and nothing is written", async (wrong, path) => {
    const service = await openService();
    const before = service.appContext.ledger.all.length;
    const told = await tell(service, apiFacts, { json: { set: wrong, reason: "so", record: true } });
    expect(told).toMatchObject({ status: 400, body: { kind: "bad-input", path } });
    expect(service.appContext.ledger.all).toHaveLength(before);
  });

  test("need a reason, a person of the case, and an open case", async () => {
    const service = await openService();
    const without = await tell(service, apiFacts, { json: { set, record: true } });
    expect(without).toMatchObject({ status: 422, body: { kind: "reason-missing", path: "reason" } });
    const json = { set, reason: "so", record: true };
    expect((await tell(service, apiFacts, { json, by: personOf("auditor") })).status).toBe(403);
    expect(
      (await tell(service, apiFacts, { json, by: personOf("fallback"), roles: ["operator"] })).status,
    ).toBe(403);
    expect((await service.found()).state.facts.affectedTotal).toBeUndefined();
  });
});
