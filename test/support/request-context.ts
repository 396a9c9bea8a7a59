import { HttpRequest } from "@azure/functions";
import { onTestFinished } from "vitest";
import type { HttpResponse, ServiceContext, Handler } from "../../functions/http/request-context.ts";
import { demoAlert } from "../../local/demo/alert.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import { caseOf } from "../../shared/cases/queries/read-case.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { testContext } from "./app-context.ts";
import type { TestContext } from "./app-context.ts";
import { silentOrchestrator, walk } from "./walk.ts";

const startAt: Instant = "2026-11-24T08:12:00.000Z";
const firstAsked: Instant = "2026-11-24T08:20:00.000Z";

export interface OpenService extends ServiceContext {
  readonly appContext: TestContext;
  readonly caseId: string;
  /** Cases that the clockwork was told to look at. */
  readonly woken: readonly string[];
  found(): Promise<ReadCase>;
}

/** A case that was opened by the demo's alert and whose first question was asked and mailed. */
export async function openService(): Promise<OpenService> {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  appContext.mail.expectAnything();
  const bytes = new TextEncoder().encode(JSON.stringify(demoAlert(Date.parse(startAt))));
  const arrival = { bytes, contentType: "application/json", channel: "test" };
  const [taken] = await takeInboundPayload(appContext, silentOrchestrator, arrival, defaultRules);
  if (taken?.kind !== "opened") throw new Error("the alert opened no case");
  const { caseId } = taken;
  await walk(appContext, caseId, firstAsked);
  const woken: string[] = [];
  return {
    appContext,
    caseId,
    woken,
    orchestrator: { ...silentOrchestrator, wake: async (id) => void woken.push(id) },
    signInEnforced: true,
    log: () => undefined,
    reference: "invocation-1",
    async found() {
      const found = await caseOf(appContext, caseId);
      if (!found) throw new Error("the case is gone");
      return found;
    },
  };
}

export const principalHeaders = (
  id: string,
  roles: readonly string[] = [],
): Readonly<Record<string, string>> => {
  const claims = [
    { typ: "http://schemas.microsoft.com/identity/claims/objectidentifier", val: id },
    { typ: "name", val: `Person ${id}` },
    ...roles.map((val) => ({ typ: "roles", val })),
  ];
  return {
    "x-ms-client-principal": Buffer.from(JSON.stringify({ auth_typ: "aad", claims })).toString("base64"),
  };
};

export interface Asking {
  readonly path: string;
  readonly params?: Readonly<Record<string, string>>;
  readonly by?: string | null;
  readonly roles?: readonly string[];
  readonly method?: "GET" | "HEAD" | "POST";
  readonly form?: Readonly<Record<string, string>>;
  /** As a program posts it. */
  readonly json?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks as a browser without script would: a form is a form, and nothing else comes along. */
export function ask(service: ServiceContext, handler: Handler, asking: Asking): Promise<HttpResponse> {
  const { path, params = {}, by = null, roles = [], form, json, headers = {} } = asking;
  const url = `https://tocsin.example${path}`;
  const request = new HttpRequest({
    url,
    method: asking.method ?? (form || json !== undefined ? "POST" : "GET"),
    params: { ...params },
    query: Object.fromEntries(new URL(url).searchParams),
    headers: {
      host: "tocsin.example",
      ...(by === null ? {} : principalHeaders(by, roles)),
      ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}),
      ...(json === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(form ? { body: { string: new URLSearchParams(form).toString() } } : {}),
    ...(json === undefined ? {} : { body: { string: JSON.stringify(json) } }),
  });
  return handler(service, request);
}

export function bodyOf(answer: HttpResponse): string {
  if (typeof answer.body !== "string") throw new Error(`the answer ${answer.status} has no text`);
  return answer.body;
}

/** What a form of the page would send along unseen. */
export function hiddenOf(answer: HttpResponse, name: string): string {
  const value = new RegExp(`name="${name}"\\s+value="([^"]*)"`).exec(bodyOf(answer))?.[1];
  if (value === undefined) throw new Error(`the page has no hidden field ${name}`);
  return value;
}
