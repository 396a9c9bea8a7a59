/** An issuer of tokens on loopback, as Microsoft Entra is one: keys at its discovery address, tokens by its key. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { SignJWT, exportJWK, generateKeyPair } from "jose";

export const tenantId = "3f2a1d4e-7b41-4c8e-9a10-0c5e7f1b2d01";
export const audience = "api://tocsin";
/** Event Grid's own application, the same in every tenant. */
export const eventGridApplication = "4962773b-9cdb-44cf-a8bf-237846a00ab7";
export const eventGridRole = "AzureEventGridSecureWebhookSubscriber";

export interface TokenAbout {
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly issuer?: string;
  readonly audience?: string;
  /** From now; negative: over. */
  readonly expiresInSeconds?: number | null;
  /** By a key that stands nowhere. */
  readonly forged?: boolean;
  readonly keyId?: string;
}

export interface Issuer {
  readonly authority: string;
  /** How often the keys were asked for. */
  readonly asked: () => number;
  token(about?: TokenAbout): Promise<string>;
  /** From now on the keys cannot be had: a status, or a connection that is cut. */
  fail(how: number | "cut" | null): void;
  stop(): Promise<void>;
}

export async function startIssuer(): Promise<Issuer> {
  const [own, other] = await Promise.all([generateKeyPair("RS256"), generateKeyPair("RS256")]);
  const key = { ...(await exportJWK(own.publicKey)), kid: "key-1", use: "sig", alg: "RS256" };
  let asked = 0;
  let failing: number | "cut" | null = null;
  const server = createServer((request, response) => {
    asked += 1;
    if (failing === "cut") return void request.socket.destroy();
    if (failing !== null) return void response.writeHead(failing).end();
    const isKeys = request.url === `/${tenantId}/discovery/v2.0/keys`;
    response.writeHead(isKeys ? 200 : 404, { "Content-Type": "application/json" });
    response.end(JSON.stringify(isKeys ? { keys: [key] } : {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const authority = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    authority,
    asked: () => asked,
    fail: (how) => (failing = how),
    async token(about = {}) {
      const claims = { tid: tenantId, azp: eventGridApplication, roles: [eventGridRole], ...about.claims };
      const jwt = new SignJWT(claims)
        .setProtectedHeader({ alg: "RS256", kid: about.keyId ?? "key-1" })
        .setIssuer(about.issuer ?? `${authority}/${tenantId}/v2.0`)
        .setAudience(about.audience ?? audience);
      const expiresInSeconds = about.expiresInSeconds === undefined ? 3600 : about.expiresInSeconds;
      if (expiresInSeconds !== null) jwt.setExpirationTime(Math.floor(Date.now() / 1000) + expiresInSeconds);
      return jwt.sign(about.forged ? other.privateKey : own.privateKey);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
