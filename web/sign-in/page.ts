import type { SignInView } from "../../shared/contracts/views.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html, nothing, safeHref, trusted } from "../chrome/markup.ts";
import { capital, roleWords, formatList } from "../chrome/words.ts";

/** Only on one machine: in Azure, the platform's own sign-in stands here. */
export function signInPage(view: SignInView): string {
  const { frame, people } = view;
  const body = html`<p class="lead">
      Choose who you are. This is the stand-in for your organisation's sign-in, on this machine only: it asks
      for no password.
    </p>
    ${
      people.length === 0
        ? html`<p class="empty">
            The local directory has nobody in it. Start again with the demo to fill it.
          </p>`
        : html`<form method="post" action="${safeHref(view.action)}">
            ${hiddenCsrf(frame)}
            <input type="hidden" name="returnTo" value="${view.returnTo}" />
            <ul class="people">
              ${people.map(
                ({ id, name, title, roles, blocked }) =>
                  html`<li>
                    <button
                      type="submit"
                      class="plain person-choice"
                      name="person"
                      value="${id}"
                      ${blocked === null ? nothing : trusted(" disabled")}
                    >
                      <strong>${name}</strong>
                      <small
                        >${blocked ?? capital(formatList(roles.map((role) => roleWords[role])) || "no role")}${title === null ? nothing : ` · ${title}`}</small
                      >
                    </button>
                  </li>`,
              )}
            </ul>
          </form>`
    }`;
  return layout(frame, body, { narrow: true });
}
