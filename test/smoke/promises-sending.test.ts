/**
 * What leaves, and what does not, under far ends that are away, throttle or lose answers: on the real service, with its
 * clock stepped and its neighbours told to fail. One service for all; each case has an account of its own.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { advance, eventually, makePlace } from "../support/service.ts";
import {
  arm,
  armed,
  disarm,
  entriesOf,
  mailsOf,
  ofKind,
  openCase,
  stepUntil,
  startScene,
} from "../support/scenario.ts";
import type { Scene } from "../support/scenario.ts";

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
const accepted = async (caseId: string) => ofKind(await entriesOf(scene, caseId), "sendAccepted");

const sent = (caseId: string, count: number) =>
  eventually(`${count} mails of ${caseId}`, async () => {
    const mails = await mailsOf(scene, caseId);
    return mails.length >= count ? mails : undefined;
  });

const graphIsAway = () =>
  arm(
    scene.service.urls.graph,
    ...(["group", "members", "transitiveMembers"] as const).map(
      (at) => ({ at, action: "answer", status: 503, times: 100_000 }) as const,
    ),
  );

test("a directory that is away: nobody counts as told, an alarm stands, and the mail leaves when it answers", async () => {
  await graphIsAway();
  const caseId = await openCase(scene, "alder");
  await eventually("the alarm in the ledger", async () =>
    ofKind(await entriesOf(scene, caseId), "recipientsNotFound").length > 0 ? true : undefined,
  );
  await eventually("the alarm in the log", () =>
    Promise.resolve(/nobody could be found/.test(scene.service.stderr()) ? true : undefined),
  );
  await advance(scene.service, "PT5S");
  const silent = await entriesOf(scene, caseId);
  expect(ofKind(silent, "recipientsResolved")).toEqual([]);
  expect(ofKind(silent, "sendIntended")).toEqual([]);
  await disarm(scene.service.urls.graph);
  await advance(scene.service, "PT40S");
  expect(await sent(caseId, 3)).toHaveLength(3);
  expect(ofKind(await entriesOf(scene, caseId), "recipientsNotFound")).toHaveLength(1);
}, 90_000);

test("a directory that is away later: its last good answer for the role serves, and the entry says so", async () => {
  await graphIsAway();
  const caseId = await openCase(scene, "birch");
  expect(await sent(caseId, 3)).toHaveLength(3);
  const [resolved] = ofKind(await entriesOf(scene, caseId), "recipientsResolved");
  expect(resolved?.body).toMatchObject({ source: "last-good", role: "incident-commander" });
  expect(resolved?.body.problem).toMatch(/did not answer/);
  await disarm(scene.service.urls.graph);
  await advance(scene.service, "PT1M");
  expect(await mailsOf(scene, caseId)).toHaveLength(3);
}, 90_000);

test("a connection that drops: the same operation is posted again by itself and arrives once", async () => {
  await arm(email(), { at: "send", action: "drop", times: 3 });
  const caseId = await openCase(scene, "cedar");
  await eventually("three sends were dropped", async () =>
    (await armed(email())).length === 0 ? true : undefined,
  );
  await stepUntil(scene, "each is known not to have arrived", "PT1M", async () =>
    ofKind(await entriesOf(scene, caseId), "sendNotArrived").length === 3 ? true : undefined,
  );
  await stepUntil(scene, "each is accepted", "PT30S", async () =>
    (await accepted(caseId)).length === 3 ? true : undefined,
  );
  const entries = await entriesOf(scene, caseId);
  expect(ofKind(entries, "sendIntended")).toHaveLength(3);
  const mails = await eventually("each is in the inbox", async () => {
    const found = await mailsOf(scene, caseId);
    return found.every(({ handOvers }) => handOvers > 0) ? found : undefined;
  });
  expect(mails.map(({ handOvers, posts }) => [handOvers, posts])).toEqual([
    [1, 1],
    [1, 1],
    [1, 1],
  ]);
}, 90_000);

test("taken, the answer lost, and not known there for long: one mail each, proven by its report", async () => {
  await arm(
    email(),
    { at: "accepted", action: "drop", times: 3 },
    { at: "status", action: "answer", status: 404, code: "OperationNotFound", times: 100_000 },
  );
  const caseId = await openCase(scene, "elm");
  await eventually("each is reported as delivered", async () =>
    ofKind(await entriesOf(scene, caseId), "deliveryReported").length === 3 ? true : undefined,
  );
  await advance(scene.service, "PT5M");
  await disarm(email());
  const mails = await mailsOf(scene, caseId);
  expect(mails.map(({ handOvers }) => handOvers)).toEqual([1, 1, 1]);
  const entries = await entriesOf(scene, caseId);
  expect(ofKind(entries, "sendIntended")).toHaveLength(3);
  expect(ofKind(entries, "sendRefused")).toEqual([]);
}, 90_000);
