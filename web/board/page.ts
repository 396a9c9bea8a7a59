import type { BoardCase, BoardView, Link, QuestionItem } from "../../shared/contracts/views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { clockBars } from "../chrome/clock-bar.ts";
import { inOrder, nearest } from "../chrome/clock-order.ts";
import { nearestLine } from "../chrome/clock-table.ts";
import { severityPill } from "../chrome/case-parts.ts";
import { layout } from "../chrome/layout.ts";
import { html, list, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { casePill, clockPill, mark, pill } from "../chrome/state-mark.ts";
import { whatIsLeft, when } from "../chrome/times.ts";
import { caseStatusWords, questionActionWords } from "../chrome/words.ts";

/** A case with so many clocks shows the nearest; the rest is on its own page. */
const clocksShown = 4;
/** So many cases have their clocks drawn: a page of fifty stays small, and these are the nearest. */
const casesDrawn = 5;

export function boardPage(view: BoardView): string {
  const { frame } = view;
  const body = html`<div data-live="board">
    ${health(view.problems)} ${unread(view)}
    ${
      view.myQuestions.length === 0
        ? nothing
        : html`<section aria-labelledby="mine" class="mine">
            <h2 id="mine">Waiting for you</h2>
            ${view.myQuestions.map((question) => questionCard(question, view))}
            ${view.casesAskingMore === 0 ? nothing : html`<p class="quiet">${count(view.casesAskingMore, "more case")} with questions for you below.</p>`}
          </section>`
    }
    <section aria-labelledby="open">
      <h2 id="open">Open cases${view.openCases === 0 ? nothing : html` <small>${view.openCases}</small>`}</h2>
      ${
        view.openCases === 0
          ? html`<p class="empty">
              No case is open. The next alert that looks like a breach opens one, and writes to the incident
              commander.
            </p>`
          : byNearestDeadline(view.cases).map((each, index) =>
              index < casesDrawn && view.first === null ? caseCard(each, view) : caseLine(each, view),
            )
      }
      ${pager([view.first, view.next])}
    </section>
    ${view.annualLogs.length === 0 ? nothing : annualLogs(view)}
    ${view.closedCases === 0 ? nothing : closedCases(view)}
  </div>`;
  return layout(frame, body);
}

function health(problems: readonly string[]): Html {
  if (problems.length === 0) return html`<p class="health">${mark("tick")} The service is healthy.</p>`;
  return html`<div class="health trouble">
    <p>${mark("alarm")} <strong>The service needs attention.</strong></p>
    ${list(problems)}
  </div>`;
}

/** Nobody knows yet what these are: one may be a breach. */
function unread({ quarantine }: BoardView): Html {
  if (quarantine === null) return nothing;
  const { waiting, href } = quarantine;
  const link = html`<a href="${safeHref(href)}">Quarantine</a>`;
  if (waiting === 0) return html`<p class="health">${mark("ring")} <span>${link}: nothing waits.</span></p>`;
  return html`<p class="health trouble">
    ${mark("alarm")} <strong>${link}: ${count(waiting, "payload")} could not be read.</strong>
  </p>`;
}

export function questionCard(question: QuestionItem, { frame }: Pick<BoardView, "frame">): Html {
  return html`<article class="question">
    <div>
      <h3>${question.sentence}</h3>
      <p>
        Case <strong class="code">${question.caseCode}</strong> · answer by
        ${when(question.answerBy, frame.timeZone)} ·
        ${whatIsLeft(question.answerBy, frame.now)}${question.reminders === 0 ? nothing : ` · asked ${question.reminders + 1} times`}
      </p>
    </div>
    ${question.href === null ? nothing : html`<a class="button" href="${safeHref(question.href)}">${questionActionWords[question.kind]}<span class="unseen">: ${question.sentence} (${question.caseCode})</span></a>`}
  </article>`;
}

export function byNearestDeadline(cases: readonly BoardCase[]): readonly BoardCase[] {
  const due = ({ clocks }: BoardCase): string => nearest(clocks)?.dueAt ?? "9999";
  const order = (a: BoardCase, b: BoardCase): number =>
    (due(a) === due(b) ? a.openedAt < b.openedAt : due(a) < due(b)) ? -1 : 1;
  return [...cases].sort(order);
}

function caseCard(each: BoardCase, { frame }: BoardView): Html {
  const owed = inOrder(each.clocks).filter(
    ({ state }) => state === "running" || state === "overdue" || state === "held",
  );
  const overdue = owed.filter(({ state }) => state === "overdue").length;
  return html`<article class="case-card">
    <div class="case-card-head">
      <h3>
        <a href="${safeHref(each.href)}"><span class="code">${each.code}</span> <bdi>${each.title}</bdi></a>
      </h3>
      <p class="pills">
        ${overdue > 0 ? clockPill("overdue") : nothing} ${casePill(each.state)} ${severityPill(each.severity)}
        ${each.drill ? pill("bars", "Drill") : nothing}
        ${each.openQuestions > 0 ? pill("half", count(each.openQuestions, "open question"), "accent") : nothing}
      </p>
      ${nearestLine(each.clocks, frame.now)}
      <p class="quiet">Opened ${when(each.openedAt, frame.timeZone)}</p>
    </div>
    <div>
      ${clockBars(owed.slice(0, clocksShown), frame.now, each.code)}
      ${owed.length > clocksShown ? html`<p class="quiet">and ${count(owed.length - clocksShown, "more clock")}</p>` : nothing}
    </div>
  </article>`;
}

/** A case beyond the nearest: what is due next, without a picture. Fifty of them are to stay a small page. */
function caseLine(each: BoardCase, { frame }: BoardView): Html {
  const overdue = each.clocks.filter(({ state }) => state === "overdue").length;
  const words = [
    ...(overdue > 0 ? [`${overdue} overdue`] : []),
    caseStatusWords[each.state],
    ...(each.drill ? ["Drill"] : []),
    ...(each.openQuestions > 0 ? [count(each.openQuestions, "open question")] : []),
  ];
  return html`<article class="case-card">
    <div>
      <h3>
        <a href="${safeHref(each.href)}"><span class="code">${each.code}</span> <bdi>${each.title}</bdi></a>
      </h3>
      <p class="quiet">${words.join(" · ")}</p>
    </div>
    ${nearestLine(each.clocks, frame.now)}
  </article>`;
}

const pager = (links: readonly (Link | null)[]): Html => {
  const there = links.filter((link) => link !== null);
  if (there.length === 0) return nothing;
  return html`<p class="pager">
    ${there.map(({ label, href }) => html`<a href="${safeHref(href)}">${label}</a> `)}
  </p>`;
};

function annualLogs({ annualLogs: logs }: BoardView): Html {
  return list(
    logs.map(
      ({ label, href, cases }) =>
        html`<a href="${safeHref(href)}">${label}</a>: ${count(cases, "breach", "breaches")} of fewer than 500
          people`,
    ),
    "plain-list annual-logs",
  );
}

function closedCases({ closed, closedCases: total, nextClosed, first, cases, frame }: BoardView): Html {
  const wasAskedFor = first !== null && cases.length === 0;
  return html`<details class="closed" ${wasAskedFor ? html`open` : nothing}>
    <summary>Closed cases: ${total}</summary>
    <ul class="plain-list">
      ${closed.map(
        ({ code, title, href, closedAt }) =>
          html`<li>
            <a href="${safeHref(href)}"><span class="code">${code}</span> <bdi>${title}</bdi></a>
            ${when(closedAt, frame.timeZone)}
          </li>`,
      )}
    </ul>
    ${pager([nextClosed])}
  </details>`;
}
