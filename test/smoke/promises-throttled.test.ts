/**
 * A provider that throttles for an hour and for days, on the real service with its clock stepped. One service for all; each case has an account of its own.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { hospitalGroups, people } from "../../local/demo/hospital.ts";
import { advance, decide, eventually, makePlace, readCase } from "../support/service.ts";
import {
  arm,
  armed,
  disarm,
  editDirectory,
  entriesOf,
  mailsOf,
  ofKind,
  openCase,
  openQuestion,
  stepUntil,
  startScene,
} from "../support/scenario.ts";
import type { Scene } from "../support/scenario.ts";
import { everythingReported } from "../support/whole-case.ts";
import type { SendPurpose } from "../../shared/domain/case/events.ts";

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

const place = makePlace();
let scene: Scene;
beforeAll(async () => {
  scene = await startScene(place);
}, 60_000);
afterAll(async () => {
  await scene.service.stop();
  place.remove();
});

const email = (): string => scene.service.urls.email;
const now = async (): Promise<number> =>
  Date.parse(((await (await fetch(`${scene.service.urls.app}/.local/clock`)).json()) as { now: string }).now);
const throttle = (retryAfterSeconds: number) =>
  arm(email(), {
    at: "send",
    action: "answer",
    status: 429,
    code: "TooManyRequests",
    retryAfterSeconds,
    times: 100_000,
  });

const isBreach = {
  answer: "yes",
  affectedTotal: "40",
  affectedByState: "ME 40",
  fourFactorResult: "not-low",
  riskLevel: "high",
  dataCategories: "health",
};

/** The executive answers the open question of this kind on its page. */
async function answered(
  caseId: string,
  kind: string,
  fields: Record<string, string>,
  about?: string,
): Promise<void> {
  const { questionId } = await openQuestion(scene, caseId, kind, about);
  expect(await decide(scene.session, { caseId, questionId }, fields), questionId).toBe(303);
}

const accepted = async (caseId: string) => ofKind(await entriesOf(scene, caseId), "sendAccepted");

const sent = (caseId: string, count: number) =>
  eventually(`${count} mails of ${caseId}`, async () => {
    const mails = await mailsOf(scene, caseId);
    return mails.length >= count ? mails : undefined;
  });

test("throttled for days: clocks, reminders and expiry keep their instants; of each only the newest leaves after", async () => {
  await throttle(3600);
  const caseId = await openCase(scene, "larch");
  for (let day = 0; day < 3; day += 1)
    for (const step of ["PT12H", "PT12H"]) await advance(scene.service, step);
  await advance(scene.service, "PT2H");
  const entries = await entriesOf(scene, caseId);
  expect(await mailsOf(scene, caseId)).toEqual([]);
  const struck = ofKind(entries, "milestoneStruck").filter(
    ({ body }) => body.obligationId === "gdpr.art33.authority",
  );
  expect(struck.map(({ body }) => body.milestone)).toEqual(["half", "24h", "4h", "1h", "due", "overdue"]);
  const due = Date.parse(struck[0]?.body.due ?? "");
  const lateBy = (index: number, beforeMs: number) =>
    Date.parse(struck[index]?.recordedAt ?? "") - (due - beforeMs);
  for (const [index, beforeMs] of [dayMs, 4 * hourMs, hourMs, 0].entries()) {
    expect(lateBy(index + 1, beforeMs)).toBeGreaterThanOrEqual(0);
    expect(lateBy(index + 1, beforeMs)).toBeLessThan(minuteMs);
  }
  expect(
    ofKind(entries, "questionReminded").filter(({ body }) => body.questionId === "is-breach-1").length,
  ).toBeGreaterThanOrEqual(4);
  expect(ofKind(entries, "questionExpired").map(({ body }) => body.questionId)).toContain("is-breach-1");
  await disarm(email());
  for (const step of ["PT1H", "PT10M"]) await advance(scene.service, step);
  const mails = await eventually("the newest of each leaves", async () => {
    const found = await mailsOf(scene, caseId);
    return found.length > 0 ? found : undefined;
  });
  const milestones = mails.filter(({ purpose }) => purpose.kind === "milestone");
  const gdpr = milestones.flatMap(({ purpose }) =>
    purpose.kind === "milestone" && purpose.obligationId === "gdpr.art33.authority"
      ? [purpose.milestone]
      : [],
  );
  expect(new Set(gdpr)).toEqual(new Set(["overdue"]));
  const asked = mails.flatMap(({ purpose }) => (purpose.kind === "question" ? [purpose.questionId] : []));
  expect(asked).not.toContain("is-breach-1");
  const forms = new Set(
    mails.flatMap(({ purpose }) =>
      purpose.kind === "question" ? [`${purpose.questionId} ${purpose.round}`] : [],
    ),
  );
  expect(forms.size).toBe(new Set(asked).size);
}, 120_000);

test("throttled for an hour while nothing is owed any more and the case is closed: nothing leaves afterwards", async () => {
  const caseId = await openCase(scene, "hazel");
  await sent(caseId, 3);
  await throttle(3600);
  await answered(caseId, "is-breach", { ...isBreach, affectedTotal: "900", affectedByState: "ME 900" });
  await openQuestion(scene, caseId, "approve-notice", "hipaa.media");
  const { questions } = await readCase(scene.session, caseId);
  for (const { questionId } of questions.filter(({ kind }) => kind === "approve-notice"))
    await decide(scene.session, { caseId, questionId }, { answer: "approve" });
  await eventually("notices and questions are intended", async () =>
    ofKind(await entriesOf(scene, caseId), "sendIntended").length > 4 ? true : undefined,
  );
  await advance(scene.service, "PT30M");
  const stated = await scene.session.send(`/api/cases/${caseId}/facts`, {
    set: { encrypted: true, encryptionMeetsGuidance: true, keyCompromised: false, riskLevel: "unlikely" },
    reason: "The key was never at risk.",
    record: true,
  });
  expect(stated.status, await stated.text()).toBe(200);
  await advance(scene.service, "PT5M");
  await answered(caseId, "close-case", { answer: "close", reason: "Nobody is owed anything." });
  await eventually("the case is closed", async () =>
    (await readCase(scene.session, caseId)).state === "closed" ? true : undefined,
  );
  await disarm(email());
  for (const step of ["PT1H", "PT1H", "PT24H"]) await advance(scene.service, step);
  const entries = await entriesOf(scene, caseId);
  const outcomes = new Set(
    [
      ...ofKind(entries, "sendAccepted"),
      ...ofKind(entries, "sendWithdrawn"),
      ...ofKind(entries, "sendRefused"),
    ].map(({ body }) => body.key),
  );
  const open = ofKind(entries, "sendIntended").filter(({ body }) => !outcomes.has(body.key));
  expect(open).toEqual([]);
  // Only the commanders' first question had left before.
  expect((await mailsOf(scene, caseId)).map(({ purpose }) => purpose)).toEqual([
    ...Array.from({ length: 3 }, () => ({ kind: "question", questionId: "is-breach-1", round: 0 })),
  ]);
  const because = new Set(ofKind(entries, "sendWithdrawn").map(({ body }) => body.because));
  expect(because.size).toBeGreaterThan(0);
}, 120_000);
