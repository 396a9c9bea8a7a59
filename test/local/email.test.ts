/** The e-mail stand-in by plain HTTP: who may send, what it refuses, what it reports. Kills have a file of their own. */
import { EventGridDeserializer, isSystemEvent } from "@azure/eventgrid";
import { createHash, createHmac } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import type { EmailOptions } from "../../local/stand-ins/email.ts";
import { startEmail } from "../../local/stand-ins/email.ts";
import { documentedQuotas } from "../../local/stand-ins/email-quotas.ts";
import { startInbox } from "../../local/stand-ins/inbox.ts";
import { readPayload } from "../../shared/intake/read-payload.ts";
import { startWebhook } from "../support/webhook.ts";

const accessKey = Buffer.from("a key that is only local").toString("base64");
const apiVersion = "api-version=2025-09-01";

const message = (to = "mara@stbrigids.example") => ({
  senderAddress: "tocsin@stbrigids.example",
  content: { subject: "A bell", plainText: "words", html: "<p>words</p>" },
  recipients: { to: [{ address: to, displayName: "Mara" }] },
  headers: { "Message-ID": "<q1.case-1@stbrigids.example>", "In-Reply-To": "<case-1@stbrigids.example>" },
  userEngagementTrackingDisabled: true,
});

/** Patient: these tests run beside others. */
const eventually = (check: () => void | Promise<void>) =>
  vi.waitFor(check, { timeout: 10_000, interval: 20 });

interface Signing {
  readonly key?: string;
  readonly date?: Date;
  readonly signedBody?: string;
}

async function open(options: Partial<EmailOptions> = {}, withInbox = false) {
  const dataDir = mkdtempSync(join(tmpdir(), "tocsin-email-"));
  const inbox = withInbox
    ? await startInbox({ smtpPort: 0, webPort: 0, dataDir: join(dataDir, "inbox") })
    : undefined;
  const email = await startEmail({
    port: 0,
    dataDir,
    accessKey,
    ...(inbox && { smtp: { host: "127.0.0.1", port: inbox.smtpPort, inboxUrl: inbox.url } }),
    ...options,
  });
  onTestFinished(async () => {
    await email.stop();
    await inbox?.stop();
    await rm(dataDir, { recursive: true });
  });
  const call = async (
    method: string,
    path: string,
    body?: string,
    extra: Record<string, string> = {},
    signing: Signing = {},
  ) => {
    const url = new URL(path, email.url);
    const date = (signing.date ?? new Date()).toUTCString();
    const hash = createHash("sha256")
      .update(signing.signedBody ?? body ?? "")
      .digest("base64");
    const text = `${method}\n${url.pathname}${url.search}\n${date};${url.host};${hash}`;
    const signature = createHmac("sha256", Buffer.from(signing.key ?? accessKey, "base64"))
      .update(text)
      .digest("base64");
    const response = await fetch(url, {
      method,
      headers: {
        "content-type": "application/json",
        "x-ms-date": date,
        "x-ms-content-sha256": hash,
        Authorization: `HMAC-SHA256 SignedHeaders=x-ms-date;host;x-ms-content-sha256&Signature=${signature}`,
        ...extra,
      },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
  };
  const send = (content: unknown = message(), id?: string, signing?: Signing) =>
    call(
      "POST",
      `/emails:send?${apiVersion}`,
      JSON.stringify(content),
      id === undefined ? {} : { "Operation-Id": id },
      signing,
    );
  const status = (id: string) => call("GET", `/emails/operations/${id}?${apiVersion}`);
  return { email, inbox, call, send, status };
}

describe("the e-mail stand-in", () => {
  test("a signed message is accepted with 202, its place and a pause, and its status can be asked", async () => {
    const { send, status, email } = await open();
    const id = crypto.randomUUID();
    const answer = await send(message(), id);
    expect(answer).toMatchObject({ status: 202, body: { id, status: "Running" } });
    expect(answer.headers.get("operation-location")).toBe(
      `${email.url}/emails/operations/${id}?${apiVersion}`,
    );
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    await eventually(async () =>
      expect(await status(id)).toMatchObject({ status: 200, body: { id, status: "Succeeded" } }),
    );
    expect((await status(id)).headers.get("retry-after")).toBeNull();
    const unknown = await status(crypto.randomUUID());
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: "OperationNotFound" } } });
    expect(unknown.headers.get("x-ms-error-code")).toBe("OperationNotFound");
  });

  test.each([
    ["another key", { key: Buffer.from("another").toString("base64") }],
    ["a date of six minutes ago", { date: new Date(Date.now() - 6 * 60_000) }],
    ["a date of six minutes ahead", { date: new Date(Date.now() + 6 * 60_000) }],
    ["a body that is not the signed one", { signedBody: "{}" }],
  ])("%s is denied, and nothing is accepted", async (_, signing) => {
    const { send, email } = await open();
    expect(await send(message(), undefined, signing)).toMatchObject({
      status: 401,
      body: { error: { code: "Denied" } },
    });
    expect(email.messages()).toEqual([]);
  });

  test("a bearer token passes when it is the right one", async () => {
    const { call } = await open({ token: "secret" });
    const as = (token: string) =>
      call("POST", `/emails:send?${apiVersion}`, JSON.stringify(message()), {
        Authorization: `Bearer ${token}`,
      });
    expect((await as("secret")).status).toBe(202);
    expect((await as("other")).status).toBe(401);
  });

  test.each([
    ["no recipient", { ...message(), recipients: { to: [] } }, 400, "BadRequest"],
    ["no content", { ...message(), content: { subject: "A bell" } }, 400, "BadRequest"],
    ["no subject", { ...message(), content: { subject: "", plainText: "words" } }, 400, "BadRequest"],
    ["a bad address", message("mara at stbrigids"), 400, "InvalidEmailAddress"],
    [
      "51 recipients",
      {
        ...message(),
        recipients: { to: Array.from({ length: 51 }, (_, i) => ({ address: `p${i}@a.example` })) },
      },
      400,
      "BadRequest",
    ],
    [
      "more than 10 MB",
      { ...message(), content: { subject: "A bell", plainText: "x".repeat(10 * 1024 * 1024) } },
      413,
      "RequestEntityTooLarge",
    ],
  ])("%s is refused with a code in body and header", async (_, content, code, name) => {
    const { send } = await open();
    const answer = await send(content);
    expect(answer).toMatchObject({ status: code, body: { error: { code: name } } });
    expect(answer.headers.get("x-ms-error-code")).toBe(name);
  });

  test("without an api-version, or with an unknown one, nothing is done", async () => {
    const { call } = await open();
    expect(await call("POST", "/emails:send", "{}")).toMatchObject({
      status: 400,
      body: { error: { code: "MissingApiVersionParameter" } },
    });
    expect(await call("POST", "/emails:send?api-version=1999-01-01", "{}")).toMatchObject({ status: 400 });
  });

  test("a repeated Operation-Id is the same operation with the same content and refused with another", async () => {
    const { send, email } = await open();
    const id = crypto.randomUUID();
    await send(message(), id);
    expect(await send(message(), id)).toMatchObject({ status: 202, body: { id } });
    expect(await send(message("tomas@stbrigids.example"), id)).toMatchObject({ status: 400 });
    expect(email.messages()).toMatchObject([
      { operationId: id, posts: 2, recipients: ["mara@stbrigids.example"] },
    ]);
  });

  test("the documented quotas refuse the 31st send of a minute and the 101st of an hour with the time to wait", async () => {
    let now = Date.parse("2026-11-24T03:00:00Z");
    const { send, email } = await open({ quotas: documentedQuotas, clock: { now: () => now } });
    const burst = async (count: number) => {
      for (let n = 0; n < count; n++) expect((await send()).status).toBe(202);
    };
    await burst(30);
    now += 20_000;
    const minute = await send();
    expect(minute).toMatchObject({ status: 429, body: { error: { code: "TooManyRequests" } } });
    expect(minute.headers.get("retry-after")).toBe("40");
    for (const count of [30, 30, 10]) {
      now += 60_000;
      await burst(count);
    }
    now += 60_000;
    const hour = await send();
    expect([hour.status, hour.headers.get("retry-after")]).toEqual([429, String(3600 - 260)]);
    expect(email.messages()).toHaveLength(100);
  });

  test("questions about a status have a quota of their own", async () => {
    const { status } = await open({ quotas: { statusPerMinute: 2 } });
    const id = crypto.randomUUID();
    expect([await status(id), await status(id), await status(id)].map((one) => one.status)).toEqual([
      404, 404, 429,
    ]);
  });

  test("the mail arrives with its own Message-ID, its thread, both texts and its attachment", async () => {
    const { send, inbox, email } = await open({}, true);
    const attachment = {
      name: "facts.txt",
      contentType: "text/plain",
      contentInBase64: Buffer.from("facts").toString("base64"),
    };
    await send({ ...message(), attachments: [attachment] });
    await eventually(() => expect(email.messages()).toMatchObject([{ state: "done", handOvers: 1 }]));
    const mails = (await (await fetch(`${inbox?.url}/email`)).json()) as unknown;
    expect(mails).toMatchObject([
      {
        subject: "A bell",
        text: expect.stringContaining("words") as string,
        html: expect.stringContaining("<p>words</p>") as string,
        to: [{ address: "mara@stbrigids.example", name: "Mara" }],
        headers: {
          "message-id": "<q1.case-1@stbrigids.example>",
          "in-reply-to": "<case-1@stbrigids.example>",
        },
        attachments: [{ filename: "facts.txt" }],
      },
    ]);
  });

  test.each([
    ["mara@stbrigids.example", "Delivered", 1],
    ["bounce.mara@stbrigids.example", "Bounced", 0],
    ["mara.suppressed@stbrigids.example", "Suppressed", 0],
    ["quarantine@stbrigids.example", "Quarantined", 0],
  ])("the fate of %s is reported as %s, by Event Grid's own form", async (to, fate, mails) => {
    const webhook = await startWebhook();
    const { send, email } = await open(
      { deliver: { eventGridUrl: `${webhook.url}?functionName=x`, key: "k" } },
      true,
    );
    const id = crypto.randomUUID();
    await send(message(to), id);
    await eventually(() => expect(webhook.received).toHaveLength(1));
    const [received] = webhook.received;
    expect(received?.url).toBe("/?functionName=x&code=k");
    expect(received?.headers["aeg-event-type"]).toBe("Notification");
    expect(received?.headers["content-length"]).toBeDefined();
    expect(received?.body).toMatchObject([
      {
        eventType: "Microsoft.Communication.EmailDeliveryReportReceived",
        subject: `sender/tocsin@stbrigids.example/message/${id}`,
        data: {
          recipient: to,
          messageId: id,
          status: fate,
          internetMessageId: "<q1.case-1@stbrigids.example>",
        },
      },
    ]);
    // The library that Event Grid's customers read their events with takes it for the documented one.
    const events = await new EventGridDeserializer().deserializeEventGridEvents(
      JSON.stringify(received?.body),
    );
    expect(
      events.map(
        (event) => isSystemEvent("Microsoft.Communication.EmailDeliveryReportReceived", event) && event.data,
      ),
    ).toMatchObject([{ recipient: to, messageId: id, status: fate }]);
    expect(readPayload(received?.body)).toMatchObject([
      {
        form: "event-grid.email-delivery",
        alert: { receipt: { messageId: id, recipient: to, status: fate } },
      },
    ]);
    expect(email.messages()).toMatchObject([
      { handOvers: mails, reports: [{ recipient: to, status: fate }] },
    ]);
  });

  test("a report is tried again until it is taken, and reports can be doubled, lost and overtaken", async () => {
    const webhook = await startWebhook();
    const { send, email } = await open({ deliver: { eventGridUrl: webhook.url } });
    const ids = () =>
      webhook.received.map(({ body }) => (body as { data: { messageId: string } }[])[0]?.data.messageId);
    const [a, b, c, d] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()];

    webhook.answers.push(500);
    await send(message(), a);
    await eventually(() => expect(ids()).toEqual([a, a]));
    expect(webhook.received[1]?.headers["aeg-delivery-count"]).toBe("1");

    email.faults.add({ at: "report", action: "repeat" });
    await send(message(), b);
    await eventually(() => expect(ids().slice(2)).toEqual([b, b]));
    const [first, second] = webhook.received.slice(2).map(({ body }) => (body as { id: string }[])[0]?.id);
    expect(first).toBe(second);

    email.faults.add({ at: "report", action: "wait", waitMs: 200 });
    email.faults.add({ at: "report", action: "drop", skip: 2 });
    await send(message(), c);
    await send(message(), d);
    await eventually(() => expect(email.messages().every(({ reports }) => reports[0]?.posted)).toBe(true));
    expect(ids().slice(4)).toEqual([d]); // c was overtaken and then lost
  });

  test("a clock that can wait is told of work from the acceptance until the report was taken", async () => {
    const webhook = await startWebhook();
    let inFlight = 0;
    const clock = {
      now: () => Date.now(),
      busy: () => {
        inFlight += 1;
        return () => void (inFlight -= 1);
      },
    };
    const { send } = await open({ clock, deliver: { eventGridUrl: webhook.url } }, true);
    await send();
    while (webhook.received.length === 0) {
      expect(inFlight).toBeGreaterThan(0);
      await new Promise((resolve) => setImmediate(resolve));
    }
    await eventually(() => expect(inFlight).toBe(0));
  });
});
