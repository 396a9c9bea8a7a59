import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { app } from "@azure/functions";
import * as df from "durable-functions";
import { describe, expect, test } from "vitest";
import { approvalOrchestration } from "../../orchestrations/retired/approval.ts";
import { caseOrchestration } from "../../orchestrations/case.ts";
import { deadlineOrchestration } from "../../orchestrations/retired/deadline.ts";
import { courierOrchestration } from "../../orchestrations/courier.ts";
import { caseOrchestration as retiredCaseOrchestration } from "../../orchestrations/retired/case.ts";
import {
  activities,
  orchestrations,
  retiredActivities,
  retiredOrchestrations,
} from "../../orchestrations/names.ts";
import { outboxOrchestration } from "../../orchestrations/retired/outbox.ts";
import { noticeOrchestration } from "../../orchestrations/retired/notice.ts";

/**
 * Histories of running instances, recorded once and never made anew: today's code must ask for the same actions at
 * every point of each of them. The library does not notice a departure, so it is compared here with the history itself.
 */
interface HistoryEvent {
  readonly EventType: number;
  readonly Name?: string;
  readonly Input?: string;
  readonly FireAt?: string;
}
interface Recording {
  readonly name: string;
  readonly payload: { readonly history: readonly HistoryEvent[] } & Record<string, unknown>;
  readonly state: State;
}
interface State {
  readonly actions: readonly (readonly Action[])[];
  readonly isDone: boolean;
}
type Action = Readonly<Record<string, unknown>>;

const orchestratorStarted = 12;
const taskScheduled = 4;
const folder = join(import.meta.dirname, "..", "histories", "recorded");
const recordings = readdirSync(folder).map(
  (file) => [file, JSON.parse(readFileSync(join(folder, file), "utf8")) as Recording] as const,
);

type Handler = (payload: unknown, context: unknown) => Promise<State>;

/** The handler that durable-functions gives to the platform for an orchestrator. */
function platformHandler(orchestrator: df.OrchestrationHandler): Handler {
  const generic = app.generic.bind(app);
  let taken: Handler | undefined;
  app.generic = (_name, options) => void (taken = options.handler as Handler);
  try {
    df.app.orchestration(`replayed-${Math.random()}`, orchestrator);
  } finally {
    app.generic = generic;
  }
  if (!taken) throw new Error("the library registered no handler");
  return taken;
}

const handlers: Readonly<Record<string, Handler>> = {
  [orchestrations.case]: platformHandler(caseOrchestration),
  [orchestrations.courier]: platformHandler(courierOrchestration),
  [retiredOrchestrations.case]: platformHandler(retiredCaseOrchestration),
  [retiredOrchestrations.deadline]: platformHandler(deadlineOrchestration),
  [retiredOrchestrations.approval]: platformHandler(approvalOrchestration),
  [retiredOrchestrations.notice]: platformHandler(noticeOrchestration),
  [retiredOrchestrations.outbox]: platformHandler(outboxOrchestration),
};

/** As it goes over the wire. */
const replay = async ({ name, payload }: Recording, history: readonly HistoryEvent[]): Promise<State> => {
  const handler = handlers[name];
  if (!handler) throw new Error(`no orchestrator ${name} is left, but histories of it are`);
  const context = {
    invocationId: "replay",
    functionName: name,
    log: () => undefined,
    options: {},
    extraInputs: new Map(),
    df: undefined,
  };
  const state = await handler({ ...payload, history: structuredClone(history) }, context);
  return JSON.parse(JSON.stringify(state)) as State;
};

/** Up to, and not with, the next episode's beginning. */
const prefixes = (history: readonly HistoryEvent[]): readonly (readonly HistoryEvent[])[] => {
  const starts = history.flatMap(({ EventType }, at) => (EventType === orchestratorStarted ? [at] : []));
  return [...starts.slice(1), history.length].map((end) => history.slice(0, end));
};

/** A cancelled timer is the same action, told again with the flag. */
const settled = (action: Action): Action =>
  JSON.parse(
    JSON.stringify(action, (name, value: unknown) => (name === "isCanceled" ? undefined : value)),
  ) as Action;

const namesOfRetired = Object.fromEntries(
  Object.values(retiredOrchestrations).map((name) => [`retired ${name}`, name]),
);
const activityNames: readonly string[] = Object.values({ ...retiredActivities, ...activities });

describe("a recorded history", () => {
  test("is there for every orchestration", () => {
    expect(new Set(recordings.map(([, { name }]) => name))).toEqual(
      new Set(Object.values({ ...orchestrations, ...namesOfRetired })),
    );
  });

  test.each(recordings)("%s is asked for the same actions, whole", async (_file, recording) => {
    const state = await replay(recording, recording.payload.history);
    expect(state.isDone).toBe(recording.state.isDone);
    expect(state.actions).toEqual(recording.state.actions);
  });

  test.each(recordings)(
    "%s is asked for the same actions at each of its prefixes",
    async (_file, recording) => {
      const whole = (recording.state.actions[0] ?? []).map(settled);
      for (const prefix of prefixes(recording.payload.history)) {
        const { actions } = await replay(recording, prefix);
        const asked = (actions[0] ?? []).map(settled);
        expect(asked).toEqual(whole.slice(0, asked.length));
      }
    },
  );

  test.each(recordings)(
    "%s scheduled what the code asks for, under names that are registered",
    (_file, { payload }) => {
      const names = payload.history
        .filter(({ EventType }) => EventType === taskScheduled)
        .map(({ Name }) => Name);
      expect(names.filter((name) => !activityNames.includes(name ?? ""))).toEqual([]);
    },
  );
});

test("a changed sequence of actions is found at the first prefix that shows it", async () => {
  const found = recordings.find(([file]) => file.startsWith("deadline-1.0"));
  if (!found) throw new Error("the recording is gone");
  const changed = platformHandler(function* (context) {
    yield context.df.callActivity("somethingElse", {});
  });
  const [, recording] = found;
  const state = await changed(
    { ...recording.payload, history: recording.payload.history.slice(0, 2) },
    { log: () => undefined, options: {}, extraInputs: new Map() },
  );
  expect(state.actions[0]?.[0]).not.toEqual(recording.state.actions[0]?.[0]);
});
