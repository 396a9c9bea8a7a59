import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { HttpRequest } from "@azure/functions";
import { assetHeaders, pageHeaders } from "../../web/chrome/headers.ts";
import { stylesheet } from "../../web/chrome/style.ts";
import type { HttpResponse } from "./request-context.ts";
import { route } from "./route.ts";

interface Asset {
  readonly type: "text/css" | "text/javascript";
  readonly text: () => Promise<string>;
}

/** The page's script is built beside this bundle. */
const assets: Readonly<Record<string, Asset>> = {
  "tocsin.css": { type: "text/css", text: async () => stylesheet },
  "live.js": {
    type: "text/javascript",
    text: () => readFile(new URL("./assets/live.js", import.meta.url), "utf8"),
  },
};

interface Held {
  readonly text: string;
  readonly tag: string;
}
const held = new Map<string, Promise<Held>>();

/** Anybody may read them: the sign-in page needs them too. Asked again each time, sent again only when changed. */
export async function asset(request: HttpRequest): Promise<HttpResponse> {
  const name = request.params["file"] ?? "";
  const found = Object.hasOwn(assets, name) ? assets[name] : undefined;
  if (!found)
    return {
      status: 404,
      headers: { ...pageHeaders, "Content-Type": "text/plain; charset=utf-8" },
      body: "There is no such file.\n",
    };
  const { text, tag } = await hold(name, found);
  const headers = { ...assetHeaders(found.type), ETag: tag };
  const known = (request.headers.get("if-none-match") ?? "")
    .split(",")
    .map((each) => each.trim().replace(/^W\//, ""));
  return known.includes(tag) ? { status: 304, headers } : { status: 200, headers, body: text };
}

function hold(name: string, { text }: Asset): Promise<Held> {
  const known = held.get(name);
  if (known) return known;
  const reading = text().then((read) => ({
    text: read,
    tag: `"${createHash("sha256").update(read).digest("hex").slice(0, 32)}"`,
  }));
  held.set(name, reading);
  reading.catch(() => held.delete(name)); // a file that could not be read is asked for again
  return reading;
}

route("assets", { path: "assets/{file}", methods: ["GET", "HEAD"] }, (_desk, request) => asset(request));
