import type { Mail, NewsMailView } from "../../shared/contracts/mail-views.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { drillWords } from "../chrome/layout.ts";
import { html } from "../chrome/markup.ts";
import { capital, roleWords, formatList } from "../chrome/words.ts";
import { alertInMail, alertInText } from "./alert.ts";
import { clocksInMail, clocksInText } from "./clocks.ts";
import { button, heading, ink, mailDocument, paragraph, small } from "./shell.ts";
import { subjectOf } from "./subject.ts";

/** Alerts have joined the case and brought something that the case did not know. */
export function newsMail(view: NewsMailView): Mail {
  const all = view.news.flatMap(({ words }) => words);
  const text = all.length === 1 ? (all[0] ?? "") : `${count(all.length, "thing")} that we did not know`;
  const subject = subjectOf({ drill: view.drill, before: "New: ", text, caseCode: view.caseCode });
  return { subject, html: htmlOf(view, subject), text: textOf(view), calendar: null };
}

function htmlOf(view: NewsMailView, subject: string): string {
  const { now, timeZone } = view;
  return mailDocument(
    { title: subject, drill: view.drill, preview: view.news[0]?.words[0] ?? view.caseTitle },
    html`<p style="margin:0 0 4px;font-size:14px;color:${ink.quiet}">
        ${view.entityName} · case <strong>${view.caseCode}</strong>
      </p>
      <h1 style="margin:0 0 8px;font-size:24px;line-height:1.25;color:${ink.text}">New in this case</h1>
      ${view.news.map(
        ({ at, title, words }) =>
          html`<p style="margin:0 0 4px;font-size:16px"><strong>${words.map(capital).join(". ")}.</strong></p>
            <p style="margin:0 0 12px">
              ${small(`The alert “${title}”, joined ${formatInstantInLine(at, timeZone)}`)}
            </p>`,
      )}
      ${paragraph(whatNow(view))} ${button("Open the case", view.url)}
      <p style="margin:0 0 12px">${small(notForYou(view))}</p>
      ${view.clocks.length === 0 ? "" : html`${heading("The clocks of this case")} ${clocksInMail(view.clocks, now)}`}
      ${heading("What happened first")} ${alertInMail(view.alert, timeZone)} ${heading("Who was told")}
      ${paragraph(told(view))}`,
  );
}

function textOf(view: NewsMailView): string {
  const { now, timeZone } = view;
  return [
    ...(view.drill ? [`*** ${drillWords} ***`] : []),
    `New in case ${view.caseCode}`,
    ...view.news.map(
      ({ at, title, words }) =>
        `${words.map((each) => `- ${each}`).join("\n")}\n  (the alert “${title}”, joined ${formatInstantInLine(at, timeZone)})`,
    ),
    whatNow(view),
    `Open the case:\n${view.url}`,
    notForYou(view),
    ...(view.clocks.length === 0 ? [] : [`THE CLOCKS OF THIS CASE\n${clocksInText(view.clocks, now)}`]),
    `WHAT HAPPENED FIRST\n${alertInText(view.alert, timeZone)}`,
    `WHO WAS TOLD\n${told(view)}`,
    `${view.entityName}, case ${view.caseCode}`,
  ].join("\n\n");
}

const whatNow = ({ closed }: NewsMailView): string =>
  closed
    ? "The case is closed. If this changes what was decided, open it again from its page, and say why."
    : "Nothing is asked of you by this mail. The open questions of the case stand as they were.";

const notForYou = ({ role }: NewsMailView): string =>
  `You get this as ${roleWords[role]}. If it is not for you, tell your operator, who keeps the groups.`;

const told = ({ askedOf, recipientName }: NewsMailView): string => {
  const rest = askedOf.filter((name) => name !== recipientName);
  return rest.length === 0 ? "Only you." : `You, ${formatList(rest)}.`;
};
