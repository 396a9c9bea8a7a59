import { app } from "@azure/functions";
import type { HttpHandler, HttpMethod, HttpRequest, HttpResponseInit } from "@azure/functions";
import type { AppContext } from "../../shared/cases/app-context.ts";
import type { Visitor } from "../../shared/cases/access.ts";
import { mayRead, visitorOf } from "../../shared/cases/access.ts";
import { readPrincipal } from "../../shared/contracts/principal.ts";
import type { ExpectedPrincipal } from "../../shared/contracts/principal.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import {
  orchestratorOf,
  durableClient,
  expectedPrincipal,
  appContext,
  signInEnforced,
} from "../../shared/wiring.ts";
import { wantsJson, messageAnswer, problemAnswer, redirect, unreachableAnswer } from "./responses.ts";
import type { Posted } from "./posted.ts";
import { readPosted } from "./posted.ts";

/** What a page needs of the process. Tests put one together by hand. */
export interface Desk {
  readonly appContext: AppContext;
  readonly orchestrator: ReturnType<typeof orchestratorOf>;
  /** Whether something in front strips identity headers from outside; if not, none of them is believed. */
  readonly signInEnforced: boolean;
  /** Which tenant and issuer people must come from, where that is configured. */
  readonly expectedPrincipal?: ExpectedPrincipal;
  readonly log: (message: string) => void;
  /** What to quote to the operator. */
  readonly reference: string;
}

/** One request of somebody who is signed in and has a part in our cases. */
export interface Visit extends Desk {
  readonly request: HttpRequest;
  readonly path: string;
  readonly visitor: Visitor;
  /** The posted form; null for everything but a POST. */
  readonly posted: Posted | null;
}

export type Answer = HttpResponseInit;
export type Handler = (desk: Desk, request: HttpRequest) => Promise<Answer>;

/** Registers one route. One function a route, whatever its methods: of two, the host would only ever find the first. */
export function route(
  name: string,
  { path, methods }: { readonly path: string; readonly methods: readonly HttpMethod[] },
  handler: Handler,
): void {
  const handle: HttpHandler = async (request, context) => {
    const desk: Desk = {
      appContext: appContext(),
      orchestrator: orchestratorOf(context),
      signInEnforced: signInEnforced(),
      expectedPrincipal: expectedPrincipal(),
      log: (message) => context.warn(message),
      reference: context.invocationId,
    };
    const answer = await handler(desk, request);
    // HEAD says what GET would say, and no more.
    return request.method === "HEAD" ? { ...answer, body: null } : answer;
  };
  app.http(name, {
    route: path,
    methods: [...methods],
    authLevel: "anonymous",
    extraInputs: [durableClient],
    handler: handle,
  });
}

/**
 * Lets in whoever is signed in and holds a role at this moment; everybody else gets the answer that helps them. Errors
 * become pages (or problem details under /api/), never empty answers.
 */
export function signedIn(
  handler: (visit: Visit) => Promise<Answer>,
  options: { readonly postedCharactersMax?: number } = {},
): Handler {
  return async (desk, request) => {
    const path = new URL(request.url).pathname;
    const about = { desk, path, visitor: null };
    let posted: Posted | null = null;
    try {
      const principal = desk.signInEnforced ? readPrincipal(request.headers, desk.expectedPrincipal) : null;
      if (principal === null) return signInFirst(desk, request, path);
      posted = await readPosted(request, options.postedCharactersMax);
      const visitor = await visitorOf(desk.appContext, principal);
      if (!mayRead(visitor))
        return forbidden({ ...about, visitor }, "Your account holds none of the roles that work on cases.");
      return await handler({ ...desk, request, path, visitor, posted });
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      desk.log(
        `${request.method} ${routeOf(path)} failed (${desk.reference}): ${cause.stack ?? cause.message}`,
      );
      if (cause instanceof TransientFailure) return unreachableAnswer(about, posted?.fields ?? null);
      return wantsJson(path)
        ? problemAnswer(500, "Something went wrong on our side", `Quote ${desk.reference} to the operator.`)
        : messageAnswer(about, 500, {
            kind: "error",
            title: "Something went wrong",
            reference: desk.reference,
          });
    }
  };
}

/** A decision link is a secret of its reader: it is not written into logs. */
const routeOf = (path: string): string => (path.startsWith("/decide/") ? "/decide/…" : path);

function signInFirst(desk: Desk, request: HttpRequest, path: string): Answer {
  if (wantsJson(path))
    return problemAnswer(401, "Nobody is signed in", "Sign in, or send the operator's token.", {
      "WWW-Authenticate": "Bearer",
    });
  const { search } = new URL(request.url);
  const signIn = `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(`${path}${search}`)}`;
  const isLooking = request.method === "GET" || request.method === "HEAD";
  if (desk.signInEnforced && isLooking) return redirect(302, signIn);
  return messageAnswer({ desk, path, visitor: null }, 401, {
    kind: "forbidden",
    title: "Sign in first",
    sentence: desk.signInEnforced
      ? "You are not signed in, or no longer. Sign in, then go back and send your form again."
      : "Sign-in is not set up in front of this service, so it trusts nobody. Its operator finds the setting in the configuration as SignIn__enforced.",
    next: desk.signInEnforced ? { label: "Sign in", href: signIn } : { label: "To the board", href: "/" },
  });
}

export function forbidden(
  about: { readonly desk: Desk; readonly path: string; readonly visitor: Visitor | null },
  sentence: string,
): Answer {
  if (wantsJson(about.path)) return problemAnswer(403, "Not allowed", sentence);
  return messageAnswer(about, 403, { kind: "forbidden", title: "Not for you", sentence });
}
