import type { CaseView, NoticeSummary, TimelineItem } from "../../shared/contracts/views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatTimeOfDay, formatDay } from "../../shared/domain/wording/times.ts";
import { awarenessLines } from "../decide/awareness-fields.ts";
import { questionCard } from "../board/page.ts";
import { alertFacts, caseCrumb, factList } from "../chrome/case-parts.ts";
import { clockBars } from "../chrome/clock-bar.ts";
import { clockTable, nearestLine } from "../chrome/clock-table.ts";
import { deliveryList } from "../delivery/page.ts";
import { layout } from "../chrome/layout.ts";
import { html, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { mark, pill, type Shape } from "../chrome/state-mark.ts";
import { when } from "../chrome/times.ts";
import { noticeStatusWords, formatList } from "../chrome/words.ts";

/** Older entries than these are folded away, so that the page stays small however long a case lives. */
const timelineShown = 30;
/** And still older ones are left to the ledger. */
const timelineFolded = 40;
/** Of more alerts than these the first and the newest are shown. */
const alertsShown = 10;

export function casePage(view: CaseView): string {
  const { frame, heading } = view;
  const body = html`<div data-live="case">
    ${view.closed === null ? nearestLine(view.clocks, frame.now) : closedLine(view)}
    ${
      view.questions.length === 0
        ? nothing
        : html`<section aria-labelledby="questions" class="mine">
            <h2 id="questions">${view.questions.length === 1 ? "Open question" : "Open questions"}</h2>
            ${view.questions.map((question) => questionCard(question, view))}
          </section>`
    }
    <div class="columns pile">
      ${what(view)} ${clockSection(view)} ${factSection(view)} ${noticeSection(view)} ${timelineSection(view)}
    </div>
  </div>`;
  return layout(frame, body, { above: caseCrumb(heading, true) });
}

function what({ alerts, frame }: CaseView): Html {
  const left = alerts.length - alertsShown;
  const shown = left > 0 ? [...alerts.slice(0, 1), ...alerts.slice(1 - alertsShown)] : alerts;
  return html`<section aria-labelledby="what" class="side">
    <h2 id="what">What happened</h2>
    ${shown.map(
      (alert, index) =>
        html`<article class="alert">
          <h3>${index === 0 ? nothing : "Then: "}<bdi>${alert.title}</bdi></h3>
          ${alertFacts(alert, frame.timeZone)}
        </article>`,
    )}${left > 0 ? html`<p class="quiet">${count(left, "alert", "alerts")} between the first and these are in the ledger.</p>` : nothing}
  </section>`;
}

function clockSection({ clocks, frame }: CaseView): Html {
  return html`<section aria-labelledby="clocks" class="wide">
    <h2 id="clocks">Clocks</h2>
    ${clocks.length === 0 ? html`<p class="empty">No clock has begun.</p>` : html`${clockBars(clocks, frame.now, "c")}${clockTable(clocks, frame.now)}`}
  </section>`;
}

function factSection({ facts, awareness, links, frame }: CaseView): Html {
  return html`<section aria-labelledby="facts" class="side">
    <h2 id="facts">Facts</h2>
    ${factList(facts, frame.timeZone)} ${awarenessLines(awareness, frame.timeZone)}
    ${links.changeFacts === null ? nothing : html`<p><a class="button plain" href="${safeHref(links.changeFacts)}">Add or correct a fact</a></p>`}
    ${links.holds === null ? nothing : html`<p class="act"><a href="${safeHref(links.holds)}">Requests of law enforcement to wait</a></p>`}
    ${links.reopen === null ? nothing : html`<p class="act"><a href="${safeHref(links.reopen)}">Open the case again</a></p>`}
  </section>`;
}

function noticeSection(view: CaseView): Html {
  return html`<section aria-labelledby="notices" class="side">
    <h2 id="notices">Notices</h2>
    ${view.notices.length === 0 ? html`<p class="empty">No notice is drafted. That comes after the decision whether this is a breach.</p>` : view.notices.map((notice) => noticeBlock(notice, view))}
    ${noticeLinks(view)}
  </section>`;
}

function timelineSection(view: CaseView): Html {
  const { ledgerExport } = view.links;
  return html`<section aria-labelledby="timeline" class="wide">
    <h2 id="timeline">Timeline</h2>
    ${timeline(view)}
    ${ledgerExport === null ? nothing : html`<p class="act"><a href="${safeHref(ledgerExport)}">Export the ledger of this case</a></p>`}
  </section>`;
}

function closedLine({ closed, frame }: CaseView): Html {
  if (closed === null) return nothing;
  return html`<p class="nearest">
    <strong>${closed.outcome === "no-breach" ? "Closed: not a breach" : "Closed: everybody was told"}</strong>
    <span>${when(closed.at, frame.timeZone)}. ${closed.reason}</span>
  </p>`;
}

const noticeMarks: Readonly<Record<NoticeSummary["state"], Shape>> = {
  incomplete: "ring",
  drafted: "ring",
  waiting: "half",
  approved: "tick",
  refused: "cross",
  sending: "envelope",
  sent: "tick",
};

export const noticePill = (state: NoticeSummary["state"]): Html =>
  pill(noticeMarks[state], noticeStatusWords[state]);

function noticeBlock(notice: NoticeSummary, { frame }: CaseView): Html {
  return html`<article class="notice">
    <h3>
      <a href="${safeHref(notice.href)}">${notice.title}</a>
      <small>version ${notice.version}</small> ${noticePill(notice.state)}
    </h3>
    ${notice.missing.length === 0 ? nothing : html`<p class="missing">Missing: ${formatList(notice.missing)}.</p>`}
    ${notice.counts.recipients === 0 ? nothing : html`<p>${deliveryLine(notice)}</p>`}
    ${
      notice.deliveries.length === 0
        ? nothing
        : html`<details>
            <summary>Delivery per recipient<span class="unseen"> of ${notice.title}</span></summary>
            ${deliveryList(notice.deliveries, frame.timeZone)}
          </details>`
    }
  </article>`;
}

export function deliveryLine({ counts }: Pick<NoticeSummary, "counts">): Html {
  const parts = [
    [counts.delivered, "delivered"],
    [counts.accepted, "handed over, no report yet"],
    [counts.uncertain, "uncertain"],
    [counts.failed, "failed"],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return html`${count(counts.recipients, "recipient")}:
  ${said.length === 0 ? "nothing sent yet" : said.join(", ")}.`;
}

function noticeLinks({ links }: CaseView): Html {
  const all = [
    ["Notices in full", links.notices],
    ["Recipients", links.recipients],
    ["Delivery", links.delivery],
  ] as const;
  const here = all.flatMap(([label, href]) =>
    href === null ? [] : [html`<a href="${safeHref(href)}">${label}</a>`],
  );
  return here.length === 0 ? nothing : html`<p class="act">${here}</p>`;
}

const timelineMarks: Readonly<Record<TimelineItem["weight"], Shape>> = {
  plain: "ring",
  decision: "disc",
  clock: "half",
  sent: "envelope",
  trouble: "alarm",
};

function timeline({ timeline, frame }: CaseView): Html {
  const newestFirst = [...timeline].reverse();
  const older = newestFirst.slice(timelineShown, timelineShown + timelineFolded);
  // Entries are numbered from 0, so the oldest that is shown says how many came before it.
  const beyond = (older.at(-1) ?? newestFirst.at(-1))?.seq ?? 0;
  return html`${days(newestFirst.slice(0, timelineShown), frame.timeZone)}
  ${
    older.length === 0
      ? nothing
      : html`<details>
          <summary>${count(older.length, "earlier entry", "earlier entries")}</summary>
          ${days(older, frame.timeZone)}
        </details>`
  }
  ${beyond <= 0 ? nothing : html`<p class="quiet">The first ${count(beyond, "entry", "entries")} are in the ledger.</p>`}`;
}

function days(items: readonly TimelineItem[], timeZone: string): Html {
  const byDay = Map.groupBy(items, ({ at }) => formatDay(at, timeZone));
  return html`${[...byDay].map(
    ([day, ofDay]) =>
      html`<h3 class="minor">${day}</h3>
        <ol class="timeline">
          ${ofDay.map(
            (item) =>
              html`<li class="${item.weight}">
                ${mark(timelineMarks[item.weight])}
                <time datetime="${item.at}">${formatTimeOfDay(item.at, timeZone)}</time>
                <div>
                  <p>${item.sentence}</p>
                  <p class="source">${item.who} · entry ${item.seq}</p>
                  ${
                    item.details.length === 0
                      ? nothing
                      : html`<details>
                          <summary>More<span class="unseen"> about entry ${item.seq}</span></summary>
                          ${item.details.map((detail) => html`<p class="pre">${detail}</p>`)}
                        </details>`
                  }
                </div>
              </li>`,
          )}
        </ol>`,
  )}`;
}
