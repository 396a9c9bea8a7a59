/** Pieces that several pages of a case share. */
import type { AlertItem, CaseHeading, FactItem, FactValue } from "../../shared/contracts/views.ts";
import { html, nothing, outsideLink, safeHref, type Html } from "./markup.ts";
import { casePill, pill } from "./state-mark.ts";
import { when, whenShort } from "./times.ts";
import { capital, formatList } from "./words.ts";

/** Above the `h1`: which case this is, and the way back to it. */
export function caseCrumb(heading: CaseHeading, isCasePage = false): Html {
  const name = html`Case <strong class="code">${heading.code}</strong>`;
  return html`<p class="crumb">
    ${isCasePage ? html`<span class="here">${name}</span>` : html`<a href="${safeHref(heading.href)}">${name} <bdi>${heading.title}</bdi></a>`}
    ${casePill(heading.state)} ${isCasePage ? severityPill(heading.severity) : nothing}
  </p>`;
}

export const severityPill = (severity: string): Html =>
  pill("alarm", `${capital(severity)} severity`, "quiet");

export function alertFacts(alert: AlertItem, timeZone: string): Html {
  const rows: readonly (readonly [string, Html | string | null])[] = [
    [
      "Where",
      alert.resources.length === 0
        ? null
        : html`${alert.resources.map((resource) => html`<bdi class="resource">${resource}</bdi>`)}`,
    ],
    ["Happened", alert.occurredAt === null ? null : when(alert.occurredAt, timeZone)],
    ["Detected", alert.detectedAt === null ? null : when(alert.detectedAt, timeZone)],
    ["Received", when(alert.receivedAt, timeZone)],
    ["Tactics", alert.tactics.length === 0 ? null : formatList(alert.tactics)],
    ["Reported by", alert.product],
  ];
  return html`<dl class="facts">
      ${rows.map(([label, value]) =>
        value === null
          ? nothing
          : html`<div>
              <dt>${label}</dt>
              <dd>${value}</dd>
            </div>`,
      )}
    </dl>
    <p class="source">
      ${capital(alert.severity)} severity${alert.simulated ? ", a test alert of the vendor" : ""} · entry
      ${alert.entrySeq}
      ${alert.portalLink === null ? nothing : html` · ${outsideLink("Open in the security portal", alert.portalLink)}`}
    </p>`;
}

export function factValue(value: FactValue | null, timeZone: string): Html {
  if (value === null) return html`<span class="unknown">Not known</span>`;
  return value.kind === "instant" ? when(value.at, timeZone) : html`<span class="pre">${value.text}</span>`;
}

/** Known facts with who says so, then the unknown ones by name: what is missing is as important as what is there. */
export function factList(facts: readonly FactItem[], timeZone: string): Html {
  const known = facts.filter(({ value }) => value !== null);
  const unknown = facts.filter(({ value }) => value === null);
  return html`${
    known.length === 0
      ? html`<p class="quiet">No fact is established yet.</p>`
      : html`<dl class="facts">
          ${known.map(
            ({ label, value, source }) =>
              html`<div>
                <dt>${label}</dt>
                <dd>
                  ${factValue(value, timeZone)}
                  ${source === null ? nothing : html`<span class="source">${source.who}, ${whenShort(source.at, timeZone)}, entry ${source.entrySeq}</span>`}
                </dd>
              </div>`,
          )}
        </dl>`
  }
  ${
    unknown.length === 0
      ? nothing
      : html`<h3 class="minor">Not known yet</h3>
          <ul class="unknowns">
            ${unknown.map(({ label, matters }) => html`<li><strong>${label}</strong>${matters === null ? nothing : html` <span>${matters}</span>`}</li>`)}
          </ul>`
  }`;
}
