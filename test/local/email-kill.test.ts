/**
 * The e-mail stand-in and its inbox are killed (SIGKILL) at each point in the life of a message and started again on
 * the same folder. The product's own adapter does the sending. Whatever happened: one mail in the inbox, one hand-over
 * in the stand-in's books, its report received.
 */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { FaultInput } from "../../local/stand-ins/faults.ts";
import type { Inbox } from "../../local/stand-ins/inbox.ts";
import { startInbox } from "../../local/stand-ins/inbox.ts";
import { azureMail } from "../../shared/adapters/azure-email/mail.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { Mail, MailMessage, SendOutcome } from "../../shared/ports/mail.ts";
import type { PostOffice } from "../support/post-office.ts";
import { startPostOffice } from "../support/post-office.ts";
import { startWebhook } from "../support/webhook.ts";

const accessKey = Buffer.from("a key that is only local").toString("base64");
const message = (subject: string): MailMessage => ({
  to: { address: "mara@stbrigids.example", name: "Mara" },
  subject,
  text: "words",
  html: "<p>words</p>",
  headers: { "Message-ID": "<the-same.for-all@stbrigids.example>" },
  attachments: [],
});

type Ending = SendOutcome["kind"] | "transient failure";

async function endingOf(sending: Promise<SendOutcome>): Promise<Ending> {
  try {
    return (await sending).kind;
  } catch (error) {
    if (error instanceof TransientFailure) return "transient failure";
    throw error;
  }
}

interface Death {
  readonly where: string;
  readonly at: string;
  /** What the sender is told. A death in the background may overtake the answer; then the sender cannot know. */
  readonly told: Ending;
}

const deaths: readonly Death[] = [
  { where: "before accepting", at: "send", told: "uncertain" },
  { where: "after accepting, before answering", at: "accepted", told: "uncertain" },
  { where: "after answering", at: "answered", told: "accepted" },
  { where: "before the hand-over", at: "hand-over", told: "accepted" },
  { where: "after the hand-over, before noting it", at: "handed-over", told: "accepted" },
  { where: "before the report", at: "report", told: "accepted" },
  { where: "after the report, before noting it", at: "reported", told: "accepted" },
];

/** Sends one message a death, each through the death and a restart on the same folder. */
async function dieAndCheck(each: readonly Death[], inbox?: Inbox): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), "tocsin-kill-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  const webhook = await startWebhook();
  const settings = { dataDir, accessKey, eventGridUrl: webhook.url, ...(inbox && { inbox }) };
  const ids = new Map<string, string>();
  let office = await startPostOffice(settings);
  onTestFinished(() => office.stop());

  for (const { where, at, told } of each) {
    const id = crypto.randomUUID();
    ids.set(id, where);
    await armKill(office, at);
    const outcome = await endingOf(mailTo(office.url).send(message(where), id));
    expect(await office.ended, where).toBe("SIGKILL");
    expect([told, "uncertain"], where).toContain(outcome);

    office = await startPostOffice(settings);
    expect(await endingOf(mailTo(office.url).send(message(where), id)), where).toBe("accepted");
    const isSettled = async () =>
      expect((await office.messages()).at(-1)).toMatchObject({
        operationId: id,
        state: "done",
        reports: [{ posted: true }],
      });
    await vi.waitFor(isSettled, { timeout: 10_000 });
  }

  const names = each.map(({ where }) => where);
  expect((await office.messages()).map(({ subject, handOvers }) => [subject, handOvers])).toEqual(
    names.map((name) => [name, 1]),
  );
  expect((await office.mails()).map(({ subject }) => subject).sort()).toEqual([...names].sort());
  const reported = webhook.received.map(
    ({ body }) => (body as { data: { messageId: string } }[])[0]?.data.messageId ?? "",
  );
  expect([...new Set(reported.map((id) => ids.get(id)))]).toEqual(names);
}

function mailTo(endpoint: string): Mail {
  return azureMail({
    endpoint,
    credential: { accessKey },
    sender: "tocsin@stbrigids.example",
    allowInsecure: true,
    reconcileAfterMs: [0],
  });
}

async function armKill(office: PostOffice, at: string): Promise<void> {
  await fetch(`${office.url}/.local/faults`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ at, action: "kill" } satisfies FaultInput),
  });
}

test("killed at every point in turn, each message is handed over once and its report received", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "tocsin-kill-inbox-"));
  const inbox = await startInbox({ smtpPort: 0, webPort: 0, dataDir });
  onTestFinished(async () => {
    await inbox.stop();
    await rm(dataDir, { recursive: true });
  });
  await dieAndCheck(deaths, inbox);
}, 60_000);

test("killed together with the inbox after the hand-over, the message is not handed over again", async () => {
  await dieAndCheck(deaths.filter(({ at }) => at === "handed-over"));
}, 60_000);
