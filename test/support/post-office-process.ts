/** What `post-office.ts` runs. Ends with its parent: when stdin closes. */
import { join } from "node:path";
import { startEmail } from "../../local/stand-ins/email.ts";
import type { PostOfficeSettings } from "./post-office.ts";

const settings = JSON.parse(process.argv[2] ?? "") as PostOfficeSettings;
process.stdin.on("end", () => process.exit(0)).resume();

async function startOwnInbox() {
  // Loaded only when it is wanted: it takes most of a second.
  const { startInbox } = await import("../../local/stand-ins/inbox.ts");
  return startInbox({ smtpPort: 0, webPort: 0, dataDir: join(settings.dataDir, "inbox") });
}

const inbox = settings.inbox ?? (await startOwnInbox());
const email = await startEmail({
  port: 0,
  dataDir: join(settings.dataDir, "email"),
  accessKey: settings.accessKey,
  smtp: { host: "127.0.0.1", port: inbox.smtpPort, inboxUrl: inbox.url },
  deliver: { eventGridUrl: settings.eventGridUrl },
});
process.stdout.write(`${JSON.stringify({ url: email.url, inboxUrl: inbox.url })}\n`);
