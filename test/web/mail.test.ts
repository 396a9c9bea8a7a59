import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Mail } from "../../shared/contracts/mail-views.ts";
import { drillWords } from "../../web/chrome/layout.ts";
import { milestoneMail } from "../../web/mail/milestone.ts";
import { newsMail } from "../../web/mail/news.ts";
import { noticeMail } from "../../web/mail/notice.ts";
import { questionMail, reminderMail } from "../../web/mail/question.ts";
import {
  milestoneMailView,
  newsMailView,
  noticeMailView,
  overdueMailView,
  questionMailView,
} from "../support/sample-mails.ts";

const mails: Readonly<Record<string, Mail>> = {
  question: questionMail(questionMailView),
  "question-drill": questionMail({ ...questionMailView, drill: true }),
  reminder: reminderMail({ ...questionMailView, reminders: 2 }),
  escalation: reminderMail({
    ...questionMailView,
    reminders: 2,
    escalated: true,
    role: "executive",
    recipientName: "Lena Vogt",
    askedOf: ["Lena Vogt"],
  }),
  milestone: milestoneMail(milestoneMailView),
  overdue: milestoneMail(overdueMailView),
  news: newsMail(newsMailView),
  notice: noticeMail(noticeMailView),
};

describe.each(Object.entries(mails))("the mail %s", (name, mail) => {
  test("reads as it was reviewed", async () => {
    await expect(mail.html).toMatchFileSnapshot(`../golden/mail/${name}.html`);
    await expect(`Subject: ${mail.subject}\n\n${mail.text}\n`).toMatchFileSnapshot(
      `../golden/mail/${name}.txt`,
    );
    if (mail.calendar !== null) await expect(mail.calendar).toMatchFileSnapshot(`../golden/mail/${name}.ics`);
  });

  test("loads nothing from anywhere and stays below what readers cut off", () => {
    expect(mail.html).not.toMatch(/<img|<link|<script|url\(|src=|@import/i);
    expect(new TextEncoder().encode(mail.html).length).toBeLessThan(102_000);
  });

  test("has a subject of at most 70 characters", () => {
    expect(mail.subject.length).toBeLessThanOrEqual(70);
  });
});

test("subjects say what is wanted, by when, and which case", () => {
  expect(Object.fromEntries(Object.entries(mails).map(([name, { subject }]) => [name, subject]))).toEqual({
    question: "Decide by 14:20 EST: was patient data breached? (7F3K)",
    "question-drill": "DRILL: Decide by 14:20 EST: was patient data breached? (7F3K)",
    reminder: "Reminder 2: Decide by 14:20 EST: was patient data breached? (7F3K)",
    escalation: "No answer yet. Decide by 14:20 EST: was patient data breached? (7F3K)",
    milestone: "24 hours left: tell the supervisory authority (7F3K)",
    overdue: "OVERDUE: tell the supervisory authority (7F3K)",
    news: "New: 3 things that we did not know (7F3K)",
    notice: "Notice about your health information",
  });
});

test("whatever a question or a duty is called, the subject stays one short line that names the case", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme", maxLength: 200 }),
      fc.nat({ max: 12 }),
      fc.boolean(),
      fc.boolean(),
      (text, reminders, drill, escalated) => {
        const subjects = [
          questionMail({
            ...questionMailView,
            sentence: text,
            reminders,
            drill,
            escalated,
            answerBy: "2026-12-31T19:20:00.000Z",
          }).subject,
          milestoneMail({ ...milestoneMailView, drill, clock: { ...milestoneMailView.clock, title: text } })
            .subject,
        ];
        for (const subject of subjects) {
          expect(subject.length).toBeLessThanOrEqual(70);
          expect(subject).not.toMatch(/[\r\n\u2028\u2029]/);
          expect(subject.endsWith("(7F3K)")).toBe(true);
          expect(subject.startsWith("DRILL: ")).toBe(drill);
        }
      },
    ),
  );
});

test("the text part says everything that the page part says", () => {
  const { text } = questionMail(questionMailView);
  for (const needed of [
    "Was patient data breached?",
    "5 hours 15 minutes left. Answer by Wed 25 Nov 2026, 14:20 EST (19:20 UTC).",
    questionMailView.url,
    "Unusual access to a storage container",
    "hvimagingarchive",
    "1 day 23 hours left: Fri 27 Nov 2026, 08:40 EST (13:40 UTC).",
    "until the end of Sat 23 Jan 2027 (23:59 EST, 04:59 UTC on the 24th).",
    "Marcus Lee",
  ]) {
    expect(text).toContain(needed);
  }
});

test("there is one button, and its address to be read below it", () => {
  const { html } = questionMail(questionMailView);
  expect(html.match(/display:inline-block;padding:14px/g)).toHaveLength(1);
  expect(html.split(`href="${questionMailView.url}"`)).toHaveLength(3);
});

test("a drill says so on top of each part of each mail", () => {
  for (const mail of [
    questionMail({ ...questionMailView, drill: true }),
    milestoneMail({ ...milestoneMailView, drill: true }),
    noticeMail({ ...noticeMailView, drill: true }),
  ]) {
    expect(mail.subject.startsWith("DRILL: ")).toBe(true);
    expect(mail.text.startsWith(`*** ${drillWords} ***`)).toBe(true);
    expect(mail.html).toContain(drillWords);
  }
});

test("a reminder counts the mails that went before it, at least one", () => {
  expect(reminderMail({ ...questionMailView, reminders: 0 }).text).toContain("1 mail went before this one.");
  expect(mails["reminder"]?.text).toContain("2 mails went before this one.");
});

test("an approved letter goes out word for word, without a button or any other link", () => {
  const { text, html } = noticeMail(noticeMailView);
  expect(text).toBe(noticeMailView.text);
  expect(html).not.toContain("<a ");
  const shown = html
    .replace(/<head>[\s\S]*<\/head>/, "")
    .replace(/<br \/>/g, "\n")
    .replace(/<[^>]+>/g, "");
  for (const line of noticeMailView.text.split("\n")) expect(shown).toContain(line);
});

test("the calendar holds the answer and every clock that is still to be met, under ids that stay the same", () => {
  const first = questionMail(questionMailView).calendar ?? "";
  const again =
    reminderMail({ ...questionMailView, reminders: 1, now: "2026-11-25T15:00:00.000Z" }).calendar ?? "";
  const ids = (calendar: string) => [...calendar.matchAll(/^UID:(.*)\r?$/gm)].map(([, id]) => id);
  expect(ids(first)).toEqual([
    "q-1@tocsin",
    "7F3K-hipaa.individuals@tocsin",
    "7F3K-gdpr.art33.authority@tocsin",
    "7F3K-hipaa.media@tocsin",
  ]);
  expect(ids(again)).toEqual(ids(first));
  expect(first).toContain("DTEND:20261125T192000Z");
  expect(milestoneMail(overdueMailView).calendar).toBeNull();
});
