import type { AnswerOutcome, DecideView } from "../../shared/contracts/views.ts";
import { unreachable } from "../../shared/domain/failures.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { alertFacts, caseCrumb, factList } from "../chrome/case-parts.ts";
import { clockBars } from "../chrome/clock-bar.ts";
import { clockTable } from "../chrome/clock-table.ts";
import { awarenessFields } from "./awareness-fields.ts";
import {
  dataFields,
  discoveryField,
  fourFactorFields,
  peopleFields,
  riskField,
  startFields,
} from "../facts/fields.ts";
import { errorSummary, textArea, textField } from "../chrome/fields.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html, list, nothing, outsideLink, type Html } from "../chrome/markup.ts";
import { elementList, letter } from "../case-notices/parts.ts";
import { mark } from "../chrome/state-mark.ts";
import { whatIsLeft, when, whenShort } from "../chrome/times.ts";
import { roleWords } from "../chrome/words.ts";

/**
 * One question. On the first screen: what is asked, by when, what happened, what follows from each answer. The answer
 * is a plain POST to this page's own address; looking at the page changes nothing.
 */
export function decidePage(view: DecideView): string {
  const { frame, question, form } = view;
  const body = html`<p class="nearest">
      <strong>${whatIsLeft(question.answerBy, frame.now)}</strong>
      <span>Answer by ${when(question.answerBy, frame.timeZone)}</span>
    </p>
    ${errorSummary(form)}
    <form method="post" class="decide" novalidate>
      ${hiddenCsrf(frame)}
      <div class="columns even">
        <section aria-labelledby="what">
          <h2 id="what">What happened</h2>
          <p class="lead">${view.whatHappened}</p>
          ${view.alerts.map(
            (alert) =>
              html`<details>
                <summary>
                  <span>The alert: <bdi>${alert.title}</bdi></span>
                </summary>
                ${alertFacts(alert, frame.timeZone)}
              </details>`,
          )}
        </section>
        <section aria-labelledby="then">
          <h2 id="then">What happens when you answer</h2>
          ${view.outcomes.map(outcome)}
          <p class="quiet">
            No answer is never taken as a yes. The question stays open until
            ${formatInstantInLine(view.expiresAt, frame.timeZone)}, then the executives are asked.
          </p>
        </section>
        ${
          // Facts come before the fields that add to them; an exact text comes before what stands behind it.
          view.kind === "is-breach"
            ? html`<div>${context(view)}</div>
                <div>${concerned(view)}</div>`
            : html`<div>${concerned(view)}</div>
                <div>${context(view)}</div>`
        }
      </div>
      <div class="actions" role="group" aria-label="Your answer">
        ${view.outcomes.map(
          ({ answer, label }, index) =>
            html`<button type="submit" name="answer" value="${answer}" class="${index === 0 ? "" : "plain"}">
              ${label}
            </button>`,
        )}
      </div>
    </form>`;
  return layout(frame, body, { above: caseCrumb(view.heading) });
}

function outcome({ label, then, irreversible }: AnswerOutcome): Html {
  return html`<div class="outcome">
    <h3>${label}</h3>
    ${list(then)}
    ${irreversible ? html`<p class="irreversible">${mark("alarm")} This cannot be taken back.</p>` : nothing}
  </div>`;
}

/** What we know, what we do not, which clocks it touches, who else was asked. */
function context(view: DecideView): Html {
  const { frame } = view;
  return html`<section aria-labelledby="known">
      <h2 id="known">What we know, and what we don't</h2>
      ${factList(view.facts, frame.timeZone)}
    </section>
    ${
      view.clocks.length === 0
        ? nothing
        : html`<section aria-labelledby="clocks">
            <h2 id="clocks">Clocks this touches</h2>
            ${clockBars(view.clocks, frame.now, "c")}${clockTable(view.clocks, frame.now)}
          </section>`
    }
    <section aria-labelledby="asked">
      <h2 id="asked">Who was asked</h2>
      ${
        view.asked.length === 0
          ? html`<p class="quiet">Nobody else.</p>`
          : list(
              view.asked.map(
                ({ name, role, askedAt }) =>
                  html`${name}, ${roleWords[role]}
                    <span class="source">${whenShort(askedAt, frame.timeZone)}</span>`,
              ),
            )
      }
      <p class="quiet">The first answer counts. Whoever comes second sees who decided.</p>
    </section>`;
}

/** What the question is about: the fields, the exact text, what is filed, what is still open. */
function concerned(view: DecideView): Html {
  switch (view.kind) {
    case "is-breach":
      return breachFields(view);
    case "set-awareness":
      return html`<section aria-labelledby="aware">
        <h2 id="aware">Since when <small>EDPB Guidelines 9/2022</small></h2>
        ${awarenessFields(view.awareness, view.form, view.frame.timeZone)} ${reason(view)}
      </section>`;
    case "approve-notice":
      return html`<section aria-labelledby="text">
        <h2 id="text">The exact text</h2>
        <p>
          ${view.goesTo.people === null ? "It goes" : html`It goes to <strong>${count(view.goesTo.people, "person", "people")}</strong>,`}
          one message each, as ${roleWords[view.goesTo.role]}. The group is looked up again at the moment of
          sending.
        </p>
        ${letter(view.notice)}
        <h3>Required content</h3>
        ${elementList(view.notice.elements)}
        <input type="hidden" name="digest" value="${view.notice.digest}" />
        ${reason(view)}
      </section>`;
    case "confirm-filing":
      return filingFields(view);
    case "close-case":
      return html`<section aria-labelledby="closing">
        <h2 id="closing">Before it is closed</h2>
        ${
          view.openDuties.length === 0
            ? html`<p>${mark("tick")} No duty is open.</p>`
            : html`<p>${mark("alarm")} <strong>Still open:</strong></p>
                ${list(view.openDuties)}`
        }
        ${reason(view)}
      </section>`;
    default:
      return unreachable(view);
  }
}

function breachFields(view: Extract<DecideView, { kind: "is-breach" }>): Html {
  const { form, frame } = view;
  return html`<section aria-labelledby="facts">
      <h2 id="facts">What you know by now</h2>
      <p class="quiet">Whatever you leave blank stays not known, and can be added later.</p>
      ${view.awareness.proposals.length === 0 ? startFields(form, frame.timeZone) : html`${discoveryField(form, frame.timeZone)} ${awarenessFields(view.awareness, form, frame.timeZone)} ${textArea(form, { name: "awarenessReason", rows: 2, label: "Why then?", hint: "Wanted unless you choose the earliest moment." })}`}
      ${peopleFields(form)} ${dataFields(form)}
    </section>
    <section aria-labelledby="factors">
      <h2 id="factors">The four factors <small>45 CFR 164.402</small></h2>
      ${fourFactorFields(form)}
    </section>
    <section aria-labelledby="risk">
      <h2 id="risk">The risk to people <small>GDPR Art. 33, 34</small></h2>
      ${riskField(form)}
    </section>
    <section aria-labelledby="why">
      <h2 id="why">Your reason</h2>
      ${reason(view)}
    </section>`;
}

function filingFields(view: Extract<DecideView, { kind: "confirm-filing" }>): Html {
  const { form, frame } = view;
  return html`<section aria-labelledby="filing">
      <h2 id="filing">What to file</h2>
      ${view.where === null ? nothing : html`<p class="act">${outsideLink(view.where.label, view.where.href)}</p>`}
      ${
        view.fields.length === 0
          ? nothing
          : html`<dl class="facts">
              ${view.fields.map(
                ({ label, value }) =>
                  html`<div>
                    <dt>${label}</dt>
                    <dd class="pre">${value ?? html`<span class="unknown">Missing</span>`}</dd>
                  </div>`,
              )}
            </dl>`
      }
      ${
        view.notice === null
          ? nothing
          : html`<details>
              <summary>The approved text</summary>
              ${letter(view.notice)}
            </details>`
      }
    </section>
    <section aria-labelledby="filed">
      <h2 id="filed">How it was filed</h2>
      ${textField(form, { name: "reference", label: "Reference number", hint: "As the authority gave it. If it gave none, how it confirmed.", maxLength: 100 })}
      ${textField(form, { name: "filedAt", kind: "moment", label: "Filed at", hint: `Time of ${frame.timeZone.replaceAll("_", " ")}.` })}
      ${reason(view)}
    </section>`;
}

function reason({ form, reasonWanted }: DecideView): Html {
  return textArea(form, { name: "reason", label: "Reason", hint: reasonWanted ?? "May be left out." });
}
