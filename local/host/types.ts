/** The seams inside the one-machine host: what its parts give each other. */
import type { FunctionCallback, RetryContext, RpcTypedData } from "./core-types.ts";
import type { Faults } from "./durable/faults.ts";

/**
 * The host's own clock; everything that waits in the host waits on it. Instants are milliseconds since 1970, UTC.
 * Native timers are set in chunks, so no wait can exceed their range.
 */
export interface HostClock {
  now(): number;
  /** Calls back once, as soon as the clock reads `at` or later (also at once). The returned function cancels. */
  at(at: number, callback: () => void): () => void;
  /** Marks work in flight; call the returned function when it has ended. A step waits for quiet between two instants. */
  busy(): () => void;
  /** How the clock runs: `scale` virtual milliseconds pass per real one; 0 is frozen. */
  readonly scale: number;
  setScale(scale: number): void;
  /** Steps to `target`, firing what lies between in order, each with the clock standing at its own instant. */
  stepTo(target: number): Promise<void>;
  /** The step that is being made, from where to where. */
  readonly step?: { readonly from: number; readonly target: number } | undefined;
}

export interface HostLog {
  (
    level: "debug" | "info" | "warn" | "error",
    message: string,
    details?: Readonly<Record<string, unknown>>,
  ): void;
}

export interface RegisteredFunction {
  readonly name: string;
  /** Type of the trigger binding as the app registered it: `httpTrigger`, `activityTrigger`, … (case as registered). */
  readonly triggerType: string;
  readonly triggerName: string;
  readonly bindings: Readonly<
    Record<string, { readonly type: string; readonly direction?: string } & Record<string, unknown>>
  >;
  readonly callback: FunctionCallback;
}

export interface Invoke {
  /**
   * Runs one function as the Node worker does (hooks, inputs, response). `trigger` is the typed data of the trigger
   * binding; further inputs (durableClient, …) are filled in by the host. Rejects when the function throws.
   */
  (
    functionName: string,
    trigger: RpcTypedData,
    options?: {
      readonly triggerMetadata?: Record<string, RpcTypedData>;
      readonly retryContext?: RetryContext;
    },
  ): Promise<{
    readonly returnValue?: RpcTypedData | null;
    readonly outputData?: readonly { name: string; data: RpcTypedData }[];
  }>;
}

export interface PlainRequest {
  readonly method: string;
  /** Path below the extension's webhook root, without a leading slash, not decoded: `instances/abc/raiseEvent/go`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Scheme and authority under which the caller reached us, for links in answers: `http://127.0.0.1:7071`. */
  readonly origin: string;
}

export interface PlainResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** What the Durable extension needs of the host. */
export interface DurableServices {
  readonly clock: HostClock;
  readonly log: HostLog;
  /** Folder of the extension's own files; exists and is writable. */
  readonly dataDir: string;
  /** `extensions.durableTask` of host.json, as read. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly functions: () => readonly RegisteredFunction[];
  readonly invoke: Invoke;
  /** System key `durabletask_extension`. */
  readonly systemKey: string;
  readonly origin: () => string;
  /** Strict replay: every departure of an orchestrator from what it asked for before fails its instance. Default: no. */
  readonly strict?: boolean;
  /** Misbehaviour on demand; `TOCSIN_HOST_FAULTS` as JSON sets it from outside. */
  readonly faults?: Faults;
  /** Ends the process with SIGKILL right after so many commits of this run; `TOCSIN_HOST_KILL_AT_COMMIT` from outside. */
  readonly killAtCommit?: number;
}

/** What the Durable extension gives the host. */
export interface DurableExtension {
  /** Serves `/runtime/webhooks/durabletask/**`; the host has already checked the key. */
  handle(request: PlainRequest): Promise<PlainResponse>;
  /** Serves the loopback twin of the same API that `rpcBaseUrl` names (no key), if the host mounts it. */
  readonly rpcPath: string;
  /** The JSON text given to a `durableClient` input binding. */
  clientBinding(binding: Readonly<Record<string, unknown>>): string;
  /** Loads what was running and carries on. Called after the app has registered its functions. */
  start(): Promise<void>;
  /** Takes no new work and resolves when what runs has ended. */
  stop(): Promise<void>;
}
