/** The host's one HTTP server: limits and refusals of the platform's own, then the doors in their order. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import type { HeldPort } from "../held-port.ts";
import { BodyTooLarge, emptyAnswer, parseTarget, send, type Answer, type Target } from "./http-message.ts";
import type { HostLog } from "./types.ts";

const requestLineBytesMax = 8192;
const headerBytesMax = 32_768;

export type Front = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;
/** Undefined: not mine, ask the next. */
export type Door = (request: IncomingMessage, target: Target) => Promise<Answer> | Answer | undefined;

export interface ServerOptions {
  readonly port: number | HeldPort;
  readonly address: string;
  readonly doors: readonly Door[];
  readonly front: Front | undefined;
  readonly customHeaders: Readonly<Record<string, string>>;
  readonly log: HostLog;
}

export interface HostServer {
  readonly port: number;
  /** Refuses new connections at once. Resolves when the last answer has gone out. */
  close(): Promise<void>;
  cutConnections(): void;
}

export async function listen(options: ServerOptions): Promise<HostServer> {
  let closing = false;
  const server = createServer({
    maxHeaderSize: headerBytesMax,
    requireHostHeader: false,
    keepAliveTimeout: 130_000,
  });
  server.on("request", (request, response) => {
    const answer = () => void respond(request, response, options, () => closing);
    if (options.front === undefined) answer();
    else options.front(request, response, answer);
  });
  server.on("clientError", refuse);
  await opened(server, options);
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      closing = true;
      return new Promise((resolve) => server.close(() => resolve()));
    },
    cutConnections: () => server.closeAllConnections(),
  };
}

function opened(server: Server, { port, address }: ServerOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const opened = () => {
      server.off("error", reject);
      resolve();
    };
    if (typeof port === "number") server.listen(port, address, opened);
    else server.listen(port.server, opened);
  });
}

async function respond(
  request: IncomingMessage,
  response: ServerResponse,
  options: ServerOptions,
  closing: () => boolean,
) {
  let answer: Answer;
  try {
    answer = await answerOf(request, options.doors);
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the caller has gone
    if (!(error instanceof BodyTooLarge))
      options.log("error", `${request.method} ${request.url} failed in the host.`, { error });
    answer = emptyAnswer(500);
  }
  // An answer before the end of the body would cut the connection under a caller that is still sending.
  if (!request.complete) await drained(request);
  if (response.destroyed) return;
  try {
    send(request, response, answer, options.customHeaders, closing());
  } catch (error) {
    options.log("error", `The answer to ${request.method} ${request.url} cannot be sent.`, { error });
    if (!response.headersSent) send(request, response, emptyAnswer(500), options.customHeaders, closing());
  }
}

async function drained(request: IncomingMessage): Promise<void> {
  await new Promise<void>((resolve) => {
    request.once("end", resolve).once("close", resolve);
    request.resume();
  });
}

async function answerOf(request: IncomingMessage, doors: readonly Door[]): Promise<Answer> {
  if (`${request.method} ${request.url} HTTP/1.1\r\n`.length > requestLineBytesMax)
    return emptyAnswer(414, { Connection: "close" });
  const isWithoutHost = request.headers.host === undefined && request.httpVersion !== "1.0";
  if (isWithoutHost || request.rawHeaders.some(isBeyondAscii))
    return emptyAnswer(400, { Connection: "close" });
  const target = parseTarget(request.url ?? "");
  if (target === undefined) return emptyAnswer(400);
  for (const door of doors) {
    const answer = door(request, target);
    if (answer !== undefined) return answer;
  }
  return emptyAnswer(404);
}

/** The platform takes header values of printable ASCII only. */
const isBeyondAscii = (text: string) => /[^\t\x20-\x7e]/.test(text);

/** What is no HTTP request at all is answered by hand: there is no response object for it. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const status =
    error.code === "HPE_HEADER_OVERFLOW" ? "431 Request Header Fields Too Large" : "400 Bad Request";
  const headers = [
    "Content-Length: 0",
    "Connection: close",
    `Date: ${new Date().toUTCString()}`,
    "Server: Kestrel",
  ];
  socket.end(`HTTP/1.1 ${status}\r\n${headers.join("\r\n")}\r\n\r\n`);
}
