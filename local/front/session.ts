/** The session cookie of the local sign-in: who, since when, signed. */
import { createHmac, timingSafeEqual } from "node:crypto";

/** App Service's own name for it. */
export const sessionCookie = "AppServiceAuthSession";

/** By the demo's clock, which people advance by days: long enough not to sign them out at each step. */
const sessionMsMax = 30 * 24 * 60 * 60_000;

export interface Sessions {
  /** Value of the cookie. */
  begin(personId: string): string;
  /** The person of a genuine session that has not run out. */
  personOf(cookie: string | undefined): string | undefined;
  /** A value that only this front can have made of this one. */
  sign(purpose: string, value: string): string;
}

export function createSessions(secret: string, now: () => number): Sessions {
  const sign = (purpose: string, value: string) =>
    createHmac("sha256", secret).update(`${purpose}\n${value}`).digest("base64url");
  return {
    sign,
    begin: (personId) => {
      const content = Buffer.from(JSON.stringify({ personId, at: now() })).toString("base64url");
      return `${content}.${sign("session", content)}`;
    },
    personOf: (cookie) => {
      const [content = "", signature = ""] = (cookie ?? "").split(".");
      if (!isSame(signature, sign("session", content))) return undefined;
      const { personId, at } = JSON.parse(Buffer.from(content, "base64url").toString()) as {
        personId: string;
        at: number;
      };
      return now() - at <= sessionMsMax ? personId : undefined;
    },
  };
}

export function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

export function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** A cookie of the browser's session; an empty value ends it. */
export function setCookie(name: string, value: string, sameSite: "Lax" | "Strict" = "Lax"): string {
  return `${name}=${value}; Path=/; HttpOnly; SameSite=${sameSite}${value === "" ? "; Max-Age=0" : ""}`;
}
