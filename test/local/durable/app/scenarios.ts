/**
 * Orchestrations of the recordings, each about one thing that the engine must not lose when it is killed. No activity
 * decides by what it remembers, and none is raced by the caller: what must come in the midst of one finds it held.
 */
import { app } from "@azure/functions";
import * as df from "durable-functions";
import { note, notes } from "./notebook.ts";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const seconds = (context: df.OrchestrationContext, count: number) =>
  new Date(context.df.currentUtcDateTime.getTime() + count * 1000);

/** The part of a failure that the activity said; the rest is the engine's. */
const saidBy = (error: unknown) => String(error instanceof Error ? error.message : error).split("\n")[0];

/** Each start of an activity, before it does anything: what was to run, for which instance. */
app.hook.preInvocation(({ inputs, invocationContext: { functionName, options, triggerMetadata } }) => {
  if (options.trigger.type !== "activityTrigger") return;
  note("activity-runs", JSON.stringify([triggerMetadata?.["instanceId"], functionName, inputs[0] ?? null]));
});

interface Piece {
  readonly value: string;
  readonly ms?: number;
  /** Ends only when the caller of the instance lets it go. */
  readonly held?: boolean;
  readonly fails?: boolean;
}

async function letGo(instanceId: unknown): Promise<void> {
  while (notes(`released-${String(instanceId)}`).length === 0) await pause(10);
}

df.app.activity("piece", {
  handler: async ({ value, ms = 0, held, fails }: Piece, { triggerMetadata }) => {
    await (held === true ? letGo(triggerMetadata?.["instanceId"]) : pause(ms));
    if (fails === true) throw new Error(value);
    return value;
  },
});
df.app.activity("refuses", {
  handler: (what: unknown) => {
    throw new Error(`refused: ${JSON.stringify(what)}`);
  },
});
df.app.orchestration("carries", function* (context) {
  const back: unknown[] = [];
  for (const value of context.df.getInput<unknown[]>())
    back.push((yield context.df.callActivity("echo", value)) as unknown);
  return back;
});

df.app.orchestration("refused", function* (context) {
  const { catches } = context.df.getInput<{ catches: boolean }>();
  try {
    return (yield context.df.callActivity("refuses", { why: 'a "quoted" word' })) as unknown;
  } catch (error) {
    if (!catches) throw error;
    return { caught: saidBy(error), after: (yield context.df.callActivity("echo", "after")) as unknown };
  }
});

df.app.orchestration("together", function* (context) {
  const { pieces, first } = context.df.getInput<{ pieces: Piece[]; first?: boolean }>();
  const tasks = pieces.map((piece) => context.df.callActivity("piece", piece));
  try {
    if (first !== true) return (yield context.df.Task.all(tasks)) as unknown;
    const winner = (yield context.df.Task.any(tasks)) as df.Task;
    return { winner: tasks.indexOf(winner), with: winner.result };
  } catch (error) {
    return { caught: saidBy(error) };
  }
});

df.app.orchestration("yieldsTwice", function* (context) {
  const task = context.df.callActivity("addOne", 1);
  const once = (yield task) as number;
  return [once, (yield task) as number];
});

df.app.orchestration("throwsLate", function* (context) {
  context.df.setCustomStatus({ so: "far" });
  yield context.df.callActivity("echo", 1);
  throw new Error("thrown after one activity");
});

df.app.orchestration("measures", function* (context) {
  const input = context.df.getInput<{ text: string }>();
  const back = (yield context.df.callActivity("echo", input)) as { text: string };
  return { given: input.text.length, back: back.text.length };
});

/** What is made up by the code must be the same whenever it is called again. */
df.app.orchestration("steady", function* (context) {
  const made = { guid: context.df.newGuid("seed"), at: context.df.currentUtcDateTime.toISOString() };
  const before = (yield context.df.callActivity("echo", made)) as typeof made;
  yield context.df.createTimer(seconds(context, 0.1));
  const again = context.df.newGuid("seed");
  const after = (yield context.df.callActivity("echo", { again })) as { again: string };
  return { guid: before.guid === made.guid, at: before.at === made.at, again: after.again === again };
});

df.app.orchestration("statuses", function* (context) {
  context.df.setCustomStatus("before");
  yield context.df.callActivity("echo", 1);
  context.df.setCustomStatus(context.df.getInput());
  yield context.df.waitForExternalEvent("go");
  return "done";
});

df.app.orchestration("statusOfLength", function* (context) {
  context.df.setCustomStatus("s".repeat(context.df.getInput()));
  yield context.df.callActivity("echo", 1);
  return "done";
});

df.app.orchestration("sleepsBriefly", function* (context) {
  yield context.df.createTimer(seconds(context, context.df.getInput()));
  return "woken";
});

df.app.orchestration("sleepsTogether", function* (context) {
  const [laterIn = 0, soonerIn = 0] = context.df.getInput<number[]>();
  const later = context.df.createTimer(seconds(context, laterIn));
  const sooner = context.df.createTimer(seconds(context, soonerIn));
  const winner = (yield context.df.Task.any([later, sooner])) as df.Task;
  yield later;
  return { sooner: winner === sooner };
});

df.app.orchestration("deadline", function* (context) {
  const event = context.df.waitForExternalEvent("go");
  const timer = context.df.createTimer(seconds(context, context.df.getInput()));
  const winner = (yield context.df.Task.any([event, timer])) as df.Task;
  if (winner === event) timer.cancel();
  return winner === event ? "the event won" : "the timer won";
});

/** Each turn has tasks of its own, and the loser of each is cancelled. */
df.app.orchestration("waitsInTurns", function* (context) {
  const turns: unknown[] = [];
  for (const limit of [0.1, 600, 0.1]) {
    const event = context.df.waitForExternalEvent("go");
    const timer = context.df.createTimer(seconds(context, limit));
    const winner = (yield context.df.Task.any([event, timer])) as df.Task;
    if (winner === event) timer.cancel();
    turns.push(winner === event ? event.result : "timer");
  }
  return turns;
});

df.app.orchestration("worksThenWaits", function* (context) {
  const got: unknown[] = [
    (yield context.df.callActivity("piece", { value: "let go", held: true })) as unknown,
  ];
  for (let left = context.df.getInput<number>(); left > 0; left--)
    got.push((yield context.df.waitForExternalEvent("go")) as unknown);
  return got;
});

df.app.orchestration("worksThenRaces", function* (context) {
  yield context.df.callActivity("piece", { value: "let go", held: true });
  const event = context.df.waitForExternalEvent("go");
  const timer = context.df.createTimer(seconds(context, 600));
  const winner = (yield context.df.Task.any([event, timer])) as df.Task;
  if (winner === event) timer.cancel();
  return { won: event.result, after: (yield context.df.callActivity("echo", "after")) as unknown };
});

df.app.orchestration("waitsTwice", function* (context) {
  const first = (yield context.df.waitForExternalEvent("go")) as unknown;
  return [first, (yield context.df.waitForExternalEvent("go")) as unknown];
});

df.app.orchestration("generations", function* (context) {
  const { turn, carried } = context.df.getInput<{ turn: number; carried: readonly string[] }>();
  context.df.setCustomStatus(`turn ${turn}`);
  const back = (yield context.df.callActivity("echo", `of turn ${turn}`)) as string;
  if (turn === 3) return [...carried, back];
  context.df.continueAsNew({ turn: turn + 1, carried: [...carried, back] });
  return "nobody sees this";
});

df.app.orchestration("collects", function* (context) {
  const { items } = context.df.getInput<{ items: readonly unknown[] }>();
  const item = (yield context.df.waitForExternalEvent("item")) as unknown;
  if (item === "stop") return items;
  context.df.continueAsNew({ items: [...items, item] });
  return undefined;
});

df.app.orchestration("parentOfRefused", function* (context) {
  const child = `${context.df.instanceId}-child`;
  try {
    return (yield context.df.callSubOrchestrator("refused", { catches: false }, child)) as unknown;
  } catch (error) {
    return { caught: saidBy(error) };
  }
});
