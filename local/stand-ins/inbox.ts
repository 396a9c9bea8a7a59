/** The SMTP server with a web inbox where all local mail ends up: maildev, and everything that we know of its insides. */
import { MailDev } from "maildev";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import type { IncomingMessage, Server } from "node:http";
import { join } from "node:path";

export interface Inbox {
  readonly smtpPort: number;
  /** The web inbox; `GET /email` (or `/api/email`) lists the mails as JSON. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Mails stay in `dataDir` and are there again after a restart. Port 0: any free one. */
export async function startInbox(options: {
  readonly smtpPort: number;
  readonly webPort: number;
  readonly dataDir: string;
}): Promise<Inbox> {
  const mailDirectory = join(options.dataDir, "mails");
  mkdirSync(mailDirectory, { recursive: true });
  removeTornMails(mailDirectory);
  const maildev = new MailDev({
    smtp: options.smtpPort,
    web: options.webPort,
    ip: "127.0.0.1",
    webIp: "127.0.0.1",
    mailDirectory,
    maxEmails: 0,
    silent: true,
    verbose: false,
  });
  await silently(() => maildev.start());
  const servers = maildev.getServers();
  const web = servers?.api?.server.server as Server | undefined;
  if (!servers || !web) throw new Error("the inbox did not start");
  listEmailUnderOldName(web);
  return {
    smtpPort: servers.smtp.getPort(),
    url: `http://127.0.0.1:${servers.api?.getPort()}`,
    stop: () => maildev.stop(),
  };
}

/** It greets on stdout, which belongs to our ready line, whatever it is told about being silent. */
async function silently(start: () => Promise<unknown>): Promise<void> {
  const { info } = console;
  console.info = (...words: unknown[]) => {
    if (!String(words[0]).startsWith("MailDev ")) info(...words);
  };
  try {
    await start();
  } finally {
    console.info = info;
  }
}

/** Version 2 served the list at `/email`, and that is where people look for it. */
function listEmailUnderOldName(web: Server): void {
  web.prependListener("request", (request: IncomingMessage) => {
    if (/^\/email(?=[/?]|$)/.test(request.url ?? "")) request.url = `/api${request.url}`;
  });
}

/**
 * A mail is written before it is acknowledged, so a kill can leave half of one. Its sender was never told that it
 * arrived and sends it again: the half goes, or the whole would be taken for a repetition.
 */
function removeTornMails(mailDirectory: string): void {
  for (const name of readdirSync(mailDirectory)) {
    if (!name.endsWith(".eml")) continue;
    const path = join(mailDirectory, name);
    if (isTorn(readFileSync(path, "utf8"))) rmSync(path);
  }
}

function isTorn(mail: string): boolean {
  const end = mail.search(/\r?\n\r?\n/);
  if (end < 0) return true;
  const boundary = /^content-type:\s*multipart\/[^]*?boundary="?([^"\s;]+)"?/im.exec(mail.slice(0, end))?.[1];
  return boundary !== undefined && !mail.includes(`--${boundary}--`, end);
}
