import type { MessageView } from "../../shared/contracts/views.ts";
import { layout } from "./layout.ts";
import { html, nothing, safeHref, type Html } from "./markup.ts";
import { mark, type Shape } from "./state-mark.ts";
import { when } from "./times.ts";
import { answerWords } from "./words.ts";

const kinds: Readonly<Record<MessageView["kind"], { readonly shape: Shape; readonly sentence: string }>> = {
  forbidden: { shape: "bars", sentence: "You are not in the group that may do this. Nothing was changed." },
  expired: {
    shape: "ring",
    sentence:
      "This question has expired without an answer. It was not taken as a yes; a new one has gone to the executives.",
  },
  "already-decided": {
    shape: "tick",
    sentence: "Somebody was faster: this is decided. Your answer was not recorded.",
  },
  decided: { shape: "tick", sentence: "Your answer is in the ledger, and the case goes on from it." },
  recorded: { shape: "tick", sentence: "What you sent is in the ledger, and the case goes on from it." },
  withdrawn: { shape: "dash", sentence: "This question is no longer asked, because the case has changed." },
  "not-found": { shape: "ring", sentence: "There is nothing at this address." },
  error: {
    shape: "alarm",
    sentence: "Something went wrong on our side. Whatever was already recorded is safe in the ledger.",
  },
  empty: { shape: "ring", sentence: "There is nothing here yet." },
};

/** The states in which there is no page to show: one sentence, one next step. */
export function messagePage(view: MessageView): string {
  const { shape, sentence } = kinds[view.kind];
  const body = html`<div class="message ${view.kind}">
    <p class="lead">${mark(shape)} ${sentence}</p>
    ${view.sentence === null ? nothing : html`<p>${view.sentence}</p>`} ${decision(view)}
    ${view.reference === null ? nothing : html`<p class="quiet">Tell the operator this reference: <span class="code">${view.reference}</span></p>`}
    <p><a class="button" href="${safeHref(view.next.href)}">${view.next.label}</a></p>
  </div>`;
  return layout(view.frame, body, { narrow: true });
}

function decision({ decision, frame }: MessageView): Html {
  if (decision === null) return nothing;
  return html`<dl class="facts">
    <div>
      <dt>Answer</dt>
      <dd>${answerWords[decision.answer]}</dd>
    </div>
    <div>
      <dt>By</dt>
      <dd>${decision.who}, ${when(decision.at, frame.timeZone)}</dd>
    </div>
    ${
      decision.reason === ""
        ? nothing
        : html`<div>
            <dt>Reason</dt>
            <dd class="pre">${decision.reason}</dd>
          </div>`
    }
  </dl>`;
}
