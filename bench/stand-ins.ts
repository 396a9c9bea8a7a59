/**
 * The stand-in Cosmos and e-mail servers in a process of their own, so that what they cost is not counted as the app's.
 * Its folder is its argument; says its addresses as JSON when it serves, and ends with its caller.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { cosmosClient } from "../shared/adapters/azure-cosmos/client.ts";
import { ensureContainers } from "../shared/adapters/azure-cosmos/containers.ts";
import { startCosmos } from "../local/stand-ins/cosmos.ts";
import { startEmail } from "../local/stand-ins/email.ts";

const [folder = ""] = process.argv.slice(2);
const inside = (name: string): string => {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  return path;
};
const accessKey = Buffer.alloc(32, 7).toString("base64");
const cosmos = await startCosmos({ port: 0, dataDir: inside("cosmos") });
const email = await startEmail({ port: 0, dataDir: inside("email"), accessKey });
await ensureContainers(cosmosClient({ endpoint: cosmos.url, key: cosmos.key, database: "tocsin" }), "tocsin");
process.send?.({ cosmos: { url: cosmos.url, key: cosmos.key }, email: { url: email.url, accessKey } });
process.once("disconnect", () => process.exit());
