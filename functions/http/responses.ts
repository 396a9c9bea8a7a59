/** How answers look: pages with their headers, problem details (RFC 9457) under /api/, redirects. */
import type { HttpResponseInit } from "@azure/functions";
import type { Principal } from "../../shared/domain/case/authority.ts";
import { caseHref } from "../../web/chrome/case-heading.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import type { MessageView } from "../../shared/contracts/views.ts";
import type { TransientFailure } from "../../shared/domain/failures.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import { pageHeaders } from "../../web/chrome/headers.ts";
import { messagePage } from "../../web/chrome/message.ts";
import { tryAgainPage } from "../../web/chrome/try-again.ts";
import type { ServiceContext } from "./request-context.ts";

export const wantsJson = (path: string): boolean => path.toLowerCase().startsWith("/api/");

export const pageResponse = (page: string, status = 200): HttpResponseInit => ({
  status,
  headers: pageHeaders,
  body: page,
});

/** Data is of the moment and of the reader. */
export const dataHeaders = {
  "Cache-Control": "no-store",
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
};

export const jsonResponse = (content: unknown, status = 200): HttpResponseInit => ({
  status,
  headers: { ...dataHeaders, "Content-Type": "application/json; charset=utf-8" },
  body: JSON.stringify(content),
});

/** A file to keep. The mark at its start tells spreadsheets that it is UTF-8. */
export const fileResponse = (
  content: string,
  { contentType, fileName }: { readonly contentType: string; readonly fileName: string },
): HttpResponseInit => ({
  status: 200,
  headers: {
    ...dataHeaders,
    "Content-Type": contentType,
    "Content-Disposition": `attachment; filename="${fileName}"`,
  },
  body: `\uFEFF${content}`,
});

export const streamResponse = (body: AsyncIterable<Uint8Array>, contentType: string): HttpResponseInit => ({
  status: 200,
  headers: { ...dataHeaders, "Content-Type": contentType },
  body,
});

export const problemResponse = (
  status: number,
  title: string,
  detail: string,
  headers: Readonly<Record<string, string>> = {},
  /** What programs go by: `kind`, the `path` of the field that is wrong, who decided. */
  more: Readonly<Record<string, unknown>> = {},
): HttpResponseInit => ({
  status,
  headers: { ...dataHeaders, ...headers, "Content-Type": "application/problem+json; charset=utf-8" },
  body: JSON.stringify({ type: "about:blank", title, status, detail, ...more }),
});

export const redirect = (status: 302 | 303, location: string): HttpResponseInit => ({
  status,
  headers: { Location: location, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
});

/** What a response needs to know of its request. `principal` is null while nobody is known to be signed in. */
export interface ResponseContext extends ServiceContext {
  readonly path: string;
  readonly principal: Principal | null;
  readonly state?: CaseState | undefined;
}

export function messageResponse(
  about: ResponseContext,
  status: number,
  message: Pick<MessageView, "kind"> & { readonly title: string } & Partial<MessageView>,
): HttpResponseInit {
  const { title, ...view } = message;
  return pageResponse(
    messagePage({
      sentence: null,
      next: { label: "To the board", href: "/" },
      decision: null,
      reference: null,
      ...view,
      frame: frameOf(about, title),
    }),
    status,
  );
}

/** "Nothing was changed" only where that is known. What was sent is safe to send again either way. */
const unavailableSentences: Readonly<Record<TransientFailure["changed"], string>> = {
  nothing: "The directory or the ledger cannot be reached at the moment. Nothing was changed.",
  unknown:
    "The ledger did not answer, so we do not know yet whether what you sent was recorded. The page of the case will tell; sending it again is safe.",
};

/** The ledger or the directory cannot be asked; nothing that was typed is lost. */
export function unavailableResponse(
  about: ResponseContext,
  { changed }: Pick<TransientFailure, "changed">,
  fields: FormFields | null,
): HttpResponseInit {
  const retry = { "Retry-After": "10" };
  const sentence = unavailableSentences[changed];
  if (wantsJson(about.path)) return problemResponse(503, "Not reachable", sentence, retry, { changed });
  const frame = frameOf(about, "Try again in a moment");
  const page = fields
    ? tryAgainPage({ frame, sentence, form: { values: fields, errors: [] } })
    : messagePage({
        frame,
        kind: "error",
        sentence,
        next: { label: "Try again", href: about.path },
        decision: null,
        reference: about.reference,
      });
  return { status: 503, headers: { ...pageHeaders, ...retry }, body: page };
}

const frameOf = ({ appContext, path, principal, state }: ResponseContext, title: string) =>
  pageFrame(appContext.settings, {
    title,
    now: appContext.clock.now(),
    // The path of a mailed link is a secret, and a page prints its address: the case it belongs to stands for it.
    path: path.startsWith("/decide/") ? (state ? caseHref(state.caseId) : "/") : path,
    principal,
    state,
  });
