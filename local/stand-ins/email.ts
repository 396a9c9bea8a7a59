/**
 * Stands in for Communication Services e-mail. Commits before it answers, hands each accepted message to the SMTP
 * inbox once per operation id, and reports each recipient's fate by Event Grid. `GET /.local/messages` is the witness.
 *
 * Chosen where nothing is documented: a repeated Operation-Id with the same content is the same operation again, with
 * other content it is refused with 400. A bouncing, suppressed or quarantined recipient gets no mail, only a report.
 */
import { Hono } from "hono";
import type { Context } from "hono";
import { createHash } from "node:crypto";
import { refusalOf } from "./email-auth.ts";
import type { SmtpInbox } from "./email-hand-over.ts";
import { startHandingOver } from "./email-hand-over.ts";
import { isRefusal, readMessage, recipientsOf } from "./email-message.ts";
import type { Quotas } from "./email-quotas.ts";
import { createQuotas, noQuotas } from "./email-quotas.ts";
import type { ReportTarget } from "./email-reports.ts";
import { startReporting } from "./email-reports.ts";
import type { EmailStore, MessageRecord, StoredOperation } from "./email-store.ts";
import { openEmailStore } from "./email-store.ts";
import type { Fault, FaultInput, Faults } from "./faults.ts";
import { createFaults } from "./faults.ts";
import type { Bindings } from "./serve.ts";
import { addFaultDoor, drop, keepSilent, listen, wait } from "./serve.ts";

export interface EmailOptions {
  /** 0: any free port. */
  readonly port: number;
  readonly dataDir: string;
  /** Base64, as in a connection string. */
  readonly accessKey: string;
  /** A bearer token that is accepted as well. */
  readonly token?: string;
  /** Without it nothing is mailed and hand-overs are only counted: for runs of a million messages. */
  readonly smtp?: SmtpInbox;
  readonly deliver?: ReportTarget;
  readonly quotas?: Partial<Quotas>;
  /** Tells the time in the mails, the reports and the quotas; signatures are judged by real time. */
  readonly clock?: {
    now(): number;
    /** Marks work in flight until the returned function is called: a step of the clock waits for mails and reports. */
    busy?(): () => void;
  };
  readonly faults?: readonly FaultInput[];
}

export interface EmailStandIn {
  readonly url: string;
  readonly faults: Faults;
  messages(): readonly MessageRecord[];
  /** Where reports go from now on; what is pending goes there too. */
  deliverTo(target: ReportTarget): void;
  stop(): Promise<void>;
}

/** In the order in which a message meets them. */
const points = [
  "status",
  "send",
  "accepted",
  "answered",
  "hand-over",
  "handed-over",
  "report",
  "reported",
] as const;

const apiVersions = ["2023-03-31", "2024-07-01-preview", "2025-09-01"];
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Service {
  readonly store: EmailStore;
  readonly faults: Faults;
  readonly quotas: ReturnType<typeof createQuotas>;
  readonly now: () => number;
  readonly accepted: () => void;
}

export async function startEmail(options: EmailOptions): Promise<EmailStandIn> {
  const store = openEmailStore(options.dataDir);
  const faults = createFaults(points, options.faults);
  const now = () => options.clock?.now() ?? Date.now();
  const busy = () => options.clock?.busy?.() ?? (() => {});
  let target = options.deliver ?? {};
  const reporting = startReporting({ store, faults, busy, target: () => target });
  const handingOver = startHandingOver({
    store,
    faults,
    smtp: options.smtp,
    now,
    busy,
    ended: reporting.wake,
  });
  const quotas = createQuotas({ ...noQuotas, ...options.quotas }, store, now);

  const app = new Hono<Bindings>();
  addFaultDoor(app, faults);
  app.get("/.local/messages", (c) => c.json(store.messages()));
  app.get("/.local/summary", (c) => c.json(store.summary()));
  addDoorman(app, options);
  const service: Service = { store, faults, quotas, now, accepted: handingOver.wake };
  app.post("/emails:send", (c) => send(c, service));
  app.get("/emails/operations/:id", (c) => status(c, service, c.req.param("id")));
  app.notFound((c) => refuse(c, 404, "NotFound", "There is no such resource."));

  const server = await listen(app, options.port).catch((error: unknown) => {
    store.close();
    throw error;
  });
  handingOver.wake();
  reporting.wake();
  return {
    url: server.url,
    faults,
    messages: store.messages,
    deliverTo: (next) => {
      target = next;
      reporting.wake();
    },
    stop: async () => {
      await server.stop();
      await handingOver.stop();
      await reporting.stop();
      store.close();
    },
  };
}

function addDoorman(app: Hono<Bindings>, options: EmailOptions): void {
  app.use("/*", async (c: Context<Bindings>, next) => {
    const url = new URL(c.req.url);
    const why = refusalOf(
      {
        method: c.req.method,
        pathAndQuery: url.pathname + url.search,
        header: (name) => c.req.header(name),
        body: await c.req.text(),
      },
      options,
    );
    if (why !== undefined) return refuse(c, 401, "Denied", `Denied by the resource provider: ${why}.`);
    const version = url.searchParams.get("api-version");
    if (version === null)
      return refuse(c, 400, "MissingApiVersionParameter", "The api-version query parameter is required.");
    if (!apiVersions.includes(version))
      return refuse(c, 400, "UnsupportedApiVersion", `Unsupported: ${version}.`);
    return next();
  });
}

async function send(c: Context<Bindings>, service: Service): Promise<Response> {
  const { store, faults, quotas } = service;
  const struck = await strike(c, faults.take("send"));
  if (struck) return struck;
  const given = c.req.header("operation-id");
  if (given !== undefined && !uuid.test(given))
    return refuse(c, 400, "InvalidOperationId", "Operation-Id is not a UUID.");
  const id = given?.toLowerCase() ?? crypto.randomUUID();
  const body = await c.req.text();
  const message = readMessage(body);
  if (isRefusal(message)) return refuse(c, message.status, message.code, message.message, message.target);

  const digest = createHash("sha256").update(body).digest("hex");
  const known = store.find(id);
  if (known && known.digest !== digest)
    return refuse(c, 400, "OperationIdInUse", "This Operation-Id was used for another message.");
  const waitMs = known ? undefined : quotas.sendWaitMs();
  if (waitMs !== undefined) return refuseQuota(c, waitMs);
  if (known) store.countRepetition(id);
  else store.accept(id, digest, service.now(), message, recipientsOf(message));

  const interrupted = await strike(c, faults.take("accepted"));
  service.accepted();
  if (interrupted) return interrupted;
  c.env.outgoing.once("finish", () => faults.killAt("answered"));
  const origin = new URL(c.req.url).origin;
  c.header(
    "Operation-Location",
    `${origin}/emails/operations/${id}?api-version=${c.req.query("api-version")}`,
  );
  return answer(c, 202, known ?? { id, state: "accepted" });
}

async function status(c: Context<Bindings>, service: Service, id: string): Promise<Response> {
  const struck = await strike(c, service.faults.take("status"));
  if (struck) return struck;
  const waitMs = service.quotas.statusWaitMs();
  if (waitMs !== undefined) return refuseQuota(c, waitMs);
  const known = service.store.find(id.toLowerCase());
  if (!known) return refuse(c, 404, "OperationNotFound", "There is no operation of this id.");
  return answer(c, 200, known);
}

function answer(
  c: Context<Bindings>,
  code: 200 | 202,
  operation: Pick<StoredOperation, "id" | "state">,
): Response {
  const isDone = operation.state === "done";
  if (!isDone) c.header("retry-after", "1");
  return c.json({ id: operation.id, status: isDone ? "Succeeded" : "Running", error: null }, code);
}

/** What a fault makes of a request; undefined: it carries on. */
async function strike(c: Context<Bindings>, fault: Fault | undefined): Promise<Response | undefined> {
  switch (fault?.action) {
    case "kill":
      process.kill(process.pid, "SIGKILL");
      return drop(c);
    case "drop":
      return drop(c);
    case "silence":
      return keepSilent(c);
    case "answer":
      if (fault.retryAfterSeconds !== undefined) c.header("Retry-After", String(fault.retryAfterSeconds));
      return refuse(c, fault.status, fault.code ?? "InternalServerError", "A fault that was asked for.");
    case "wait":
      await wait(fault.waitMs);
      return undefined;
    case "repeat":
    case undefined:
      return undefined;
  }
}

function refuseQuota(c: Context<Bindings>, waitMs: number): Response {
  c.header("Retry-After", String(Math.ceil(waitMs / 1000)));
  return refuse(c, 429, "TooManyRequests", "The rate limit of this resource is exceeded.");
}

function refuse(
  c: Context<Bindings>,
  code: number,
  errorCode: string,
  message: string,
  target?: string,
): Response {
  c.header("x-ms-error-code", errorCode);
  return c.json(
    { error: { code: errorCode, message, ...(target !== undefined && { target }) } },
    code as 400,
  );
}
