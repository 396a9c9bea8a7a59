import { expect, onTestFinished, test } from "vitest";
import { demoAlert } from "../../local/demo/alert.ts";
import { commit } from "../../shared/cases/store/commit.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import type { Command } from "../../shared/domain/case/commands.ts";
import type { CaseAlert } from "../../shared/domain/case/events.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { testContext } from "../support/app-context.ts";
import { silentOrchestrator, walk } from "../support/walk.ts";

/** A command that writes several entries, and a host that dies between two of them: the repeat writes the rest. */
const startAt = "2026-11-24T08:12:00.000Z";
const person = { kind: "person", id: "person-1", name: "A. Person" } as const;

/** What a command leaves in the ledger, when the host dies after so many of its entries and the command is repeated. */
async function leftBy(
  prepare: readonly Command[],
  command: Command,
  dieAfter: number,
): Promise<readonly object[]> {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  const caseId = taken?.kind === "opened" ? taken.caseId : "";
  await walk(appContext, caseId, startAt);
  for (const each of prepare) {
    await commit(appContext, caseId, person, each);
    await walk(appContext, caseId, startAt);
  }
  const before = appContext.ledger.all.length;
  let left = dieAfter;
  const mortal = {
    ...appContext,
    ledger: {
      ...appContext.ledger,
      append: async (...entry: Parameters<typeof appContext.ledger.append>) => {
        if (left === 0) throw new TransientFailure("the host died");
        left -= 1;
        return appContext.ledger.append(...entry);
      },
    },
  };
  await commit(mortal, caseId, person, command).catch((error: unknown) => {
    if (!(error instanceof TransientFailure)) throw error;
  });
  await commit(appContext, caseId, person, command);
  return appContext.ledger.all.slice(before).map(({ kind, body }) => ({ kind, body }));
}

const earlierAlert: CaseAlert = {
  key: "sentinel:1",
  keys: ["sentinel:1"],
  form: "sentinel-incident",
  title: "Another one",
  severity: "low",
  product: "Microsoft Sentinel",
  resources: [],
  tactics: [],
  occurredAt: null,
  detectedAt: "2026-11-20T10:00:00.000Z",
  receivedAt: startAt,
  portalLink: null,
  simulated: false,
  original: { digest: "0".repeat(64), bytes: 1 },
};
const toldAt = "2026-11-22T10:00:00.000Z";
const yes: Command = {
  kind: "answer",
  questionId: "is-breach-1",
  answer: "yes",
  reason: "the log shows it",
  textDigest: null,
  role: "incident-commander",
  reference: null,
  filedAt: null,
  facts: {
    affectedTotal: 40,
    awareAt: "2026-11-21T10:00:00.000Z",
    processor: { notifiedControllerAt: toldAt },
  },
};
const no: Command = {
  ...yes,
  answer: "no",
  facts: { fourFactorResult: "low-probability", riskLevel: "unlikely" },
};
const close: Command = { ...yes, questionId: "close-case-1", answer: "close", facts: null };

test.each<[string, readonly Command[], Command, readonly string[]]>([
  [
    "an alert that was raised before the first",
    [],
    { kind: "joinAlert", alert: earlierAlert, reason: "the same account" },
    ["awarenessProposed", "factsChanged", "alertJoined"],
  ],
  [
    "a processor's message, and a moment of awareness",
    [],
    {
      kind: "changeFacts",
      set: { processor: { notifiedControllerAt: toldAt }, awareAt: "2026-11-21T10:00:00.000Z" },
      reason: "its mail was found",
    },
    ["awarenessProposed", "factsChanged", "awarenessProposed"],
  ],
  [
    "an answer that establishes facts and a moment of awareness",
    [],
    yes,
    ["awarenessProposed", "factsChanged", "awarenessProposed", "awarenessDecided", "decisionRecorded"],
  ],
  [
    "a case that is opened again, and had an earlier alert while it was closed",
    [no, close, { kind: "joinAlert", alert: earlierAlert, reason: "the same account" }],
    { kind: "reopen", reason: "an earlier alert came in" },
    ["awarenessProposed", "factsChanged", "caseReopened"],
  ],
])("%s leaves the same entries wherever the host dies", async (_what, prepare, command, kinds) => {
  const whole = await leftBy(prepare, command, 9);
  expect(whole.map((entry) => ("kind" in entry ? entry.kind : ""))).toEqual(kinds);
  for (let entries = 0; entries < kinds.length; entries += 1)
    expect(await leftBy(prepare, command, entries), `after ${entries} entries`).toEqual(whole);
});

test("the same moment that a processor named and a person states is proposed once", async () => {
  const set = { processor: { notifiedControllerAt: toldAt }, awareAt: toldAt };
  const left = await leftBy([], { kind: "changeFacts", set, reason: "its mail was found" }, 9);
  expect(left.map((entry) => ("kind" in entry ? entry.kind : ""))).toEqual([
    "awarenessProposed",
    "factsChanged",
  ]);
});
