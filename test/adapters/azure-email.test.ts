/** The e-mail adapter against a provider that answers by a script: what each answer lets it conclude. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { azureMail } from "../../shared/adapters/azure-email/mail.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { MailMessage } from "../../shared/ports/mail.ts";

/** `drop`: no answer. `silence`: never an answer. */
type Scripted =
  | "drop"
  | "silence"
  | { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> };

const id = "3c1f0f5e-6a0e-4d55-9d0b-0f6a1f3f7a01";
const message: MailMessage = {
  to: { address: "mara@stbrigids.example", name: "Mara" },
  subject: "A bell",
  text: "words",
  html: "<p>words</p>",
  headers: { References: "<case-1@stbrigids.example>" },
  attachments: [],
};
const unknown: Scripted = { status: 404, body: { error: { code: "OperationNotFound", message: "" } } };
const accepted: Scripted = { status: 202, body: { id, status: "Running" } };
const running: Scripted = { status: 200, body: { id, status: "Running" } };
const failed: Scripted = {
  status: 200,
  body: {
    id,
    status: "Failed",
    error: { code: "EmailDroppedAllRecipientsSuppressed", message: "mara@stbrigids.example is suppressed" },
  },
};
const refusal = (status: number, code = "SomeCode"): Scripted => ({
  status,
  headers: { "x-ms-error-code": code },
  body: { error: { code, message: "mara@stbrigids.example is not welcome" } },
});

/** The last of each list repeats. */
async function open(script: { readonly posts: Scripted[]; readonly statuses: Scripted[] }) {
  const asked: { method: string; url: string; headers: Record<string, unknown>; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, headers, body });
      const list = method === "POST" ? script.posts : script.statuses;
      const answer = list.length > 1 ? list.shift() : list[0];
      if (answer === undefined || answer === "drop") return request.socket.destroy();
      if (answer === "silence") return;
      const place = method === "POST" && {
        "Operation-Location": `${origin}/emails/operations/${id}?api-version=2025-09-01`,
      };
      response.writeHead(answer.status, { "content-type": "application/json", ...place, ...answer.headers });
      response.end(typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body ?? {}));
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const mail = azureMail({
    endpoint: origin,
    credential: { accessKey: Buffer.from("key").toString("base64") },
    sender: "tocsin@stbrigids.example",
    allowInsecure: true,
    timeoutMs: 1500,
    reconcileAfterMs: [0, 1],
  });
  const posts = () => asked.filter(({ method }) => method === "POST");
  return { mail, asked, posts };
}

const gone = "transient failure";
type Told = Record<string, unknown> | typeof gone;

const cases: readonly (readonly [string, Scripted[], Scripted[], Told])[] = [
  ["202", [accepted], [unknown, running], { kind: "accepted" }],
  ["202, then a question too many", [accepted], [unknown, refusal(429)], { kind: "accepted" }],
  ["202, then nothing", [accepted], [unknown, "drop"], { kind: "accepted" }],
  [
    "202, then at once an end",
    [accepted],
    [unknown, failed],
    { kind: "refused", code: "EmailDroppedAllRecipientsSuppressed" },
  ],
  ["no answer, and it is known", ["drop"], [unknown, running], { kind: "accepted" }],
  ["no answer, and it becomes known", ["drop"], [unknown, unknown, running], { kind: "accepted" }],
  ["no answer, and it is not known", ["drop"], [unknown], { kind: "uncertain" }],
  ["no answer, and no question is answered", ["drop"], [unknown, "drop"], { kind: "uncertain" }],
  ["silence, and it is known", ["silence"], [unknown, running], { kind: "accepted" }],
  ["500, and it is known", [refusal(500)], [unknown, running], { kind: "accepted" }],
  ["500, and it is not known", [refusal(500)], [unknown], { kind: "uncertain" }],
  ["502 with a page of a gateway", [{ status: 502, body: "<html>" }], [unknown], { kind: "uncertain" }],
  ["409, and it is known", [refusal(409)], [unknown, running], { kind: "accepted" }],
  ["408, and it is not known", [refusal(408)], [unknown], { kind: "uncertain" }],
  [
    "400 as a repeated send is told, and it is known",
    [refusal(400)],
    [unknown, running],
    { kind: "accepted" },
  ],
  [
    "400, and it is not known",
    [refusal(400, "InvalidEmailAddress")],
    [unknown],
    { kind: "refused", code: "InvalidEmailAddress" },
  ],
  ["400, and no question is answered", [refusal(400)], [unknown, "drop"], { kind: "uncertain" }],
  [
    "404 for a domain that is not linked",
    [refusal(404, "DomainNotLinked")],
    [unknown],
    { kind: "refused", code: "DomainNotLinked" },
  ],
  ["413", [refusal(413)], [unknown], { kind: "refused" }],
  ["401", [refusal(401, "Denied")], [unknown], gone],
  ["403", [refusal(403)], [unknown], gone],
];

describe("a send that is answered with", () => {
  test.each(cases)("%s", async (_, scriptedPosts, statuses, told) => {
    const { mail, posts } = await open({ posts: scriptedPosts, statuses });
    const sending = mail.send(message, id);
    if (told === gone) await expect(sending).rejects.toBeInstanceOf(TransientFailure);
    else expect(await sending).toMatchObject(told);
    expect(posts()).toHaveLength(1); // never twice, whatever was said
  });

  test.each([
    ["seconds", { "retry-after": "3600" }, 3_600_000],
    [
      "a date",
      { date: "Tue, 24 Nov 2026 03:12:00 GMT", "retry-after": "Tue, 24 Nov 2026 03:17:00 GMT" },
      300_000,
    ],
    ["nothing", {}, 60_000],
  ])("429 and %s is throttled for that long, without a wait inside", async (_, headers, retryAfterMs) => {
    const { mail, posts } = await open({ posts: [{ status: 429, headers }], statuses: [unknown] });
    expect(await mail.send(message, id)).toEqual({ kind: "throttled", retryAfterMs });
    expect(posts()).toHaveLength(1);
  });
});

describe("before a send", () => {
  test.each([
    ["known", running, { kind: "accepted" }],
    ["already refused", failed, { kind: "refused" }],
    [
      "not to be asked for now",
      { status: 429, headers: { "retry-after": "5" } },
      { kind: "throttled", retryAfterMs: 5000 },
    ],
  ] as const)("an operation that is %s is not posted", async (_, status, told) => {
    const { mail, posts } = await open({ posts: [accepted], statuses: [status] });
    expect(await mail.send(message, id)).toMatchObject(told);
    expect(posts()).toEqual([]);
  });

  test("a provider that cannot be asked is a transient failure, and nothing is posted", async () => {
    const { mail, posts } = await open({ posts: [accepted], statuses: ["drop"] });
    await expect(mail.send(message, id)).rejects.toBeInstanceOf(TransientFailure);
    expect(posts()).toEqual([]);
  });
});

test("what is posted carries the operation id, one recipient, the thread, and no tracking", async () => {
  const { mail, posts } = await open({ posts: [accepted], statuses: [unknown, running] });
  await mail.send(message, id);
  const [sent] = posts();
  expect(sent?.headers["operation-id"]).toBe(id);
  expect(JSON.parse(sent?.body ?? "")).toEqual({
    senderAddress: "tocsin@stbrigids.example",
    content: { subject: "A bell", plainText: "words", html: "<p>words</p>" },
    recipients: { to: [{ address: "mara@stbrigids.example", displayName: "Mara" }] },
    headers: { References: "<case-1@stbrigids.example>" },
    attachments: [],
    userEngagementTrackingDisabled: true,
  });
});

test("a provider's reason does not carry the recipient's address", async () => {
  const { mail } = await open({ posts: [refusal(400)], statuses: [unknown] });
  expect(await mail.send(message, id)).toMatchObject({ reason: "<address> is not welcome" });
  const known = await open({ posts: [], statuses: [failed] });
  expect(JSON.stringify(await known.mail.statusOf(id))).not.toContain("mara@");
});

test("plain http is for this machine only, and only when asked for", () => {
  const at = (endpoint: string, allowInsecure: boolean) => () =>
    azureMail({ endpoint, credential: { accessKey: "a2V5" }, sender: "a@b.example", allowInsecure });
  expect(at("http://127.0.0.1:1", false)).toThrow("neither https");
  expect(at("http://mail.example", true)).toThrow("neither https");
  expect(at("https://r.communication.azure.com", false)).not.toThrow();
});
