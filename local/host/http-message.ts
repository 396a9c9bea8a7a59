/** What the platform does to a request before a function sees it, and to a function's answer before a caller does. */
import { unescape as unescapeQuery } from "node:querystring";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { RpcHttp, RpcTypedData } from "./core-types.ts";
import type { PlainResponse } from "./types.ts";

/** A function's body beyond this is refused: 100 MB, the platform's own limit. */
export const bodyBytesMax = 104_857_600;

export interface Answer extends PlainResponse {
  readonly cookies?: readonly string[];
  /** A function's body goes out chunked, the host's own with its length. */
  readonly chunked?: boolean;
}

export const emptyAnswer = (status: number, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
});
export const textAnswer = (status: number, text: string): Answer => ({
  status,
  headers: { "Content-Type": "text/plain; charset=utf-8" },
  body: text,
});
export const jsonAnswer = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "Content-Type": "application/json; charset=utf-8", ...headers },
  body: JSON.stringify(value),
});

export class BodyTooLarge extends Error {}

/** Reads a body to its end. What exceeds the limit is read and dropped, so that the caller hears the refusal. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= bodyBytesMax) chunks.push(chunk);
      else chunks.length = 0;
    });
    const cut = () => {
      if (!request.readableEnded) reject(new Error("The caller went before the whole body had come."));
    };
    if (request.destroyed) cut();
    request.on("error", reject).on("close", cut);
    request.on("end", () => {
      if (bytes > bodyBytesMax) reject(new BodyTooLarge());
      else resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    });
  });
}

/** A function gets the body only when its length is announced, and never with GET or HEAD. */
export async function readFunctionBody(request: IncomingMessage): Promise<Buffer> {
  const announced =
    request.headers["content-length"] !== undefined && request.method !== "GET" && request.method !== "HEAD";
  if (announced) return readBody(request);
  for await (const _ of request);
  return Buffer.alloc(0);
}

export interface Target {
  /** Decoded, dot segments resolved; `%2F` stays as it came. */
  readonly path: string;
  /** As it came, without the question mark. */
  readonly query: string;
}

/** Undefined: not a path that the platform accepts. */
export function parseTarget(url: string): Target | undefined {
  const origin = /^https?:\/\/[^/?#]*/i.exec(url)?.[0].length ?? 0;
  const mark = url.indexOf("?", origin);
  const raw = mark < 0 ? url.slice(origin) : url.slice(origin, mark);
  if (!raw.startsWith("/")) return undefined;
  const path = raw.includes("%") ? raw.replace(/(?:%(?!2f)[0-9a-f]{2})+/gi, decoded) : raw;
  if (path.includes("\0")) return undefined;
  return {
    path: path.includes("/.") ? withoutDotSegments(path) : path,
    query: mark < 0 ? "" : url.slice(mark + 1),
  };
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}

function withoutDotSegments(path: string): string {
  const kept: string[] = [];
  const parts = path.split("/");
  for (const [i, part] of parts.entries()) {
    if (part !== "." && part !== "..") kept.push(part);
    else {
      if (part === ".." && kept.length > 1) kept.pop();
      if (i === parts.length - 1) kept.push("");
    }
  }
  return kept.join("/");
}

function encodePath(path: string): string {
  return path.replace(/%(?![0-9a-f]{2})|[^\w\-.~!$&'()*+,;=:@/%]/giu, encodeURIComponent);
}

/** Names are compared without case, the last spelling stands, values of one name are joined with a comma. */
export function queryValues(query: string): Record<string, string> {
  const found = new Map<string, { name: string; value: string }>();
  for (const pair of query.split("&")) {
    if (pair === "") continue;
    const equals = pair.indexOf("=");
    const [name, value] = [
      equals < 0 ? pair : pair.slice(0, equals),
      equals < 0 ? "" : pair.slice(equals + 1),
    ].map((part) => unescapeQuery(part.replaceAll("+", " "))) as [string, string];
    const before = found.get(name.toLowerCase());
    found.set(name.toLowerCase(), { name, value: before === undefined ? value : `${before.value},${value}` });
  }
  return Object.fromEntries([...found.values()].map(({ name, value }) => [name, value]));
}

export function queryValue(query: string, name: string): string | undefined {
  if (query === "") return undefined;
  return Object.entries(queryValues(query)).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Repeated headers are joined with a comma and no space. */
export function joinedHeaders(rawHeaders: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let i = 0; i < rawHeaders.length; i += 2) {
    const name = rawHeaders[i]!.toLowerCase();
    headers[name] =
      headers[name] === undefined ? rawHeaders[i + 1]! : `${headers[name]},${rawHeaders[i + 1]!}`;
  }
  return headers;
}

export function functionRequest(
  request: IncomingMessage,
  target: Target,
  params: Record<string, string>,
  body: Buffer,
): RpcTypedData {
  const query = target.query === "" ? "" : `?${target.query.replaceAll("#", "%23")}`;
  return {
    http: {
      method: request.method!,
      url: `http://${request.headers.host ?? ""}${encodePath(target.path)}${query}`,
      headers: joinedHeaders(request.rawHeaders),
      query: queryValues(target.query),
      params,
      ...(body.length > 0 && { body: { bytes: body } }),
    },
  };
}

/** No value is 204; a content length that does not fit the body is a failure. */
export function functionAnswer(returnValue: RpcTypedData | null | undefined): Answer {
  if (returnValue == null) return emptyAnswer(204);
  const http = returnValue.http ?? {};
  const body = Buffer.from(http.body?.bytes ?? http.body?.string ?? "");
  const headers = http.headers ?? {};
  const announced = headers["content-length"];
  if (announced !== undefined && announced !== String(body.length)) return emptyAnswer(500);
  return {
    status: Number(http.statusCode ?? 200),
    headers,
    body,
    chunked: announced === undefined,
    cookies: (http.cookies ?? []).map((cookie) => setCookie(cookie as unknown as RpcCookie)),
  };
}

interface RpcCookie {
  readonly name: string;
  readonly value: string;
  readonly domain?: { value: string };
  readonly path?: { value: string };
  readonly expires?: { value: { seconds: number } };
  readonly secure?: { value: boolean };
  readonly httpOnly?: { value: boolean };
  readonly sameSite?: "none" | "lax" | "strict" | "explicitNone";
  readonly maxAge?: { value: number };
}

function setCookie(cookie: RpcCookie): string {
  const parts = [`${escapeData(cookie.name)}=${escapeData(cookie.value)}`];
  if (cookie.expires) parts.push(`expires=${new Date(cookie.expires.value.seconds * 1000).toUTCString()}`);
  if (cookie.maxAge) parts.push(`max-age=${cookie.maxAge.value}`);
  if (cookie.domain) parts.push(`domain=${cookie.domain.value}`);
  parts.push(`path=${cookie.path?.value ?? "/"}`);
  if (cookie.secure?.value === true) parts.push("secure");
  // "none" on the wire means that the app said nothing; its own "None" comes as "explicitNone".
  if (cookie.sameSite !== undefined && cookie.sameSite !== "none") {
    parts.push(`samesite=${cookie.sameSite === "explicitNone" ? "none" : cookie.sameSite}`);
  }
  if (cookie.httpOnly?.value === true) parts.push("httponly");
  return parts.join("; ");
}

const escapeData = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** Writes an answer with the platform's headers, in its order. */
export function send(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
  customHeaders: Readonly<Record<string, string>>,
  closing: boolean,
): void {
  const body = answer.body ?? "";
  const length = Buffer.byteLength(body);
  const given = new Map(
    Object.entries({ ...customHeaders, ...answer.headers }).map(([name, value]) => [
      name.toLowerCase(),
      [name, value] as const,
    ]),
  );
  const lines: string[] = [];
  const take = (name: string, fallback?: string) => {
    const value = given.get(name.toLowerCase())?.[1] ?? fallback;
    given.delete(name.toLowerCase());
    if (value !== undefined) lines.push(name, value);
  };
  const oldProtocol = request.httpVersion === "1.0";
  const bodyless = request.method === "HEAD" || [204, 304].includes(answer.status);
  const chunked = answer.chunked === true && length > 0;
  if (bodyless) given.delete("content-length");
  else if (!chunked) take("Content-Length", String(length));
  if (closing || oldProtocol || /\bclose\b/i.test(request.headers.connection ?? ""))
    take("Connection", "close");
  take("Content-Type");
  take("Date", new Date().toUTCString());
  take("Server", "Kestrel");
  if (chunked && !bodyless && !oldProtocol) take("Transfer-Encoding", "chunked");
  for (const [name, value] of given.values()) lines.push(name, value);
  for (const cookie of answer.cookies ?? []) lines.push("set-cookie", cookie);
  response.sendDate = false;
  response.writeHead(answer.status, lines);
  response.end(bodyless ? undefined : body);
}

export type { RpcHttp };
