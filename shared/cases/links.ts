import type { CaseId, QuestionId } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";

/**
 * Signed tokens (JWT, HS256). A decision link says which question it leads to and whom it was sent to; it gives no
 * right by itself: the reader signs in, and the group is checked at the answer. Instants are those of our own clock,
 * so that a sped-up service does not outlive its links.
 */
export interface DecisionLink {
  readonly caseId: CaseId;
  readonly questionId: QuestionId;
  readonly personId: string;
}

/** Loaded with the first link or form, not with the app. */
const jose = () => import("jose");

const seconds = (instant: Instant): number => Math.floor(Date.parse(instant) / 1000);

export async function signDecisionLink(
  key: Uint8Array,
  link: DecisionLink,
  issuedAt: Instant,
  expiresAt: Instant,
): Promise<string> {
  const { SignJWT } = await jose();
  return new SignJWT({ c: link.caseId, q: link.questionId })
    .setProtectedHeader({ alg: "HS256", typ: "decide" })
    .setSubject(link.personId)
    .setIssuedAt(seconds(issuedAt))
    .setExpirationTime(seconds(expiresAt))
    .sign(key);
}

export type ReadLink =
  | { readonly ok: true; readonly link: DecisionLink }
  | { readonly ok: false; readonly why: "expired" | "invalid" };

export async function readDecisionLink(key: Uint8Array, token: string, now: Instant): Promise<ReadLink> {
  const claims = await verified(key, token, "decide", now);
  if (!claims.ok) return claims;
  const { c, q, sub } = claims.payload;
  if (typeof c !== "string" || typeof q !== "string" || typeof sub !== "string")
    return { ok: false, why: "invalid" };
  return { ok: true, link: { caseId: c, questionId: q, personId: sub } };
}

/** Against cross-site forms: bound to the person and to what the form is for; good for sixty days, since the question's own state decides. */
export async function signFormToken(
  key: Uint8Array,
  personId: string,
  purpose: string,
  now: Instant,
): Promise<string> {
  const { SignJWT } = await jose();
  return new SignJWT({ f: purpose })
    .setProtectedHeader({ alg: "HS256", typ: "form" })
    .setSubject(personId)
    .setExpirationTime(seconds(now) + 60 * 24 * 3600)
    .sign(key);
}

export async function isFormToken(
  key: Uint8Array,
  token: string,
  personId: string,
  purpose: string,
  now: Instant,
): Promise<boolean> {
  const claims = await verified(key, token, "form", now);
  return claims.ok && claims.payload.sub === personId && claims.payload["f"] === purpose;
}

async function verified(key: Uint8Array, token: string, typ: "decide" | "form", now: Instant) {
  const { jwtVerify, errors } = await jose();
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ["HS256"],
      typ,
      currentDate: new Date(now),
    });
    return { ok: true, payload } as const;
  } catch (cause) {
    if (cause instanceof errors.JOSEError)
      return { ok: false, why: cause instanceof errors.JWTExpired ? "expired" : "invalid" } as const;
    throw cause;
  }
}
