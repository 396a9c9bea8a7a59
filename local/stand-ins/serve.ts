/** Starting and stopping a stand-in's HTTP server, and the door that all of them have for faults. */
import type { HttpBindings, ServerType } from "@hono/node-server";
import { serve } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Hono } from "hono";
import type { Faults } from "./faults.ts";

export interface Bindings {
  Bindings: HttpBindings;
}

const idleMsMax = 120_000;

/** Listens on loopback only: whoever reaches a stand-in may do anything. Rejects when the port is taken. */
export function listen(
  app: Hono<Bindings>,
  port: number,
): Promise<{ url: string; stop: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: "127.0.0.1", port }, (address) => {
      server.off("error", reject);
      resolve({ url: `http://127.0.0.1:${address.port}`, stop: () => close(server) });
    });
    // The services keep idle connections for minutes: five seconds would end one that a busy client is just using again.
    if ("keepAliveTimeout" in server) server.keepAliveTimeout = idleMsMax;
    server.once("error", reject);
  });
}

function close(server: ServerType): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}

/** Ends the connection without an answer, as a network does. */
export function drop(c: { readonly env: HttpBindings }): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Never answers. Ends when the caller has had enough of waiting, or the server stops. */
export async function keepSilent(c: { readonly env: HttpBindings }): Promise<Response> {
  const { socket } = c.env.incoming;
  if (!socket.destroyed) await new Promise((resolve) => socket.once("close", resolve));
  return RESPONSE_ALREADY_SENT;
}

/** Real time on purpose: a fault is about the network, not about the demo's clock. */
export function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** `GET`, `POST` (one fault or an array) and `DELETE /.local/faults`. */
export function addFaultDoor(app: Hono<Bindings>, faults: Faults): void {
  app.get("/.local/faults", (c) => c.json(faults.list()));
  app.post("/.local/faults", async (c) => {
    // A page elsewhere can post text to loopback but not JSON, so it cannot end this process.
    if (!c.req.header("content-type")?.startsWith("application/json"))
      return c.json({ error: "JSON only" }, 415);
    try {
      const body: unknown = await c.req.json();
      for (const fault of Array.isArray(body) ? body : [body]) faults.add(fault as never);
      return c.json(faults.list());
    } catch (error) {
      return c.json({ error: error instanceof Error ? error.message : String(error) }, 400);
    }
  });
  app.delete("/.local/faults", (c) => {
    faults.clear();
    return c.body(null, 204);
  });
}
