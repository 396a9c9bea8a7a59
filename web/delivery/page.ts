import type { DeliveryRow, DeliveryView } from "../../shared/contracts/views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { caseCrumb } from "../chrome/case-parts.ts";
import { errorSummary, textField } from "../chrome/fields.ts";
import { restLink, shownOf } from "../chrome/long-list.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { pill, type Shape } from "../chrome/state-mark.ts";
import { when, whenShort } from "../chrome/times.ts";
import { deliveryWords } from "../chrome/words.ts";

type State = DeliveryRow["state"];

const isDead = (state: State): boolean =>
  ["refused", "bounced", "failed", "suppressed", "quarantined", "filtered-spam"].includes(state);
const isDoubtful = (state: State): boolean => state === "uncertain" || state === "unknown";

const shapeOf = (state: State): Shape =>
  isDead(state)
    ? "cross"
    : isDoubtful(state)
      ? "ring"
      : state === "delivered"
        ? "tick"
        : state === "intended" || state === "again"
          ? "ring"
          : "envelope";

export function deliveryPage(view: DeliveryView): string {
  const { frame, rows } = view;
  const dead = rows.filter(({ state }) => isDead(state));
  const doubtful = rows.filter(({ state }) => isDoubtful(state));
  const rest = rows.filter(({ state }) => !isDead(state) && !isDoubtful(state));
  const body = html`${errorSummary(view.form)}${sums(view)}
    <div data-live="delivery">
      ${rows.length === 0 ? html`<p class="empty">Nothing has been sent in this case yet. The first message is the question to the incident commander.</p>` : nothing}
      ${
        dead.length === 0
          ? nothing
          : html`<section aria-labelledby="dead" class="mine">
              <h2 id="dead">Not delivered <small>${dead.length}</small></h2>
              <p>
                These messages reached nobody. Correct the address in the directory or choose another way,
                then send again.
              </p>
              ${view.replayAllHref === null || dead.length === 1 ? nothing : replayForm(view, view.replayAllHref, `Send all ${dead.length} again`)}
              ${deliveryTable(dead, frame.timeZone, "Not delivered", view)}
            </section>`
      }
      ${
        doubtful.length === 0
          ? nothing
          : html`<section aria-labelledby="doubtful">
              <h2 id="doubtful">Uncertain <small>${doubtful.length}</small></h2>
              <p>
                Nobody knows whether they arrived. They are asked about, and never sent again blindly: only a
                person who says why sends one again.
              </p>
              ${deliveryTable(doubtful, frame.timeZone, "Uncertain", view)}
            </section>`
      }
      ${
        rest.length === 0
          ? nothing
          : html`<section aria-labelledby="rest">
              <h2 id="rest">${count(rest.length, "message")} on the way or delivered</h2>
              ${deliveryTable(rest, frame.timeZone, "On the way or delivered", view)}
            </section>`
      }
    </div>`;
  return layout(frame, body, { above: caseCrumb(view.heading) });
}

/** "900 of 1,000 delivered". */
function sums({ rows, counts }: DeliveryView): Html {
  if (rows.length === 0) return nothing;
  const { recipients, delivered, accepted, failed, uncertain } = counts;
  const said = (number: number, words: string): string =>
    number === 0 ? "" : ` · ${number.toLocaleString("en-US")} ${words}`;
  return html`<p class="lead">
    ${delivered.toLocaleString("en-US")} of ${count(recipients, "message")}
    delivered${said(accepted, "sent, without a report yet")}${said(failed, "failed")}${said(uncertain, "uncertain")}
  </p>`;
}

/** Recipient by recipient: what became of the message, and what proves it. */
function deliveryTable(
  rows: readonly DeliveryRow[],
  timeZone: string,
  caption: string,
  view?: DeliveryView,
): Html {
  const allHref = view?.allHref ?? null;
  return html`<table class="stack">
      <caption class="unseen">
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Recipient</th>
          <th scope="col">Message</th>
          <th scope="col">State</th>
          <th scope="col">Proof</th>
        </tr>
      </thead>
      <tbody>
        ${shownOf(rows, allHref).map(
          (row) =>
            html`<tr>
              <th scope="row">
                ${row.recipient.name}<small class="address">${row.recipient.address}</small>
              </th>
              <td data-label="Message">${row.purpose}</td>
              <td data-label="State">${statePill(row.state)} ${when(row.at, timeZone)}</td>
              <td data-label="Proof">
                ${row.proof ?? "none yet"}<small
                  >operation <span class="code">${row.operationId}</span>, entry ${row.entrySeq}</small
                >
                ${view === undefined || row.replayHref === null ? nothing : replayForm(view, row.replayHref, "Send again", row)}
              </td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${restLink(rows, allHref, caption)}`;
}

const listedMax = 20;

/** The same, short, where there is no room for a table. */
export function deliveryList(rows: readonly DeliveryRow[], timeZone: string): Html {
  return html`<ul class="plain-list">
    ${rows.slice(0, listedMax).map(
      (row) =>
        html`<li>
          <strong>${row.recipient.name}</strong> ${statePill(row.state)}
          <span class="source"
            >${row.proof === null ? nothing : `${row.proof}, `}${whenShort(row.at, timeZone)}, entry
            ${row.entrySeq}</span
          >
        </li>`,
    )}
    ${rows.length > listedMax ? html`<li>and ${(rows.length - listedMax).toLocaleString("en-US")} more, on the page Delivery</li>` : nothing}
  </ul>`;
}

const statePill = (state: State): Html =>
  pill(shapeOf(state), deliveryWords[state], isDead(state) ? "strong" : "plain");

function replayForm(view: DeliveryView, href: string, label: string, row?: DeliveryRow): Html {
  const { frame, form } = view;
  return html`<form method="post" action="${safeHref(href)}">
    ${hiddenCsrf(frame)}
    ${row && isDoubtful(row.state) ? textField(form, { name: "reason", idPrefix: `${row.operationId}-`, label: "Why, although it may have arrived?", maxLength: 300 }) : nothing}
    <button type="submit" class="plain">
      ${label}${row === undefined ? nothing : html`<span class="unseen"> to ${row.recipient.name}</span>`}
    </button>
  </form>`;
}
