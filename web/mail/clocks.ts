import type { ClockItem } from "../../shared/contracts/views.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { msOf, formatDue, formatInstantInLine, formatTimeUntil } from "../../shared/domain/wording/times.ts";
import { inOrder } from "../chrome/clock-order.ts";
import { html, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { clockStatusWords } from "../chrome/words.ts";
import { ink, small } from "./shell.ts";

const isShown = ({ state }: ClockItem): boolean =>
  state === "running" || state === "overdue" || state === "held" || state === "met";

/** The clock bar where no SVG is drawn: a table of two cells, and the words. */
export function clocksInMail(clocks: readonly ClockItem[], now: Instant): Html {
  return html`${inOrder(clocks)
    .filter(isShown)
    .map(
      (clock) =>
        html`<div style="margin:0 0 16px">
          <div>
            <strong>${clock.title}</strong>
            ${small(clock.sourceUrl === null ? clock.citation : html`<a href="${safeHref(clock.sourceUrl)}" style="color:${ink.accent}">${clock.citation}</a>`)}
          </div>
          ${bar(clock, now)}
          <div style="color:${clock.state === "overdue" ? ink.alarm : ink.text}">
            ${clockInWords(clock, now)}
          </div>
        </div>`,
    )}`;
}

function bar(clock: ClockItem, now: Instant): Html {
  if (clock.dueAt === null || clock.startAt === null) return nothing;
  const [start, due, reached] = [clock.startAt, clock.dueAt, clock.metAt ?? now].map(msOf) as [
    number,
    number,
    number,
  ];
  const share = due <= start ? 1 : Math.min(1, Math.max(0.01, (reached - start) / (due - start)));
  const elapsed = Math.round(share * 100);
  const cell = (width: number, colour: string): Html =>
    width === 0
      ? nothing
      : html`<td width="${width}%" height="10" style="background:${colour};font-size:1px;line-height:10px">
          &nbsp;
        </td>`;
  return html`<table
    role="presentation"
    width="100%"
    cellpadding="0"
    cellspacing="0"
    border="0"
    style="margin:4px 0"
  >
    <tr>
      ${cell(elapsed, clock.state === "overdue" ? ink.alarm : ink.elapsed)}${cell(100 - elapsed, ink.track)}
    </tr>
  </table>`;
}

/** `1 day 23 hours left: Fri 27 Nov 2026, 08:40 EST (13:40 UTC).` */
export function clockInWords(clock: ClockItem, now: Instant): string {
  if (clock.state === "met" && clock.metAt !== null)
    return `Met: ${formatInstantInLine(clock.metAt, clock.timeZone)}.`;
  if (clock.dueAt === null) return "Owed without undue delay; the law names no number.";
  const { local, utc } = formatDue(clock.dueAt, clock);
  const state = clock.state === "held" ? `${clockStatusWords.held}. ` : "";
  return `${state}${formatTimeUntil(clock.dueAt, now)}: ${local}${utc === null ? "" : ` (${utc})`}.`;
}

export function clocksInText(clocks: readonly ClockItem[], now: Instant): string {
  return inOrder(clocks)
    .filter(isShown)
    .map((clock) => `- ${clock.title} (${clock.citation})\n  ${clockInWords(clock, now)}`)
    .join("\n");
}
