import type { ClockItem } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { formatTimeUntil } from "../../shared/domain/wording/times.ts";
import { inOrder, isOwed } from "./clock-order.ts";
import { clockScale, type ClockScale } from "./clock-scale.ts";
import { html, nothing, type Html } from "./markup.ts";
import { clockStatusWords } from "./words.ts";

const rowHeight = 64;
const axisHeight = 26;
const barTop = 30;
const barHeight = 14;

/** The picture. Whoever cannot see it has the table, so to them it is one image with one sentence. */
export function clockBars(clocks: readonly ClockItem[], now: Instant, id: string): Html {
  const rows = inOrder(clocks).filter(isOwed);
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
      ? `${title}: ${clockStatusWords[state].toLowerCase()}`
      : `${title}: ${formatTimeUntil(dueAt, now)}`,
  );
  return `Clocks as bars on one scale. ${each.join(". ")}. The table below has the same numbers.`;
}
