/** The sign-in front before a server that says which identity reached it, by headers and by raw headers. */
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { hospital, hospitalGroups, people } from "../../local/demo/hospital.ts";
import { createFront } from "../../local/front.ts";
import { localFront } from "../../local/front/local-front.ts";
import { peopleOf } from "../../local/front/people.ts";
import { localIssuer, localTenantId } from "../../local/front/principal.ts";
import type { Tenant } from "../../local/stand-ins/graph-data.ts";
import { readClientPrincipal } from "../../shared/contracts/principal.ts";

interface Seen {
  readonly headers: Record<string, string>;
  readonly raw: string[];
  readonly distinct: Record<string, string[]>;
  readonly body: string;
}

interface Principal {
  auth_typ: string;
  name_typ: string;
  role_typ: string;
  claims: { typ: string; val: string }[];
}

async function open(tenant: Tenant = hospital) {
  let now = Date.parse("2026-11-24T03:12:00Z");
  let current = tenant;
  const front = createFront({
    people: async () => peopleOf(current, hospitalGroups),
    operatorToken: "token-of-this-run",
    cookieSecret: "secret",
    clock: { now: () => now },
    renderSignIn: ({ people: listed, returnTo, csrf }) => JSON.stringify({ listed, returnTo, csrf }),
  });
  const server = createServer((request, response) => {
    front(request, response, () => {
      void textOf(request).then((body) => {
        const own = (name: string) => name.toLowerCase().startsWith("x-ms-");
        const only = <T>(all: Record<string, T>) =>
          Object.fromEntries(Object.entries(all).filter(([name]) => own(name)));
        const raw = request.rawHeaders.filter((_, index) =>
          own(request.rawHeaders[index - (index % 2)] ?? ""),
        );
        response.end(
          JSON.stringify({
            headers: only(request.headers),
            raw,
            distinct: only(request.headersDistinct),
            body,
          }),
        );
      });
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const call = (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: "manual", ...init });
  const seenBy = async (init: RequestInit = {}) => (await (await call("/api/case", init)).json()) as Seen;

  const openPage = async (returnTo?: string) => {
    const query = returnTo === undefined ? "" : `?post_login_redirect_uri=${encodeURIComponent(returnTo)}`;
    const response = await call(`/.auth/login/aad${query}`);
    const [nonce = ""] = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0] ?? "");
    const page = (await response.json()) as {
      listed: { id: string; name: string; roles: string[]; blocked: string | null }[];
      returnTo: string;
      csrf: string;
    };
    return { ...page, nonce };
  };
  const post = (form: Record<string, string>, cookie: string) =>
    call("/.auth/login/aad", { method: "POST", body: new URLSearchParams(form), headers: { cookie } });
  const signIn = async (person: string, returnTo = "/cases") => {
    const page = await openPage(returnTo);
    const response = await post({ person, csrf: page.csrf, returnTo: page.returnTo }, page.nonce);
    return { response, cookie: response.headers.getSetCookie()[0]?.split(";")[0] ?? "" };
  };
  return {
    call,
    seenBy,
    openPage,
    post,
    signIn,
    advance: (ms: number) => (now += ms),
    change: (next: Tenant) => (current = next),
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8") as AsyncIterable<string>) text += chunk;
  return text;
}

function principalIn(seen: Seen): Principal {
  return JSON.parse(
    Buffer.from(seen.headers["x-ms-client-principal"] ?? "", "base64").toString(),
  ) as Principal;
}

const claim = (principal: Principal, typ: string) =>
  principal.claims.filter((one) => one.typ === typ).map(({ val }) => val);

describe("the sign-in front", () => {
  test("an identity header from outside never arrives, however it is spelled", async () => {
    const { seenBy } = await open();
    const seen = await seenBy({
      headers: {
        "X-MS-CLIENT-PRINCIPAL": "forged",
        "x-ms-client-principal-id": "forged",
        "X-Ms-Client-Principal-Idp": "forged",
        "x-ms-client-principal-name": "forged",
        "x-ms-client-principal-groups": "forged",
        "x-ms-token-aad-id-token": "forged",
        "x-ms-date": "kept",
      },
    });
    expect(seen.headers).toEqual({ "x-ms-date": "kept" });
    expect(seen.distinct).toEqual({ "x-ms-date": ["kept"] });
    expect(seen.raw).toEqual(["x-ms-date", "kept"]);
  });

  test("who has signed in arrives as App Service would name them, forged headers or not", async () => {
    const { seenBy, signIn } = await open();
    const { cookie } = await signIn(people.maraLindqvist);
    const seen = await seenBy({ headers: { cookie, "x-ms-client-principal-id": "forged" } });
    expect(seen.headers).toMatchObject({
      "x-ms-client-principal-id": people.maraLindqvist,
      "x-ms-client-principal-name": "mara.lindqvist@stbrigids.example",
      "x-ms-client-principal-idp": "aad",
    });
    expect(JSON.stringify(seen)).not.toContain("forged");
    expect(seen.raw).toContain(seen.headers["x-ms-client-principal"]);
    const principal = principalIn(seen);
    expect(principal.auth_typ).toBe("aad");
    expect(claim(principal, "oid")).toEqual([people.maraLindqvist]);
    expect(claim(principal, "preferred_username")).toEqual(["mara.lindqvist@stbrigids.example"]);
    expect(claim(principal, principal.name_typ)).toEqual(["Mara Lindqvist"]);
    expect(claim(principal, principal.role_typ)).toEqual([]);
    for (const typ of ["iss", "aud", "tid"]) expect(claim(principal, typ)).toHaveLength(1);
    const expected = { tenantId: localTenantId, issuer: localIssuer };
    expect(readClientPrincipal(new Headers(seen.headers), expected)).toEqual({
      id: people.maraLindqvist,
      name: "Mara Lindqvist",
      roleClaims: [],
    });
  });

  test("the body of a request that had to wait for the sign-in arrives whole", async () => {
    const { seenBy, signIn } = await open();
    const { cookie } = await signIn(people.maraLindqvist);
    expect((await seenBy({ method: "POST", body: "answer=yes", headers: { cookie } })).body).toBe(
      "answer=yes",
    );
  });

  test("the page lists everybody with their roles and says who cannot sign in", async () => {
    const { openPage, post } = await open();
    const page = await openPage("/cases/one?tab=2");
    expect(page.returnTo).toBe("/cases/one?tab=2");
    expect(page.listed).toHaveLength(hospital.users.length);
    expect(page.listed.find(({ id }) => id === people.yukoBrandt)).toMatchObject({
      roles: ["incident-commander"],
      blocked: null,
    });
    expect(page.listed.find(({ id }) => id === people.pietVanDael)).toMatchObject({
      blocked: "the account is disabled",
    });
    expect((await post({ person: people.pietVanDael, csrf: page.csrf }, page.nonce)).status).toBe(403);
    expect((await post({ person: "nobody", csrf: page.csrf }, page.nonce)).status).toBe(400);
  });

  test("signing in leads back, by a cookie that scripts and other sites do not get", async () => {
    const { signIn } = await open();
    const { response } = await signIn(people.maraLindqvist, "/cases/one");
    expect(response.status).toBe(303);
    expect(response.headers.get("location")).toBe("/cases/one");
    expect(response.headers.getSetCookie()[0]).toMatch(
      /^AppServiceAuthSession=[^;]+; Path=\/; HttpOnly; SameSite=Lax$/,
    );
  });

  test.each([
    "https://evil.example/",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "javascript:alert(1)",
    "",
  ])("nobody is led away to %j", async (target) => {
    const { signIn } = await open();
    const { response } = await signIn(people.maraLindqvist, target);
    expect(response.headers.get("location")).toBe("/");
  });

  test("a form that is not from the page signs nobody in", async () => {
    const { openPage, post } = await open();
    const mine = await openPage();
    const others = await openPage();
    expect((await post({ person: people.maraLindqvist }, mine.nonce)).status).toBe(403);
    expect((await post({ person: people.maraLindqvist, csrf: others.csrf }, mine.nonce)).status).toBe(403);
    expect((await post({ person: people.maraLindqvist, csrf: mine.csrf }, "")).status).toBe(403);
  });

  test("a session that was altered, has run out or whose person was disabled is nobody's", async () => {
    const { seenBy, signIn, advance, change } = await open();
    const { cookie } = await signIn(people.maraLindqvist);
    const [content = "", signature = ""] = cookie.split("=")[1]?.split(".") ?? [];
    const other = Buffer.from(JSON.stringify({ personId: people.solveigAune, at: 9e12 })).toString(
      "base64url",
    );
    expect(
      (await seenBy({ headers: { cookie: `AppServiceAuthSession=${other}.${signature}` } })).headers,
    ).toEqual({});
    expect((await seenBy({ headers: { cookie: `AppServiceAuthSession=${content}` } })).headers).toEqual({});

    change({ ...hospital, users: hospital.users.map((user) => ({ ...user, accountEnabled: false })) });
    expect((await seenBy({ headers: { cookie } })).headers).toEqual({});
    change(hospital);
    advance(20 * 86_400_000);
    expect((await seenBy({ headers: { cookie } })).headers).not.toEqual({});
    advance(11 * 86_400_000);
    expect((await seenBy({ headers: { cookie } })).headers).toEqual({});
  });

  test("the operator's token reads as operator and auditor; any other token is 401 and reaches nothing", async () => {
    const { seenBy, call } = await open();
    const principal = principalIn(await seenBy({ headers: { Authorization: "Bearer token-of-this-run" } }));
    expect(claim(principal, principal.role_typ)).toEqual(["operator", "auditor"]);
    const wrong = await call("/api/case", { headers: { Authorization: "Bearer token-of-another-run" } });
    expect([wrong.status, wrong.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
  });

  test("who is signed in can be asked, and ends by signing out", async () => {
    const { call, signIn } = await open();
    expect((await call("/.auth/me")).status).toBe(401);
    const { cookie } = await signIn(people.oliviaMarchetti);
    expect(await (await call("/.auth/me", { headers: { cookie } })).json()).toMatchObject([
      {
        provider_name: "aad",
        user_id: "olivia.marchetti@stbrigids.example",
        user_claims: expect.any(Array) as unknown[],
      },
    ]);
    const out = await call("/.auth/logout?post_logout_redirect_uri=/bye", { headers: { cookie } });
    expect(out.headers.get("location")).toBe("/bye");
    expect(out.headers.getSetCookie()).toEqual([
      "AppServiceAuthSession=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0",
    ]);
    expect((await call("/.auth/nowhere")).status).toBe(404);
  });
});

describe("the front of a start", () => {
  async function openLocal() {
    const stepped: number[] = [];
    const front = localFront({
      graph: { tenant: () => hospital },
      groups: hospitalGroups,
      operatorToken: "token-of-this-run",
      secrets: { cookieSecret: "secret" },
      clock: { now: () => 0, stepTo: async (at) => void stepped.push(at) },
      inboxUrl: "http://127.0.0.1:1080",
    });
    const server = createServer((request, response) =>
      front(request, response, () => response.end("the app")),
    );
    server.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    onTestFinished(async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return {
      stepped,
      call: (path: string, init: RequestInit = {}) => fetch(url + path, { redirect: "manual", ...init }),
    };
  }

  test("the page that it shows signs in by the form that stands on it", async () => {
    const { call } = await openLocal();
    const page = await call("/.auth/login/aad?post_login_redirect_uri=/decide/one");
    const html = await page.text();
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const hidden = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)];
    const form = new URLSearchParams(hidden.map(([, name = "", value = ""]) => [name, value]));
    form.set("person", people.maraLindqvist);
    const cookie = page.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const answer = await call("/.auth/login/aad", { method: "POST", body: form, headers: { cookie } });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/decide/one"]);
    expect(html).toContain("Piet van Dael");
  });

  test("its button moves the clock for our own pages and for nobody else's", async () => {
    const { call, stepped } = await openLocal();
    const press = (hours: string, site: string, returnTo = "/") =>
      call("/.local/advance", {
        method: "POST",
        redirect: "manual",
        body: new URLSearchParams({ hours, returnTo }),
        headers: { "sec-fetch-site": site },
      });
    expect((await press("24", "cross-site")).status).toBe(403);
    expect((await press("-1", "same-origin")).status).toBe(400);
    expect((await press("24", "same-origin")).status).toBe(303);
    expect(stepped).toEqual([86_400_000]);
    // Back to the page that it was pressed on; to no other site, however it is spelled.
    const back = async (returnTo: string) =>
      (await press("1", "same-origin", returnTo)).headers.get("location");
    expect(await back("/cases/case-1/delivery")).toBe("/cases/case-1/delivery");
    for (const elsewhere of ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example"])
      expect(await back(elsewhere)).toBe("/");
    expect(await (await call("/anything")).text()).toBe("the app");
  });
});
