/** A person's decision that nobody is to be written to: from the page, and as a program posts it. */
import { describe, expect, test } from "vitest";
import { apiRecipients, recipients } from "../../functions/http/recipients.ts";
import { readinessOf } from "../../shared/cases/queries/readiness.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import type { SendPurpose } from "../../shared/domain/case/events.ts";
import { isDispatched, purposeKey } from "../../shared/domain/case/state.ts";
import { personOf } from "../support/app-context.ts";
import { ask, bodyOf, hiddenOf, openService } from "../support/request-context.ts";
import type { Asking, OpenService } from "../support/request-context.ts";

const officer = personOf("privacy-officer");
const purpose: SendPurpose = { kind: "question", questionId: "is-breach-1", round: 1 };
const key = purposeKey(purpose);
const problem = "The group of the role executive gives nobody who can be written to.";

/** A case with something for which nobody could be found. */
async function unfound(): Promise<OpenService> {
  const service = await openService();
  const actor = { kind: "system", name: "tocsin" } as const;
  const command = { kind: "findNobody", purpose, role: "executive", problem } as const;
  await commit(service.appContext, service.caseId, actor, command);
  return service;
}

const at = (service: OpenService, more: Partial<Asking> = {}): Asking => ({
  path: `/cases/${service.caseId}/recipients`,
  params: { caseId: service.caseId },
  by: officer,
  ...more,
});
const api = (service: OpenService, more: Partial<Asking> = {}): Asking =>
  at(service, { path: `/api/cases/${service.caseId}/recipients`, ...more });

const waived = async (service: OpenService) =>
  (await service.found()).state.dispatches.get(key)?.waived ?? null;

async function post(service: OpenService, form: Readonly<Record<string, string>>) {
  const csrf = hiddenOf(await ask(service, recipients, at(service)), "csrf");
  return ask(service, recipients, at(service, { form: { csrf, ...form } }));
}

describe("the page", () => {
  test("shows first what nobody was found for, and the form only to those who may decide it", async () => {
    const service = await unfound();
    const page = bodyOf(await ask(service, recipients, at(service)));
    expect(page.indexOf(problem)).toBeGreaterThan(-1);
    expect(page.indexOf(problem)).toBeLessThan(page.indexOf('class="recipient-list"'));
    expect(page).toContain("Write to nobody about this");
    const read = bodyOf(await ask(service, recipients, at(service, { by: personOf("auditor") })));
    expect(read).toContain(problem);
    expect(read).not.toContain("Write to nobody about this");
  });

  test("takes the decision with its reason, wakes the case, and answers a repeat as the first", async () => {
    const service = await unfound();
    const csrf = hiddenOf(await ask(service, recipients, at(service)), "csrf");
    const form = { csrf, purpose: key, reason: "The board sat beside me." };
    const posted = at(service, { form });
    expect((await ask(service, recipients, posted)).status).toBe(303);
    expect(await waived(service)).toMatchObject({ by: `Person ${officer}`, reason: form.reason });
    expect(isDispatched((await service.found()).state, purpose)).toBe(true);
    expect(service.woken).toEqual([service.caseId]);
    const { seq } = (await service.found()).state;
    expect((await ask(service, recipients, posted)).status).toBe(303);
    expect((await service.found()).state.seq).toBe(seq);
  });

  test.each([
    ["without a reason", { purpose: key, reason: " " }, "Say why nobody is to be written to."],
    [
      "about what somebody was found for",
      { purpose: "question:is-breach-1:0", reason: "so" },
      "Somebody can be",
    ],
    ["about nothing of this case", { purpose: "news:99", reason: "so" }, "Nobody was looked for"],
  ])("%s is refused in words, and nothing is written", async (_name, form, words) => {
    const service = await unfound();
    const { seq } = (await service.found()).state;
    const answer = await post(service, form);
    expect(answer.status).toBe(422);
    expect(bodyOf(answer)).toContain(words);
    expect((await service.found()).state.seq).toBe(seq);
    expect(service.woken).toEqual([]);
  });

  test("takes it neither from another role nor without the form's token", async () => {
    const service = await unfound();
    const form = { purpose: key, reason: "so", csrf: "made-up" };
    expect((await ask(service, recipients, at(service, { form }))).status).toBe(403);
    const auditor = at(service, { form, by: personOf("auditor") });
    expect((await ask(service, recipients, auditor)).status).toBe(403);
    expect(await waived(service)).toBeNull();
  });
});

describe("a program", () => {
  test("lists what nobody was found for, decides it, and may repeat that", async () => {
    const service = await unfound();
    expect(JSON.parse(bodyOf(await ask(service, apiRecipients, api(service))))).toMatchObject({
      unfound: [{ purposeKey: key, role: "executive", problem }],
      waived: [],
    });
    for (const _time of [1, 2]) {
      const json = { purpose: key, reason: "told by telephone" };
      const answer = await ask(service, apiRecipients, api(service, { json }));
      expect(answer.status).toBe(200);
      expect(JSON.parse(bodyOf(answer))).toMatchObject({ purpose: key, waived: true });
    }
    expect(JSON.parse(bodyOf(await ask(service, apiRecipients, api(service))))).toMatchObject({
      unfound: [],
      waived: [{ purposeKey: key, by: `Person ${officer}`, reason: "told by telephone" }],
    });
  });

  test.each([
    ["without a reason", { purpose: key }, 422, "reason-missing"],
    ["of no case's", { purpose: "news:99", reason: "so" }, 422, "unknown-thing"],
    ["without a purpose", { reason: "so" }, 400, "bad-input"],
  ])("%s is refused by kind", async (_name, json, status, kind) => {
    const service = await unfound();
    const answer = await ask(service, apiRecipients, api(service, { json }));
    expect(answer.status).toBe(status);
    expect(JSON.parse(bodyOf(answer))).toMatchObject({ kind });
    expect(await waived(service)).toBeNull();
  });
});

test("readiness fails while nobody could be found for a message of an open case, and says what to do", async () => {
  const service = await unfound();
  const before = (await readinessOf(service.appContext)).find(({ name }) => name === "recipients");
  expect(before).toMatchObject({ ok: false, fix: expect.stringContaining("group") as string });
  expect(before?.detail).toContain(problem);
  await post(service, { purpose: key, reason: "told by telephone" });
  const after = (await readinessOf(service.appContext)).find(({ name }) => name === "recipients");
  expect(after).toMatchObject({ ok: true });
});
