/**
 * The stand-in for `@azure/functions-core`, the module that exists only inside a Functions worker. The app's libraries
 * ask for it once and keep it, so there is one stand-in per process; what an app registers goes to the app being loaded.
 */
import Module from "node:module";
import type { FunctionCallback, RetryContext, RpcTypedData } from "./core-types.ts";

export const hostVersion = "4.1037.0";
const workerVersion = "3.9.1";

export type CoreLogLevel = "trace" | "debug" | "information" | "warning" | "error" | "critical" | "none";
export type CoreLog = (level: CoreLogLevel, category: string, message: string) => void;
export type HookName = "preInvocation" | "postInvocation" | "appStart" | "appTerminate" | "log";
export type HookCallback = (context: Record<string, unknown>) => unknown;

export interface FunctionMetadata {
  readonly name: string;
  readonly bindings: Readonly<
    Record<string, { readonly type: string; readonly direction?: string } & Record<string, unknown>>
  >;
  readonly retryOptions?: RetryOptions;
}

/** Durations come from the library already rounded to whole seconds. */
export interface RetryOptions {
  readonly retryStrategy?: "fixedDelay" | "exponentialBackoff";
  readonly maxRetryCount: number;
  readonly delayInterval?: { readonly seconds: number };
  readonly minimumInterval?: { readonly seconds: number };
  readonly maximumInterval?: { readonly seconds: number };
}

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(
    context: unknown,
    result: unknown,
  ): Promise<{ returnValue?: RpcTypedData | null; outputData?: { name: string; data: RpcTypedData }[] }>;
}

export interface CoreInvocationContext {
  readonly invocationId: string;
  readonly metadata: FunctionMetadata;
  readonly request: {
    readonly invocationId: string;
    readonly inputData: { name: string; data: RpcTypedData }[];
    readonly triggerMetadata: Record<string, RpcTypedData>;
    readonly retryContext?: RetryContext | undefined;
    readonly traceContext: { traceParent: string; traceState: string; attributes: Record<string, string> };
  };
  readonly log: CoreLog;
  state: "preInvocationHooks" | "invocation" | "postInvocationHooks" | undefined;
}

export interface ProgrammingModel {
  readonly name?: string;
  readonly version?: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel;
  getCapabilities?(capabilities: Record<string, string>): Promise<Record<string, string>>;
}

/** What one app has registered. */
export interface Registrations {
  readonly functions: { readonly metadata: FunctionMetadata; readonly callback: FunctionCallback }[];
  readonly hooks: Record<HookName, Set<HookCallback>>;
  /** Kept by the worker for all hooks of app level: what `appStart` leaves, `appTerminate` finds. */
  readonly appHookData: Record<string, unknown>;
  model: ProgrammingModel | undefined;
  log: CoreLog;
  closed: boolean;
}

export function emptyRegistrations(log: CoreLog): Registrations {
  const hooks = {
    preInvocation: new Set(),
    postInvocation: new Set(),
    appStart: new Set(),
    appTerminate: new Set(),
    log: new Set(),
  } as Registrations["hooks"];
  // The library hands its model over once per process; an app loaded later shares it.
  return { functions: [], hooks, appHookData: {}, model: current?.model, log, closed: false };
}

let current: Registrations | undefined;
let installed = false;

/** From here on, registrations belong to this app. */
export function captureInto(registrations: Registrations): void {
  installCore();
  current = registrations;
}

function target(what: string): Registrations {
  if (current === undefined) throw new Error(`${what} was called before the host began to load an app.`);
  return current;
}

class Disposable {
  readonly #dispose: () => void;
  constructor(dispose: () => void) {
    this.#dispose = dispose;
  }
  static from(...disposables: { dispose(): unknown }[]): Disposable {
    return new Disposable(() => disposables.forEach((disposable) => disposable.dispose()));
  }
  dispose(): void {
    this.#dispose();
  }
}

const core = {
  version: workerVersion,
  hostVersion,
  Disposable,
  registerFunction(metadata: FunctionMetadata, callback: FunctionCallback): Disposable {
    const app = target("registerFunction");
    if (app.closed) throw systemError(Error, "A function can only be registered during app startup.");
    const entry = { metadata, callback };
    app.functions.push(entry);
    return new Disposable(() => void app.functions.splice(app.functions.indexOf(entry), 1));
  },
  registerHook(name: string, callback: HookCallback): Disposable {
    const { hooks } = target("registerHook");
    if (!Object.hasOwn(hooks, name)) throw systemError(RangeError, `Unrecognized hook "${name}"`);
    const callbacks = hooks[name as HookName];
    callbacks.add(callback);
    return new Disposable(() => void callbacks.delete(callback));
  },
  setProgrammingModel(model: ProgrammingModel): void {
    target("setProgrammingModel").model = model;
  },
  getProgrammingModel: () => target("getProgrammingModel").model,
  log(level: CoreLogLevel, category: string, message: string): void {
    current?.log(level, category, message);
  },
};

function systemError<E extends Error>(kind: new (message: string) => E, message: string): E {
  return Object.assign(new kind(message), { isAzureFunctionsSystemError: true });
}

function installCore(): void {
  if (installed) return;
  installed = true;
  const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
  const load = loader._load;
  loader._load = (request, ...rest) =>
    request === "@azure/functions-core" ? core : load.call(Module, request, ...rest);
}
