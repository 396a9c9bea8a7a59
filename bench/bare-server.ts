/**
 * The least that keeps its promise: a server of Node's own that has each body on disk before it answers 202. A process
 * of its own, as the service is; the argument is its folder. Prints its port.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { buffer } from "node:stream/consumers";

const db = new DatabaseSync(join(process.argv[2] ?? ".", "bare.sqlite"));
db.exec("PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
db.exec("CREATE TABLE bodies (n INTEGER PRIMARY KEY, body BLOB)");
const insert = db.prepare("INSERT INTO bodies (body) VALUES (?)");

const server = createServer((request, response) => {
  buffer(request)
    .then((body) => {
      insert.run(body); // by itself a transaction
      response.writeHead(202, { "Content-Type": "application/json" }).end("{}");
    })
    .catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${JSON.stringify({ port: (server.address() as AddressInfo).port })}\n`);
});
