/** What `post-office.ts` runs. Ends with its parent: when stdin closes. */
import { join } from "node:path";
import { startEmail } from "../../local/stand-ins/email.ts";
import { startInbox } from "../../local/stand-ins/inbox.ts";
import type { PostOfficeSettings } from "./post-office.ts";

const { dataDir, accessKey, ports, eventGridUrl, faults } = JSON.parse(
  process.argv[2] ?? "",
) as PostOfficeSettings;
process.stdin.on("end", () => process.exit(0)).resume();
const inbox = await startInbox({ smtpPort: ports.smtp, webPort: ports.web, dataDir: join(dataDir, "inbox") });
const email = await startEmail({
  port: ports.email,
  dataDir: join(dataDir, "email"),
  accessKey,
  smtp: { host: "127.0.0.1", port: inbox.smtpPort, inboxUrl: inbox.url },
  deliver: { eventGridUrl },
  ...(faults && { faults }),
});
const portOf = (url: string) => Number(new URL(url).port);
const opened = { smtp: inbox.smtpPort, web: portOf(inbox.url), email: portOf(email.url) };
process.stdout.write(`${JSON.stringify({ url: email.url, inboxUrl: inbox.url, ports: opened })}\n`);
