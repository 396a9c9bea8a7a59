import type { FormState, PageFrame } from "../../shared/contracts/views.ts";
import { hiddenValues } from "./fields.ts";
import { layout } from "./layout.ts";
import { html, nothing } from "./markup.ts";
import { mark } from "./state-mark.ts";

/** Something that we need did not answer. What was typed is all here, to be read, and to be sent again with one button. */
export function tryAgainPage({
  frame,
  sentence,
  form,
}: {
  readonly frame: PageFrame;
  readonly sentence: string;
  readonly form: FormState;
}): string {
  const reason = form.values["reason"];
  const body = html`<div class="message error">
    <p class="lead">${mark("alarm")} ${sentence}</p>
    <p>What you typed is kept on this page. Send it again in a moment.</p>
    ${typeof reason === "string" && reason !== "" ? html`<p>Your reason: <span class="pre">${reason}</span></p>` : nothing}
    <form method="post">
      ${hiddenValues(form)}
      <div class="actions"><button type="submit">Send again</button></div>
    </form>
  </div>`;
  return layout(frame, body, { narrow: true });
}
