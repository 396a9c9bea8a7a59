import { describe, expect, test } from "vitest";
import { apiHolds } from "../../functions/http/holds.ts";
import { holds } from "../../functions/http/holds.ts";
import { apiReopen, reopen } from "../../functions/http/reopen.ts";
import { loadCase } from "../../shared/cases/store/commit.ts";
import { ask, bodyOf, hiddenOf, openService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";

const officer = personOf("privacy-officer");
const auditor = personOf("auditor");

/** As a form gives it, a minute after the case was opened. */
const statement = { action: "place", form: "oral", officialIdentity: "Special Agent R. Doe" };

async function deskWithTime() {
  const service = await openService();
  const at = { path: `/cases/${service.caseId}/holds`, params: { caseId: service.caseId } };
  const api = { path: `/api/cases/${service.caseId}/holds`, params: { caseId: service.caseId } };
  const statedAt = service.appContext.clock.now();
  const held = async () => (await loadCase(service.appContext, service.caseId))?.holds ?? [];
  return { service, at, api, statedAt, held };
}

describe("the page of holds", () => {
  test("shows what a request would move, and writes it with the second post only", async () => {
    const { service, at, statedAt, held } = await deskWithTime();
    const csrf = hiddenOf(await ask(service, holds, { ...at, by: officer }), "csrf");
    const form = { csrf, ...statement, statedAt };
    const preview = await ask(service, holds, { ...at, by: officer, form });
    expect(bodyOf(preview)).toContain("no notice leaves before");
    expect(await held()).toEqual([]);
    expect(
      (await ask(service, holds, { ...at, by: officer, form: { ...form, confirm: "yes" } })).status,
    ).toBe(303);
    expect(await held()).toHaveLength(1);
    const state = await loadCase(service.appContext, service.caseId);
    expect(state?.clocks["hipaa.individuals"]?.reading.notBefore).not.toBeNull();
    expect(state?.clocks["gdpr.art33.authority"]?.reading.notBefore).toBeNull();
  });

  test("takes nothing without the official, from an auditor, or from a strange page", async () => {
    const { service, at, statedAt, held } = await deskWithTime();
    const csrf = hiddenOf(await ask(service, holds, { ...at, by: officer }), "csrf");
    const { officialIdentity: _official, ...nameless } = statement;
    const wrong = await ask(service, holds, { ...at, by: officer, form: { csrf, ...nameless, statedAt } });
    expect(wrong.status).toBe(422);
    expect(bodyOf(wrong)).toContain("Name the official");
    const form = { csrf, ...statement, statedAt, confirm: "yes" };
    expect((await ask(service, holds, { ...at, by: auditor, form })).status).toBe(403);
    expect((await ask(service, holds, { ...at, by: officer, form: { ...form, csrf: "x" } })).status).toBe(
      403,
    );
    expect(await held()).toEqual([]);
  });
});

describe("holds for programs", () => {
  test("are shown, recorded once, extended and lifted", async () => {
    const { service, api, statedAt, held } = await deskWithTime();
    const post = (json: object) => ask(service, apiHolds, { ...api, by: officer, json });
    expect((await post({ ...statement, statedAt })).status).toBe(200);
    expect(await held()).toEqual([]);
    for (let times = 0; times < 2; times++) await post({ ...statement, statedAt, record: true });
    expect(await held()).toHaveLength(1);
    const further = { action: "extend", holdId: "hold-1", form: "written", until: "2027-03-01" };
    const { officialIdentity } = statement;
    expect((await post({ ...further, officialIdentity, statedAt, record: true })).status).toBe(200);
    expect((await post({ action: "lift", holdId: "hold-1", record: true })).status).toBe(422);
    expect((await post({ action: "lift", holdId: "hold-9", reason: "r", record: true })).status).toBe(422);
    expect(
      (await post({ action: "lift", holdId: "hold-1", reason: "by telephone", record: true })).status,
    ).toBe(200);
    expect((await held())[0]?.lifted?.reason).toBe("by telephone");
    expect((await post({ action: "burn" })).status).toBe(400);
  });
});

describe("a case that is not closed", () => {
  test("is not opened again: the page leads back, and a program is told its state", async () => {
    const { service } = await deskWithTime();
    const about = { params: { caseId: service.caseId }, by: officer };
    const page = await ask(service, reopen, { ...about, path: `/cases/${service.caseId}/reopen` });
    expect(page.status).toBe(303);
    const entries = service.appContext.ledger.all.length;
    const path = `/api/cases/${service.caseId}/reopen`;
    expect((await ask(service, apiReopen, { ...about, path, json: { reason: "why" } })).status).toBe(200);
    expect(service.appContext.ledger.all).toHaveLength(entries);
    expect(
      (await ask(service, apiReopen, { ...about, by: auditor, path, json: { reason: "why" } })).status,
    ).toBe(403);
  });
});
