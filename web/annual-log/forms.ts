import type { AnnualLogEntry, AnnualLogView } from "../../shared/contracts/annual-log.ts";
import { layout } from "../chrome/layout.ts";
import { html, nothing, outsideLink, safeHref, type Html } from "../chrome/markup.ts";
import { clockPill, mark } from "../chrome/state-mark.ts";
import { when, whenDue } from "../chrome/times.ts";

/** The package of a year for people: what HHS's form asks, breach by breach, to be typed in and to be printed. */
export function annualLogFormsPage(view: AnnualLogView): string {
  const { frame, entries, portal, links, year } = view;
  const body = html`<p>
      <a class="act" href="${safeHref(links.list)}">To the log of ${year}</a>
      ${portal === null ? nothing : html`Enter each by itself: ${outsideLink(portal.label, portal.href)}.`}
    </p>
    ${
      entries.length === 0
        ? html`<p class="empty">Nothing is to be entered for ${year}.</p>`
        : entries.map((entry, index) => form(entry, view, { number: index + 1, of: entries.length }))
    }`;
  return layout(frame, body, { narrow: true });
}

function form(
  entry: AnnualLogEntry,
  { frame }: AnnualLogView,
  { number, of }: { readonly number: number; readonly of: number },
): Html {
  const id = `entry-${number}`;
  return html`<section aria-labelledby="${id}" class="log-form">
    <h2 id="${id}">
      <a href="${safeHref(entry.href)}"><span class="code">${entry.code}</span> <bdi>${entry.title}</bdi></a>
      <small>${number} of ${of}</small>
    </h2>
    <p>
      ${clockPill(entry.state)} ${standing(entry, frame.timeZone)}
      ${entry.dueAt === null || entry.state === "met" ? nothing : html`Due ${whenDue(entry.dueAt, { elapsedHours: false, timeZone: frame.timeZone })}.`}
    </p>
    ${entry.changedSinceApproval.length === 0 ? nothing : html`<p>${mark("ring")} More is known than when the text was approved. Other words stand there for: ${entry.changedSinceApproval.join(", ")}.</p>`}
    ${decisions(entry).map((missing) => html`<p class="missing">${mark("ring")} ${missing} is still missing.</p>`)}
    <dl class="facts">${entry.fields.map((field) => row(field, entry.missing))}</dl>
  </section>`;
}

/** What is missing and no field of the form. */
const decisions = ({ missing, fields }: AnnualLogEntry): readonly string[] =>
  missing.filter((label) => !fields.some((field) => field.label === label));

const words: Readonly<Record<AnnualLogEntry["basis"], string>> = {
  "as-entered": "As it was entered.",
  "as-approved": "As it was approved.",
  draft: "A draft from the facts as they stand.",
};

function standing(entry: AnnualLogEntry, timeZone: string): Html {
  if (entry.enteredAt === null) return html`${words[entry.basis]}`;
  return html`Entered
  ${when(entry.enteredAt, timeZone)}${entry.reference === null ? nothing : `, reference ${entry.reference}`}.`;
}

function row({ label, value }: AnnualLogEntry["fields"][number], missing: readonly string[]): Html {
  const isMissing = missing.includes(label);
  return html`<div>
    <dt>${label}</dt>
    <dd>
      ${value ?? nothing}
      ${isMissing ? html`<span class="missing">${mark("ring")} still missing</span>` : nothing}
    </dd>
  </div>`;
}
