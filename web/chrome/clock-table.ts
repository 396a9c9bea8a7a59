import type { ClockItem } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { formatDue, formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { inOrder, isOwed, nearest } from "./clock-order.ts";
import { html, nothing, outsideLink, type Html } from "./markup.ts";
import { clockPill } from "./state-mark.ts";
import { whatIsLeft, when, whenDue } from "./times.ts";
import { milestoneWords, formatList } from "./words.ts";

/** The same numbers in words. Clocks that are not owed stand below, with the reason. */
export function clockTable(clocks: readonly ClockItem[], now: Instant): Html {
  const rows = inOrder(clocks);
  const owed = rows.filter(isOwed);
  const notOwed = rows.filter((clock) => !isOwed(clock));
  return html`${
    owed.length === 0
      ? nothing
      : html`<table class="stack clock-table">
          <caption>
            What is owed, by when
          </caption>
          <thead>
            <tr>
              <th scope="col">Duty</th>
              <th scope="col">Due</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            ${owed.map((clock) => tableRow(clock, now))}
          </tbody>
        </table>`
  }
  ${
    notOwed.length === 0
      ? nothing
      : html`<details class="not-owed">
          <summary>Not owed: ${notOwed.length}</summary>
          <ul class="plain-list">
            ${notOwed.map(
              (clock) =>
                html`<li>
                  <strong>${clock.title}</strong> ${lawOf(clock)} ${clockPill(clock.state)}
                  <span class="why">${clock.why.join(" ")}</span>
                </li>`,
            )}
          </ul>
        </details>`
  }`;
}

function tableRow(clock: ClockItem, now: Instant): Html {
  return html`<tr>
      <th scope="row">${clock.title} <span class="law">${lawOf(clock)}</span></th>
      <td data-label="Due">${dueCell(clock, now)}</td>
      <td data-label="State">${clockPill(clock.state)} ${stateCell(clock)}</td>
    </tr>
    ${why(clock)}`;
}

/** A row of its own, so that it has the whole width and, on a phone, comes after what it explains. */
function why(clock: ClockItem): Html {
  if (clock.why.length === 0 && clock.startAt === null) return nothing;
  return html`<tr class="why-row">
    <td colspan="3">
      <details>
        <summary>Why<span class="unseen">: ${clock.title}</span></summary>
        <p>
          ${clock.startAt === null ? nothing : html`${clock.startedBy ?? "Counted from"}: ${when(clock.startAt, clock.timeZone)}.`}
          ${clock.why.join(" ")}
        </p>
        ${milestonesInWords(clock)}
      </details>
    </td>
  </tr>`;
}

function dueCell(clock: ClockItem, now: Instant): Html {
  if (clock.dueAt === null) return html`Without undue delay<small>The law names no number.</small>`;
  const isOpen = clock.state === "running" || clock.state === "held" || clock.state === "overdue";
  return html`${isOpen ? html`<strong>${whatIsLeft(clock.dueAt, now)}</strong>` : nothing}
  ${whenDue(clock.dueAt, clock)}`;
}

function stateCell(clock: ClockItem): Html {
  if (clock.metAt !== null) {
    const how =
      clock.how === null ? "" : ` (${clock.how}${clock.reference === null ? "" : `, ${clock.reference}`})`;
    return html`${when(clock.metAt, clock.timeZone)}${how}`;
  }
  const hold = clock.state === "held" ? clock.holds.at(-1) : undefined;
  return hold === undefined ? nothing : html`<span>until ${when(hold.to, clock.timeZone)}</span>`;
}

function milestonesInWords(clock: ClockItem): Html {
  const struck = clock.milestones.filter((milestone) => milestone.struck);
  const ahead = clock.metAt === null ? clock.milestones.filter((milestone) => !milestone.struck) : [];
  if (struck.length + ahead.length === 0) return nothing;
  return html`<p>
    ${struck.length === 0 ? nothing : `People were told at: ${formatList(struck.map(({ name }) => milestoneWords[name]))}. `}
    ${ahead[0] === undefined ? nothing : `Next: ${milestoneWords[ahead[0].name]}, ${formatInstantInLine(ahead[0].at, clock.timeZone)}.`}
  </p>`;
}

const lawOf = ({ citation, sourceUrl }: Pick<ClockItem, "citation" | "sourceUrl">): Html =>
  sourceUrl === null
    ? html`<span class="cite">${citation}</span>`
    : html`<span class="cite">${outsideLink(citation, sourceUrl)}</span>`;

/** What is due next, in one line above everything else. */
export function nearestLine(clocks: readonly ClockItem[], now: Instant): Html {
  const clock = nearest(clocks);
  if (clock === undefined) return html`<p class="nearest quiet">No clock is running.</p>`;
  const said = formatDue(clock.dueAt, clock);
  return html`<p class="nearest">
    <strong>${whatIsLeft(clock.dueAt, now)}</strong>
    <span
      >${clock.title}:
      <time datetime="${clock.dueAt}">${said.local}</time
      >${said.utc === null ? nothing : html` <small>${said.utc}</small>`}</span
    >
  </p>`;
}
