/**
 * What is said to a person about their decision while the stores fail, and what becomes of a case that was torn: on the real
 * service, with faults in the Cosmos account beside it.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { advance, eventually, hiddenFields, makePlace, readCase } from "../support/service.ts";
import {
  arm,
  armed,
  disarm,
  durable,
  entriesOf,
  instanceOf,
  mailsOf,
  ofKind,
  openCase,
  openQuestion,
  postAlert,
  resumeScene,
  startScene,
  stepUntil,
} from "../support/scenario.ts";
import type { AccountName, Scene } from "../support/scenario.ts";
import { listCases } from "../support/service.ts";

const place = makePlace();
let scene: Scene;
beforeAll(async () => {
  scene = await startScene(place);
}, 60_000);
afterAll(async () => {
  await scene.service.stop();
  place.remove();
});

const cosmos = (): string => scene.service.urls.cosmos;

/** Opens the question's page, then lets the store fail while its form is posted. */
async function answerUnder(name: AccountName, fault: (caseId: string) => Parameters<typeof arm>[1]) {
  const caseId = await openCase(scene, name);
  const { questionId } = await openQuestion(scene, caseId, "is-breach");
  await eventually("the commanders' mails are accepted", async () =>
    ofKind(await entriesOf(scene, caseId), "sendAccepted").length === 3 ? true : undefined,
  );
  const path = `/cases/${caseId}/questions/${questionId}`;
  const hidden = hiddenFields(await (await scene.session.get(path)).text());
  await arm(cosmos(), fault(caseId));
  const answer = await scene.session.post(path, { ...hidden, ...isBreach });
  return { caseId, status: answer.status, page: await answer.text() };
}

const isBreach = {
  answer: "yes",
  affectedTotal: "40",
  affectedByState: "ME 40",
  fourFactorResult: "not-low",
  riskLevel: "high",
  dataCategories: "health",
};

const decisions = async (caseId: string) => ofKind(await entriesOf(scene, caseId), "decisionRecorded");

test("the index fails after the append: recorded, said so, and the case moves within a minute", async () => {
  const { caseId, status, page } = await answerUnder("alder", () => ({
    at: "write",
    action: "answer",
    status: 503,
    skip: 1,
    on: { container: "index", operation: "replace" },
  }));
  expect([200, 303]).toContain(status);
  expect(page).not.toContain("Nothing was changed");
  expect(await decisions(caseId)).toHaveLength(1);
  await stepUntil(scene, "the notices are put to somebody", "PT30S", async () =>
    (await readCase(scene.session, caseId)).questions.some(({ kind }) => kind === "approve-notice")
      ? true
      : undefined,
  );
  await disarm(cosmos());
}, 60_000);

test("an append that failed and was looked for: nothing was changed, and the answer says so", async () => {
  const { caseId, status, page } = await answerUnder("birch", (partitionKey) => ({
    at: "write",
    action: "answer",
    status: 503,
    times: 2,
    on: { container: "ledger", partitionKey },
  }));
  expect(await armed(cosmos())).toEqual([]);
  expect(status).toBe(503);
  expect(page).toContain("Nothing was changed");
  expect(await decisions(caseId)).toEqual([]);
}, 60_000);

test("an append whose answer is lost after the commit is recorded, once", async () => {
  const { caseId, status } = await answerUnder("cedar", (partitionKey) => ({
    at: "written",
    action: "drop",
    on: { container: "ledger", partitionKey },
  }));
  expect(await armed(cosmos())).toEqual([]);
  expect(status).toBe(303);
  expect(await decisions(caseId)).toHaveLength(1);
}, 60_000);

test("an opening that is torn by the end of the process is carried on within a minute", async () => {
  const before = new Set((await listCases(scene.session)).map(({ caseId }) => caseId));
  await arm(cosmos(), { at: "written", action: "kill", on: { container: "ledger", id: "0000000000" } });
  await postAlert(scene, "elm").catch(() => undefined);
  expect((await scene.service.ended).signal).toBe("SIGKILL");
  scene = await resumeScene(place);
  await advance(scene.service, "PT1M");
  const caseId = await eventually("the torn case is on the board", async () =>
    (await listCases(scene.session)).map((found) => found.caseId).find((found) => !before.has(found)),
  );
  await eventually("its commanders are written to", async () =>
    (await mailsOf(scene, caseId)).length === 3 ? true : undefined,
  );
  expect(ofKind(await entriesOf(scene, caseId), "caseOpened")).toHaveLength(1);
}, 90_000);

test.each(["terminate", "suspend"] as const)(
  "both orchestrations ended by %s are replaced when the case is next due",
  async (verb) => {
    const caseId = await openCase(scene, verb === "terminate" ? "fir" : "hazel");
    await eventually("the commanders are written to", async () =>
      ofKind(await entriesOf(scene, caseId), "sendAccepted").length === 3 ? true : undefined,
    );
    for (const id of [caseId, `courier-${caseId}`])
      expect((await durable(scene, "POST", `instances/${id}/${verb}`)).status).toBeLessThan(300);
    await stepUntil(scene, "the reminder leaves", "PT16M", async () =>
      (await mailsOf(scene, caseId)).some(({ purpose }) => purpose.kind === "question" && purpose.round > 0)
        ? true
        : undefined,
    );
    for (const id of [caseId, `courier-${caseId}`])
      expect((await instanceOf(scene, id))?.runtimeStatus).toBe("Running");
  },
  60_000,
);

test("instances of the retired orchestrations end, and the case goes on under its new name", async () => {
  const caseId = await openCase(scene, "larch");
  await eventually("the commanders are written to", async () =>
    ofKind(await entriesOf(scene, caseId), "sendAccepted").length === 3 ? true : undefined,
  );
  for (const id of [caseId, `courier-${caseId}`]) {
    await durable(scene, "POST", `instances/${id}/terminate`);
    await eventually(`${id} is ended`, async () =>
      (await instanceOf(scene, id))?.runtimeStatus === "Terminated" ? true : undefined,
    );
  }
  const old = [
    { name: "case", id: caseId, input: { caseId } },
    {
      name: "deadline",
      id: `deadline-${caseId}`,
      input: { caseId, obligationId: "gdpr.art33.authority", clockSeq: 4 },
    },
    { name: "approval", id: `approval-${caseId}`, input: { caseId, questionId: "is-breach-1" } },
    { name: "outbox", id: `outbox-${caseId}`, input: { caseId } },
  ];
  const started = await Promise.all(
    old.map(({ name, id, input }) => durable(scene, "POST", `orchestrators/${name}/${id}`, input)),
  );
  expect(started.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  await scene.service.die();
  scene = await resumeScene(place);
  await stepUntil(scene, "the reminder leaves", "PT16M", async () =>
    (await mailsOf(scene, caseId)).some(({ purpose }) => purpose.kind === "question" && purpose.round > 0)
      ? true
      : undefined,
  );
  expect(await instanceOf(scene, caseId)).toMatchObject({ name: "caseV2", runtimeStatus: "Running" });
  for (const { id } of old.slice(1))
    expect((await instanceOf(scene, id))?.runtimeStatus, id).toBe("Completed");
}, 120_000);
