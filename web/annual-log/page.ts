import type { AnnualLogEntry, AnnualLogView } from "../../shared/contracts/annual-log.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatDay } from "../../shared/domain/wording/times.ts";
import { layout } from "../chrome/layout.ts";
import { html, list, nothing, outsideLink, safeHref, type Html } from "../chrome/markup.ts";
import { clockPill, mark } from "../chrome/state-mark.ts";
import { whatIsLeft, when, whenDue } from "../chrome/times.ts";

/** The breaches of a year that are entered together: which are in, which are not, what is missing for them. */
export function annualLogPage(view: AnnualLogView): string {
  const { frame, year, entries, totals, dueAt } = view;
  const days = { elapsedHours: false, timeZone: frame.timeZone };
  const body = html`<p class="nearest">
      ${totals.notEntered === 0 ? nothing : html`<strong>${whatIsLeft(dueAt, frame.now)}</strong>`}
      <span>The log of ${year} is due ${whenDue(dueAt, days)}</span>
    </p>
    <section aria-labelledby="what">
      <h2 id="what">What this is</h2>
      <p>
        Breaches of unsecured health information of fewer than 500 people each, discovered in ${year}. Each is
        entered by itself in
        ${view.portal === null ? "the portal of HHS" : html`the ${outsideLink(view.portal.label, view.portal.href)}`};
        it may be entered earlier. <span class="cite">${outsideLink(view.law.label, view.law.href)}</span>
      </p>
      <p>${mark(totals.notEntered === 0 ? "tick" : "half")} ${totalsInWords(view)}</p>
    </section>
    <section aria-labelledby="breaches">
      <h2 id="breaches">Breaches <small>${totals.breaches}</small></h2>
      ${
        entries.length === 0
          ? html`<p class="empty">
              No breach of fewer than 500 people was discovered in ${year}, as far as the cases here tell.
            </p>`
          : table(view)
      }
    </section>
    ${entries.length === 0 ? nothing : packageOf(view)}`;
  return layout(frame, body);
}

function totalsInWords({ totals }: AnnualLogView): string {
  const { breaches, people, peopleUnknown, entered, notEntered, overdue, incomplete } = totals;
  if (breaches === 0) return "Nothing is to be entered.";
  return [
    `${count(breaches, "breach", "breaches")}, ${count(people, "person", "people")} in all${peopleUnknown === 0 ? "" : ` and an unknown number in ${peopleUnknown}`}.`,
    `${entered} entered, ${notEntered} not yet${overdue === 0 ? "" : `, ${overdue} of them overdue`}.`,
    ...(incomplete === 0 ? [] : [`Something is missing for ${incomplete}.`]),
  ].join(" ");
}

function table({ entries, frame, year }: AnnualLogView): Html {
  return html`<table class="stack">
    <caption class="unseen">
      Breaches of fewer than 500 people, discovered in ${year}
    </caption>
    <thead>
      <tr>
        <th scope="col">Case</th>
        <th scope="col">Discovered</th>
        <th scope="col">People</th>
        <th scope="col">Entry</th>
        <th scope="col">Due</th>
        <th scope="col">Still missing</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map((entry) => row(entry, frame))}
    </tbody>
  </table>`;
}

function row(entry: AnnualLogEntry, { now, timeZone }: AnnualLogView["frame"]): Html {
  const { dueAt, state } = entry;
  return html`<tr>
    <th scope="row">
      <a href="${safeHref(entry.href)}"><span class="code">${entry.code}</span> <bdi>${entry.title}</bdi></a>
    </th>
    <td data-label="Discovered">
      ${entry.discoveredOn === null ? "not known" : html`<time datetime="${entry.discoveredOn}">${formatDay(`${entry.discoveredOn}T00:00:00.000Z`, "UTC")}</time>`}
    </td>
    <td data-label="People">${entry.people ?? "not known"}</td>
    <td data-label="Entry">
      ${clockPill(state)}
      ${
        entry.enteredAt === null
          ? nothing
          : html`${when(entry.enteredAt, timeZone)}${entry.reference === null ? nothing : html` <small>Reference ${entry.reference}</small>`}`
      }
    </td>
    <td data-label="Due">
      ${
        dueAt === null
          ? "without undue delay"
          : html`${state === "met" ? nothing : html`<strong>${whatIsLeft(dueAt, now)}</strong>`}
            ${whenDue(dueAt, { elapsedHours: false, timeZone })}`
      }
    </td>
    <td data-label="Still missing">${missingCell(entry)}</td>
  </tr>`;
}

function missingCell({ missing, changedSinceApproval }: AnnualLogEntry): Html {
  return html`${missing.length === 0 ? "nothing" : missing.join(", ")}${
    changedSinceApproval.length === 0
      ? nothing
      : html`<small>Approved with other words: ${changedSinceApproval.join(", ")}</small>`
  }`;
}

function packageOf({ links, year }: AnnualLogView): Html {
  return html`<section aria-labelledby="package">
    <h2 id="package">The package of ${year}</h2>
    ${list([
      html`<a href="${safeHref(links.forms)}">The forms</a>, one a breach, to type in and to print`,
      html`<a href="${safeHref(links.csv)}">Table (CSV)</a>, one row a breach, one column a field`,
      html`<a href="${safeHref(links.json)}">Data (JSON)</a>, for programs`,
    ])}
  </section>`;
}
