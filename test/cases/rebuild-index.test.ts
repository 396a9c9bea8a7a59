import { expect, onTestFinished, test } from "vitest";
import { fakeCaseIndex } from "../../shared/adapters/fake-ledger/case-index.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { rebuildIndex } from "../../shared/cases/store/rebuild-index.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { demoAlert } from "../../local/demo/alert.ts";
import { testContext } from "../support/app-context.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

test("an index that was lost is whole again: the board, the alert's keys and the messages of a case", async () => {
  const startAt = "2026-11-24T08:12:00.000Z";
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  const caseId = taken?.kind === "opened" ? taken.caseId : "";
  await walk(appContext, caseId, "2026-11-24T09:00:00.000Z");
  const before = (await appContext.index.listPage({})).rows;
  const operationId = appContext.mail.sent[0]?.operationId ?? "";

  const bereft = { ...appContext, index: fakeCaseIndex() };
  expect(await bereft.index.count({})).toBe(0);
  expect(await rebuildIndex(bereft)).toEqual({ cases: 1, failed: [] });
  // When it was last looked at is not in the ledger, so the next look may be set anew; everything else is as it was.
  const lines = (rows: typeof before) =>
    rows.map(({ nextAt, caseAt: _caseAt, derivedAt: _derivedAt, ...row }) => ({
      ...row,
      isWaiting: nextAt !== null,
    }));
  expect(lines((await bereft.index.listPage({})).rows)).toEqual(lines(before));
  expect((await bereft.index.findOperation(operationId))?.caseId).toBe(caseId);
  expect(
    (await takeInboundPayload(bereft, silentOrchestrator, arrival, defaultRules)).map(({ kind }) => kind),
  ).toEqual(["joined"]);
});
