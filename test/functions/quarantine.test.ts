/** What could not be read, as people and programs see it and act on it. */
import { describe, expect, test } from "vitest";
import { board } from "../../functions/http/board.ts";
import { listQuarantine, readOriginal, readQuarantined } from "../../functions/http/quarantine.ts";
import { quarantineItem, showQuarantine } from "../../functions/http/quarantine.ts";
import { demoAlert } from "../../local/demo/alert.ts";
import type { InboundPayload, IntakeResult } from "../../shared/cases/commands/inbound-payload.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { readinessOf } from "../../shared/cases/queries/readiness.ts";
import { rebuildIndex } from "../../shared/cases/store/rebuild-index.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { fakeQuarantineIndex } from "../../shared/adapters/fake-ledger/quarantine-index.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import type { OpenService } from "../support/request-context.ts";
import { ask, bodyOf, hiddenOf, openService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";

const commander = personOf("incident-commander");
const operator = personOf("operator");
const auditor = personOf("auditor");

const later = "2026-11-24T09:00:00.000Z";
/** A second alert, of another thing, as its sender would spell it. */
const alertText = (): string => JSON.stringify(demoAlert(Date.parse("2026-11-24T08:30:00.000Z")));
const broken = (): string => alertText().slice(0, -1);

async function arrive(
  service: OpenService,
  text: string,
  more: Partial<InboundPayload> = {},
): Promise<IntakeResult[]> {
  const bytes = new TextEncoder().encode(text);
  const arrival = { bytes, contentType: "application/json", channel: "http:sentinel", ...more };
  return [...(await takeInboundPayload(service.appContext, service.orchestrator, arrival, defaultRules))];
}

/** A service in whose quarantine one thing waits. */
async function serviceWith(
  text: string,
  more: Partial<InboundPayload> = {},
): Promise<{ service: OpenService; id: string }> {
  const service = await openService();
  const [taken] = await arrive(service, text, more);
  if (taken?.kind !== "quarantined") throw new Error("it could be read");
  return { service, id: taken.quarantineId };
}

const pageOf = (id: string) => ({ path: `/quarantine/${id}`, params: { quarantineId: id } });
const apiOf = (id: string) => ({ path: `/api/quarantine/${id}`, params: { quarantineId: id } });

async function postForm(
  service: OpenService,
  id: string,
  by: string,
  form: Readonly<Record<string, string>>,
) {
  const csrf = hiddenOf(await ask(service, quarantineItem, { ...pageOf(id), by }), "csrf");
  return ask(service, quarantineItem, { ...pageOf(id), by, form: { csrf, ...form } });
}

function postJson(
  service: OpenService,
  id: string,
  by: { readonly by: string; readonly roles?: readonly string[] },
  content: object,
) {
  return ask(service, readQuarantined, { ...apiOf(id), ...by, json: content });
}

interface Detail {
  readonly state: string;
  readonly caseIds: readonly string[];
  readonly arrivals: number;
  readonly steps: readonly {
    readonly by: string;
    readonly submission: { readonly edited: boolean; readonly submitted: { readonly digest: string } } | null;
  }[];
}
const detail = async (service: OpenService, id: string): Promise<Detail> =>
  JSON.parse(bodyOf(await ask(service, readQuarantined, { ...apiOf(id), by: auditor }))) as Detail;

describe("what could not be read", () => {
  test("is for commanders, operators and auditors; the others are told so, strangers sign in", async () => {
    const { service, id } = await serviceWith(broken());
    for (const [handler, asking] of [
      [showQuarantine, { path: "/quarantine" }],
      [quarantineItem, pageOf(id)],
      [listQuarantine, { path: "/api/quarantine" }],
      [readQuarantined, apiOf(id)],
      [readOriginal, { ...apiOf(id), path: `/api/quarantine/${id}/original` }],
    ] as const) {
      for (const by of [commander, operator, auditor])
        expect((await ask(service, handler, { ...asking, by })).status, `${asking.path} ${by}`).toBe(200);
      expect((await ask(service, handler, { ...asking, by: personOf("counsel") })).status).toBe(403);
      expect((await ask(service, handler, asking)).status).toBe(asking.path.startsWith("/api/") ? 401 : 302);
    }
  });

  test("stands on the board with its number, on a page with its reason, and byte for byte behind a link", async () => {
    const { service, id } = await serviceWith(broken());
    expect(bodyOf(await ask(service, board, { path: "/", by: operator }))).toContain(
      "1 payload could not be read.",
    );
    expect(bodyOf(await ask(service, board, { path: "/", by: personOf("counsel") }))).not.toContain(
      "/quarantine",
    );
    const list = bodyOf(await ask(service, showQuarantine, { path: "/quarantine", by: auditor }));
    expect(list).toContain(`href="/quarantine/${id}"`);
    expect(list).toContain("The body cannot be read: it is not JSON");
    const original = await ask(service, readOriginal, { ...apiOf(id), by: auditor });
    expect(original.body).toEqual(new TextEncoder().encode(broken()));
    expect(original.headers).toMatchObject({
      "Content-Type": "application/octet-stream",
      "Content-Disposition": expect.stringMatching(/^attachment/) as string,
    });
  });

  test("is not there under an id that nothing has, nor under a case's", async () => {
    const { service } = await serviceWith(broken());
    for (const quarantineId of ["quarantine-0000000000000000", service.caseId, "../x"]) {
      const params = { quarantineId };
      expect(
        (await ask(service, quarantineItem, { path: "/quarantine/x", params, by: operator })).status,
      ).toBe(404);
      expect(
        (await ask(service, readQuarantined, { path: "/api/quarantine/x", params, by: operator })).status,
      ).toBe(404);
    }
  });

  test("makes the service unhealthy until somebody has dealt with it", async () => {
    const { service, id } = await serviceWith(broken());
    const check = async () =>
      (await readinessOf(service.appContext)).find(({ name }) => name === "quarantine") ?? {
        ok: null,
        detail: "",
      };
    expect(await check()).toMatchObject({ ok: false, detail: "1 payload waits, unread" });
    await postForm(service, id, operator, { action: "dismiss", reason: "A test of ours." });
    expect(await check()).toMatchObject({ ok: true, detail: "nothing waits" });
  });

  test("is listed again after its index was lost", async () => {
    const { service, id } = await serviceWith(broken());
    const bereft = { ...service.appContext, quarantine: fakeQuarantineIndex() };
    expect(await bereft.quarantine.countWaiting()).toBe(0);
    await rebuildIndex(bereft);
    expect(await bereft.quarantine.list({ waiting: true, most: 10 })).toEqual(
      await service.appContext.quarantine.list({ waiting: true, most: 10 }),
    );
    expect((await bereft.quarantine.list({ waiting: true, most: 10 }))[0]?.quarantineId).toBe(id);
  });
});

describe("the same bytes again", () => {
  test("are one thing to look at: a storm counts once, a later arrival again", async () => {
    const { service, id } = await serviceWith(broken());
    await arrive(service, broken());
    expect(await detail(service, id)).toMatchObject({ arrivals: 1 });
    service.appContext.setNow(later);
    await arrive(service, broken());
    expect(await detail(service, id)).toMatchObject({ arrivals: 2, state: "waiting" });
    expect(await service.appContext.quarantine.countWaiting()).toBe(1);
  });

  test("through another channel are another thing", async () => {
    const { service, id } = await serviceWith("");
    const [other] = await arrive(service, "", { channel: "http:monitor" });
    expect(other).toMatchObject({ kind: "quarantined", reason: "the body is empty" });
    expect(other).not.toMatchObject({ quarantineId: id });
  });

  test("wait again after they were dismissed: an emptied body may be another alert each time", async () => {
    const { service, id } = await serviceWith("");
    await postForm(service, id, operator, { action: "dismiss", reason: "Nobody knows." });
    service.appContext.setNow(later);
    await arrive(service, "");
    expect(await detail(service, id)).toMatchObject({ state: "waiting", arrivals: 2 });
  });
});

describe("acting on it", () => {
  test("is for commanders and operators through their group; an operator's token reads only", async () => {
    const { service, id } = await serviceWith(broken());
    const page = bodyOf(await ask(service, quarantineItem, { ...pageOf(id), by: auditor }));
    expect(page).not.toContain("<form method");
    const form = { action: "dismiss", reason: "x" };
    expect((await ask(service, quarantineItem, { ...pageOf(id), by: auditor, form })).status).toBe(403);
    const token = { by: "person-none", roles: ["operator", "auditor"] };
    service.appContext.directory.expectUnknown("person-none");
    expect((await ask(service, readQuarantined, { ...apiOf(id), ...token })).status).toBe(200);
    expect((await postJson(service, id, token, form)).status).toBe(403);
    expect(await detail(service, id)).toMatchObject({ state: "waiting", steps: [] });
  });

  test("needs a form of ours, given to this person for this payload", async () => {
    const { service, id } = await serviceWith(broken());
    const [other] = await arrive(service, "{");
    const otherId = other?.kind === "quarantined" ? other.quarantineId : "";
    const csrf = hiddenOf(await ask(service, quarantineItem, { ...pageOf(otherId), by: operator }), "csrf");
    const form = { action: "dismiss", reason: "x", csrf };
    expect((await ask(service, quarantineItem, { ...pageOf(id), by: operator, form })).status).toBe(403);
    expect((await ask(service, quarantineItem, { ...pageOf(otherId), by: commander, form })).status).toBe(
      403,
    );
    const headers = { origin: "https://elsewhere.example" };
    expect(
      (await ask(service, quarantineItem, { ...pageOf(otherId), by: operator, form, headers })).status,
    ).toBe(403);
    expect(await detail(service, otherId)).toMatchObject({ state: "waiting" });
  });

  test("dismissing wants a reason, and a second dismissal changes nothing", async () => {
    const { service, id } = await serviceWith(broken());
    const without = await postForm(service, id, operator, { action: "dismiss", reason: " " });
    expect(without.status).toBe(422);
    expect(bodyOf(without)).toContain("Say why nothing is to come of this");
    for (const reason of ["A test.", "Once more."])
      expect((await postForm(service, id, operator, { action: "dismiss", reason })).status).toBe(303);
    expect(await detail(service, id)).toMatchObject({
      state: "dismissed",
      steps: [{ by: "Person person-operator" }],
    });
  });
});

describe("submitting again", () => {
  test("as it came: what can be read meanwhile becomes a case, and is listed as that case", async () => {
    // Too new a kind for intake yesterday: here it is quarantined by hand, as an older version would have.
    const service = await openService();
    const bytes = new TextEncoder().encode(alertText());
    const { putIntoQuarantine } = await import("../../shared/cases/store/quarantine.ts");
    const about = {
      reason: "a kind that no source knows",
      source: "event-hub",
      contentType: "application/json",
    };
    const { quarantineId: id } = await putIntoQuarantine(service.appContext, { bytes, ...about });
    const answer = await postForm(service, id, operator, { action: "resubmit", reason: "" });
    expect(answer).toMatchObject({ status: 303, headers: { Location: `/quarantine/${id}` } });

    const { state, caseIds, steps } = await detail(service, id);
    expect(state).toBe("resubmitted");
    expect(steps).toMatchObject([
      { by: "Person person-operator", role: "operator", submission: { edited: false } },
    ]);
    const [caseId] = caseIds;
    expect(service.woken).toContain(caseId);
    const list = bodyOf(await ask(service, showQuarantine, { path: "/quarantine", by: operator }));
    expect(list).toContain(`href="/cases/${caseId}"`);
    expect(await service.appContext.quarantine.countWaiting()).toBe(0);

    // Twice is once.
    const entries = service.appContext.ledger.all.length;
    expect((await postForm(service, id, commander, { action: "resubmit", reason: "" })).status).toBe(303);
    expect(service.appContext.ledger.all).toHaveLength(entries);
  });

  test("edited: the original stays, the copy has its own digest and the name of who edited it", async () => {
    const { service, id } = await serviceWith(broken());
    const page = bodyOf(await ask(service, quarantineItem, { ...pageOf(id), by: commander }));
    expect(page).toContain("<textarea\n");
    const edited = { action: "resubmit", body: alertText(), reason: "The last bracket was missing." };
    expect((await postForm(service, id, commander, { ...edited, reason: "" })).status).toBe(422);
    expect((await postForm(service, id, commander, edited)).status).toBe(303);

    const { state, steps } = await detail(service, id);
    expect(state).toBe("resubmitted");
    const digest = service.appContext.sha256(new TextEncoder().encode(alertText()));
    expect(steps).toMatchObject([
      { by: "Person person-incident-commander", submission: { edited: true, submitted: { digest } } },
    ]);
    expect(service.appContext.kept.get(digest)).toMatchObject({ quarantined: false });
    expect((await ask(service, readOriginal, { ...apiOf(id), by: auditor })).body).toEqual(
      new TextEncoder().encode(broken()),
    );
  });

  test("unchanged in a browser's own line ends is no edit", async () => {
    const { service, id } = await serviceWith('{\n"broken": true');
    const form = { action: "resubmit", body: '{\r\n"broken": true', reason: "" };
    expect((await postForm(service, id, operator, form)).status).toBe(303);
    expect(await detail(service, id)).toMatchObject({
      state: "waiting",
      steps: [{ submission: { edited: false, results: [{ outcome: "unreadable" }] } }],
    });
  });

  test("what still cannot be read stays where it is, and makes no second thing to look at", async () => {
    const { service, id } = await serviceWith(broken());
    await postForm(service, id, operator, { action: "resubmit", reason: "Tried." });
    await postForm(service, id, operator, { action: "resubmit", body: "[{}]", reason: "Tried otherwise." });
    const { state, steps } = await detail(service, id);
    expect({ state, tries: steps.length }).toEqual({ state: "waiting", tries: 2 });
    expect(await service.appContext.quarantine.countWaiting()).toBe(1);
  });

  test("part of it joins, the rest keeps the whole in quarantine", async () => {
    const { service, id } = await serviceWith(broken());
    await postForm(service, id, operator, { action: "resubmit", body: `[${alertText()},7]`, reason: "Two." });
    expect(await detail(service, id)).toMatchObject({
      state: "waiting",
      caseIds: [expect.stringMatching(/^case-/) as string],
      steps: [{ submission: { results: [{ outcome: "joined" }, { outcome: "unreadable" }] } }],
    });
  });

  test("of nothing is refused and leaves no trace", async () => {
    const { service, id } = await serviceWith(broken());
    const entries = service.appContext.ledger.all.length;
    const answer = await postForm(service, id, operator, {
      action: "resubmit",
      body: "[]",
      reason: "Why not.",
    });
    expect(answer.status).toBe(409);
    expect(bodyOf(answer)).toContain("There is no element in it");
    expect(service.appContext.ledger.all).toHaveLength(entries);
  });

  test("of what came in a drill opens a drill", async () => {
    const sample = alertText().replace('"AlertType":"', '"AlertType":"SIMULATED_');
    const { service, id } = await serviceWith(sample.slice(0, -1), { drill: true });
    await postForm(service, id, operator, { action: "resubmit", body: sample, reason: "Bracket." });
    const { caseIds } = await detail(service, id);
    const opened = service.appContext.ledger.all.find(
      (entry) => entry.kind === "caseOpened" && entry.caseId === caseIds[0],
    );
    expect(opened).toMatchObject({ body: { drill: true } });
  });

  test("is not recorded while the ledger cannot be reached, and the next try records it", async () => {
    const { service, id } = await serviceWith(broken());
    const { ledger } = service.appContext;
    const down = {
      ...ledger,
      append: () => Promise.reject(new TransientFailure("the ledger cannot be reached")),
    };
    const csrf = hiddenOf(await ask(service, quarantineItem, { ...pageOf(id), by: operator }), "csrf");
    const form = { csrf, action: "resubmit", body: alertText(), reason: "Bracket." };
    const without = { ...service, appContext: { ...service.appContext, ledger: down } };
    const failed = await ask(without, quarantineItem, { ...pageOf(id), by: operator, form });
    expect(failed.status).toBe(503);
    expect(bodyOf(failed)).toContain("Bracket.");
    expect(await detail(service, id)).toMatchObject({ state: "waiting", steps: [] });
    expect((await ask(service, quarantineItem, { ...pageOf(id), by: operator, form })).status).toBe(303);
    expect(await detail(service, id)).toMatchObject({ state: "resubmitted" });
  });
});

describe("a program that acts for a person", () => {
  test("submits an edited copy byte for byte, and hears what became of it", async () => {
    const { service, id } = await serviceWith(broken());
    const body = `${alertText()}\r\n`;
    const answer = await postJson(
      service,
      id,
      { by: operator },
      { action: "resubmit", body, reason: "Bracket." },
    );
    expect(answer.status).toBe(200);
    expect(JSON.parse(bodyOf(answer))).toMatchObject({
      state: "resubmitted",
      steps: [
        { submission: { submitted: { digest: service.appContext.sha256(new TextEncoder().encode(body)) } } },
      ],
    });
  });

  test("hears in one sentence what is missing, and which field it is", async () => {
    const { service, id } = await serviceWith(broken());
    const answer = await postJson(service, id, { by: operator }, { action: "dismiss" });
    expect(answer.status).toBe(422);
    expect(JSON.parse(bodyOf(answer))).toMatchObject({ kind: "incomplete", path: "reason" });
    expect((await postJson(service, id, { by: operator }, ["dismiss"])).status).toBe(400);
    expect((await postJson(service, id, { by: operator }, { action: 7 })).status).toBe(400);
  });
});

describe("hostile content", () => {
  test.each([
    ["markup", '</pre><script>alert(1)</script><img src=x onerror="alert(1)">'],
    ["a text area's end", "</textarea><script>alert(1)</script>"],
    ["writing that is turned round", 'name: "\u202egnp.exe"'],
    ["a zero and an escape", "\u0000\u001b[31m"],
    ["a megabyte", "<b>".repeat(400_000)],
  ])("%s is text, and the page stays a page", async (_what, text) => {
    const { service, id } = await serviceWith(text, { channel: "http:<i>" });
    const page = bodyOf(await ask(service, quarantineItem, { ...pageOf(id), by: operator }));
    expect(page).not.toMatch(/<script>|<img|<b>|<i>/);
    for (const unseen of ["\u0000", "\u001b", "\u202e"]) expect(page).not.toContain(unseen);
    expect(page.match(/<\/textarea>/g)?.length ?? 0).toBeLessThan(2);
    expect(page.length).toBeLessThan(120_000);
    const list = bodyOf(await ask(service, showQuarantine, { path: "/quarantine", by: operator }));
    expect(list).not.toContain("<i>");
  });

  test.each([
    ["letters of two bytes", "ä".repeat(40_000)],
    ["letters of four bytes after one of one", `x${"😀".repeat(20_000)}`],
  ])("the beginning of a long text (%s) is text, wherever the bytes are cut", async (_what, text) => {
    const { service, id } = await serviceWith(text);
    const page = bodyOf(await ask(service, quarantineItem, { ...pageOf(id), by: operator }));
    expect(page).toContain(text.slice(0, 100));
    expect(page).toContain("Cut after 6,000 letters");
    expect(page).toContain("--body FILE");
  });

  test("bytes that are no text are shown as bytes", async () => {
    const service = await openService();
    const bytes = new Uint8Array([0xff, 0xd8, 0x00, 0x3c]);
    const arrival = { bytes, contentType: "image/jpeg", channel: "http:x" };
    const [taken] = await takeInboundPayload(service.appContext, service.orchestrator, arrival, defaultRules);
    const id = taken?.kind === "quarantined" ? taken.quarantineId : "";
    const page = bodyOf(await ask(service, quarantineItem, { ...pageOf(id), by: operator }));
    expect(page).toContain("ff d8 00 3c");
  });
});
