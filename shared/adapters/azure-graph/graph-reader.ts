/** The Graph client, narrowed to what a directory asks: one thing, all pages of a list, one question by POST. */
import type { TokenCredential } from "@azure/core-auth";
import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { Client, GraphError, HTTPMessageHandler } from "@microsoft/microsoft-graph-client";
import { TransientFailure } from "../../domain/failures.ts";
import { graphOriginOf } from "./origin.ts";

export interface GraphReader {
  /** `undefined`: Graph knows no such thing. */
  read<T>(path: string): Promise<T | undefined>;
  /** Every page, with `ConsistencyLevel` on each: the library's own iterator drops the header after the first. */
  readAll<T>(path: string): Promise<T[] | undefined>;
  ask<T>(path: string, body: object): Promise<T | undefined>;
}

export interface GraphReaderOptions {
  readonly baseUrl: string;
  readonly credential: TokenCredential | { readonly token: string };
  readonly timeoutMs?: number;
}

const version = "/v1.0";
export function openGraph(options: GraphReaderOptions): GraphReader {
  const origin = graphOriginOf(options.baseUrl);
  const client = Client.initWithMiddleware({
    baseUrl: origin,
    defaultVersion: version.slice(1),
    middleware: chain(new Authorise(origin, options), new HTTPMessageHandler()),
  });
  const eventual = (path: string) => client.api(path).header("ConsistencyLevel", "eventual");
  return {
    read: (path) => answerOf(() => client.api(path).get()),
    ask: (path, body) => answerOf(() => client.api(path).post(body)),
    readAll: async <T>(path: string) => {
      const all: T[] = [];
      for (let next: string | undefined = path; next !== undefined;) {
        const from: string = next;
        const page = await answerOf<{ value: T[]; "@odata.nextLink"?: string }>(() => eventual(from).get());
        if (!page) return undefined;
        all.push(...page.value);
        next = page["@odata.nextLink"] === undefined ? undefined : pathOf(page["@odata.nextLink"], origin);
      }
      return all;
    },
  };
}

/** The rest of a list stays on the host that began it: a token goes nowhere else. The client wants a path, not a URL. */
function pathOf(nextLink: string, origin: string): string {
  const url = new URL(nextLink);
  if (url.origin !== origin || !url.pathname.startsWith(`${version}/`))
    throw new Error(`a page of ${origin} continues at ${url.origin}`);
  return url.pathname.slice(version.length) + url.search;
}

/**
 * The library's own handler gives the token to https hosts only, which leaves out a stand-in on loopback; and its
 * retries wait inside the call. This one adds the token and a time limit, and whoever called decides about trying again.
 */
class Authorise implements Middleware {
  #next: Middleware | undefined;
  readonly #origin: string;
  readonly #options: GraphReaderOptions;

  constructor(origin: string, options: GraphReaderOptions) {
    this.#origin = origin;
    this.#options = options;
  }

  async execute(context: Context): Promise<void> {
    const headers = new Headers(context.options?.headers);
    headers.set("Authorization", `Bearer ${await this.#token()}`);
    context.options = {
      ...context.options,
      headers: Object.fromEntries(headers),
      signal: AbortSignal.timeout(this.#options.timeoutMs ?? 15_000),
      redirect: "error",
    };
    await this.#next?.execute(context);
  }

  setNext(next: Middleware): void {
    this.#next = next;
  }

  async #token(): Promise<string> {
    const { credential } = this.#options;
    if ("token" in credential) return credential.token;
    return (await credential.getToken(`${this.#origin}/.default`))?.token ?? "";
  }
}

function chain(first: Authorise, last: Middleware): Middleware {
  first.setNext(last);
  return first;
}

/**
 * 404 is an answer. Anything else that is not one (throttled, down, unreachable, token or consent missing) is a
 * directory that cannot be asked now: the caller falls back to what it knew and raises the alarm.
 */
async function answerOf<T>(call: () => Promise<unknown>): Promise<T | undefined> {
  try {
    return (await call()) as T;
  } catch (error) {
    if (!(error instanceof GraphError) || error.statusCode === -1) {
      throw new TransientFailure("Graph cannot be reached", { cause: error });
    }
    if (error.statusCode === 404) return undefined;
    if (error.statusCode === 400)
      throw new Error(`Graph does not understand the question: ${error.code ?? ""}`, { cause: error });
    const retryAfterMs = retryAfterOf(error);
    throw new TransientFailure(`Graph answered ${error.statusCode} ${error.code ?? ""}`, {
      cause: error,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    });
  }
}

function retryAfterOf(error: GraphError): number | undefined {
  const seconds = Number(error.headers?.get("retry-after") ?? undefined);
  return Number.isFinite(seconds) ? seconds * 1000 : undefined;
}
