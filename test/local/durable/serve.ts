/** Runs the test app on the host in a process of its own, which a test can kill. Arguments: data folder, options JSON. */
import { fileURLToPath } from "node:url";
import { startHost } from "../../../local/host/host.ts";

const [dataDir = "", options = "{}"] = process.argv.slice(2);
const host = await startHost({
  appDir: fileURLToPath(new URL("./app", import.meta.url)),
  port: 0,
  dataDir,
  keys: {
    master: "master-key",
    function: "function-key",
    system: { durabletask_extension: "durable-key", eventgrid_extension: "grid-key" },
  },
  log: (level, message) => {
    if (level === "error") console.error(message);
  },
  ...(JSON.parse(options) as object),
});
process.once("SIGTERM", () => void host.stop().then(() => process.exit(0)));
console.log(host.url);
