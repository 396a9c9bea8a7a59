import type { Mail, QuestionMailView } from "../../shared/contracts/mail-views.ts";
import type { QuestionKind } from "../../shared/domain/case/events.ts";
import { count } from "../../shared/domain/wording/durations.ts";
import { formatBy, formatInstantInLine, formatTimeUntil } from "../../shared/domain/wording/times.ts";
import { drillWords } from "../chrome/layout.ts";
import { html, nothing } from "../chrome/markup.ts";
import { questionActionWords, roleWords, formatList } from "../chrome/words.ts";
import { alertInMail, alertInText } from "./alert.ts";
import { calendarOf, clockDeadlines } from "./calendar.ts";
import { clocksInMail, clocksInText } from "./clocks.ts";
import { button, heading, ink, mailDocument, paragraph, small } from "./shell.ts";
import { subjectOf } from "./subject.ts";
import { lowerFirst } from "../chrome/words.ts";

const verbs: Readonly<Record<QuestionKind, string>> = {
  "is-breach": "Decide",
  "set-awareness": "Decide",
  "approve-notice": "Approve",
  "confirm-filing": "Confirm",
  "close-case": "Decide",
};

/** Asks. With `reminders` above 0 it is the reminder, and says how many mails went before. */
export function questionMail(view: QuestionMailView): Mail {
  const subject = subjectOf({
    drill: view.drill,
    before: `${prefixOf(view)}${verbs[view.question]} by ${formatBy(view.answerBy, view.now, view.timeZone)}: `,
    text: lowerFirst(view.sentence),
    caseCode: view.caseCode,
  });
  const deadlines = [
    {
      id: view.questionId,
      at: view.answerBy,
      summary: subjectOf({
        drill: view.drill,
        before: "Answer: ",
        text: lowerFirst(view.sentence),
        caseCode: view.caseCode,
      }),
    },
    ...clockDeadlines(view.clocks, view),
  ];
  return { subject, html: htmlOf(view, subject), text: textOf(view), calendar: calendarOf(deadlines, view) };
}

/** The same question once more. A caller that has not counted the mails before it has a bug. */
export function reminderMail(view: QuestionMailView): Mail {
  return questionMail({ ...view, reminders: Math.max(1, view.reminders) });
}

function prefixOf({ reminders, escalated }: QuestionMailView): string {
  if (escalated) return "No answer yet. ";
  return reminders > 0 ? `Reminder ${reminders}: ` : "";
}

function htmlOf(view: QuestionMailView, subject: string): string {
  const { now, timeZone } = view;
  const left = formatTimeUntil(view.answerBy, now);
  return mailDocument(
    {
      title: subject,
      drill: view.drill,
      preview: `${left}. ${view.alert.title}`,
    },
    html`<p style="margin:0 0 4px;font-size:14px;color:${ink.quiet}">
        ${view.entityName} · case <strong>${view.caseCode}</strong>
      </p>
      <h1 style="margin:0 0 8px;font-size:24px;line-height:1.25">${view.sentence}</h1>
      <p style="margin:0 0 4px"><strong style="font-size:18px">${left}</strong></p>
      <p style="margin:0">Answer by ${formatInstantInLine(view.answerBy, timeZone)}.</p>
      ${history(view) === "" ? nothing : html`<p style="margin:8px 0 0">${history(view)}</p>`}
      ${button(questionActionWords[view.question], view.url)}
      <p style="margin:0 0 12px">${small(notForYou(view))}</p>
      ${heading("What happened")} ${alertInMail(view.alert, timeZone)}
      ${view.clocks.length === 0 ? nothing : html`${heading("What is due, and when")} ${clocksInMail(view.clocks, now)}`}
      ${heading("Who was asked")} ${paragraph(asked(view))} ${paragraph(small(promise))}`,
  );
}

function textOf(view: QuestionMailView): string {
  const { now, timeZone } = view;
  return [
    ...(view.drill ? [`*** ${drillWords} ***`] : []),
    `${view.sentence}\n${formatTimeUntil(view.answerBy, now)}. Answer by ${formatInstantInLine(view.answerBy, timeZone)}.`,
    ...(history(view) === "" ? [] : [history(view)]),
    `${questionActionWords[view.question]}:\n${view.url}`,
    notForYou(view),
    `WHAT HAPPENED\n${alertInText(view.alert, timeZone)}`,
    ...(view.clocks.length === 0 ? [] : [`WHAT IS DUE, AND WHEN\n${clocksInText(view.clocks, now)}`]),
    `WHO WAS ASKED\n${asked(view)}`,
    promise,
    `${view.entityName}, case ${view.caseCode}`,
  ].join("\n\n");
}

const promise =
  "Opening the link changes nothing; you sign in and answer there. No answer is never taken as a yes.";

const notForYou = (view: QuestionMailView): string =>
  `You get this as ${roleWords[view.role]}. If it is not for you, tell your operator, who keeps the groups; nothing happens through your silence alone.`;

function history({ reminders, escalated, role }: QuestionMailView): string {
  if (escalated)
    return `It has not been answered so far, after ${count(reminders, "mail")}, so it now comes to you as ${roleWords[role]}.`;
  return reminders > 0 ? `${count(reminders, "mail")} went before this one.` : "";
}

const asked = ({ askedOf, recipientName }: QuestionMailView): string => {
  const others = askedOf.filter((name) => name !== recipientName);
  return others.length === 0 ? "Only you." : `You, ${formatList(others)}. The first answer counts.`;
};
