/**
 * What leaves, and what does not, under far ends that are away, throttle or lose answers: on the real service, with its
 * clock stepped and its neighbours told to fail. One service for all; each case has an account of its own.
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

test("taken, the answer lost, and not known there for long: one mail in the inbox", async () => {
  await arm(
    email(),
    { at: "accepted", action: "drop", times: 3 },
    { at: "status", action: "answer", status: 404, code: "OperationNotFound", times: 100_000 },
  );
  const caseId = await openCase(scene, "elm");
  await sent(caseId, 3);
  await stepUntil(scene, "each is accepted", "PT30S", async () =>
    (await accepted(caseId)).length === 3 ? true : undefined,
  );
  await disarm(email());
  const mails = await mailsOf(scene, caseId);
  expect(mails).toHaveLength(3);
  expect(mails.map(({ handOvers }) => handOvers)).toEqual([1, 1, 1]);
}, 90_000);

test("a hold that is recorded while the write after it fails: the approved notice does not leave during it", async () => {
  const caseId = await openCase(scene, "fir");
  await answered(caseId, "is-breach", isBreach);
  const about = "hipaa.individuals";
  await openQuestion(scene, caseId, "approve-notice", about);
  await throttle(120);
  await answered(caseId, "approve-notice", { answer: "approve" }, about);
  const isNotice = ({ body }: { body: { purpose: SendPurpose } }) =>
    body.purpose.kind === "notice" && body.purpose.noticeId.includes(about);
  await eventually("the notice is intended", async () =>
    ofKind(await entriesOf(scene, caseId), "sendIntended").some(isNotice) ? true : undefined,
  );
  await arm(scene.service.urls.cosmos, {
    at: "write",
    action: "answer",
    status: 503,
    skip: 1,
    on: { container: "ledger", partitionKey: caseId },
  });
  const holdUntil = new Date((await now()) + 2 * dayMs).toISOString();
  const placed = await scene.session.send(`/api/cases/${caseId}/holds`, {
    action: "place",
    form: "written",
    statedAt: new Date((await now()) - minuteMs).toISOString(),
    until: holdUntil,
    officialIdentity: "R. Doe",
    agency: "FBI",
    record: true,
  });
  expect(placed.status, await placed.text()).toBe(200);
  await eventually("the write after it failed", async () =>
    (await armed(scene.service.urls.cosmos)).length === 0 ? true : undefined,
  );
  await disarm(email());
  const noticesSent = async () =>
    (await mailsOf(scene, caseId)).filter(
      ({ purpose }) => purpose.kind === "notice" && purpose.noticeId.includes(about),
    );
  for (const step of ["PT3M", "PT1H", "PT40H"]) await advance(scene.service, step);
  expect(await noticesSent()).toEqual([]);
  const withdrawn = ofKind(await entriesOf(scene, caseId), "sendWithdrawn");
  expect(withdrawn.map(({ body }) => body.because)).toContain("held");
  for (const step of ["PT8H", "PT1M"]) await advance(scene.service, step);
  const left = await eventually("the notice leaves after the hold", async () => {
    const found = await noticesSent();
    return found.length > 0 && found.every(({ handOvers }) => handOvers > 0) ? found : undefined;
  });
  expect(left.map(({ handOvers }) => handOvers)).toEqual(left.map(() => 1));
}, 120_000);

test("a group of two hundred: each gets one mail, and then the service rests", async () => {
  editDirectory(place, (tenant) => ({
    users: [...tenant.users, ...crowd],
    groups: tenant.groups.map((group) =>
      group.id === hospitalGroups["incident-commander"]
        ? { ...group, members: [people.maraLindqvist, people.tomasOkafor, ...crowd.map(({ id }) => id)] }
        : group,
    ),
  }));
  const caseId = await openCase(scene, "maple");
  const mails = await eventually(
    "202 mails are in the inbox",
    async () => {
      const found = await mailsOf(scene, caseId);
      return found.length >= 202 && found.every(({ handOvers }) => handOvers > 0) ? found : undefined;
    },
    60_000,
  );
  expect(mails).toHaveLength(202);
  expect(mails.filter(({ handOvers, posts }) => handOvers !== 1 || posts !== 1)).toEqual([]);
  await stepUntil(scene, "each is accepted", "PT30S", async () =>
    (await accepted(caseId)).length === 202 ? true : undefined,
  );
  await everythingReported(scene.service);
  await expectRest();
}, 120_000);

const crowd = Array.from({ length: 200 }, (_, index) => ({
  id: `2f9d7a10-51c4-4e0f-8b7e-90a4c3d1${String(1000 + index)}`,
  displayName: `Person ${index}`,
  userPrincipalName: `person.${index}@stbrigids.example`,
  mail: `person.${index}@stbrigids.example`,
  accountEnabled: true,
  userType: "Member" as const,
  jobTitle: null,
}));

/** Nothing is asked of Cosmos for a while, apart from the sweep of a minute that may fall into it. */
async function expectRest(): Promise<void> {
  const charges = `${scene.service.urls.cosmos}/.local/charges`;
  const quiet = await eventually(
    "three seconds without a write",
    async () => {
      await fetch(charges, { method: "DELETE" });
      await new Promise((resolve) => setTimeout(resolve, 3000));
      const { requests } = (await (await fetch(charges)).json()) as { requests: number };
      return requests < 20 ? requests : undefined;
    },
    30_000,
  );
  expect(quiet).toBeLessThan(20);
}
