import type { Instant } from "../../shared/domain/instants.ts";
import {
  formatDue,
  formatInstant,
  formatTimeUntil,
  type FormattedInstant,
} from "../../shared/domain/wording/times.ts";
import { html, type Html } from "./markup.ts";

/** An instant, said twice, for people and for machines. */
export const when = (at: Instant, timeZone: string): Html => timeElement(at, formatInstant(at, timeZone));

export const whenDue = (
  at: Instant,
  clock: { readonly elapsedHours: boolean; readonly timeZone: string },
): Html => timeElement(at, formatDue(at, clock));

function timeElement(at: Instant, said: FormattedInstant): Html {
  return html`<time datetime="${at}" class="when"
    >${said.local}${said.utc === null ? null : html` <small>${said.utc}</small>`}</time
  >`;
}

/** Once only, for small print beside something that is itself said twice. */
export const whenShort = (at: Instant, timeZone: string): Html =>
  html`<time datetime="${at}">${formatInstant(at, timeZone).local}</time>`;

/** What is left. The page's script keeps it ticking; without it, it stays true for the moment of the page. */
export const whatIsLeft = (due: Instant, now: Instant): Html =>
  html`<span class="left${due < now ? " late" : ""}" data-due="${due}">${formatTimeUntil(due, now)}</span>`;
