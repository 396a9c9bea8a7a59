import { app } from "@azure/functions";
import type { HttpHandler, HttpMethod, HttpRequest } from "@azure/functions";
import { principalOf } from "../../shared/cases/access.ts";
import { mayRead } from "../../shared/domain/case/authority.ts";
import { currentRules } from "../../shared/cases/queries/law.ts";
import { readClientPrincipal } from "../../shared/contracts/principal.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import {
  orchestratorOf,
  durableClient,
  expectedPrincipal,
  appContext,
  signInEnforced,
} from "../../shared/wiring.ts";
import type { Handler, HttpResponse, RequestContext, ServiceContext } from "./request-context.ts";
import type { ResponseContext } from "./responses.ts";
import { wantsJson, messageResponse, problemResponse, redirect, unavailableResponse } from "./responses.ts";
import type { Posted } from "./posted.ts";
import { readPosted } from "./posted.ts";

/** Registers one route. One function a route, whatever its methods: of two, the host would only ever find the first. */
export function route(
  name: string,
  { path, methods }: { readonly path: string; readonly methods: readonly HttpMethod[] },
  handler: Handler,
): void {
  const handle: HttpHandler = async (request, invocation) => {
    const service: ServiceContext = {
      appContext: appContext(),
      orchestrator: orchestratorOf(invocation),
      signInEnforced: signInEnforced(),
      expectedPrincipal: expectedPrincipal(),
      log: (message) => invocation.warn(message),
      reference: invocation.invocationId,
    };
    const answer = await handler(service, request);
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
  handler: (context: RequestContext) => Promise<HttpResponse>,
  options: { readonly postedCharactersMax?: number } = {},
): Handler {
  return async (service, request) => {
    const path = new URL(request.url).pathname;
    const about = { ...service, path, principal: null };
    let posted: Posted | null = null;
    try {
      const client = service.signInEnforced
        ? readClientPrincipal(request.headers, service.expectedPrincipal)
        : null;
      if (client === null) return signInFirst(service, request, path);
      posted = await readPosted(request, options.postedCharactersMax);
      const principal = await principalOf(service.appContext, client);
      if (!mayRead(principal))
        return forbidden({ ...about, principal }, "Your account holds none of the roles that work on cases.");
      return await handler({ ...about, request, principal, rules: currentRules, posted });
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      service.log(
        `${request.method} ${routeOf(path)} failed (${service.reference}): ${cause.stack ?? cause.message}`,
      );
      if (cause instanceof TransientFailure) return unavailableResponse(about, cause, posted?.fields ?? null);
      return wantsJson(path)
        ? problemResponse(
            500,
            "Something went wrong on our side",
            `Quote ${service.reference} to the operator.`,
          )
        : messageResponse(about, 500, {
            kind: "error",
            title: "Something went wrong",
            reference: service.reference,
          });
    }
  };
}

/** A decision link is a secret of its reader: it is not written into logs. */
const routeOf = (path: string): string => (path.startsWith("/decide/") ? "/decide/…" : path);

function signInFirst(service: ServiceContext, request: HttpRequest, path: string): HttpResponse {
  if (wantsJson(path))
    return problemResponse(401, "Nobody is signed in", "Sign in, or send the operator's token.", {
      "WWW-Authenticate": "Bearer",
    });
  const { search } = new URL(request.url);
  const signIn = `/.auth/login/aad?post_login_redirect_uri=${encodeURIComponent(`${path}${search}`)}`;
  const isLooking = request.method === "GET" || request.method === "HEAD";
  if (service.signInEnforced && isLooking) return redirect(302, signIn);
  return messageResponse({ ...service, path, principal: null }, 401, {
    kind: "forbidden",
    title: "Sign in first",
    sentence: service.signInEnforced
      ? "You are not signed in, or no longer. Sign in, then go back and send your form again."
      : "Sign-in is not set up in front of this service, so it trusts nobody. Its operator finds the setting in the configuration as SignIn__enforced.",
    next: service.signInEnforced ? { label: "Sign in", href: signIn } : { label: "To the board", href: "/" },
  });
}

export function forbidden(about: ResponseContext, sentence: string): HttpResponse {
  if (wantsJson(about.path)) return problemResponse(403, "Not allowed", sentence);
  return messageResponse(about, 403, { kind: "forbidden", title: "Not for you", sentence });
}
