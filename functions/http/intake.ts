import { app } from "@azure/functions";
import type { HttpHandler, HttpRequest, HttpResponseInit, InvocationContext } from "@azure/functions";
import type { AppContext } from "../../shared/cases/app-context.ts";
import { takeInboundPayload } from "../../shared/cases/commands/intake.ts";
import type { TriageRule } from "../../shared/contracts/intake-rules.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { orchestratorOf, durableClient, appContext, senders, triageRules } from "../../shared/wiring.ts";
import { allowance, eventGridAnswer, graphEcho } from "./handshakes.ts";
import { unpack } from "./unpack.ts";

/** What intake needs of the process. Tests put one together by hand. */
export interface IntakeDesk {
  readonly appContext: AppContext;
  readonly orchestrator: ReturnType<typeof orchestratorOf>;
  readonly senders: ReturnType<typeof senders>;
  readonly rules: () => Promise<readonly TriageRule[]>;
  readonly log: (message: string) => void;
}

/**
 * Sentinel playbooks, action groups, Graph, Event Grid as a plain webhook. The host has checked the function key before
 * this is called. Content never fails the call: 202 says that it is kept, readable or not, since after a 400 or a 413
 * the platform drops the event. 503 asks the sender to send again: ledger or store could not be reached. `?drill=true`
 * lets a vendor's sample alert open a drill.
 */
export async function takeWithKey(desk: IntakeDesk, request: HttpRequest): Promise<HttpResponseInit> {
  return request.method === "OPTIONS" ? allowance : take(desk, request, null);
}

/**
 * The same for senders that hold a token of the tenant and no key: Event Grid's protected webhook, a secure action
 * group, a Logic App's managed identity. Whoever has no token that counts is refused before a byte of the body is read.
 */
export async function takeWithToken(desk: IntakeDesk, request: HttpRequest): Promise<HttpResponseInit> {
  // The handshake of CloudEvents comes without a token, and gives nothing away.
  if (request.method === "OPTIONS") return allowance;
  const token = /^Bearer +(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  try {
    const sender = token === undefined ? null : await desk.senders?.identify(token);
    return sender ? await take(desk, request, sender.application) : refused;
  } catch (error) {
    return unavailable(desk, error);
  }
}

const refused: HttpResponseInit = { status: 401, headers: { "WWW-Authenticate": "Bearer" } };

async function take(
  desk: IntakeDesk,
  request: HttpRequest,
  application: string | null,
): Promise<HttpResponseInit> {
  const echo = graphEcho(request);
  if (echo) return echo;
  const bytes = new Uint8Array(await request.arrayBuffer());
  const handshake = eventGridAnswer(request, bytes);
  if (handshake) return handshake;
  const unpacked = await unpack(bytes, request.headers.get("content-encoding"));
  const arrival = {
    bytes,
    contentType: request.headers.get("content-type") ?? "application/octet-stream",
    channel: `http:${(request.params["source"] ?? "").slice(0, 40)}`,
    drill: request.query.get("drill") === "true",
    sender: {
      address: addressOf(request),
      agent: shortened(request.headers.get("user-agent")),
      application,
    },
    ...(unpacked && { unpacked }),
  };
  try {
    const items = await takeInboundPayload(desk.appContext, desk.orchestrator, arrival, await desk.rules());
    return { status: 202, jsonBody: { items } };
  } catch (error) {
    return unavailable(desk, error);
  }
}

/** Also for what is our own fault: an action group sends again after 503, and not after 500. */
function unavailable({ log }: IntakeDesk, error: unknown): HttpResponseInit {
  const said =
    error instanceof TransientFailure ? error.message : error instanceof Error ? error.stack : error;
  log(`intake could not keep a payload: ${String(said)}`);
  return { status: 503, headers: { "Retry-After": "10" } };
}

/** The platform's front end adds the caller's address at the end of what the caller itself has said. */
const addressOf = (request: HttpRequest): string | null =>
  shortened(request.headers.get("x-forwarded-for")?.split(",").at(-1) ?? null);

const shortened = (text: string | null): string | null => text?.trim().slice(0, 200) || null;

const deskOf = (context: InvocationContext): IntakeDesk => ({
  appContext: appContext(),
  orchestrator: orchestratorOf(context),
  senders: senders(),
  rules: () => triageRules(context),
  log: (message) => context.error(message),
});

const registered =
  (handler: (desk: IntakeDesk, request: HttpRequest) => Promise<HttpResponseInit>): HttpHandler =>
  (request, context) =>
    handler(deskOf(context), request);

app.http("intake", {
  route: "intake/{source}",
  methods: ["POST", "OPTIONS"],
  authLevel: "function",
  extraInputs: [durableClient],
  handler: registered(takeWithKey),
});
app.http("intake-token", {
  route: "intake/token/{source}",
  methods: ["POST", "OPTIONS"],
  authLevel: "anonymous",
  extraInputs: [durableClient],
  handler: registered(takeWithToken),
});
