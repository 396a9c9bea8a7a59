import { createTransport } from "nodemailer";
import { mkdtempSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { startInbox } from "../../local/stand-ins/inbox.ts";

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), "tocsin-inbox-"));
  onTestFinished(() => rm(dataDir, { recursive: true }));
  return dataDir;
}

async function mail(smtpPort: number, subject: string) {
  const transport = createTransport({ host: "127.0.0.1", port: smtpPort, ignoreTLS: true });
  await transport.sendMail({
    from: "a@local.example",
    to: "b@local.example",
    subject,
    text: "words",
    html: "<p>words</p>",
  });
  transport.close();
}

async function subjects(url: string, path: string): Promise<string[]> {
  const response = await fetch(url + path);
  return ((await response.json()) as { subject: string }[]).map((one) => one.subject);
}

test("a mail is listed under both names of the list and outlives a restart; stdout stays silent", async () => {
  const said = vi.spyOn(console, "info");
  const written = vi.spyOn(process.stdout, "write");
  onTestFinished(() => void vi.restoreAllMocks());
  const dataDir = folder();
  const first = await startInbox({ smtpPort: 0, webPort: 0, dataDir });
  await mail(first.smtpPort, "Bells");
  expect(await subjects(first.url, "/email")).toEqual(["Bells"]);
  expect(await subjects(first.url, "/api/email")).toEqual(["Bells"]);
  await first.stop();
  const second = await startInbox({ smtpPort: 0, webPort: 0, dataDir });
  expect(await subjects(second.url, "/email?sort=desc")).toEqual(["Bells"]);
  const page = await fetch(second.url, { headers: { Accept: "text/html" } });
  expect(await page.text()).toContain("MailDev");
  await second.stop();
  expect(said).not.toHaveBeenCalled();
  expect(written).not.toHaveBeenCalled();
});

test("half a mail, left by a kill before it was acknowledged, is not taken for a mail", async () => {
  const dataDir = folder();
  const first = await startInbox({ smtpPort: 0, webPort: 0, dataDir });
  await mail(first.smtpPort, "Whole");
  await mail(first.smtpPort, "Torn");
  await first.stop();
  const mails = join(dataDir, "mails");
  for (const name of (await readdir(mails)).filter((one) => one.endsWith(".eml"))) {
    const text = await readFile(join(mails, name), "utf8");
    if (text.includes("Subject: Torn")) await writeFile(join(mails, name), text.slice(0, -20));
  }
  const second = await startInbox({ smtpPort: 0, webPort: 0, dataDir });
  expect(await subjects(second.url, "/email")).toEqual(["Whole"]);
  await second.stop();
});

test("a busy port is an error and not a hang", async () => {
  const blocker = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => blocker.once("listening", resolve));
  onTestFinished(() => void blocker.close());
  const { port } = blocker.address() as AddressInfo;
  await expect(startInbox({ smtpPort: port, webPort: 0, dataDir: folder() })).rejects.toThrow("EADDRINUSE");
});
