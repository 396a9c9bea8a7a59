/** Our orchestrations over scripted activities. Keeps what each is handed and what it answers, for the replay test. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { app } from "@azure/functions";
import * as df from "durable-functions";
import { approvalOrchestration } from "../../../orchestrations/approval.ts";
import { caseOrchestration } from "../../../orchestrations/case.ts";
import { deadlineOrchestration } from "../../../orchestrations/deadline.ts";
import { activities, orchestrations } from "../../../orchestrations/names.ts";
import { outboxOrchestration } from "../../../orchestrations/outbox.ts";
import { noticeOrchestration } from "../../../orchestrations/notice.ts";

interface Payload {
  readonly instanceId: string;
  readonly history: readonly { readonly EventType: number; readonly OrchestrationInstance?: { readonly ExecutionId: string } }[];
}

const dir = process.env["HISTORIES_DIR"] ?? "";
const generations = new Map<string, number>();

/** The last episode of each generation of an instance holds all of its history. */
function recorded(name: string, handler: df.OrchestrationHandler): void {
  const generic = app.generic.bind(app);
  app.generic = (functionName, options) => {
    const inner = options.handler;
    generic(functionName, {
      ...options,
      handler: async (payload: Payload, context) => {
        // Stacks name folders of the machine that recorded; nothing replays them.
        const text = JSON.stringify(payload).replaceAll(`${process.cwd()}/`, "");
        const state: unknown = await inner(payload, context);
        const id = payload.instanceId;
        const generation = generations.get(id) ?? 0;
        writeFileSync(join(dir, `${id}.${generation}.json`), `${JSON.stringify({ name, payload: JSON.parse(text), state }, null, 1)}\n`);
        if (JSON.stringify(state).includes('"isDone":true')) generations.set(id, generation + 1);
        return state;
      },
    });
  };
  try {
    df.app.orchestration(name, handler);
  } finally {
    app.generic = generic;
  }
}

recorded(orchestrations.case, caseOrchestration);
recorded(orchestrations.deadline, deadlineOrchestration);
recorded(orchestrations.approval, approvalOrchestration);
recorded(orchestrations.notice, noticeOrchestration);
recorded(orchestrations.outbox, outboxOrchestration);

const asked = new Map<string, number>();
const turn = (key: string): number => {
  const count = asked.get(key) ?? 0;
  asked.set(key, count + 1);
  return count;
};
const at = (ms: number): string => new Date(ms).toISOString();
const now = (): number => (globalThis as unknown as Record<symbol, () => number>)[Symbol.for("tocsin.host.clock")]?.() ?? 0;
const purpose = { kind: "question", questionId: "is-breach-1", round: 0 } as const;

/** What each activity answers, turn by turn; the last answer stands for all later turns. */
const scripts: Record<string, readonly ((turn: number) => object)[]> = {
  [activities.lookAtCase]: [
    () => ({ kind: "recordClocks" }),
    () => ({ kind: "ask", question: "is-breach", obligationId: null, noticeId: null }),
    () => ({ kind: "sleep", until: at(now() + 9 * 24 * 3_600_000), running: [{ kind: "approval", questionId: "is-breach-1" }] }),
    () => ({ kind: "sleep", until: at(now() + 60_000), running: [] }),
    () => ({ kind: "draftNotice", obligationId: "gdpr.art33.authority" }),
    () => ({ kind: "settled", outcome: "notified" }),
  ],
  [activities.lookAtDeadline]: [
    () => ({ kind: "sleep", until: at(now() + 3_600_000) }),
    () => ({ kind: "strike", milestones: ["half"], due: "2027-01-01T00:00:00.000Z" }),
    () => ({ kind: "settled" }),
  ],
  [activities.lookAtApproval]: [
    () => ({ kind: "deliver", purpose }),
    () => ({ kind: "remind", round: 1, role: "executive" }),
    () => ({ kind: "expire" }),
    () => ({ kind: "settled" }),
  ],
  [activities.lookAtNotice]: [() => ({ kind: "giveUp" }), () => ({ kind: "settled" })],
  [activities.lookAtOutbox]: [
    () => ({ kind: "sleep", until: at(now() + 30 * 60_000) }),
    () => ({ kind: "deliver", purpose: { kind: "news", seq: 7 } }),
    () => ({ kind: "settled" }),
  ],
  [activities.intendMessages]: [() => ({ count: 3 })],
  [activities.resolveRecipients]: [
    () => {
      throw new Error("the directory is away");
    },
    () => ({ count: 3 }),
  ],
  [activities.sendMessage]: [
    () => ({ kind: "accepted" }),
    () => ({ kind: "later", retryAfterMs: 5000 }),
    () => ({ kind: "uncertain" }),
    () => ({ kind: "accepted" }),
  ],
};

for (const name of Object.values(activities))
  df.app.activity(name, {
    handler: () => {
      const script = scripts[name] ?? [() => ({ written: 1, count: 1, open: 0 })];
      const which = turn(name);
      return script[Math.min(which, script.length - 1)]?.(which) ?? {};
    },
  });
