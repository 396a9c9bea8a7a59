import type { Mail, MilestoneMailView } from "../../shared/contracts/mail-views.ts";
import type { Milestone } from "../../shared/domain/case/events.ts";
import { drillWords } from "../chrome/layout.ts";
import { html } from "../chrome/markup.ts";
import { roleWords, formatList } from "../chrome/words.ts";
import { alertInMail, alertInText } from "./alert.ts";
import { calendarOf, clockDeadlines } from "./calendar.ts";
import { clockInWords, clocksInMail, clocksInText } from "./clocks.ts";
import { button, heading, ink, mailDocument, paragraph, small } from "./shell.ts";
import { subjectOf } from "./subject.ts";
import { lowerFirst } from "../chrome/words.ts";

const saying: Readonly<Record<Milestone, string>> = {
  half: "Half of the time is gone",
  "24h": "24 hours left",
  "4h": "4 hours left",
  "1h": "1 hour left",
  due: "Due now",
  overdue: "OVERDUE",
};

/** A clock has reached a point at which somebody has to know. */
export function milestoneMail(view: MilestoneMailView): Mail {
  const subject = subjectOf({
    drill: view.drill,
    before: `${saying[view.milestone]}: `,
    text: lowerFirst(view.clock.title),
    caseCode: view.caseCode,
  });
  return {
    subject,
    html: htmlOf(view, subject),
    text: textOf(view),
    calendar: calendarOf(clockDeadlines([view.clock], view), view),
  };
}

const others = ({ clocks, clock }: MilestoneMailView) =>
  clocks.filter(({ obligationId }) => obligationId !== clock.obligationId);

function htmlOf(view: MilestoneMailView, subject: string): string {
  const { now, timeZone, clock, milestone } = view;
  const isOverdue = milestone === "overdue";
  return mailDocument(
    { title: subject, drill: view.drill, preview: clockInWords(clock, now) },
    html`<p style="margin:0 0 4px;font-size:14px;color:${ink.quiet}">
        ${view.entityName} · case <strong>${view.caseCode}</strong>
      </p>
      <h1 style="margin:0 0 8px;font-size:24px;line-height:1.25;color:${isOverdue ? ink.alarm : ink.text}">
        ${isOverdue ? "Overdue" : saying[milestone]}: ${lowerFirst(clock.title)}
      </h1>
      ${clocksInMail([clock], now)} ${paragraph(whatNow(view))} ${button("Open the case", view.url)}
      <p style="margin:0 0 12px">${small(notForYou(view))}</p>
      ${heading("What happened")} ${alertInMail(view.alert, timeZone)}
      ${others(view).length === 0 ? "" : html`${heading("The other clocks of this case")} ${clocksInMail(others(view), now)}`}
      ${heading("Who was told")} ${paragraph(told(view))}`,
  );
}

function textOf(view: MilestoneMailView): string {
  const { now, clock } = view;
  return [
    ...(view.drill ? [`*** ${drillWords} ***`] : []),
    `${saying[view.milestone]}: ${lowerFirst(clock.title)} (${clock.citation})\n${clockInWords(clock, now)}`,
    whatNow(view),
    `Open the case:\n${view.url}`,
    notForYou(view),
    `WHAT HAPPENED\n${alertInText(view.alert, view.timeZone)}`,
    ...(others(view).length === 0
      ? []
      : [`THE OTHER CLOCKS OF THIS CASE\n${clocksInText(others(view), now)}`]),
    `WHO WAS TOLD\n${told(view)}`,
    `${view.entityName}, case ${view.caseCode}`,
  ].join("\n\n");
}

function whatNow({ milestone }: MilestoneMailView): string {
  if (milestone === "overdue")
    return "The time has passed, and the duty is still owed. Act now, and keep the reason for the delay: it will be asked for.";
  return "The case page shows what is still missing for it.";
}

const notForYou = ({ role }: MilestoneMailView): string =>
  `You get this as ${roleWords[role]}. If it is not for you, tell your operator, who keeps the groups.`;

const told = ({ askedOf, recipientName }: MilestoneMailView): string => {
  const rest = askedOf.filter((name) => name !== recipientName);
  return rest.length === 0 ? "Only you." : `You, ${formatList(rest)}.`;
};
