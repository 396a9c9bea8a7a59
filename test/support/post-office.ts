/** The e-mail stand-in, with its inbox or without, as a process of its own that can be killed and started again. */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { MessageRecord } from "../../local/stand-ins/email-store.ts";

/** Ports are any that are free, after a restart too: nobody can be sure to get the old ones back. */
export interface PostOfficeSettings {
  readonly dataDir: string;
  readonly accessKey: string;
  readonly eventGridUrl?: string;
  /** An inbox that runs elsewhere and is not killed; without it the process has its own. */
  readonly inbox?: { readonly smtpPort: number; readonly url: string };
}

export interface PostOffice {
  readonly url: string;
  readonly inboxUrl: string;
  /** Resolves with the signal that ended the process. */
  readonly ended: Promise<string | null>;
  readonly messages: () => Promise<MessageRecord[]>;
  readonly mails: () => Promise<{ subject: string; headers: Record<string, string> }[]>;
  readonly stop: () => Promise<void>;
}

const script = new URL("./post-office-process.ts", import.meta.url).pathname;

export async function startPostOffice(settings: PostOfficeSettings): Promise<PostOffice> {
  const child = spawn(process.execPath, [script, JSON.stringify(settings)], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = once(child, "exit").then(([, signal]) => signal as string | null);
  const first = await Promise.race([firstLine(child), ended]);
  if (typeof first !== "string" || !first.startsWith("{"))
    throw new Error(`the post office did not open: ${first ?? "ended"}`);
  const { url, inboxUrl } = JSON.parse(first) as Pick<PostOffice, "url" | "inboxUrl">;
  return {
    url,
    inboxUrl,
    ended,
    messages: async () => (await (await fetch(`${url}/.local/messages`)).json()) as MessageRecord[],
    mails: async () =>
      (await (await fetch(`${inboxUrl}/email`)).json()) as Awaited<ReturnType<PostOffice["mails"]>>,
    stop: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (!child.stdout) throw new Error("no stdout");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return line;
}
