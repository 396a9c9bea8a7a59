/** Who may send: the HMAC scheme of Communication Services, or a bearer token. */
import { createHash, createHmac, timingSafeEqual } from "node:crypto";

export interface SignedRequest {
  readonly method: string;
  readonly pathAndQuery: string;
  readonly header: (name: string) => string | undefined;
  readonly body: string;
}

/** A signature is good for five minutes either way. Real time: the client that signs knows no other. */
const ageMsMax = 5 * 60_000;

/** Undefined when the request may pass, else why not. */
export function refusalOf(
  request: SignedRequest,
  secrets: { accessKey: string; token?: string },
): string | undefined {
  const given = request.header("authorization") ?? "";
  if (given.startsWith("Bearer ")) {
    return secrets.token !== undefined && isSame(given.slice(7), secrets.token) ? undefined : "unknown token";
  }
  const signed = /^HMAC-SHA256 SignedHeaders=([^&]+)&Signature=(.+)$/.exec(given);
  if (!signed) return "no signature";
  const [, names = "", signature = ""] = signed;
  if (names.toLowerCase() !== "x-ms-date;host;x-ms-content-sha256")
    return "other headers are signed than should be";
  const age = Date.now() - Date.parse(request.header("x-ms-date") ?? "");
  if (!(Math.abs(age) <= ageMsMax)) return "the date is not within five minutes";
  const hash = createHash("sha256").update(request.body).digest("base64");
  if (request.header("x-ms-content-sha256") !== hash) return "the content is not the one that was signed";
  const values = names.split(";").map((name) => request.header(name) ?? "");
  const text = `${request.method}\n${request.pathAndQuery}\n${values.join(";")}`;
  const expected = createHmac("sha256", Buffer.from(secrets.accessKey, "base64"))
    .update(text)
    .digest("base64");
  return isSame(signature, expected) ? undefined : "the signature is wrong";
}

function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
