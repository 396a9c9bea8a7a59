/**
 * Who is signed in, as App Service says it in front of us: `x-ms-client-principal` is base64 of
 * `{auth_typ, name_typ, role_typ, claims: [{typ, val}]}`. Only a front that strips these headers from outside callers
 * makes them worth reading: whether there is one is for the caller to know (`signInEnforced`).
 */
import { z } from "zod";

export interface ClientPrincipal {
  /** Object id of the person in the directory; other fronts may name somebody else (an operator's token). */
  readonly id: string;
  readonly name: string;
  /** Role claims as sent; what they are good for is decided elsewhere. */
  readonly roleClaims: readonly string[];
}

export interface ExpectedPrincipal {
  readonly tenantId?: string;
  readonly issuer?: string;
}

const objectIdClaim = "http://schemas.microsoft.com/identity/claims/objectidentifier";
const tenantIdClaim = "http://schemas.microsoft.com/identity/claims/tenantid";

const Header = z.object({
  name_typ: z.string().optional(),
  role_typ: z.string().optional(),
  claims: z.array(z.object({ typ: z.string(), val: z.string() })),
});

/** Null for whoever is not signed in, and for anything that cannot be read. Never throws. */
export function readClientPrincipal(
  headers: { get(name: string): string | null },
  expected: ExpectedPrincipal = {},
): ClientPrincipal | null {
  const read = Header.safeParse(decoded(headers.get("x-ms-client-principal")));
  if (!read.success) return null;
  const { claims, name_typ: nameType, role_typ: roleType } = read.data;
  const claim = (...types: readonly (string | undefined)[]): string | undefined =>
    types.map((type) => claims.find(({ typ }) => typ === type)?.val).find((value) => value?.trim());

  const tenantId = claim(tenantIdClaim, "tid");
  if (expected.tenantId !== undefined && tenantId?.toLowerCase() !== expected.tenantId.toLowerCase())
    return null;
  if (expected.issuer !== undefined && claim("iss") !== expected.issuer) return null;

  const id = claim(objectIdClaim, "oid");
  if (id === undefined) return null;
  const name = claim("name", nameType, "preferred_username") ?? id;
  const roleClaims = claims.filter(({ typ }) => typ === roleType || typ === "roles").map(({ val }) => val);
  return { id, name, roleClaims: [...new Set(roleClaims)] };
}

function decoded(header: string | null): unknown {
  if (header === null) return null;
  try {
    const bytes = Uint8Array.from(atob(header), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null; // not base64, not UTF-8 or not JSON: nobody is signed in
  }
}
