import type { Mail, NoticeMailView } from "../../shared/contracts/mail-views.ts";
import { drillWords } from "../chrome/layout.ts";
import { html, nothing } from "../chrome/markup.ts";
import { mailDocument } from "./shell.ts";
import { oneLine, shortened, subjectMax } from "./subject.ts";

/**
 * A letter to the outside: the approved text word for word, without button, link tracking or picture. The digest that
 * was approved covers subject and text, so nothing is added to the text but the band of a drill.
 */
export function noticeMail(view: NoticeMailView): Mail {
  const subject = shortened(oneLine(`${view.drill ? "DRILL: " : ""}${view.subject}`), subjectMax);
  return {
    subject,
    html: mailDocument(
      { title: subject, drill: view.drill, letter: true },
      html`${view.text.split(/\n{2,}/).map(block)}`,
    ),
    text: view.drill ? `*** ${drillWords} ***\n\n${view.text}` : view.text,
    calendar: null,
  };
}

const block = (text: string) =>
  html`<p style="margin:0 0 16px">
    ${text.split("\n").map((line, index) => html`${index === 0 ? nothing : html`<br />`}${line}`)}
  </p>`;
