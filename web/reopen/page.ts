import type { ReopenView } from "../../shared/contracts/views.ts";
import { caseCrumb } from "../chrome/case-parts.ts";
import { errorSummary, textArea } from "../chrome/fields.ts";
import { hiddenCsrf, layout } from "../chrome/layout.ts";
import { html } from "../chrome/markup.ts";
import { when } from "../chrome/times.ts";

/** A closed case takes no facts. Opened again it takes them, and every clock is computed anew. */
export function reopenPage({ frame, heading, closed, form }: ReopenView): string {
  const body = html`<p class="lead">
      It was closed ${when(closed.at, frame.timeZone)} as
      “${closed.outcome === "no-breach" ? "not a breach" : "everybody was told"}”: ${closed.reason}
    </p>
    ${errorSummary(form)}
    <form method="post" novalidate>
      ${hiddenCsrf(frame)}
      ${textArea(form, { name: "reason", label: "Why is it opened again?", hint: "What has become known that the closing did not know." })}
      <p>
        Then facts are taken again, and clocks that they give rise to open with their first dates, into the
        past if need be. Nobody outside is written to.
      </p>
      <div class="actions"><button type="submit">Open the case again</button></div>
    </form>`;
  return layout(frame, body, { above: caseCrumb(heading) });
}
