import type { RecipientList, RecipientsView, UnfoundPurpose } from "../../shared/contracts/views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { caseCrumb } from "../chrome/case-parts.ts";
import { errorSummary, textArea } from "../chrome/fields.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { restLink, shownOf } from "../chrome/long-list.ts";
import { html, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { mark, pill } from "../chrome/state-mark.ts";
import { when } from "../chrome/times.ts";
import { excludedWords, roleWords } from "../chrome/words.ts";

const sourceWords: Readonly<Record<RecipientList["source"], string>> = {
  directory: "As the directory answered",
  "last-good": "The last good answer of the directory",
  fallback: "The fallback group",
};

export function recipientsPage(view: RecipientsView): string {
  const lists =
    view.lists.length === 0 && view.unfound.length === 0
      ? html`<p class="empty">
          Nobody has been looked up for this case yet. That happens at the moment of writing, so that the list
          is never old.
        </p>`
      : html`${view.lists.map((each, index) => recipientList(each, index, view))}`;
  const body = html`${errorSummary(view.form)}${unfoundSection(view)}${waivedSection(view)}${lists}`;
  return layout(view.frame, body, { above: caseCrumb(view.heading) });
}

function unfoundSection(view: RecipientsView): Html {
  if (view.unfound.length === 0) return nothing;
  return html`<section aria-labelledby="unfound" class="mine">
    <h2 id="unfound">Nobody was found <small>${view.unfound.length}</small></h2>
    <p>
      Nobody hears of this yet. Put somebody with a mailbox into the group of the role, or into the fallback
      group: the directory is asked again by itself, within five minutes.
    </p>
    ${view.unfound.map((each, index) => unfoundItem(each, index, view))}
  </section>`;
}

function unfoundItem(each: UnfoundPurpose, index: number, view: RecipientsView): Html {
  const { frame, waiveHref, form } = view;
  const isPosted = form.values["purpose"] === each.purposeKey;
  return html`<h3 id="unfound-${index}">${each.purpose}</h3>
    <p class="trouble">${mark("alarm")} ${each.problem}</p>
    <p>${roleWords[each.role]} · since ${when(each.at, frame.timeZone)}</p>
    ${
      waiveHref === null
        ? nothing
        : html`<details ${isPosted ? html`open` : nothing}>
            <summary>Nobody is to be written to<span class="unseen">: ${each.purpose}</span></summary>
            <form method="post" action="${safeHref(waiveHref)}" novalidate>
              ${hiddenCsrf(frame)}
              <input type="hidden" name="purpose" value="${each.purposeKey}" />
              ${textArea(isPosted ? form : { values: {}, errors: [] }, {
                name: "reason",
                idPrefix: `waive-${index}-`,
                label: "Why is nobody to be written to?",
                hint: "For example: the desk was told by telephone, by whom and when. It stays in the ledger.",
              })}
              <div class="actions">
                <button type="submit" class="plain">Write to nobody about this</button>
              </div>
            </form>
          </details>`
    }`;
}

function waivedSection({ waived, frame }: RecipientsView): Html {
  if (waived.length === 0) return nothing;
  return html`<section aria-labelledby="waived">
    <h2 id="waived">Nobody is written to</h2>
    <ul class="plain-list">
      ${waived.map(
        ({ purpose, by, at, reason }) =>
          html`<li><strong>${purpose}</strong>: decided by ${by} ${when(at, frame.timeZone)}. ${reason}</li>`,
      )}
    </ul>
  </section>`;
}

function recipientList(each: RecipientList, index: number, { frame, allHref }: RecipientsView): Html {
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
                ${shownOf(each.recipients, allHref).map(
                  ({ name, address, via }) =>
                    html`<tr>
                      <th scope="row">${name}</th>
                      <td data-label="Address" class="address">${address}</td>
                      <td data-label="Through">${via.length === 0 ? "named directly" : via.join(" › ")}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
            ${restLink(each.recipients, allHref, each.purpose)}`
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
