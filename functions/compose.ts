import type { Compose } from "../shared/cases/commands/deliver.ts";
import { currentRules } from "../shared/cases/queries/law.ts";
import { signDecisionLink } from "../shared/cases/links.ts";
import { milestoneMailView, newsMailView, noticeMailView, questionMailView } from "../web/mail/view.ts";
import type { Recipient } from "../shared/domain/case/events.ts";
import { questionOf, resolutionFor } from "../shared/domain/case/state.ts";
import { plus } from "../shared/domain/instants.ts";
import { assert } from "../shared/domain/failures.ts";
import type { Mail } from "../shared/contracts/mail-views.ts";

/** Puts one message into words. The same state and instant give the same bytes, so a repeat sends what was intended. */
export const compose: Compose = async (appContext, state, { purpose, recipient, now }) => {
  const { settings } = appContext;
  const askedOf = namesOf(resolutionFor(state, purpose)?.recipients ?? []);
  const caseUrl = `${settings.publicUrl}/cases/${encodeURIComponent(state.caseId)}`;
  switch (purpose.kind) {
    case "question": {
      const question = questionOf(state, purpose.questionId);
      assert(question, `a mail was wanted about ${purpose.questionId}, which was never asked`);
      const link = { caseId: state.caseId, questionId: purpose.questionId, personId: recipient.personId };
      const token = await signDecisionLink(settings.linkKey, link, now, readableUntil(question.expiresAt));
      const about = {
        recipient,
        askedOf,
        url: `${settings.publicUrl}/decide/${token}`,
        now,
        rules: currentRules,
      };
      const view = questionMailView(state, settings, {
        ...about,
        questionId: purpose.questionId,
        round: purpose.round,
      });
      const { questionMail, reminderMail } = await import("../web/mail/question.ts");
      return message(purpose.round === 0 ? questionMail(view) : reminderMail(view));
    }
    case "milestone": {
      const { obligationId, milestone } = purpose;
      const { milestoneMail } = await import("../web/mail/milestone.ts");
      return message(
        milestoneMail(
          milestoneMailView(state, settings, {
            recipient,
            askedOf,
            url: caseUrl,
            now,
            rules: currentRules,
            obligationId,
            milestone,
          }),
        ),
      );
    }
    case "news": {
      const about = { recipient, askedOf, url: caseUrl, now, rules: currentRules, seq: purpose.seq };
      const { newsMail } = await import("../web/mail/news.ts");
      return message(newsMail(newsMailView(state, settings, about)));
    }
    case "notice": {
      const { noticeMail } = await import("../web/mail/notice.ts");
      return message(noticeMail(noticeMailView(state, settings, purpose.noticeId)));
    }
  }
};

/** A mail names a handful of those who got it too, and counts the rest. */
const namesMax = 12;
function namesOf(recipients: readonly Recipient[]): readonly string[] {
  const names = recipients.slice(0, namesMax).map(({ name }) => name);
  const others = recipients.length - names.length;
  return others === 0 ? names : [...names, others === 1 ? "one other" : `${others} others`];
}

/** The question expires; the link to it then still leads to a page that says so, for another sixty days. */
const readableUntil = (expiresAt: string): string => plus(expiresAt, 60 * 24 * 3_600_000);

function message({ subject, html, text, calendar }: Mail) {
  const base64 = calendar === null ? null : Buffer.from(calendar, "utf8").toString("base64");
  const attachments = base64 === null ? [] : [{ name: "deadline.ics", contentType: "text/calendar", base64 }];
  return { subject, html, text, attachments };
}
