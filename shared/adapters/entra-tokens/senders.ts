import { createRemoteJWKSet, errors, jwtVerify } from "jose";
import type { JWTPayload } from "jose";
import { TransientFailure } from "../../domain/failures.ts";
import type { Senders } from "../../ports/senders.ts";

export interface SenderOptions {
  /** `https://login.microsoftonline.com`, without a slash at its end. */
  readonly authority: string;
  readonly tenantId: string;
  /** Application id or application id URI of this service: what its callers ask tokens for. */
  readonly audiences: readonly string[];
  /** Client ids of the applications that may send. */
  readonly applications: readonly string[];
  /** One of these application roles must be in the token; none: the application alone counts. */
  readonly roles: readonly string[];
}

/**
 * Tokens of Microsoft Entra, checked here and not left to what stands in front: signed by a key of the tenant, issued by
 * it (version 1 or 2), for us, in force by real time, and of an application itself, not of a person through one. Keys
 * are kept and asked for anew at most every half minute, so that invented key ids cause no storm.
 */
export function entraSenders(options: SenderOptions): Senders {
  const { authority, tenantId } = options;
  const keys = createRemoteJWKSet(new URL(`${authority}/${tenantId}/discovery/v2.0/keys`), {
    timeoutDuration: 5_000,
    cooldownDuration: 30_000,
  });
  const issuers = [`${authority}/${tenantId}/v2.0`, `https://sts.windows.net/${tenantId}/`];
  const applications = new Set(options.applications.map((id) => id.toLowerCase()));
  return {
    async identify(token) {
      if (token.length > tokenLengthMax) return null;
      try {
        const { payload } = await jwtVerify(token, keys, {
          algorithms: ["RS256"],
          issuer: issuers,
          audience: [...options.audiences],
          requiredClaims: ["exp"],
          clockTolerance: 60,
        });
        return senderIn(payload, { ...options, applications });
      } catch (cause) {
        if (cause instanceof errors.JOSEError && isAboutToken(cause)) return null;
        throw new TransientFailure("the keys that tokens are signed with cannot be fetched", { cause });
      }
    },
  };
}

/** The front ends take no longer header. */
const tokenLengthMax = 16_000;

function senderIn(
  payload: JWTPayload,
  expected: Pick<SenderOptions, "tenantId" | "roles"> & { readonly applications: ReadonlySet<string> },
): { readonly application: string } | null {
  const { tid, appid, azp, scp, roles } = payload;
  if (typeof tid !== "string" || tid.toLowerCase() !== expected.tenantId.toLowerCase()) return null;
  // Version 1 names the caller `appid`, version 2 `azp`. `scp` is there when a person stands behind it.
  const application = appid ?? azp;
  if (scp !== undefined || typeof application !== "string") return null;
  if (!expected.applications.has(application.toLowerCase())) return null;
  const held: readonly unknown[] = Array.isArray(roles) ? roles : [];
  if (expected.roles.length > 0 && !expected.roles.some((role) => held.includes(role))) return null;
  return { application: application.toLowerCase() };
}

/** Everything but the fetching of the keys, which fails with a bare JOSEError or a time-out of its own. */
const isAboutToken = (error: errors.JOSEError): boolean =>
  error.code !== errors.JOSEError.code &&
  error.code !== errors.JWKSTimeout.code &&
  error.code !== errors.JWKSInvalid.code;
