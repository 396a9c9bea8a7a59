/** What senders are answered at the HTTP doors, so that the platform neither drops what it sends nor storms. */
import { gzipSync } from "node:zlib";
import { HttpRequest } from "@azure/functions";
import type { HttpResponseInit } from "@azure/functions";
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import type { IntakeDesk } from "../../functions/http/intake.ts";
import { takeWithKey, takeWithToken } from "../../functions/http/intake.ts";
import { demoAlert } from "../../local/demo/alert.ts";
import { exportLedger } from "../../shared/cases/queries/export-ledger.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { createVerifier } from "../../shared/ledger/verify.ts";
import type { Senders } from "../../shared/ports/senders.ts";
import { testContext } from "../support/app-context.ts";
import type { TestContext } from "../support/app-context.ts";
import { silentOrchestrator } from "../support/walk.ts";

const startAt = "2026-11-24T08:12:00.000Z";
const alert = demoAlert(Date.parse(startAt));
/** Minutes apart, so another alert of the same kind, with an id of its own. */
const alertAt = (minute: number) => demoAlert(Date.parse(startAt) + minute * 60_000);
const text = JSON.stringify(alert);
const utf8 = (content: string): Uint8Array => new TextEncoder().encode(content);
const utf16 = (content: string, big = false): Uint8Array => {
  const bytes = Buffer.from(`\ufeff${content}`, "utf16le");
  return big ? bytes.swap16() : bytes;
};

interface TestDesk extends IntakeDesk {
  readonly appContext: TestContext;
  readonly logged: string[];
}

function deskOf(more: Partial<IntakeDesk> = {}): TestDesk {
  const appContext = testContext((check) => onTestFinished(check), startAt);
  const logged: string[] = [];
  return {
    appContext,
    orchestrator: silentOrchestrator,
    senders: null,
    rules: async () => defaultRules,
    log: (message) => void logged.push(message),
    logged,
    ...more,
  } as TestDesk;
}

interface Sending {
  readonly body?: Uint8Array | string;
  readonly method?: "POST" | "OPTIONS";
  readonly headers?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly source?: string;
}

function requestOf({
  body,
  method = "POST",
  headers = {},
  query = {},
  source = "sentinel",
}: Sending): HttpRequest {
  const bytes = typeof body === "string" ? utf8(body) : body;
  return new HttpRequest({
    url: `https://tocsin.example/intake/${source}`,
    method,
    params: { source },
    query: { ...query },
    headers: { "content-type": "application/json", ...headers },
    ...(bytes && bytes.length > 0 && { body: { bytes } }),
  });
}

const send = (desk: IntakeDesk, sending: Sending): Promise<HttpResponseInit> =>
  takeWithKey(desk, requestOf(sending));

interface Item {
  readonly kind: string;
  readonly reason?: string;
  readonly quarantineId?: string;
}
const itemsOf = (answer: HttpResponseInit): readonly Item[] =>
  (answer.jsonBody as { items: readonly Item[] } | undefined)?.items ?? [];
const kindsOf = (answer: HttpResponseInit): readonly string[] => itemsOf(answer).map(({ kind }) => kind);

/** Everything in quarantine, as it was kept. */
const quarantined = ({ appContext }: TestDesk): readonly string[] =>
  [...appContext.kept.values()].flatMap(({ bytes, quarantined: is }) =>
    is ? [Buffer.from(bytes).toString()] : [],
  );

const bad = '{"some": 1.0, "some": 2}';
const broken = '{"some": 1.0 "other": 2}';

describe("a body", () => {
  const [second, third] = [JSON.stringify(alertAt(1)), JSON.stringify(alertAt(2))];
  test.each<[string, Uint8Array | string, readonly string[]]>([
    ["one object", text, ["opened"]],
    ["a list of one", `[${text}]`, ["opened"]],
    ["UTF-8 with its mark", `\ufeff${text}`, ["opened"]],
    ["UTF-16, little end first", utf16(text), ["opened"]],
    ["UTF-16, big end first", utf16(text, true), ["opened"]],
    ["UTF-16 without a mark", utf16(text).subarray(2), ["opened"]],
    ["lines of JSON", `${text}\n${second}\r\n\n${third}\n`, ["opened", "joined", "joined"]],
    ["values one after the other", `${text}${second} ${third}`, ["opened", "joined", "joined"]],
    ["a JSON text sequence", `\u001e${text}\n\u001e${second}\n`, ["opened", "joined"]],
    ["lines that are lists", `[${text}]\n[${second},${third}]`, ["opened", "joined", "joined"]],
    ["an event hub's batch", `{"records":[${text},${second}]}`, ["opened", "joined"]],
    [
      "a batch of messages that are texts",
      JSON.stringify([JSON.stringify({ records: [alert] })]),
      ["opened"],
    ],
    ["Base64 and nothing else", `${Buffer.from(text).toString("base64")}\n`, ["opened"]],
    ["a queue's Base64", `"${Buffer.from(text).toString("base64")}"`, ["opened"]],
    ["an empty list", "[]", []],
    ["an empty batch", '{"records":[]}', []],
  ])("%s is read", async (_what, body, kinds) => {
    const desk = deskOf();
    const answer = await send(desk, { body });
    expect(answer.status).toBe(202);
    // Whether a related alert joins or is a thing of its own is for the rules; here only that each was read counts.
    expect(kindsOf(answer)).toHaveLength(kinds.length);
    expect(kindsOf(answer)).not.toContain("quarantined");
    expect(quarantined(desk)).toEqual([]);
  });

  test.each<[string, string, readonly string[]]>([
    ["a kind that nobody knows", `[${text},${bad},${second}]`, [bad]],
    ["broken JSON", `[${text},${broken},${second}]`, [broken]],
    ["broken JSON in a batch", `{"records": [${text}, ${broken}, ${second}]}`, [broken]],
    ["a broken line", `${text}\n${broken}\n${second}`, [broken]],
    ["a broken pretty line in a pretty list", `[\n  ${text},\n  ${broken},\n  ${second}\n]\n`, [broken]],
    ["a number beside", `[${text},1.50,${second}]`, ["1.50"]],
    [
      "a bad one within a message that is a text",
      JSON.stringify([text, `{"records":[${bad}]}`, second]),
      [bad],
    ],
    ["several", `[1,${text},null,"x",${second}]`, ["1", "null", '"x"']],
    ["its second half cut off", `[${text},${second},{"cut": "of`, ['{"cut": "of']],
  ])(
    "with %s: the good ones proceed, the bad one lies alone in quarantine as it was spelled",
    async (_what, body, bads) => {
      const desk = deskOf();
      const answer = await send(desk, { body });
      expect(answer.status).toBe(202);
      expect(kindsOf(answer).filter((kind) => kind !== "quarantined")).toHaveLength(2);
      expect(quarantined(desk)).toEqual(bads);
      const entries = desk.appContext.ledger.all.filter(({ kind }) => kind === "payloadQuarantined");
      const digest = desk.appContext.sha256(utf8(body));
      for (const entry of entries)
        expect(entry.body).toMatchObject({
          source: "http:sentinel",
          receivedAt: startAt,
          within: { digest, bytes: utf8(body).length },
        });
      expect(desk.appContext.kept.get(digest)).toMatchObject({ quarantined: false });
      expect(await desk.appContext.quarantine.countWaiting()).toBe(bads.length);
    },
  );

  test.each<[string, Uint8Array | string, string]>([
    ["nothing (the platform empties chunked ones)", "", "the body is empty"],
    ["blanks", " \r\n", "the body holds nothing but blanks"],
    ["text", "hello", "it is not JSON"],
    ["a form", "a=1&b=2", "it is not JSON"],
    ["XML", "<alert/>", "it is not JSON"],
    ["half an object", text.slice(0, -1), "it is not JSON"],
    ["bytes that are no UTF-8", new Uint8Array([0x7b, 0xff, 0x7d]), "it is not UTF-8"],
    ["half a letter of UTF-16", new Uint8Array([0xff, 0xfe, 0x00, 0xd8]), "it is not UTF-16LE"],
    ["a picture", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00]), "it is not UTF-8"],
    ["zeros", new Uint8Array(64), "it is not JSON"],
    ["a kind that nobody knows", bad, "a kind that no source knows"],
    ["a number", "17", "where an event was expected"],
  ])("of %s is quarantined whole and named, and answered 202", async (_what, body, reason) => {
    const desk = deskOf();
    const answer = await send(desk, { body });
    expect(answer.status).toBe(202);
    expect(itemsOf(answer)).toMatchObject([
      { kind: "quarantined", reason: expect.stringContaining(reason) as string },
    ]);
    const bytes = typeof body === "string" ? utf8(body) : body;
    const kept = desk.appContext.kept.get(desk.appContext.sha256(bytes));
    expect(Buffer.from(kept?.bytes ?? [])).toEqual(Buffer.from(bytes));
    expect(kept?.quarantined).toBe(true);
    expect(desk.appContext.ledger.all).toMatchObject([
      { kind: "payloadQuarantined", body: { original: { bytes: bytes.length } } },
    ]);
  });

  test.each<[string, () => string, string]>([
    [
      "eight megabytes and one byte",
      () => " ".repeat(8 * 1024 * 1024 - 1) + "{}",
      "more than 8388608 are not read",
    ],
    ["5,001 elements", () => `[${"0,".repeat(5000)}0]`, "more than 5000 elements"],
    ["four million elements", () => `[${"0,".repeat(4_000_000)}0]`, "more than 5000 elements"],
    ["5,001 lines", () => `${"[1]\n".repeat(5001)}x`, "more than 5000 elements"],
    [
      "21 bad elements",
      () => `[${Array.from({ length: 21 }, (_, nth) => nth).join(",")}]`,
      "21 of 21 elements cannot be read",
    ],
  ])("of %s is one thing to look at, kept by its digest", async (_what, make, reason) => {
    const desk = deskOf();
    const body = make();
    const answer = await send(desk, { body });
    expect(answer.status).toBe(202);
    expect(itemsOf(answer)).toMatchObject([
      { kind: "quarantined", reason: expect.stringContaining(reason) as string },
    ]);
    const digest = desk.appContext.sha256(utf8(body));
    expect(desk.appContext.kept.get(digest)?.bytes.byteLength).toBe(utf8(body).length);
    expect(desk.appContext.ledger.all).toHaveLength(1);
  });

  test("of five megabytes is read like a small one", async () => {
    const desk = deskOf();
    const padded = JSON.stringify({ ...alert, Filler: "x".repeat(5 * 1024 * 1024) });
    expect(kindsOf(await send(desk, { body: padded }))).toEqual(["opened"]);
  });

  test("with many bad elements lets the good ones proceed all the same", async () => {
    const desk = deskOf();
    const body = `[${text},${Array.from({ length: 30 }, (_, nth) => nth).join(",")}]`;
    expect(kindsOf(await send(desk, { body }))).toEqual(["opened", "quarantined"]);
    expect(quarantined(desk)).toEqual([body]);
  });
});

describe("a packed body", () => {
  const headers = { "content-encoding": "gzip" };

  test("is unpacked to be read, and kept as it came", async () => {
    const desk = deskOf();
    const body = gzipSync(text);
    expect(kindsOf(await send(desk, { body, headers }))).toEqual(["opened"]);
    expect(desk.appContext.kept.get(desk.appContext.sha256(body))).toMatchObject({ quarantined: false });
  });

  test.each<[string, Uint8Array, string, string]>([
    ["says gzip and is none", utf8(text), "gzip", "says that it is packed as gzip, and is not"],
    ["was cut off", gzipSync(text).subarray(0, 60), "gzip", "says that it is packed as gzip, and is not"],
    ["is packed as nobody knows how", utf8(text), "zstd", "packed as zstd, which is not understood"],
    [
      "unpacks to a flood",
      gzipSync(Buffer.alloc(64 * 1024 * 1024)),
      "GZIP",
      "unpacks to more than 8388608 bytes",
    ],
  ])("that %s is quarantined as it came", async (_what, body, encoding, reason) => {
    const desk = deskOf();
    const answer = await send(desk, { body, headers: { "content-encoding": encoding } });
    expect(answer.status).toBe(202);
    expect(itemsOf(answer)).toMatchObject([{ reason: expect.stringContaining(reason) as string }]);
    expect(desk.appContext.kept.get(desk.appContext.sha256(body))).toMatchObject({ quarantined: true });
  });
});

describe("hostile content", () => {
  const withTitle = (title: string): string => JSON.stringify({ ...alert, AlertDisplayName: title });
  test.each<[string, string]>([
    ["a zero", withTitle("a\u0000b")],
    ["writing turned round", withTitle("invoice\u202egnp.exe")],
    ["half a letter", withTitle("half").replace('"half"', '"half \\ud800 a letter \\udfff"')],
    ["names of the language itself", `{"__proto__":{"Severity":"Low"},"constructor":1,${text.slice(1)}`],
    ["depth", `{"Deep":${"[".repeat(100_000)}${"]".repeat(100_000)},${text.slice(1)}`],
    [
      "numbers that are none",
      `{"Huge":1e999999,"Small":-1e-999999,"Long":${"9".repeat(100_000)},${text.slice(1)}`,
    ],
    [
      "dates that are none",
      JSON.stringify({
        ...alert,
        StartTimeUtc: "2026-13-45T99:99:99Z",
        TimeGenerated: "yesterday",
        EndTimeUtc: -1,
      }),
    ],
    ["a long title", withTitle("\ud83d\ude00".repeat(500_000))],
  ])(
    "(%s) does not keep an alert from opening its case, in a ledger that can be written",
    async (_what, body) => {
      const desk = deskOf();
      const answer = await send(desk, { body });
      expect(answer.status).toBe(202);
      expect(kindsOf(answer)).toEqual(["opened"]);
      expect(desk.appContext.ledger.all).toHaveLength(1);
      expect(({} as Record<string, unknown>)["Severity"]).toBeUndefined();
    },
  );

  test("that breaks us is quarantined with what we said, and its neighbours proceed", async () => {
    const desk = deskOf();
    const { index } = desk.appContext;
    const thorny = {
      ...desk.appContext,
      index: {
        ...index,
        findByKeys: (keys: readonly string[]) =>
          keys.some((key) => key.includes("thorn"))
            ? Promise.reject(new Error("bug: a thorn"))
            : index.findByKeys(keys),
      },
    };
    const thorn = JSON.stringify({ ...alertAt(1), SystemAlertId: "thorn" });
    const answer = await send({ ...desk, appContext: thorny }, { body: `[${thorn},${text}]` });
    expect(answer.status).toBe(202);
    expect(itemsOf(answer)).toMatchObject([
      { kind: "quarantined", reason: "element 1 was read and could not be taken in: bug: a thorn" },
      { kind: "opened" },
    ]);
  });
});

describe("when a store cannot be reached", () => {
  const down = () => Promise.reject(new TransientFailure("not reachable"));

  test.each<[string, string, (appContext: TestContext) => Partial<TestContext>]>([
    ["the ledger", text, ({ ledger }) => ({ ledger: { ...ledger, append: down } })],
    ["the ledger, for what cannot be read", "{", ({ ledger }) => ({ ledger: { ...ledger, append: down } })],
    ["the store of originals", text, ({ originals }) => ({ originals: { ...originals, keep: down } })],
    [
      "the store, for what cannot be read",
      "{",
      ({ originals }) => ({ originals: { ...originals, keep: down } }),
    ],
    ["the index of the quarantine", "{", ({ quarantine }) => ({ quarantine: { ...quarantine, put: down } })],
  ])(
    "(%s) the sender is asked to come again, and the next time it is taken once",
    async (_what, body, without) => {
      const desk = deskOf();
      const failing = { ...desk, appContext: { ...desk.appContext, ...without(desk.appContext) } };
      expect(await send(failing, { body })).toMatchObject({ status: 503, headers: { "Retry-After": "10" } });
      expect(desk.logged).toHaveLength(1);
      const answer = await send(desk, { body });
      expect(answer.status).toBe(202);
      expect(desk.appContext.ledger.all).toHaveLength(1);
    },
  );

  test("and also when it refuses us: an action group comes again after 503 only", async () => {
    const desk = deskOf();
    const originals = {
      ...desk.appContext.originals,
      keep: () => Promise.reject(new Error("refused (403)")),
    };
    const answer = await send({ ...desk, appContext: { ...desk.appContext, originals } }, { body: text });
    expect(answer.status).toBe(503);
  });
});

describe("a sender's handshake", () => {
  const validation = JSON.stringify([
    {
      id: "1",
      topic: "/subscriptions/s",
      subject: "",
      eventType: "Microsoft.EventGrid.SubscriptionValidationEvent",
      eventTime: startAt,
      data: {
        validationCode: "512d38b6-c7b8-40c8-89fe-f46f9e9622b6",
        validationUrl: "https://rp.example:553/x",
      },
      dataVersion: "2",
    },
  ]);

  test("of Event Grid is answered with its code, at once and with 200", async () => {
    const desk = deskOf();
    const headers = { "aeg-event-type": "SubscriptionValidation" };
    expect(await send(desk, { body: validation, headers })).toEqual({
      status: 200,
      jsonBody: { validationResponse: "512d38b6-c7b8-40c8-89fe-f46f9e9622b6" },
    });
    expect(desk.appContext.ledger.all).toEqual([]);
  });

  test("of Event Grid without a code is kept like any body", async () => {
    const desk = deskOf();
    const headers = { "aeg-event-type": "SubscriptionValidation" };
    expect(await send(desk, { body: "{", headers })).toMatchObject({ status: 202 });
    expect(quarantined(desk)).toEqual(["{"]);
  });

  test("of CloudEvents allows Event Grid, whoever asks", async () => {
    const headers = { "webhook-request-origin": "elsewhere.example" };
    for (const take of [takeWithKey, takeWithToken])
      expect(await take(deskOf(), requestOf({ method: "OPTIONS", headers }))).toMatchObject({
        status: 200,
        headers: { "WebHook-Allowed-Origin": "eventgrid.azure.net" },
      });
  });

  test("of Graph gets its own word back, as text and nothing else", async () => {
    const desk = deskOf();
    const validationToken = "Validation: <script>alert(1)</script>";
    expect(await send(desk, { query: { validationToken } })).toEqual({
      status: 200,
      headers: { "Content-Type": "text/plain; charset=utf-8", "X-Content-Type-Options": "nosniff" },
      body: validationToken,
    });
    expect(desk.appContext.ledger.all).toEqual([]);
  });

  test("of Event Grid's farewell is answered, and leaves nothing", async () => {
    const desk = deskOf();
    const headers = { "aeg-event-type": "Unsubscribe" };
    expect(await send(desk, { body: "[]", headers })).toEqual({ status: 200 });
    expect(desk.appContext.ledger.all).toEqual([]);
  });

  test("does not stand for a notification: that is taken", async () => {
    const desk = deskOf();
    const headers = { "aeg-event-type": "Notification" };
    expect(kindsOf(await send(desk, { body: `[${text}]`, headers }))).toEqual(["opened"]);
  });
});

describe("whatever the bytes", () => {
  test("each item is answered for, kept and written down, and the ledger verifies", async () => {
    const piece = fc.oneof(
      fc.constantFrom(text, bad, broken, JSON.stringify(alertAt(1)), "", "[", "}", '"', "\n", ",", "\u0000"),
      fc.string({ unit: "binary", maxLength: 12 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 6 }),
        fc.constantFrom("", ",", "\n"),
        async (pieces, between) => {
          const desk = deskOf();
          const answer = await send(desk, { body: pieces.join(between) });
          expect(answer.status).toBe(202);
          for (const { kind, quarantineId } of itemsOf(answer)) {
            if (kind !== "quarantined") continue;
            const [entry] = await desk.appContext.ledger.read(quarantineId ?? "");
            if (entry?.kind !== "payloadQuarantined") throw new Error("it was not written down");
            expect(desk.appContext.kept.get(entry.body.original.digest)).toMatchObject({ quarantined: true });
          }
          const verifier = createVerifier({ sha256: desk.appContext.sha256 });
          for await (const line of exportLedger(desk.appContext)) verifier.line(utf8(line.trimEnd()));
          expect(verifier.finish()).toMatchObject({ ok: true });
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe("a sender with a token", () => {
  const application = "4962773b-9cdb-44cf-a8bf-237846a00ab7";
  const senders: Senders = {
    identify: async (token) => (token === "good" ? { application } : null),
  };
  /** A request whose body must not be touched. */
  function sealed(headers: Readonly<Record<string, string>>): HttpRequest {
    const request = requestOf({ body: text, headers });
    const forbidden = () => {
      throw new Error("the body was read");
    };
    return Object.defineProperties(request, {
      body: { get: forbidden },
      arrayBuffer: { value: forbidden },
      text: { value: forbidden },
      json: { value: forbidden },
    });
  }

  test("that counts is let in, and named beside what it brings", async () => {
    const desk = deskOf({ senders });
    const headers = {
      authorization: "Bearer good",
      "user-agent": "Event Grid",
      "x-forwarded-for": "10.9.9.9, 203.0.113.7:443",
    };
    expect((await takeWithToken(desk, requestOf({ body: "{", headers }))).status).toBe(202);
    expect(desk.appContext.ledger.all).toMatchObject([
      { body: { sender: { application, agent: "Event Grid", address: "203.0.113.7:443" } } },
    ]);
  });

  test.each([
    ["none", {}],
    ["one that does not count", { authorization: "Bearer bad" }],
    ["another scheme", { authorization: "Basic Z29vZA==" }],
    ["an empty one", { authorization: "Bearer " }],
    ["two", { authorization: "Bearer good, Bearer good" }],
  ])("(%s) is refused before its body is read", async (_what, headers) => {
    const desk = deskOf({ senders });
    const answer = await takeWithToken(desk, sealed(headers));
    expect(answer).toEqual({ status: 401, headers: { "WWW-Authenticate": "Bearer" } });
    expect(desk.appContext.ledger.all).toEqual([]);
    expect(desk.appContext.kept.size).toBe(0);
  });

  test("is refused where no application was named, whatever it holds", async () => {
    const answer = await takeWithToken(deskOf(), sealed({ authorization: "Bearer good" }));
    expect(answer.status).toBe(401);
  });

  test("is asked to come again while nobody can tell: a 401 would lose the event", async () => {
    const unsure: Senders = { identify: () => Promise.reject(new TransientFailure("no keys")) };
    const answer = await takeWithToken(deskOf({ senders: unsure }), sealed({ authorization: "Bearer good" }));
    expect(answer.status).toBe(503);
  });
});
