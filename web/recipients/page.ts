import type { RecipientList, RecipientsView } from "../../shared/contracts/views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { caseCrumb } from "../chrome/case-parts.ts";
import { layout } from "../chrome/layout.ts";
import { html, nothing, type Html } from "../chrome/markup.ts";
import { mark, pill } from "../chrome/state-mark.ts";
import { when } from "../chrome/times.ts";
import { excludedWords, roleWords } from "../chrome/words.ts";

const sourceWords: Readonly<Record<RecipientList["source"], string>> = {
  directory: "As the directory answered",
  "last-good": "The last good answer of the directory",
  fallback: "The fallback group",
};

export function recipientsPage(view: RecipientsView): string {
  const body =
    view.lists.length === 0
      ? html`<p class="empty">
          Nobody has been looked up for this case yet. That happens at the moment of writing, so that the list
          is never old.
        </p>`
      : html`${view.lists.map((each, index) => recipientList(each, index, view))}`;
  return layout(view.frame, body, { above: caseCrumb(view.heading) });
}

function recipientList(each: RecipientList, index: number, { frame }: RecipientsView): Html {
  // One question is asked in several rounds: the entry's number tells the lists apart, for screen readers too.
  return html`<section aria-labelledby="list-${index} entry-${index}" class="recipient-list">
    <h2 id="list-${index}">${each.purpose}</h2>
    <p>
      ${count(each.recipients.length, "person", "people")} as ${roleWords[each.role]} ·
      ${pill(each.source === "directory" ? "tick" : "ring", sourceWords[each.source])}
      ${when(each.resolvedAt, frame.timeZone)}
      <span class="source" id="entry-${index}">entry ${each.entrySeq}</span>
    </p>
    ${each.problem === null ? nothing : html`<p class="trouble">${mark("alarm")} ${each.problem}</p>`}
    ${
      each.recipients.length === 0
        ? html`<p class="empty">
            Nobody. Add a person to the group in the directory; the next look-up finds them.
          </p>`
        : html`<table class="stack">
            <caption class="unseen">
              Who gets it: ${each.purpose}
            </caption>
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Address</th>
                <th scope="col">Through</th>
              </tr>
            </thead>
            <tbody>
              ${each.recipients.map(
                ({ name, address, via }) =>
                  html`<tr>
                    <th scope="row">${name}</th>
                    <td data-label="Address" class="address">${address}</td>
                    <td data-label="Through">${via.length === 0 ? "named directly" : via.join(" › ")}</td>
                  </tr>`,
              )}
            </tbody>
          </table>`
    }
    ${
      each.excluded.length === 0
        ? nothing
        : html`<h3 class="minor">Left out</h3>
            <ul class="plain-list">
              ${each.excluded.map(({ name, why }) => html`<li>${name}: ${excludedWords[why]}</li>`)}
            </ul>`
    }
  </section>`;
}
