import type { HttpRequest } from "@azure/functions";
import type { AppContext } from "../../shared/cases/app-context.ts";
import { isFormToken, signFormToken } from "../../shared/cases/links.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import { formFieldsOf } from "../../shared/contracts/forms.ts";

/** A form as it came, before anything in it is believed. */
export interface Posted {
  readonly fields: FormFields;
  /** What a program sent as JSON; undefined when it is a form, or no JSON. */
  readonly json?: unknown;
}

/** The largest form of a case has about twenty fields of at most 4,000 characters. */
const formCharactersMax = 200_000;

export async function readPosted(
  request: HttpRequest,
  charactersMax = formCharactersMax,
): Promise<Posted | null> {
  if (request.method !== "POST") return null;
  const body = await request.text();
  if (body.length > charactersMax) return { fields: {} };
  const type = request.headers.get("content-type") ?? "";
  if (type.startsWith("application/json")) return { fields: {}, json: jsonIn(body) };
  const isForm = type.startsWith("application/x-www-form-urlencoded");
  return { fields: isForm ? formFieldsOf(new URLSearchParams(body)) : {} };
}

function jsonIn(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

export const formToken = (appContext: AppContext, personId: string, purpose: string): Promise<string> =>
  signFormToken(appContext.settings.linkKey, personId, purpose, appContext.clock.now());

/**
 * Whether the form is one that we gave to this very person for this very purpose, sent from a page of ours. Browsers
 * say where a form comes from in `Sec-Fetch-Site`; `Origin` is `null` even from our own pages, since they send no
 * referrer, so only a foreign name in it speaks against the form.
 */
export async function isOurForm(
  appContext: AppContext,
  request: HttpRequest,
  {
    personId,
    purpose,
    posted,
  }: { readonly personId: string; readonly purpose: string; readonly posted: Posted },
): Promise<boolean> {
  if (!isFromHere(appContext, request)) return false;
  const token = posted.fields["csrf"];
  return (
    typeof token === "string" &&
    isFormToken(appContext.settings.linkKey, token, personId, purpose, appContext.clock.now())
  );
}

/** Whether no page of another site sent it, as far as the browser says; programs say nothing. */
export function isFromHere(appContext: AppContext, request: HttpRequest): boolean {
  const site = request.headers.get("sec-fetch-site");
  if (site !== null && site !== "same-origin" && site !== "none") return false;
  const origin = request.headers.get("origin");
  return (
    origin === null || origin === "null" || ownOrigins(appContext, request).includes(origin.toLowerCase())
  );
}

/** The configured address, and the name by which the browser asked: one machine has several for itself. */
function ownOrigins({ settings }: AppContext, request: HttpRequest): readonly string[] {
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return [
    new URL(settings.publicUrl).origin,
    `https://${host}`.toLowerCase(),
    `http://${host}`.toLowerCase(),
  ];
}
