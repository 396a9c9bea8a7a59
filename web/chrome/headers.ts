/**
 * Sent with every page. Nothing is loaded from elsewhere, nothing inline runs, nothing is stored in a cache that the
 * next reader of a shared machine could open, and links carry tokens, so no referrer leaves.
 */
export const pageHeaders: Readonly<Record<string, string>> = {
  "Content-Type": "text/html; charset=utf-8",
  "Content-Security-Policy": [
    "default-src 'none'",
    "style-src 'self'",
    "script-src 'self'",
    "img-src 'self' data:",
    "connect-src 'self'", // the page's script fetches the page again
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join("; "),
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Cache-Control": "no-store",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/** For the stylesheet and the script, whose addresses stay the same from one version to the next. */
export const assetHeaders = (
  contentType: "text/css" | "text/javascript",
): Readonly<Record<string, string>> => ({
  "Content-Type": `${contentType}; charset=utf-8`,
  "Cache-Control": "no-cache",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Resource-Policy": "same-origin",
});
