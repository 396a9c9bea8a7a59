/** Our orchestrations over scripted activities. Keeps what each is handed and what it answers, for the replay test. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { app } from "@azure/functions";
import * as df from "durable-functions";
import { caseOrchestration } from "../../../orchestrations/case.ts";
import { courierOrchestration } from "../../../orchestrations/courier.ts";
import { activities, orchestrations } from "../../../orchestrations/names.ts";

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
recorded(orchestrations.courier, courierOrchestration);

const asked = new Map<string, number>();
const turn = (key: string): number => {
  const count = asked.get(key) ?? 0;
  asked.set(key, count + 1);
  return count;
};
const at = (ms: number): string => new Date(ms).toISOString();
const now = (): number => (globalThis as unknown as Record<symbol, () => number>)[Symbol.for("tocsin.host.clock")]?.() ?? 0;
const purpose = { kind: "question", questionId: "is-breach-1", round: 0 } as const;

const look = (step: object, isCourierWanted = false) => ({ step, isCourierWanted });

/** What each activity answers, turn by turn; the last answer stands for all later turns. */
const scripts: Record<string, readonly ((turn: number) => object)[]> = {
  [activities.nextCaseStep]: [
    () => look({ kind: "recordClocks" }),
    () => look({ kind: "ask", question: "is-breach", obligationId: null, noticeId: null }),
    () => look({ kind: "sleep", until: at(now() + 9 * 24 * 3_600_000) }, true),
    () => look({ kind: "strike", strikes: [{ obligationId: "gdpr.art33.authority", due: at(now()), milestones: ["half"] }] }),
    () => look({ kind: "remind", questionId: "is-breach-1", round: 1, role: "executive" }),
    () => look({ kind: "expire", questionId: "is-breach-1" }),
    () => look({ kind: "withdrawQuestion", questionId: "approve-notice-1", because: "it is done already" }),
    () => look({ kind: "draftNotice", obligationId: "gdpr.art33.authority" }),
    () => look({ kind: "giveUp", noticeId: "notice-1", version: 1 }),
    () => look({ kind: "meet", obligationId: "gdpr.art33.authority", noticeId: null }),
    () => look({ kind: "close" }),
    () => look({ kind: "sleep", until: at(now() + 60_000) }),
    () => look({ kind: "settled", outcome: "notified" }),
  ],
  [activities.nextCourierStep]: [
    () => ({ kind: "resolve", purposes: [purpose] }),
    () => ({ kind: "send" }),
    () => ({ kind: "sleep", until: at(now() + 5_000) }),
    () => ({ kind: "reconcile" }),
    () => ({ kind: "withdraw" }),
    () => ({ kind: "idle" }),
    () => ({ kind: "settled" }),
  ],
  [activities.findRecipients]: [() => ({ askAgainAt: at(now() + 30_000) })],
  [activities.intendSends]: [() => ({ operations: ["op-1", "op-2"] })],
  [activities.handOverSends]: [
    () => {
      throw new Error("the process died");
    },
    () => ({
      attempts: [
        { operationId: "op-1", attempt: { kind: "accepted" } },
        { operationId: "op-2", attempt: { kind: "later", retryAfterMs: 5000 } },
      ],
    }),
  ],
  [activities.recordReceipts]: [() => ({ pauseUntil: at(now() + 5_000) })],
  [activities.reconcileSends]: [() => ({ askAgainAt: null })],
};

for (const name of Object.values(activities))
  df.app.activity(name, {
    handler: () => {
      const script = scripts[name] ?? [() => ({ written: 1, count: 1, open: 0 })];
      const which = turn(name);
      return script[Math.min(which, script.length - 1)]?.(which) ?? {};
    },
  });
