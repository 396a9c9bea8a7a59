import type { FormState, HoldItem, HoldPreviewView, HoldsView } from "../../shared/contracts/views.ts";
import { caseCrumb } from "../chrome/case-parts.ts";
import { clockBars } from "../chrome/clock-bar.ts";
import { clockTable } from "../chrome/clock-table.ts";
import { confirmForm } from "../chrome/confirm-form.ts";
import { clockChange } from "../facts/page.ts";
import { errorSummary, radios, textArea, textField } from "../chrome/fields.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html, list, nothing, trusted, type Html } from "../chrome/markup.ts";
import { pill } from "../chrome/state-mark.ts";
import { when, whenShort } from "../chrome/times.ts";
import { capital } from "../chrome/words.ts";

/** The holds of a case. While one stands, no notice leaves that the law lets wait; the 72 hours of the GDPR go on. */
export function holdsPage(view: HoldsView): string {
  const { frame, heading, holds, clocks, mayChange, form } = view;
  const about = valueOf(form, "action");
  const body = html`<p class="lead">
      While a hold stands, no notice leaves that it covers (45 CFR 164.412). It does not stop the 72 hours of
      the GDPR.
    </p>
    ${errorSummary(form, prefixFor(about, valueOf(form, "holdId")))}
    <section aria-labelledby="holds">
      <h2 id="holds">Holds</h2>
      ${holds.length === 0 ? html`<p class="empty">Law enforcement has not asked to wait.</p>` : holds.map((hold) => holdArticle(hold, view))}
    </section>
    ${
      clocks.length === 0
        ? nothing
        : html`<section aria-labelledby="waiting">
            <h2 id="waiting">Clocks that wait</h2>
            ${clockBars(clocks, frame.now, "h")}${clockTable(clocks, frame.now)}
          </section>`
    }
    ${
      mayChange
        ? html`<section aria-labelledby="place">
            <h2 id="place">Record a request to wait</h2>
            <form method="post" novalidate>
              ${hiddenCsrf(frame)}
              <input type="hidden" name="action" value="place" />
              ${statementFields(about === "place" ? form : blank, frame.timeZone)}
              <div class="actions"><button type="submit">Show what would move</button></div>
            </form>
          </section>`
        : nothing
    }`;
  return layout(frame, body, { above: caseCrumb(heading) });
}

const blank: FormState = { values: {}, errors: [] };

const valueOf = ({ values }: FormState, name: string): string => {
  const value = values[name];
  return typeof value === "string" ? value : "";
};

/** Each form of the page has fields of its own. */
const prefixFor = (action: string, holdId: string): string =>
  action === "extend" || action === "lift" ? `${holdId}-${action}-` : "";

function holdArticle(hold: HoldItem, view: HoldsView): Html {
  const { frame, mayChange, form } = view;
  const isAbout = (action: string): boolean =>
    valueOf(form, "action") === action && valueOf(form, "holdId") === hold.holdId;
  const state = hold.lifted
    ? pill("dash", "Lifted")
    : hold.standing
      ? pill("half", "Stands", "accent")
      : pill("tick", "Has ended");
  return html`<article class="notice">
    <h3>${hold.holdId} ${state}</h3>
    ${hold.statements.map(
      ({ sentence, details, who, at, entrySeq }) =>
        html`<p>
            ${capital(sentence)}.
            <span class="source">${who}, ${whenShort(at, frame.timeZone)} · entry ${entrySeq}</span>
          </p>
          ${list(details)}`,
    )}
    ${
      hold.lifted
        ? html`<p>
            Lifted as of ${when(hold.lifted.at, frame.timeZone)} by ${hold.lifted.who}: ${hold.lifted.reason}
          </p>`
        : nothing
    }
    ${
      mayChange && hold.lifted === null
        ? html`<details ${isAbout("extend") ? trusted("open") : nothing}>
              <summary>Extend it<span class="unseen"> (${hold.holdId})</span></summary>
              <form method="post" novalidate>
                ${hiddenCsrf(frame)}
                <input type="hidden" name="action" value="extend" />
                <input type="hidden" name="holdId" value="${hold.holdId}" />
                ${statementFields(isAbout("extend") ? form : blank, frame.timeZone, prefixFor("extend", hold.holdId))}
                <div class="actions"><button type="submit">Show what would move</button></div>
              </form>
            </details>
            <details ${isAbout("lift") ? trusted("open") : nothing}>
              <summary>Lift it<span class="unseen"> (${hold.holdId})</span></summary>
              <form method="post" novalidate>
                ${hiddenCsrf(frame)}
                <input type="hidden" name="action" value="lift" />
                <input type="hidden" name="holdId" value="${hold.holdId}" />
                ${liftFields(isAbout("lift") ? form : blank, frame.timeZone, prefixFor("lift", hold.holdId))}
                <div class="actions"><button type="submit">Show what would move</button></div>
              </form>
            </details>`
        : nothing
    }
  </article>`;
}

function statementFields(form: FormState, timeZone: string, idPrefix = ""): Html {
  const zone = timeZone.replaceAll("_", " ");
  return html`${radios(form, {
    name: "form",
    idPrefix,
    label: "How was it stated?",
    options: [
      { value: "written", label: "In writing", hint: "With a time, it lasts exactly that long." },
      { value: "oral", label: "By word of mouth", hint: "Lasts 30 days at most, unless a writing follows." },
    ],
  })}
  ${textField(form, { name: "statedAt", idPrefix, kind: "moment", label: "When was it stated?", hint: `Time of ${zone}.` })}
  ${textField(form, { name: "until", idPrefix, label: "Until when?", hint: "A date such as 2027-01-15 means the end of that day. Blank: no time was named." })}
  ${textField(form, { name: "officialIdentity", idPrefix, label: "The official", hint: "Name and rank: the law asks for the identity.", maxLength: 200 })}
  ${textField(form, { name: "agency", idPrefix, label: "Agency", maxLength: 200 })}
  ${textField(form, { name: "documentRef", idPrefix, label: "Document", hint: "Where the writing, or the note of the call, is kept.", maxLength: 200 })}`;
}

function liftFields(form: FormState, timeZone: string, idPrefix: string): Html {
  const zone = timeZone.replaceAll("_", " ");
  return html`${textField(form, { name: "liftedAt", idPrefix, kind: "moment", label: "When was it lifted?", hint: `Blank: now. Time of ${zone}.` })}
  ${textArea(form, { name: "reason", idPrefix, rows: 2, label: "Who lifted it, and how?" })}`;
}

export function holdPreviewPage(view: HoldPreviewView): string {
  const { frame, heading } = view;
  const moved = view.clockChanges.filter(({ kind }) => kind !== "stays");
  const body = html`<section aria-labelledby="stated">
      <h2 id="stated">What you state</h2>
      <p class="lead">${view.sentence}</p>
    </section>
    <section aria-labelledby="moves">
      <h2 id="moves">What would move</h2>
      ${moved.length === 0 ? html`<p class="empty">No clock moves. It is recorded all the same.</p>` : moved.map((change) => clockChange(change, frame.timeZone))}
    </section>
    ${confirmForm(view)}`;
  return layout(frame, body, { above: caseCrumb(heading) });
}
