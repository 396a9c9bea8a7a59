/**
 * A question to 100, 161, 1,000 and 10,000 recipients, by the commands of the courier in the order in which its
 * orchestration calls them (intend, hand over, record) with the real adapters of Cosmos and e-mail. Beside it a bare loop
 * of the e-mail SDK over messages of the same bytes, as many at once, on the same stand-in: nobody could send them with
 * less, and it keeps no record of anything. Quotas are lifted. The stand-ins run in a process of their own.
 */
import { EmailClient } from "@azure/communication-email";
import type { EmailMessage } from "@azure/communication-email";
import { v4 as uuidv4 } from "uuid";
import { loadCase } from "../shared/cases/store/commit.ts";
import { allSends } from "../shared/domain/case/state.ts";
import type { MailMessage } from "../shared/ports/mail.ts";
import { crowd, inHouse } from "./house.ts";
import type { House, StandIns } from "./house.ts";
import { median, rounded } from "./table.ts";
import type { Figure } from "./table.ts";
import { courierNow, openCase, stepsNow } from "./walk-case.ts";

/** Runs of each size: the small ones are short, and their medians count. */
const runs = new Map([
  [100, 3],
  [161, 3],
  [1_000, 1],
]);
/** As the hand-over does it. */
const maxConcurrentSends = 8;
const group = "incident-commander";

export const figures = (): Promise<readonly Figure[]> => figuresFor(runs);

/** Takes many minutes. */
export const largeFigures = (): Promise<readonly Figure[]> => figuresFor(new Map([[10_000, 1]]));

function figuresFor(sizes: ReadonlyMap<number, number>): Promise<readonly Figure[]> {
  return inHouse(async (house) => {
    await run(house, 20, "warm"); // until it is warm
    const found: Figure[] = [];
    for (const [size, times] of sizes) {
      const all: Run[] = [];
      for (let nth = 0; nth < times; nth += 1) all.push(await run(house, size, `${size}n${nth}`));
      found.push(...figuresOf(size, all));
    }
    return found;
  });
}

interface Run {
  readonly ms: number;
  readonly bareMs: number;
  /** The most that the heap grew by. */
  readonly heapMegabytes: number;
  /** The largest generation of the courier. */
  readonly historyBytes: number;
}

function figuresOf(size: number, all: readonly Run[]): readonly Figure[] {
  const name = `delivery: ${size} recipients`;
  const of = (member: keyof Run): number => median(all.map((one) => one[member]));
  return [
    {
      name,
      figure: rounded((size * 1000) / of("ms")),
      unit: "messages/s, intended, handed over and recorded",
    },
    {
      name: `${name} / floor`,
      figure: rounded(median(all.map(({ ms, bareMs }) => ms / bareMs))),
      unit: "x the time of a bare loop of the e-mail SDK",
      aim: { atMost: 1.5 },
    },
    {
      name: `${name}: memory`,
      figure: rounded(of("heapMegabytes")),
      unit: "MB that the heap grew by at most",
    },
    {
      name: `${name}: history`,
      figure: rounded(of("historyBytes") / 1024),
      unit: "kB in the largest generation of the courier",
    },
  ];
}

async function run(house: House, size: number, name: string): Promise<Run> {
  const appContext = house.context({ members: (groupId) => (groupId === group ? size : 1) });
  let message: MailMessage | undefined;
  const { mail } = appContext;
  const observed = {
    ...appContext,
    mail: {
      ...mail,
      send: (sent: MailMessage, operationId: string) => mail.send((message = sent), operationId),
    },
  };
  const caseId = await openCase(observed, name);
  await stepsNow(observed, caseId);
  globalThis.gc?.();
  const heapBefore = process.memoryUsage().heapUsed;
  let heapPeak = heapBefore;
  let historyBytes = 0;
  const startedAt = performance.now();
  await courierNow(observed, caseId, (generation) => {
    historyBytes = Math.max(historyBytes, generation.historyBytes);
    heapPeak = Math.max(heapPeak, process.memoryUsage().heapUsed);
  });
  const ms = performance.now() - startedAt;
  const state = await loadCase(appContext, caseId);
  const accepted = state ? allSends(state).filter(({ status }) => status === "accepted").length : 0;
  if (accepted !== size || !message) throw new Error(`${accepted} of ${size} messages were accepted`);
  const bareMs = await bareLoop(house.standIns, message, size);
  return { ms, bareMs, heapMegabytes: (heapPeak - heapBefore) / 1024 ** 2, historyBytes };
}

async function bareLoop({ email }: StandIns, message: MailMessage, size: number): Promise<number> {
  const client = new EmailClient(
    email.url,
    { key: email.accessKey },
    { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } },
  );
  const waiting = crowd(group, size).map(({ address, name }) => emailTo(message, address, name));
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: maxConcurrentSends }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
        await client.beginSend(next, { operationId: uuidv4() });
    }),
  );
  return performance.now() - startedAt;
}

const emailTo = (message: MailMessage, address: string, displayName: string): EmailMessage => ({
  senderAddress: "DoNotReply@house.example",
  content: { subject: message.subject, plainText: message.text, html: message.html },
  recipients: { to: [{ address, displayName }] },
  headers: { ...message.headers },
  attachments: message.attachments.map(({ name, contentType, base64 }) => ({
    name,
    contentType,
    contentInBase64: base64,
  })),
  disableUserEngagementTracking: true,
});
