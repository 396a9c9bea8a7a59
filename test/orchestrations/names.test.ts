import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  activities,
  orchestrations,
  retiredActivities,
  retiredOrchestrations,
} from "../../orchestrations/names.ts";

/**
 * An activity name that nobody registered hangs its instance for ever, without an error. So the names are held against
 * what the entry of the app registers: file by file, as they are written.
 */
const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const table = read("functions/activities.ts");
const registered = [...table.matchAll(/activity\(\s*activities\.(\w+)/g)].map(([, name]) => name);

describe("names in histories", () => {
  test("each activity is registered once, in a file that the entry imports", () => {
    expect(registered.sort()).toEqual(Object.keys(activities).sort());
    expect(read("functions/index.ts")).toContain('"./activities.ts"');
  });

  test("no current name is a retired one", () => {
    const current: readonly string[] = [...Object.values(activities), ...Object.values(orchestrations)];
    const retired = [...Object.values(retiredActivities), ...Object.values(retiredOrchestrations)];
    expect(retired.filter((name) => current.includes(name))).toEqual([]);
  });

  test("each orchestration is registered", () => {
    const text = read("functions/orchestrations.ts");
    for (const name of Object.keys(orchestrations)) expect(text).toContain(`orchestrations.${name},`);
    for (const name of Object.keys(retiredOrchestrations))
      expect(text).toContain(`retiredOrchestrations.${name},`);
  });

  test("are what they always were", () => {
    expect({ orchestrations, activities, retiredOrchestrations, retiredActivities }).toMatchInlineSnapshot(`
      {
        "activities": {
          "askQuestion": "askQuestion",
          "closeCase": "closeCase",
          "draftNotice": "draftNotice",
          "ensureCourier": "ensureCourier",
          "expireQuestion": "expireQuestion",
          "findRecipients": "findRecipients",
          "giveUpMessages": "giveUpMessages",
          "handOverSends": "handOverSends",
          "intendSends": "intendSends",
          "meetObligation": "meetObligation",
          "nextCaseStep": "nextCaseStep",
          "nextCourierStep": "nextCourierStep",
          "reconcileSends": "reconcileSends",
          "recordClocks": "recordClocks",
          "recordReceipts": "recordReceipts",
          "remindQuestion": "remindQuestion",
          "strikeClocks": "strikeClocks",
          "takeBackQuestion": "takeBackQuestion",
          "wakeCase": "wakeCase",
          "withdrawSends": "withdrawSends",
        },
        "orchestrations": {
          "case": "caseV2",
          "courier": "courier",
        },
        "retiredActivities": {
          "intendMessages": "intendMessages",
          "lookAtApproval": "lookAtApproval",
          "lookAtCase": "lookAtCase",
          "lookAtDeadline": "lookAtDeadline",
          "lookAtNotice": "lookAtNotice",
          "lookAtOutbox": "lookAtOutbox",
          "reconcileMessages": "reconcileMessages",
          "recordAttempts": "recordAttempts",
          "resolveRecipients": "resolveRecipients",
          "sendMessage": "sendMessage",
          "startCompanions": "startCompanions",
          "strikeMilestones": "strikeMilestones",
          "withdrawQuestion": "withdrawQuestion",
        },
        "retiredOrchestrations": {
          "approval": "approval",
          "case": "case",
          "deadline": "deadline",
          "notice": "notice",
          "outbox": "outbox",
        },
      }
    `);
  });

  test("only waits.ts makes timers, so none is longer than the platform bears", () => {
    const files = readdirSync(join(root, "orchestrations"), { recursive: true, encoding: "utf8" });
    const makers = files
      .filter((file) => file.endsWith(".ts"))
      .filter((file) => read(`orchestrations/${file}`).includes("createTimer"));
    expect(makers).toEqual(["waits.ts"]);
  });
});
