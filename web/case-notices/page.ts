import type { NoticeDetail, NoticesView } from "../../shared/contracts/views.ts";
import { deliveryLine, noticePill } from "../case/page.ts";
import { caseCrumb } from "../chrome/case-parts.ts";
import { layout } from "../chrome/layout.ts";
import { lineDiff } from "./line-diff.ts";
import { html, nothing, safeHref, type Html } from "../chrome/markup.ts";
import { elementList, letter } from "./parts.ts";
import { mark } from "../chrome/state-mark.ts";
import { when } from "../chrome/times.ts";
import { answerWords, formatList } from "../chrome/words.ts";

export function noticesPage(view: NoticesView): string {
  const body =
    view.notices.length === 0
      ? html`<p class="empty">
          No notice is drafted. That comes after the decision whether this is a breach.
        </p>`
      : html`${view.notices.map((notice) => noticeSection(notice, view))}`;
  return layout(view.frame, body, { above: caseCrumb(view.heading) });
}

function noticeSection(notice: NoticeDetail, { frame }: NoticesView): Html {
  return html`<section aria-labelledby="${notice.noticeId}" class="notice-full">
    <h2 id="${notice.noticeId}">${notice.title} <small>${notice.citation}</small></h2>
    <p class="pills">
      ${noticePill(notice.state)} version
      ${notice.version}${notice.counts.recipients === 0 ? nothing : html` · ${deliveryLine(notice)}`}
    </p>
    ${notice.missing.length === 0 ? nothing : html`<p class="missing">${mark("cross")} Missing: ${formatList(notice.missing)}. Add the facts, and a new version is drafted.</p>`}
    ${decided(notice, frame.timeZone)}
    ${
      notice.decideHref === null
        ? nothing
        : html`<p>
            <a class="button" href="${safeHref(notice.decideHref)}"
              >Read and approve<span class="unseen">: ${notice.title}</span></a
            >
          </p>`
    }
    <div class="columns even">
      <div>
        <h3>As the recipient reads it</h3>
        ${letter(notice.text)} ${changes(notice)}
      </div>
      <div>
        <h3>Required content</h3>
        ${elementList(notice.text.elements)}
      </div>
    </div>
  </section>`;
}

function decided({ decided }: NoticeDetail, timeZone: string): Html {
  if (decided === null) return nothing;
  return html`<p>
    ${answerWords[decided.answer]} by ${decided.who},
    ${when(decided.at, timeZone)}${decided.reason === "" ? "." : html`: <q class="pre">${decided.reason}</q>`}
  </p>`;
}

const changeWords = { added: "Added", removed: "Removed" } as const;

function changes({ approvedBefore, text }: NoticeDetail): Html {
  if (approvedBefore === null) return nothing;
  const changed = lineDiff(approvedBefore.text, text.text).flatMap((line) =>
    line.kind === "same" || line.text.trim() === "" ? [] : [{ ...line, kind: line.kind }],
  );
  return html`<details>
    <summary>Changes since version ${approvedBefore.version}, approved before</summary>
    ${
      changed.length === 0
        ? html`<p>None in the text.</p>`
        : html`<ul class="diff">
            ${changed.map(({ kind, text: line }) => (kind === "added" ? html`<li><strong>${changeWords.added}:</strong> <ins>${line}</ins></li>` : html`<li><strong>${changeWords.removed}:</strong> <del>${line}</del></li>`))}
          </ul>`
    }
  </details>`;
}
