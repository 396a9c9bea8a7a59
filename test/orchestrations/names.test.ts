import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { activities, orchestrations } from "../../orchestrations/names.ts";

/**
 * An activity name that nobody registered hangs its instance for ever, without an error. So the names are held against
 * what the entry of the app registers: file by file, as they are written.
 */
const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");

const activityFiles = readdirSync(join(root, "functions/activities")).filter(
  (file) => !["activity.ts", "compose.ts"].includes(file),
);
const registered = activityFiles.flatMap((file) =>
  [...read(`functions/activities/${file}`).matchAll(/activity\(\s*activities\.(\w+)/g)].map(
    ([, name]) => name,
  ),
);

describe("names in histories", () => {
  test("each activity is registered once, in a file that the entry imports", () => {
    expect(registered.sort()).toEqual(Object.keys(activities).sort());
    const entry = read("functions/index.ts");
    for (const file of activityFiles) expect(entry).toContain(`"./activities/${file}"`);
  });

  test("each orchestration is registered", () => {
    const text = read("functions/orchestrations.ts");
    for (const name of Object.keys(orchestrations)) expect(text).toContain(`orchestrations.${name},`);
  });

  test("are what they always were", () => {
    expect({ orchestrations, activities }).toMatchInlineSnapshot(`
      {
        "activities": {
          "askQuestion": "askQuestion",
          "closeCase": "closeCase",
          "draftNotice": "draftNotice",
          "expireQuestion": "expireQuestion",
          "giveUpMessages": "giveUpMessages",
          "intendMessages": "intendMessages",
          "lookAtApproval": "lookAtApproval",
          "lookAtCase": "lookAtCase",
          "lookAtDeadline": "lookAtDeadline",
          "lookAtNotice": "lookAtNotice",
          "lookAtOutbox": "lookAtOutbox",
          "meetObligation": "meetObligation",
          "reconcileMessages": "reconcileMessages",
          "recordAttempts": "recordAttempts",
          "recordClocks": "recordClocks",
          "remindQuestion": "remindQuestion",
          "resolveRecipients": "resolveRecipients",
          "sendMessage": "sendMessage",
          "startCompanions": "startCompanions",
          "strikeMilestones": "strikeMilestones",
          "wakeCase": "wakeCase",
          "withdrawQuestion": "withdrawQuestion",
        },
        "orchestrations": {
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
    const makers = readdirSync(join(root, "orchestrations")).filter((file) =>
      read(`orchestrations/${file}`).includes("createTimer"),
    );
    expect(makers).toEqual(["waits.ts"]);
  });
});
