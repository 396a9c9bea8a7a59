import type { PageFrame } from "../../shared/contracts/views.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { html, nothing, outsideLink, safeHref, trusted, type Html, type Part } from "./markup.ts";
import { capital, roleWords, formatList } from "./words.ts";

export const drillWords = "DRILL – nobody outside is written to";

const bell =
  '<svg class="bell" width="22" height="22" viewBox="0 0 24 24" fill="currentColor" aria-hidden="true" focusable="false"><path d="M12 2.2c.9 0 1.6.7 1.6 1.5 2.9.8 4.6 3.4 4.6 6.6 0 3.9 1 5.4 2.3 6.7v1.3H3.5v-1.3c1.3-1.3 2.3-2.8 2.3-6.7 0-3.2 1.7-5.8 4.6-6.6 0-.8.7-1.5 1.6-1.5z"/><path d="M9.4 19.6h5.2a2.6 2.6 0 0 1-5.2 0z"/></svg>';
const icon = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><rect width="24" height="24" rx="5" fill="#0b5c68"/><path fill="#fff" d="M12 4c.7 0 1.2.5 1.2 1.1 2.2.6 3.5 2.6 3.5 5 0 2.9.8 4.1 1.7 5v1H5.6v-1c.9-.9 1.7-2.1 1.7-5 0-2.4 1.3-4.4 3.5-5C10.8 4.5 11.3 4 12 4zM10 17.2h4a2 2 0 0 1-4 0z"/></svg>')}`;

/** A whole page. What stands above `main` is the same everywhere, so that the eye learns to skip it. */
export function layout(
  frame: PageFrame,
  body: Part,
  options: { readonly above?: Html; readonly narrow?: boolean } = {},
): string {
  return `<!doctype html>\n${html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>${frame.drill ? "DRILL: " : ""}${frame.title} · tocsin</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="robots" content="noindex" />
      <link rel="icon" href="${trusted(icon)}" />
      <link rel="stylesheet" href="/assets/tocsin.css" />
      <script src="/assets/live.js" defer></script>
    </head>
    <body data-now="${frame.now}">
      <a class="skip" href="#main">Skip to the content</a>
      ${frame.drill ? html`<aside class="drill" aria-label="Drill"><strong>${drillWords}</strong></aside>` : nothing}
      ${banner(frame)}
      <main id="main" tabindex="-1" class="${options.narrow ? "narrow" : ""}">
        ${options.above}
        <h1>${frame.title}</h1>
        ${body}
      </main>
      ${foot(frame)}
    </body>
  </html>`.toString()}\n`;
}

function banner(frame: PageFrame): Html {
  return html`<header class="banner">
    <a class="home" href="/">${trusted(bell)} tocsin</a>
    ${
      frame.nav.length === 0
        ? nothing
        : html`<nav aria-label="Pages">
            ${frame.nav.map(
              ({ label, href, current }) =>
                html`<a href="${safeHref(href)}" ${current ? trusted(' aria-current="page"') : nothing}
                  >${label}</a
                >`,
            )}
          </nav>`
    }
    ${
      frame.person === null
        ? nothing
        : html`<p class="person">
            <span
              >${frame.person.name}<small
                >${capital(formatList(frame.person.roles.map((role) => roleWords[role])))}</small
              ></span
            >
            <a href="/.auth/logout">Sign out</a>
          </p>`
    }
  </header>`;
}

function foot(frame: PageFrame): Html {
  return html`<footer>
    ${frame.localTools ? localTools(frame) : nothing}
    <p>
      ${frame.entityName} · Times are those of ${frame.timeZone.replaceAll("_", " ")} · Page made
      <time datetime="${frame.now}">${formatInstantInLine(frame.now, frame.timeZone)}</time>
    </p>
    <p class="print-only">
      ${frame.address}${frame.checkpoint === null ? nothing : html`<br />Ledger checkpoint ${frame.checkpoint}`}
    </p>
  </footer>`;
}

/** One machine only: time can be moved, and the mail that nobody outside got can be read. */
function localTools(frame: PageFrame): Html {
  return html`<aside class="local" aria-label="Local tools">
    <p><strong>On this machine only</strong></p>
    <form method="post" action="/.local/advance">
      ${hiddenCsrf(frame)}
      <input type="hidden" name="hours" value="24" />
      <input type="hidden" name="returnTo" value="${pathOf(frame.address)}" />
      <button type="submit" class="plain">Advance 24 hours</button>
    </form>
    ${frame.inboxUrl === null ? nothing : html`<p class="act">${outsideLink("Open the inbox", frame.inboxUrl)}</p>`}
  </aside>`;
}

/** Pages send no referrer, so the form itself says where it was pressed. A page's address never holds a mailed link's token. */
function pathOf(address: string): string {
  const url = URL.parse(address, "http://localhost");
  return url === null ? "/" : `${url.pathname}${url.search}`;
}

export const hiddenCsrf = (frame: PageFrame): Html =>
  frame.csrf === null ? nothing : html`<input type="hidden" name="csrf" value="${frame.csrf}" />`;
