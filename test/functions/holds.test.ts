import { describe, expect, test } from "vitest";
import { apiHolds } from "../../functions/http/api-holds.ts";
import { holds } from "../../functions/http/holds.ts";
import { apiReopen, reopen } from "../../functions/http/reopen.ts";
import { loadCase } from "../../shared/cases/store/commit.ts";
import { ask, bodyOf, hiddenOf, openDesk } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";

const officer = personOf("privacy-officer");
const auditor = personOf("auditor");

/** As a form gives it, a minute after the case was opened. */
const statement = { action: "place", form: "oral", officialIdentity: "Special Agent R. Doe" };

async function deskWithTime() {
  const desk = await openDesk();
  const at = { path: `/cases/${desk.caseId}/holds`, params: { caseId: desk.caseId } };
  const api = { path: `/api/cases/${desk.caseId}/holds`, params: { caseId: desk.caseId } };
  const statedAt = desk.appContext.clock.now();
  const held = async () => (await loadCase(desk.appContext, desk.caseId))?.holds ?? [];
  return { desk, at, api, statedAt, held };
}

describe("the page of holds", () => {
  test("shows what a request would move, and writes it with the second post only", async () => {
    const { desk, at, statedAt, held } = await deskWithTime();
    const csrf = hiddenOf(await ask(desk, holds, { ...at, by: officer }), "csrf");
    const form = { csrf, ...statement, statedAt };
    const preview = await ask(desk, holds, { ...at, by: officer, form });
    expect(bodyOf(preview)).toContain("no notice leaves before");
    expect(await held()).toEqual([]);
    expect((await ask(desk, holds, { ...at, by: officer, form: { ...form, confirm: "yes" } })).status).toBe(
      303,
    );
    expect(await held()).toHaveLength(1);
    const state = await loadCase(desk.appContext, desk.caseId);
    expect(state?.clocks["hipaa.individuals"]?.reading.notBefore).not.toBeNull();
    expect(state?.clocks["gdpr.art33.authority"]?.reading.notBefore).toBeNull();
  });

  test("takes nothing without the official, from an auditor, or from a strange page", async () => {
    const { desk, at, statedAt, held } = await deskWithTime();
    const csrf = hiddenOf(await ask(desk, holds, { ...at, by: officer }), "csrf");
    const { officialIdentity: _official, ...nameless } = statement;
    const wrong = await ask(desk, holds, { ...at, by: officer, form: { csrf, ...nameless, statedAt } });
    expect(wrong.status).toBe(422);
    expect(bodyOf(wrong)).toContain("Name the official");
    const form = { csrf, ...statement, statedAt, confirm: "yes" };
    expect((await ask(desk, holds, { ...at, by: auditor, form })).status).toBe(403);
    expect((await ask(desk, holds, { ...at, by: officer, form: { ...form, csrf: "x" } })).status).toBe(403);
    expect(await held()).toEqual([]);
  });
});

describe("holds for programs", () => {
  test("are shown, recorded once, extended and lifted", async () => {
    const { desk, api, statedAt, held } = await deskWithTime();
    const post = (json: object) => ask(desk, apiHolds, { ...api, by: officer, json });
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
    const { desk } = await deskWithTime();
    const about = { params: { caseId: desk.caseId }, by: officer };
    const page = await ask(desk, reopen, { ...about, path: `/cases/${desk.caseId}/reopen` });
    expect(page.status).toBe(303);
    const entries = desk.appContext.ledger.all.length;
    const path = `/api/cases/${desk.caseId}/reopen`;
    expect((await ask(desk, apiReopen, { ...about, path, json: { reason: "why" } })).status).toBe(200);
    expect(desk.appContext.ledger.all).toHaveLength(entries);
    expect(
      (await ask(desk, apiReopen, { ...about, by: auditor, path, json: { reason: "why" } })).status,
    ).toBe(403);
  });
});
