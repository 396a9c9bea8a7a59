/**
 * What is said to a person about their decision while the stores fail, and what becomes of a case that was torn: on the real
 * service, with faults in the Cosmos account beside it.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, hiddenFields, makePlace, readCase } from "../support/service.ts";
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
  startScene,
  stepUntil,
} from "../support/scenario.ts";
import type { AccountName, Scene } from "../support/scenario.ts";

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
    // As long as it takes: delivery reports are written to the same case meanwhile.
    times: 1_000,
    on: { container: "ledger", partitionKey },
  }));
  await disarm(cosmos());
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

test.each(["terminate"] as const)(
  "both orchestrations ended by %s are replaced when the case is next due",
  async (verb) => {
    const caseId = await openCase(scene, "fir");
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
