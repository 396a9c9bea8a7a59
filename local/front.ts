/**
 * The sign-in front: App Service authentication's contract on one machine, where anyone may be anyone. It takes every
 * identity header from outside away and gives the signed-in person's to the app. Unauthenticated requests pass, as
 * with `AllowAnonymous`; the app decides what they may see.
 *
 * `GET /.auth/login/aad?post_login_redirect_uri=/…` lists the people, as a page or (`Accept: application/json`) as data;
 * the form posts to the same place. `/.auth/me` tells who is signed in, `/.auth/logout?post_logout_redirect_uri=/…` ends it.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Person } from "./front/people.ts";
import type { Principal } from "./front/principal.ts";
import { addAddress, claimsOf, injectIdentity, stripIdentity } from "./front/principal.ts";
import type { Sessions } from "./front/session.ts";
import { cookieOf, createSessions, isSame, sessionCookie, setCookie } from "./front/session.ts";

/** What the page of people is made of. Its form posts `person`, `csrf` and `returnTo`. */
export interface SignInChoice {
  readonly action: string;
  readonly people: readonly Person[];
  readonly returnTo: string;
  readonly csrf: string;
}

export interface FrontOptions {
  readonly people: () => Promise<readonly Person[]>;
  /** `Authorization: Bearer …` of the command line: may read everything and export, never decide. */
  readonly operatorToken: string;
  readonly cookieSecret: string;
  readonly clock?: { now(): number };
  /** Sent with the page, beside its content type. */
  readonly pageHeaders?: Readonly<Record<string, string>>;
  readonly renderSignIn: (choice: SignInChoice) => string;
}

export type Front = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

const operator: Principal = {
  id: "5f3c9d2a-7b41-4c8e-9a10-0c5e7f1b2d03",
  name: "Operator of this machine",
  username: "operator@localhost",
  roles: ["operator", "auditor"],
};
const nonceCookie = "tocsin-sign-in";
const formBytesMax = 10_000;
/** Only to read paths by. */
const base = "http://local.invalid";

interface Desk {
  readonly options: FrontOptions;
  readonly sessions: Sessions;
}

export function createFront(options: FrontOptions): Front {
  const sessions = createSessions(options.cookieSecret, () => options.clock?.now() ?? Date.now());
  const desk: Desk = { options, sessions };
  return (request, response, next) => {
    stripIdentity(request);
    addAddress(request);
    handle(desk, request, response, next).catch((error: unknown) => {
      process.stderr.write(
        `the sign-in failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
      );
      if (!response.headersSent) problem(response, 500, "The sign-in failed.");
    });
  };
}

async function handle(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  next: () => void,
): Promise<void> {
  const url = URL.parse(request.url ?? "/", base);
  // Excluded from sign-in, as in Azure: who brings alerts is checked by the host's key or by the app itself.
  if (url && /^\/intake\//i.test(url.pathname)) return next();
  const { authorization } = request.headers;
  const isBearer = authorization !== undefined && /^bearer /i.test(authorization);
  if (isBearer && !isSame(authorization.slice(7), desk.options.operatorToken)) {
    response.setHeader("WWW-Authenticate", "Bearer");
    return problem(response, 401, "The token is not the one of this run.");
  }
  const principal = isBearer ? operator : await signedIn(desk, request);
  if (url?.pathname.startsWith("/.auth/")) return auth(desk, request, response, url, principal);
  if (principal) injectIdentity(request, principal);
  next();
}

async function signedIn(
  { options, sessions }: Desk,
  request: IncomingMessage,
): Promise<Principal | undefined> {
  const id = sessions.personOf(cookieOf(request.headers.cookie, sessionCookie));
  if (id === undefined) return undefined;
  // Whoever has left the directory or was disabled since is not signed in any more.
  const person = (await options.people()).find((one) => one.id === id && one.blocked === null);
  return person && { id: person.id, name: person.name, username: person.username, roles: [] };
}

async function auth(
  desk: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  principal: Principal | undefined,
): Promise<void> {
  switch (`${request.method} ${url.pathname}`) {
    case "GET /.auth/login/aad":
      return showPeople(desk, request, response, localPath(url.searchParams.get("post_login_redirect_uri")));
    case "POST /.auth/login/aad":
      return signIn(desk, request, response);
    case "GET /.auth/me":
      if (!principal) return problem(response, 401, "Nobody is signed in.");
      return json(response, 200, [
        { provider_name: "aad", user_id: principal.username, user_claims: claimsOf(principal) },
      ]);
    case "GET /.auth/logout":
      response.setHeader("Set-Cookie", setCookie(sessionCookie, ""));
      return redirect(response, localPath(url.searchParams.get("post_logout_redirect_uri")));
    default:
      return problem(response, 404, "There is no such place in the sign-in.");
  }
}

async function showPeople(
  { options, sessions }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
  returnTo: string,
): Promise<void> {
  const nonce = cookieOf(request.headers.cookie, nonceCookie) ?? randomBytes(16).toString("base64url");
  const people = await options.people();
  const csrf = sessions.sign("csrf", nonce);
  response.setHeader("Set-Cookie", setCookie(nonceCookie, nonce, "Strict"));
  // The command line asks for data; browsers name HTML first.
  if (request.headers.accept?.startsWith("application/json")) return json(response, 200, { people, csrf });
  const html = options.renderSignIn({ action: "/.auth/login/aad", people, returnTo, csrf });
  const headers = { "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" };
  response.writeHead(200, { ...headers, ...options.pageHeaders }).end(html);
}

async function signIn(
  { options, sessions }: Desk,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const form = await readForm(request);
  if (!form) return problem(response, 413, "The form is too long.");
  const nonce = cookieOf(request.headers.cookie, nonceCookie);
  // Another site must not be able to sign somebody in as somebody: the form has to come from our own page.
  if (nonce === undefined || !isSame(form.get("csrf") ?? "", sessions.sign("csrf", nonce)))
    return problem(response, 403, "The sign-in form is not from this page. Open the page again.");
  const person = (await options.people()).find((one) => one.id === form.get("person"));
  if (!person) return problem(response, 400, "There is no such person in the directory.");
  if (person.blocked !== null)
    return problem(response, 403, `This account cannot sign in: ${person.blocked}.`);
  response.setHeader("Set-Cookie", setCookie(sessionCookie, sessions.begin(person.id)));
  redirect(response, localPath(form.get("returnTo")));
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > formBytesMax) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** Where to go afterwards: a path on this site, or the start page. Browsers read `//host` and `/\host` as other sites. */
export function localPath(wanted: string | null): string {
  if (wanted === null || !wanted.startsWith("/")) return "/";
  const url = URL.parse(wanted, base);
  return url?.origin === base ? url.pathname + url.search + url.hash : "/";
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { Location: location, "Cache-Control": "no-store" }).end();
}

function json(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "Content-Type": type, "Cache-Control": "no-store" }).end(JSON.stringify(body));
}

function problem(response: ServerResponse, status: number, title: string): void {
  json(response, status, { type: "about:blank", title, status }, "application/problem+json");
}
