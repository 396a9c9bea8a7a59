/** The identity headers of App Service authentication: taken from everybody, given to whoever signed in. */
import type { IncomingMessage } from "node:http";

export interface Principal {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  /** Application roles in the token. People get theirs from groups, asked at the moment of need. */
  readonly roles: readonly string[];
}

/** What the local sign-in says about itself; the app is configured to trust these and no other. */
export const localTenantId = "5f3c9d2a-7b41-4c8e-9a10-0c5e7f1b2d01";
export const localAudience = "5f3c9d2a-7b41-4c8e-9a10-0c5e7f1b2d02";
export const localIssuer = `https://login.microsoftonline.com/${localTenantId}/v2.0`;

const roleClaim = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
const nameClaim = "name";

export interface Claim {
  readonly typ: string;
  readonly val: string;
}

/** With both names that the platform has for the object and tenant id, since it maps claim names by its version. */
export function claimsOf(principal: Principal): Claim[] {
  const claim = (typ: string, val: string): Claim => ({ typ, val });
  return [
    claim("aud", localAudience),
    claim("iss", localIssuer),
    claim("tid", localTenantId),
    claim("http://schemas.microsoft.com/identity/claims/tenantid", localTenantId),
    claim("oid", principal.id),
    claim("http://schemas.microsoft.com/identity/claims/objectidentifier", principal.id),
    claim(nameClaim, principal.name),
    claim("preferred_username", principal.username),
    ...principal.roles.map((role) => claim(roleClaim, role)),
  ];
}

function isIdentityHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return lower.startsWith("x-ms-client-principal") || lower.startsWith("x-ms-token-");
}

/** Whoever sends an identity header is not believed, however it is spelled and however often it comes. */
export function stripIdentity(request: IncomingMessage): void {
  // Node builds these two from the raw headers when they are first asked for, by a count taken earlier: ask now.
  const { headers, headersDistinct, rawHeaders } = request;
  const kept: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = "", value = ""] = rawHeaders.slice(at, at + 2);
    if (!isIdentityHeader(name)) kept.push(name, value);
  }
  rawHeaders.splice(0, rawHeaders.length, ...kept);
  for (const built of [headers, headersDistinct])
    for (const name of Object.keys(built)) if (isIdentityHeader(name)) delete built[name];
}

export function injectIdentity(request: IncomingMessage, principal: Principal): void {
  const content = { auth_typ: "aad", name_typ: nameClaim, role_typ: roleClaim, claims: claimsOf(principal) };
  set(request, "x-ms-client-principal", Buffer.from(JSON.stringify(content)).toString("base64"));
  set(request, "x-ms-client-principal-id", principal.id);
  // The host takes ASCII headers only; the whole name stands in the claims.
  set(request, "x-ms-client-principal-name", principal.username.replaceAll(/[^ -~]/g, "?"));
  set(request, "x-ms-client-principal-idp", "aad");
}

/** The caller's address, at the end of what the caller itself has said about it. */
export function addAddress(request: IncomingMessage): void {
  const { remoteAddress, remotePort } = request.socket;
  if (remoteAddress === undefined) return;
  const address = remoteAddress.includes(":") ? `[${remoteAddress}]` : remoteAddress;
  const said = request.headers["x-forwarded-for"];
  const all = [said, `${address}:${remotePort}`].flat().filter((part) => part !== undefined);
  request.rawHeaders.push("X-Forwarded-For", `${address}:${remotePort}`);
  request.headers["x-forwarded-for"] = all.join(", ");
  request.headersDistinct["x-forwarded-for"] = all;
}

/** In every form in which Node hands out headers: servers differ in the one that they read. */
function set(request: IncomingMessage, name: string, value: string): void {
  request.rawHeaders.push(name, value);
  request.headers[name] = value;
  request.headersDistinct[name] = [value];
}
