import { createHmac, timingSafeEqual } from "node:crypto";
import type { EngineRequest } from "./cosmos-answers.ts";

/** Whether a request is signed with the account's key, as the service's REST contract says ("type=master"). */
export function isSigned({ method, url, headers }: EngineRequest, key: string): boolean {
  const authorization = decodeURIComponent(headers.authorization ?? "");
  const signature = /^type=master&ver=1\.0&sig=(.+)$/.exec(authorization)?.[1];
  const date = headers["x-ms-date"];
  if (signature === undefined || date === undefined) return false;
  const segments = (url.split("?")[0] ?? "").split("/").filter((segment) => segment !== "");
  // A list is signed with its parent's address, a single resource with its own.
  const isList = segments.length % 2 === 1;
  const type = (isList ? segments.at(-1) : segments.at(-2)) ?? "";
  const address = (isList ? segments.slice(0, -1) : segments).join("/");
  return [address, decodeURIComponent(address)].some((link) => {
    const text = `${method.toLowerCase()}\n${type.toLowerCase()}\n${link}\n${date.toLowerCase()}\n\n`;
    return isSame(
      createHmac("sha256", Buffer.from(key, "base64")).update(text).digest(),
      Buffer.from(signature, "base64"),
    );
  });
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
