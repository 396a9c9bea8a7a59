/** The app of the host's bench: what it measures, and no more. */
import * as df from "durable-functions";

/** When each instance's activity first ran; the bench, in the same process, looks here, and repeats the calls later. */
export const arrivals = new Map<string, number>();

df.app.activity("addOne", { handler: (n: number) => n + 1 });
df.app.activity("arrive", {
  handler: (id: string) => {
    if (!arrivals.has(id)) arrivals.set(id, performance.now());
    return null;
  },
});

df.app.orchestration("sequence", function* (context) {
  const first = (yield context.df.callActivity("addOne", 0)) as number;
  const second = (yield context.df.callActivity("addOne", first)) as number;
  return (yield context.df.callActivity("addOne", second)) as number;
});

df.app.orchestration("fanOut", function* (context) {
  const branches = Array.from({ length: context.df.getInput<number>() }, (_, n) =>
    context.df.callActivity("addOne", n),
  );
  return ((yield context.df.Task.all(branches)) as number[]).length;
});

df.app.orchestration("waits", function* (context) {
  yield context.df.waitForExternalEvent("go");
  yield context.df.callActivity("arrive", context.df.instanceId);
});

df.app.orchestration("sleeps", function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5 * 24 * 3_600_000));
});
