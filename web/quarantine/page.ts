import type {
  QuarantineItemView,
  QuarantineLine,
  QuarantineListView,
  ShownContent,
} from "../../shared/contracts/quarantine-views.ts";
import { unreachable } from "../../shared/domain/failures.ts";
import type { QuarantineState } from "../../shared/domain/alert/quarantine.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { errorSummary, textArea, textField } from "../chrome/fields.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { pill, type Shape, type Tone } from "../chrome/state-mark.ts";
import { when } from "../chrome/times.ts";
import { capital, roleWords } from "../chrome/words.ts";

/** What arrived and nobody could read: each may be a breach that nobody knows of. */
export function quarantinePage(view: QuarantineListView): string {
  const { frame, waiting, waitingTotal, settled } = view;
  const body = html`<div data-live="quarantine">
    <section aria-labelledby="waiting" class="${waitingTotal === 0 ? "" : "mine"}">
      <h2 id="waiting">Waiting <small>${waitingTotal}</small></h2>
      ${
        waiting.length === 0
          ? html`<p class="empty">Nothing waits. Whatever arrived could be read, or has been dealt with.</p>`
          : html`<p>
                These arrived, were kept word for word, and opened nothing. Look whether one tells of a
                breach.
              </p>
              ${lines(waiting, frame.timeZone)}`
      }
      ${waitingTotal > waiting.length ? html`<p class="quiet">The newest ${waiting.length} of ${waitingTotal} are shown.</p>` : nothing}
    </section>
    ${
      settled.length === 0
        ? nothing
        : html`<section aria-labelledby="settled">
            <h2 id="settled">Dealt with</h2>
            ${lines(settled, frame.timeZone)}
          </section>`
    }
  </div>`;
  return layout(frame, body);
}

const lines = (items: readonly QuarantineLine[], timeZone: string): Html =>
  html`<ul class="plain-list quarantine">
    ${items.map((item) => html`<li>${line(item, timeZone)}</li>`)}
  </ul>`;

function line(item: QuarantineLine, timeZone: string): Html {
  return html`<h3>
      <a href="${safeHref(item.href)}"><bdi>${capital(item.reason)}</bdi></a>
    </h3>
    <p>
      ${statePill(item.state)} from <bdi class="code">${item.source}</bdi>, ${count(item.bytes, "byte")},
      ${when(item.receivedAt, timeZone)}
      ${item.arrivals === 1 ? nothing : html`, arrived ${item.arrivals} times`}
    </p>
    ${
      item.cases.length === 0
        ? nothing
        : html`<p>
            Became part of
            ${item.cases.map(({ label, href }, at) => html`${at === 0 ? nothing : ", "}<a class="code" href="${safeHref(href)}">${label}</a>`)}
          </p>`
    }`;
}

const stateWords: Readonly<Record<QuarantineState, readonly [Shape, string, Tone]>> = {
  waiting: ["half", "Waiting", "accent"],
  resubmitted: ["tick", "Submitted again", "quiet"],
  dismissed: ["dash", "Dismissed", "quiet"],
};

function statePill(state: QuarantineState): Html {
  const [shape, word, tone] = stateWords[state];
  return pill(shape, word, tone);
}

export function quarantineItemPage(view: QuarantineItemView): string {
  const { frame, form } = view;
  const body = html`${form === null ? nothing : errorSummary(form)}
    <div class="columns">
      <div class="wide">
        <section aria-labelledby="content">
          <h2 id="content">What arrived</h2>
          ${content(view.content)}
          <p><a href="${safeHref(view.originalHref)}" download>The original, byte for byte</a></p>
        </section>
        ${form === null ? nothing : act(view, form)}
      </div>
      <div class="side">${about(view)} ${history(view)}</div>
    </div>`;
  return layout(frame, body, {
    above: html`<p class="crumb"><a href="/quarantine">Quarantine</a> ${statePill(view.state)}</p>`,
  });
}

/** Text, never markup: escaped, in one direction, with the unseen letters named. */
function content(shown: ShownContent): Html {
  switch (shown.kind) {
    case "missing":
      return html`<p class="empty">The store has no original of this digest.</p>`;
    case "bytes":
      return html`<p>It is no text. Its ${shown.cutAt === null ? "bytes" : `first ${shown.cutAt} bytes`}:</p>
        ${raw(shown.hex)}`;
    case "text":
      if (shown.text === "") return html`<p class="empty">Nothing: the body was empty.</p>`;
      return html`${raw(shown.text)}
      ${shown.cutAt === null ? nothing : html`<p class="quiet">Cut after ${shown.cutAt.toLocaleString("en-US")} letters.</p>`}`;
    default:
      return unreachable(shown);
  }
}

/** The parser swallows the line break after the tag, and so keeps one with which the text itself begins. */
const raw = (text: string): Html =>
  html`<pre class="raw" dir="ltr" tabindex="0" role="region" aria-label="Raw text">${text}</pre>`;

function about(view: QuarantineItemView): Html {
  const { frame, sender } = view;
  const rows: readonly (readonly [string, Html | string | null])[] = [
    ["Why", capital(view.reason)],
    ["Door", html`<span class="code">${view.source}</span>`],
    ["Sender", sender?.application ? `application ${sender.application}` : null],
    ["Address", sender?.address ?? null],
    ["Calls itself", sender?.agent ?? null],
    ["Arrived", when(view.receivedAt, frame.timeZone)],
    ["How often", view.arrivals === 1 ? null : `${view.arrivals} times`],
    ["Type", view.contentType],
    ["Size", count(view.bytes, "byte")],
    ["SHA-256", html`<span class="code">${view.digest}</span>`],
    [
      "Came in",
      view.within &&
        html`a body of ${count(view.within.bytes, "byte")}, <span class="code">${view.within.digest}</span>`,
    ],
    ["Drill", view.drill ? "It came while a drill was on." : null],
  ];
  return html`<section aria-labelledby="about">
    <h2 id="about">What is known of it</h2>
    <dl class="facts">
      ${rows.map(([label, value]) =>
        value === null
          ? nothing
          : html`<div>
              <dt>${label}</dt>
              <dd><bdi>${value}</bdi></dd>
            </div>`,
      )}
    </dl>
  </section>`;
}

function history({ steps, frame }: QuarantineItemView): Html {
  if (steps.length === 0) return nothing;
  return html`<section aria-labelledby="history">
    <h2 id="history">What was done</h2>
    <ul class="plain-list quarantine">
      ${steps.map(
        (step) =>
          html`<li>
            <strong>${step.sentence}</strong>
            ${step.results.map(({ sentence, link }) => html`<br /><bdi>${sentence}</bdi>${link === null ? nothing : html` <a href="${safeHref(link.href)}">Open it</a>`}`)}
            ${step.reason === "" ? nothing : html`<br /><span class="pre">${step.reason}</span>`}
            <span class="source"
              >${step.by}, ${roleWords[step.role]}, ${when(step.at, frame.timeZone)}, entry
              ${step.entrySeq}${step.edited === null ? nothing : html`, edited copy <span class="code">${step.edited.digest}</span>`}</span
            >
          </li>`,
      )}
    </ul>
  </section>`;
}

function act(
  { frame, editable, quarantineId }: QuarantineItemView,
  form: NonNullable<QuarantineItemView["form"]>,
): Html {
  return html`<section aria-labelledby="act">
    <h2 id="act">What is to be done</h2>
    <form method="post" novalidate>
      ${hiddenCsrf(frame)}
      ${
        editable
          ? textArea(form, {
              name: "body",
              label: "The text, to be mended",
              hint: "Left as it is, the original is submitted. A changed text is kept beside it, with your name.",
              rows: 10,
            })
          : html`<p>
              To submit a mended copy, save the original, edit it, and run
              <span class="code">tocsin case quarantine resubmit ${quarantineId} --body FILE</span>.
            </p>`
      }
      ${textField(form, { name: "reason", label: "Reason", hint: "What was changed or mended elsewhere; or why nothing is to come of it." })}
      <div class="actions">
        <button type="submit" name="action" value="resubmit">Submit again</button>
        <button type="submit" name="action" value="dismiss" class="plain">Dismiss</button>
      </div>
    </form>
  </section>`;
}
