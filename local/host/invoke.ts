/** One call of a function, step by step as the Node worker makes it: arguments, hooks, handler, hooks, response. */
import { randomUUID } from "node:crypto";
import type { CoreLogLevel, HookName, Registrations } from "./core.ts";
import type { RetryContext, RpcTypedData } from "./core-types.ts";
import type { AppFunction } from "./load-app.ts";
import { withRetries } from "./retry.ts";
import type { HostClock, HostLog, Invoke } from "./types.ts";

export interface InvokerServices {
  readonly registrations: Registrations;
  readonly functions: readonly AppFunction[];
  readonly clock: HostClock;
  readonly log: HostLog;
  readonly functionTimeoutMs: number | undefined;
  readonly durableClientBinding: (binding: Readonly<Record<string, unknown>>) => string;
}

export interface CallOptions {
  readonly triggerMetadata?: Record<string, RpcTypedData>;
  readonly retryContext?: RetryContext;
  /** Retries of one call share its id, except those started through the admin API. */
  readonly newIdPerAttempt?: boolean;
}

export type Call = (functionName: string, trigger: RpcTypedData, options?: CallOptions) => ReturnType<Invoke>;

export interface Invoker {
  readonly call: Call;
  /** Calls and retries under way. */
  readonly outstanding: () => number;
  /** Resolves once no call is under way. */
  readonly idle: () => Promise<void>;
}

export function createInvoker(services: InvokerServices): Invoker {
  const functionsByName = new Map(services.functions.map((found) => [found.name, found]));
  const idleWaiters: (() => void)[] = [];
  let outstanding = 0;

  const call: Call = async (functionName, trigger, options = {}) => {
    const found = functionsByName.get(functionName);
    if (found === undefined) throw new Error(`The app has no function "${functionName}".`);
    const id = randomUUID();
    outstanding += 1;
    try {
      const policy = found.metadata.retryOptions;
      if (policy === undefined || options.retryContext !== undefined)
        return await attempt(services, found, trigger, id, options);
      return await withRetries(functionName, policy, services.clock, (retryContext) =>
        attempt(services, found, trigger, options.newIdPerAttempt === true ? randomUUID() : id, {
          ...options,
          retryContext,
        }),
      );
    } finally {
      outstanding -= 1;
      if (outstanding === 0) for (const waiter of idleWaiters.splice(0)) waiter();
    }
  };
  return {
    call,
    outstanding: () => outstanding,
    idle: () => (outstanding === 0 ? Promise.resolve() : new Promise((resolve) => idleWaiters.push(resolve))),
  };
}

async function attempt(
  services: InvokerServices,
  found: AppFunction,
  trigger: RpcTypedData,
  invocationId: string,
  options: CallOptions,
): ReturnType<Invoke> {
  const rested = services.clock.busy();
  const run = runOnce(services, found, trigger, invocationId, options);
  try {
    return await withinTimeout(run, found.name, services);
  } catch (error) {
    services.log("error", `Executed 'Functions.${found.name}' (Failed, Id=${invocationId})`, { error });
    throw error;
  } finally {
    rested();
  }
}

async function runOnce(
  services: InvokerServices,
  found: AppFunction,
  trigger: RpcTypedData,
  invocationId: string,
  options: CallOptions,
): ReturnType<Invoke> {
  const { hooks, model } = services.registrations;
  if (model === undefined)
    throw new Error("The app has set no programming model; is @azure/functions loaded?");
  const made: { context?: unknown } = {};
  const coreContext = {
    invocationId,
    metadata: found.metadata,
    request: {
      invocationId,
      inputData: inputData(services, found, trigger),
      triggerMetadata: options.triggerMetadata ?? {},
      retryContext: options.retryContext,
      traceContext: { traceParent: "", traceState: "", attributes: {} },
    },
    log: (level: CoreLogLevel, category: string, text: string) => {
      const line = { level, category, message: text, invocationContext: made.context, hookData: {} };
      for (const hook of hooks.log) hook(line);
      services.log(hostLevel(line.level), line.message, { function: found.name, invocationId, category });
    },
    state: undefined as "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined,
  };
  const invocation = model.getInvocationModel(coreContext);
  const { context, inputs } = await invocation.getArguments();
  made.context = context;
  const hookData = {};

  coreContext.state = "preInvocationHooks";
  const before = { hookData, inputs, functionCallback: found.callback, invocationContext: context };
  if (hooks.preInvocation.size > 0) await runHooks(services.registrations, "preInvocation", before);

  coreContext.state = "invocation";
  let result: unknown;
  let error: unknown;
  try {
    result = await invocation.invokeFunction(context, before.inputs, before.functionCallback);
  } catch (thrown) {
    error = thrown;
  }

  coreContext.state = "postInvocationHooks";
  const after = {
    hookData,
    inputs: before.inputs,
    result: result ?? null,
    error: error ?? null,
    invocationContext: context,
  };
  if (hooks.postInvocation.size > 0) await runHooks(services.registrations, "postInvocation", after);
  coreContext.state = undefined;

  // `throw undefined` counts as a success: the worker asks only whether there is an error.
  if (after.error != null) throw after.error; // eslint-disable-line @typescript-eslint/only-throw-error -- the app's own
  return invocation.getResponse(context, after.result);
}

export async function runHooks(
  registrations: Registrations,
  name: HookName,
  context: Record<string, unknown>,
): Promise<void> {
  for (const hook of [...registrations.hooks[name]]) await hook(context);
}

function inputData(services: InvokerServices, found: AppFunction, trigger: RpcTypedData) {
  const data = [{ name: found.triggerName, data: trigger }];
  for (const name in found.bindings) {
    const binding = found.bindings[name];
    if (binding?.type === "durableClient")
      data.push({ name, data: { string: services.durableClientBinding(binding) } });
  }
  return data;
}

/** Real time, whatever the host's clock does: a function is given as long as the machine needs. */
function withinTimeout<T>(run: Promise<T>, name: string, { functionTimeoutMs }: InvokerServices): Promise<T> {
  if (functionTimeoutMs === undefined) return run;
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        const seconds = functionTimeoutMs / 1000;
        reject(new Error(`Timeout value of ${seconds} s was exceeded by function 'Functions.${name}'.`));
      },
      Math.min(functionTimeoutMs, 2 ** 31 - 1),
    );
    const inTime =
      <V>(settle: (value: V) => void) =>
      (value: V) => {
        clearTimeout(timer);
        settle(value);
      };
    run.then(inTime(resolve), inTime(reject));
  });
}

export function hostLevel(level: CoreLogLevel): "debug" | "info" | "warn" | "error" {
  if (level === "trace" || level === "debug") return "debug";
  if (level === "warning") return "warn";
  return level === "error" || level === "critical" ? "error" : "info";
}
