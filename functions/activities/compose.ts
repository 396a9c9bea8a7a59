import type { Compose } from "../../shared/cases/commands/deliver.ts";
import { currentRules } from "../../shared/cases/queries/law.ts";
import { signDecisionLink } from "../../shared/cases/links.ts";
import { milestoneMailView, newsMailView, noticeMailView, questionMailView } from "../../web/mail/view.ts";
import { questionOf, resolutionFor } from "../../shared/domain/case/state.ts";
import { plus } from "../../shared/domain/instants.ts";
import { assert } from "../../shared/domain/failures.ts";
import type { Mail } from "../../shared/contracts/mail-views.ts";
import { milestoneMail } from "../../web/mail/milestone.ts";
import { newsMail } from "../../web/mail/news.ts";
import { noticeMail } from "../../web/mail/notice.ts";
import { questionMail, reminderMail } from "../../web/mail/question.ts";

/** Puts one message into words. The same state and instant give the same bytes, so a repeat sends what was intended. */
export const compose: Compose = async (appContext, state, { purpose, recipient, now }) => {
  const { settings } = appContext;
  const askedOf = (resolutionFor(state, purpose)?.recipients ?? []).map(({ name }) => name);
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
      return message(purpose.round === 0 ? questionMail(view) : reminderMail(view));
    }
    case "milestone": {
      const { obligationId, milestone } = purpose;
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
      return message(newsMail(newsMailView(state, settings, about)));
    }
    case "notice":
      return message(noticeMail(noticeMailView(state, settings, purpose.noticeId)));
  }
};

/** The question expires; the link to it then still leads to a page that says so, for another sixty days. */
const readableUntil = (expiresAt: string): string => plus(expiresAt, 60 * 24 * 3_600_000);

function message({ subject, html, text, calendar }: Mail) {
  const base64 = calendar === null ? null : Buffer.from(calendar, "utf8").toString("base64");
  const attachments = base64 === null ? [] : [{ name: "deadline.ics", contentType: "text/calendar", base64 }];
  return { subject, html, text, attachments };
}
