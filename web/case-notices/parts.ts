import type { NoticeElement } from "../../shared/domain/case/events.ts";
import type { NoticeText } from "../../shared/contracts/views.ts";
import { html, type Html } from "../chrome/markup.ts";
import { mark } from "../chrome/state-mark.ts";

/** The text word for word, as the recipient reads it, and the digest to which an answer binds. */
export function letter({ subject, text, digest, version }: NoticeText): Html {
  return html`<article class="letter" aria-label="The text, version ${version}">
      <p class="letter-subject"><span class="quiet">Subject:</span> ${subject}</p>
      <p class="pre">${text}</p>
    </article>
    <p class="digest">Version ${version}, SHA-256 <span class="code">${digest}</span></p>`;
}

/** Each required element, with the sentence that fulfils it, or named as missing. */
export function elementList(elements: readonly NoticeElement[]): Html {
  return html`<ul class="elements">
    ${elements.map(({ label, sentence }) =>
      sentence === null
        ? html`<li class="missing">
            ${mark("cross")}
            <div><strong>${label}</strong>: missing</div>
          </li>`
        : html`<li>
            ${mark("tick")}
            <div><strong>${label}</strong><span class="why">${sentence}</span></div>
          </li>`,
    )}
  </ul>`;
}
