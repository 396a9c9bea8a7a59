import type { ClockItem, ClockStateWord } from "../shared/contracts/views.ts";
import type { Instant } from "../shared/domain/entries.ts";
import { sayDue, sayInstantInLine, sayLeft } from "../shared/domain/say-time.ts";
import { clockScale, type ClockScale } from "./clock-scale.ts";
import { html, nothing, outsideLink, type Html } from "./markup.ts";
import { clockPill } from "./state-mark.ts";
import { whatIsLeft, when, whenDue } from "./times.ts";
import { clockStateWords, milestoneWords, sayList } from "./words.ts";

const rowHeight = 64;
const axisHeight = 26;
const barTop = 30;
const barHeight = 14;

const drawn: readonly ClockStateWord[] = ["overdue", "running", "held", "met"];

/** Overdue first, then by due instant; without a number in the law after those; what is no longer owed last. */
export function inOrder(clocks: readonly ClockItem[]): readonly ClockItem[] {
  const rank = ({ state }: ClockItem): number =>
    ["overdue", "running", "held", "met", "withdrawn", "not-applicable"].indexOf(
      state === "held" ? "running" : state,
    );
  const due = ({ dueAt }: ClockItem): string => dueAt ?? "9999";
  return [...clocks].sort(
    (a, b) => rank(a) - rank(b) || compare(due(a), due(b)) || compare(a.title, b.title),
  );
}

/** The picture. Whoever cannot see it has the table, so to them it is one image with one sentence. */
export function clockBars(clocks: readonly ClockItem[], now: Instant, id: string): Html {
  const rows = inOrder(clocks).filter(({ state }) => drawn.includes(state));
  const [first] = rows;
  if (first === undefined) return nothing;
  const scale = clockScale(rows, now, first.timeZone);
  const height = axisHeight + rows.length * rowHeight;
  return html`<figure class="clocks">
    <svg width="100%" height="${height}" role="img" aria-label="${picturedInWords(rows, now)}">
      <defs>
        <pattern
          id="${id}-hold"
          width="7"
          height="7"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width="7" height="7" class="hold-ground" />
          <rect width="2.5" height="7" class="hold-line" />
        </pattern>
        <pattern
          id="${id}-late"
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect width="6" height="6" class="late-ground" />
          <rect width="2" height="6" class="late-line" />
        </pattern>
      </defs>
      ${axis(scale, scale.at(now), height)} ${nowLine(scale.at(now), height)}
      ${rows.map((clock, index) => row(clock, { scale, now, id, top: axisHeight + index * rowHeight }))}
    </svg>
    ${scale.compressed ? html`<figcaption>Later time is drawn narrower, so that the first days can be seen.</figcaption>` : nothing}
  </figure>`;
}

/** Dates along the top; one that would stand on the word "now" keeps its line only. */
function axis(scale: ClockScale, nowAt: number, height: number): Html {
  return html`${scale.ticks.map(({ at, label }) => {
    const x = scale.at(at);
    const isFree = x < nowAt ? nowAt - x > 17 : x - nowAt > 6;
    return html`<line x1="${x}%" x2="${x}%" y1="${axisHeight - 4}" y2="${height}" class="grid" />
      ${isFree ? html`<text x="${x}%" y="14" class="axis">${label}</text>` : nothing}`;
  })}`;
}

function nowLine(x: number, height: number): Html {
  const word = Math.min(96, Math.max(4, x));
  return html`<line x1="${x}%" x2="${x}%" y1="${axisHeight - 6}" y2="${height}" class="now" />
    <text x="${word}%" y="14" class="now-word">now</text>
    <svg x="${x}%" y="${axisHeight - 6}" overflow="visible">
      <path d="M-4-1h8l-4 5z" class="now-head" />
    </svg>`;
}

interface RowPlace {
  readonly scale: ClockScale;
  readonly now: Instant;
  readonly id: string;
  readonly top: number;
}

function row(clock: ClockItem, { scale, now, id, top }: RowPlace): Html {
  const y = top + barTop;
  const start = scale.at(clock.startAt ?? now);
  const end = scale.at(clock.dueAt ?? now);
  const reached = scale.at(clock.metAt ?? now);
  const isLate = clock.dueAt !== null && (clock.metAt ?? now) > clock.dueAt;
  const bar = (from: number, to: number, className: string, fill?: string): Html =>
    to <= from
      ? nothing
      : html`<rect
          x="${from}%"
          y="${y}"
          width="${shortNumber(to - from)}%"
          height="${barHeight}"
          class="${className}"
          ${fillOf(fill)}
        />`;
  return html`<text x="0" y="${top + 20}" class="name">${clock.title}</text> ${
      clock.dueAt === null
        ? html`<line
            x1="${start}%"
            x2="97.5%"
            y1="${y + barHeight / 2}"
            y2="${y + barHeight / 2}"
            class="open-end"
          />`
        : bar(start, end, "whole")
    }
    ${bar(start, Math.min(reached, clock.dueAt === null ? reached : end), clock.state === "met" ? "elapsed met" : "elapsed")}
    ${clock.holds.map((hold) => bar(scale.at(hold.from), scale.at(hold.to), "hold", `${id}-hold`))}
    ${isLate ? bar(end, reached, "late-part", `${id}-late`) : nothing}
    ${clock.milestones
      .filter(({ name }) => name !== "due" && name !== "overdue")
      .map(({ at, struck }) => {
        const x = scale.at(at);
        return html`<line
          x1="${x}%"
          x2="${x}%"
          y1="${y - 3}"
          y2="${y + barHeight + 3}"
          class="${struck ? "milestone struck" : "milestone"}"
        />`;
      })}
    ${clock.dueAt === null ? nothing : at(end, y + barHeight / 2, html`<path d="M0-9L8 0 0 9-8 0z" class="${isLate ? "due late" : "due"}" />`)}
    ${
      clock.metAt === null
        ? nothing
        : at(
            reached,
            y + barHeight / 2,
            html`<circle r="9" class="met-mark" /><path d="M-4 0l3 3.2 5-6" class="met-tick" />`,
          )
    }`;
}

const fillOf = (pattern: string | undefined): Html =>
  pattern === undefined ? nothing : html`fill="url(#${pattern})"`;

const at = (x: number, y: number, shape: Html): Html =>
  html`<svg x="${x}%" y="${y}" overflow="visible">${shape}</svg>`;

const shortNumber = (value: number): number => Math.round(value * 100) / 100;

function picturedInWords(rows: readonly ClockItem[], now: Instant): string {
  const each = rows.map(({ title, state, dueAt }) =>
    dueAt === null || state === "met"
      ? `${title}: ${clockStateWords[state].toLowerCase()}`
      : `${title}: ${sayLeft(dueAt, now)}`,
  );
  return `Clocks as bars on one scale. ${each.join(". ")}. The table below has the same numbers.`;
}

/** The same numbers in words. Clocks that are not owed stand below, with the reason. */
export function clockTable(clocks: readonly ClockItem[], now: Instant): Html {
  const rows = inOrder(clocks);
  const owed = rows.filter(({ state }) => drawn.includes(state));
  const notOwed = rows.filter(({ state }) => !drawn.includes(state));
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
    <th scope="row">
      ${clock.title} <span class="law">${lawOf(clock)}</span> ${
        clock.why.length === 0 && clock.startAt === null
          ? nothing
          : html`<details>
              <summary>Why</summary>
              <p>
                ${clock.startAt === null ? nothing : html`${clock.startedBy ?? "Counted from"}: ${when(clock.startAt, clock.timeZone)}.`}
                ${clock.why.join(" ")}
              </p>
              ${milestonesInWords(clock)}
            </details>`
      }
    </th>
    <td data-label="Due">${dueCell(clock, now)}</td>
    <td data-label="State">${clockPill(clock.state)} ${stateCell(clock)}</td>
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
  return hold === undefined ? nothing : html`until ${when(hold.to, clock.timeZone)}`;
}

function milestonesInWords(clock: ClockItem): Html {
  const struck = clock.milestones.filter((milestone) => milestone.struck);
  const ahead = clock.milestones.filter((milestone) => !milestone.struck);
  if (clock.milestones.length === 0) return nothing;
  return html`<p>
    ${struck.length === 0 ? nothing : `People were told at: ${sayList(struck.map(({ name }) => milestoneWords[name]))}. `}
    ${ahead[0] === undefined ? nothing : `Next: ${milestoneWords[ahead[0].name]}, ${sayInstantInLine(ahead[0].at, clock.timeZone)}.`}
  </p>`;
}

export const lawOf = ({ citation, sourceUrl }: Pick<ClockItem, "citation" | "sourceUrl">): Html =>
  sourceUrl === null
    ? html`<span class="cite">${citation}</span>`
    : html`<span class="cite">${outsideLink(citation, sourceUrl)}</span>`;

/** The next thing that is due in a case, for one line above everything. */
export function nearest(clocks: readonly ClockItem[]): (ClockItem & { readonly dueAt: Instant }) | undefined {
  return inOrder(clocks).find(
    (clock): clock is ClockItem & { dueAt: Instant } =>
      clock.dueAt !== null &&
      (clock.state === "running" || clock.state === "overdue" || clock.state === "held"),
  );
}

export function nearestLine(clocks: readonly ClockItem[], now: Instant): Html {
  const clock = nearest(clocks);
  if (clock === undefined) return html`<p class="nearest quiet">No clock is running.</p>`;
  const said = sayDue(clock.dueAt, clock);
  return html`<p class="nearest">
    <strong>${whatIsLeft(clock.dueAt, now)}</strong>
    <span
      >${clock.title}:
      <time datetime="${clock.dueAt}">${said.local}</time
      >${said.utc === null ? nothing : html` <small>${said.utc}</small>`}</span
    >
  </p>`;
}

/** By code units: the order must not depend on the language of the machine. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
