/** One suite, run against Communication Services (the real client, on the stand-in) and against the fake. */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { EmailStandIn } from "../../local/stand-ins/email.ts";
import { startEmail } from "../../local/stand-ins/email.ts";
import { azureMail } from "../../shared/adapters/azure-email/mail.ts";
import { fakeMail } from "../../shared/adapters/fake-mail/mail.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { Mail, MailMessage } from "../../shared/ports/mail.ts";
import { closedAddress } from "../support/closed-address.ts";

const accessKey = Buffer.from("a key that is only local").toString("base64");
const message = (to: string, subject = "A bell"): MailMessage => ({
  to: { address: to, name: "Mara Lindqvist" },
  subject,
  text: "words",
  html: "<p>words</p>",
  headers: { "Message-ID": "<case-1.q1@stbrigids.example>", References: "<case-1@stbrigids.example>" },
  attachments: [
    { name: "facts.txt", contentType: "text/plain", base64: Buffer.from("facts").toString("base64") },
  ],
});

interface Subject {
  readonly mail: Mail;
  readonly throttle: (seconds: number) => void;
  readonly loseAnswer: () => void;
  readonly refuse: () => void;
  readonly disappear: () => void;
  /** Operations that the provider holds. */
  readonly operations: () => readonly { operationId: string; subject: string }[];
}

function onFake(): Subject {
  const mail = fakeMail(onTestFinished);
  mail.expectAnything();
  return {
    mail,
    throttle: (seconds) => mail.next({ kind: "throttled", retryAfterMs: seconds * 1000 }),
    loseAnswer: () => mail.next({ kind: "answer-lost" }),
    refuse: () => mail.next({ kind: "refused", code: "InvalidEmailAddress", reason: "not an address" }),
    disappear: () => mail.next({ kind: "unreachable" }),
    operations: () =>
      mail.sent.map((one) => ({ operationId: one.operationId, subject: one.message.subject })),
  };
}

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-mail-"));
let email: EmailStandIn;
let closed: Awaited<ReturnType<typeof closedAddress>>;
beforeAll(async () => {
  email = await startEmail({ port: 0, dataDir, accessKey });
  closed = await closedAddress();
});
afterAll(async () => {
  await closed.release();
  await email.stop();
  await rm(dataDir, { recursive: true });
});

function onAzure(): Subject {
  onTestFinished(() => email.faults.clear());
  const connect = (endpoint: string) =>
    azureMail({
      endpoint,
      credential: { accessKey },
      sender: "tocsin@stbrigids.example",
      allowInsecure: true,
      reconcileAfterMs: [0],
    });
  let mail = connect(email.url);
  const before = new Set(email.messages().map(({ operationId }) => operationId));
  return {
    mail: { send: (...args) => mail.send(...args), statusOf: (...args) => mail.statusOf(...args) },
    throttle: (seconds) =>
      email.faults.add({ at: "send", action: "answer", status: 429, retryAfterSeconds: seconds }),
    loseAnswer: () => {
      email.faults.add({ at: "accepted", action: "drop" });
      email.faults.add({ at: "status", action: "drop", skip: 1 });
    },
    refuse: () =>
      email.faults.add({ at: "send", action: "answer", status: 400, code: "InvalidEmailAddress" }),
    disappear: () => {
      mail = connect(closed.url);
      queueMicrotask(() => (mail = connect(email.url)));
    },
    operations: () => email.messages().filter(({ operationId }) => !before.has(operationId)),
  };
}

describe.each([
  ["Communication Services through its client", onAzure],
  ["the fake", onFake],
])("mail: %s", (_, open) => {
  const nextId = () => crypto.randomUUID();

  test("a message is accepted, and its operation is known from then on", async () => {
    const { mail, operations } = open();
    const id = nextId();
    expect(await mail.statusOf(id)).toEqual({ kind: "unknown" });
    expect(await mail.send(message("mara@stbrigids.example"), id)).toMatchObject({ kind: "accepted" });
    expect(await mail.statusOf(id)).toMatchObject({ kind: "accepted" });
    expect(operations()).toMatchObject([{ operationId: id, subject: "A bell" }]);
  });

  test("the same operation sent again is accepted and not sent, even if the text has changed", async () => {
    const { mail, operations } = open();
    const id = nextId();
    await mail.send(message("mara@stbrigids.example"), id);
    expect(await mail.send(message("mara@stbrigids.example", "Five minutes later"), id)).toMatchObject({
      kind: "accepted",
    });
    expect(operations()).toMatchObject([{ operationId: id, subject: "A bell" }]);
  });

  test("a provider that asks for patience is not tried again inside, and says how long", async () => {
    const { mail, throttle, operations } = open();
    const id = nextId();
    throttle(240);
    expect(await mail.send(message("mara@stbrigids.example"), id)).toEqual({
      kind: "throttled",
      retryAfterMs: 240_000,
    });
    expect(operations()).toEqual([]);
    expect(await mail.send(message("mara@stbrigids.example"), id)).toMatchObject({ kind: "accepted" });
  });

  test("a lost answer that cannot be cleared up is uncertain, and settles when asked again, with one mail", async () => {
    const { mail, loseAnswer, operations } = open();
    const id = nextId();
    loseAnswer();
    expect(await mail.send(message("mara@stbrigids.example"), id)).toMatchObject({ kind: "uncertain" });
    expect(await mail.statusOf(id)).toMatchObject({ kind: "accepted" });
    expect(await mail.send(message("mara@stbrigids.example"), id)).toMatchObject({ kind: "accepted" });
    expect(operations()).toHaveLength(1);
  });

  test("a refusal is an outcome with the provider's code", async () => {
    const { mail, refuse, operations } = open();
    refuse();
    expect(await mail.send(message("mara@stbrigids.example"), nextId())).toMatchObject({
      kind: "refused",
      code: "InvalidEmailAddress",
    });
    expect(operations()).toEqual([]);
  });

  test("a provider that cannot be reached is a transient failure: surely nothing was sent", async () => {
    const { mail, disappear, operations } = open();
    disappear();
    await expect(mail.send(message("mara@stbrigids.example"), nextId())).rejects.toBeInstanceOf(
      TransientFailure,
    );
    expect(operations()).toEqual([]);
  });
});
