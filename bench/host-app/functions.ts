/** The app of the host's bench: what it measures, and no more. */
import * as df from "durable-functions";

df.app.activity("addOne", { handler: (n: number) => n + 1 });
/** The instant at which it ran, by a clock that all processes of a machine share. */
df.app.activity("arrive", { handler: () => ({ atMs: Number(process.hrtime.bigint()) / 1e6 }) });

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
  const { atMs } = (yield context.df.callActivity("arrive")) as { atMs: number };
  return atMs;
});

df.app.orchestration("sleeps", function* (context) {
  yield context.df.createTimer(new Date(context.df.currentUtcDateTime.getTime() + 5 * 24 * 3_600_000));
});
