import type { ClockChange, FactsPreviewView, FactsView } from "../../shared/contracts/views.ts";
import { unreachable } from "../../shared/domain/failures.ts";
import { formatDue } from "../../shared/domain/wording/times.ts";
import { confirmForm } from "../chrome/confirm-form.ts";
import { caseCrumb, factList, factValue } from "../chrome/case-parts.ts";
import {
  dataFields,
  furtherStartFields,
  peopleFields,
  phasesField,
  riskField,
  startFields,
  supplierFields,
} from "./fields.ts";
import { errorSummary, radios, textArea } from "../chrome/fields.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html, nothing, trusted, type Html } from "../chrome/markup.ts";
import { pill, type Shape } from "../chrome/state-mark.ts";

/** States or corrects facts. Posting shows what would move; nothing is recorded before the second post. */
export function factsPage({ frame, heading, facts, form }: FactsView): string {
  const body = html`<p class="lead">
      Nothing is recorded yet: the next page shows which clocks would move, and why.
    </p>
    ${errorSummary(form)}
    <div class="columns">
      <form method="post" class="wide" novalidate>
        ${hiddenCsrf(frame)}
        <section aria-labelledby="when">
          <h2 id="when">When</h2>
          ${startFields(form, frame.timeZone)} ${furtherStartFields(form, frame.timeZone)}
        </section>
        <section aria-labelledby="who">
          <h2 id="who">Who is affected</h2>
          ${peopleFields(form)}
        </section>
        <section aria-labelledby="data">
          <h2 id="data">Which data</h2>
          ${dataFields(form)}
        </section>
        <section aria-labelledby="risk">
          <h2 id="risk">Risk</h2>
          ${riskField(form)}
          ${radios(form, {
            name: "fourFactorResult",
            label: "HIPAA: result of the four factors",
            options: [
              { value: "low-probability", label: "Low probability that the data was compromised" },
              { value: "not-low", label: "Not low" },
              { value: "not-performed", label: "Not assessed yet" },
            ],
          })}
        </section>
        <section aria-labelledby="supplier">
          <h2 id="supplier">Suppliers and phases</h2>
          <details${isFilled(form) ? trusted(" open") : nothing}>
            <summary>It happened at a supplier, or we are one</summary>
            ${supplierFields(form, frame.timeZone)}
          </details>
          ${phasesField(form)}
        </section>
        <section aria-labelledby="why">
          <h2 id="why">Says who?</h2>
          ${textArea(form, { name: "reason", label: "Where this is known from", hint: "A report, a person, a log: whatever an auditor could ask for." })}
        </section>
        <div class="actions"><button type="submit">Show what would move</button></div>
      </form>
      <section class="side" aria-labelledby="now">
        <h2 id="now">As it stands</h2>
        ${factList(facts, frame.timeZone)}
      </section>
    </div>`;
  return layout(frame, body, { above: caseCrumb(heading) });
}

/** Folded away until something of it is known or wrong: most breaches have no supplier in them. */
const isFilled = ({ values, errors }: FactsView["form"]): boolean =>
  supplierNames.some((name) => (values[name] ?? "") !== "" || errors.some(({ field }) => field === name));

const supplierNames = [
  "associateDiscoveredAt",
  "associateToldUsAt",
  "associateIsAgent",
  "processorAwareAt",
  "processorToldUsAt",
];

export function factsPreviewPage(view: FactsPreviewView): string {
  const { frame, heading } = view;
  const moved = view.clockChanges.filter(({ kind }) => kind !== "stays");
  const body = html`<section aria-labelledby="changes">
      <h2 id="changes">What you state</h2>
      <table class="stack">
        <caption class="unseen">
          Facts before and after
        </caption>
        <thead>
          <tr>
            <th scope="col">Fact</th>
            <th scope="col">So far</th>
            <th scope="col">From now on</th>
          </tr>
        </thead>
        <tbody>
          ${view.changes.map(
            ({ label, before, after }) =>
              html`<tr>
                <th scope="row">${label}</th>
                <td data-label="So far">${factValue(before, frame.timeZone)}</td>
                <td data-label="From now on">${factValue(after, frame.timeZone)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
      ${view.remarks.map((remark) => html`<p>${remark}</p>`)}
      <p>Known from: <span class="pre">${view.reason}</span></p>
    </section>
    <section aria-labelledby="moves">
      <h2 id="moves">What would move</h2>
      ${moved.length === 0 ? html`<p class="empty">No clock moves. The facts are recorded all the same.</p>` : moved.map((change) => clockChange(change, frame.timeZone))}
    </section>
    ${confirmForm(view)}`;
  return layout(frame, body, { above: caseCrumb(heading) });
}

const changeMarks: Readonly<Record<ClockChange["kind"], readonly [Shape, string]>> = {
  opens: ["disc", "Opens"],
  moves: ["half", "Moves"],
  withdraws: ["dash", "Is withdrawn"],
  stays: ["ring", "Stays"],
};

export function clockChange(change: ClockChange, timeZone: string): Html {
  const [shape, word] = changeMarks[change.kind];
  return html`<article class="clock-change">
    <h3>${change.title} <small>${change.citation}</small> ${pill(shape, word, "accent")}</h3>
    <p>${fromTo(change, timeZone)}</p>
    ${change.why.length === 0 ? nothing : html`<p class="why">${change.why.join(" ")}</p>`}
  </article>`;
}

function fromTo(change: ClockChange, timeZone: string): Html {
  const said = (at: string | null): Html => {
    if (at === null) return html`without undue delay`;
    const { local, utc } = formatDue(at, { elapsedHours: change.elapsedHours, timeZone });
    return html`<time datetime="${at}"
      >${local}${utc === null ? nothing : html` <small>${utc}</small>`}</time
    >`;
  };
  switch (change.kind) {
    case "opens":
      return html`Due: <strong>${said(change.to)}</strong>`;
    case "moves":
      if (change.from === change.to && change.notBefore !== null)
        return html`Due as before, ${said(change.to)}; no notice leaves before
          <strong>${said(change.notBefore)}</strong>`;
      if (change.from === change.to)
        return html`Due as before, ${said(change.to)}; what it counts from, waits for or whom it reaches has
        changed.`;
      return html`So far ${said(change.from)}, then <strong>${said(change.to)}</strong>`;
    case "withdraws":
      return html`No longer owed; it was due ${said(change.from)}.`;
    case "stays":
      return html`Due: ${said(change.to)}`;
    default:
      return unreachable(change.kind);
  }
}
