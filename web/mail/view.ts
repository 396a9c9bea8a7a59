/**
 * What mails and letters of a case are made from: `questionMailView`, `milestoneMailView`, `noticeMailView`,
 * `noticeDraftView`. Each is a function of its arguments only: the same state and instant give the same view, and so
 * the same bytes, whenever it is rendered again.
 */
import type {
  Letterhead,
  MilestoneMailView,
  NewsMailView,
  NoticeDraftView,
  NoticeMailView,
  NoticeWords,
  QuestionMailView,
} from "../../shared/contracts/mail-views.ts";
import { questionOf } from "../../shared/domain/case/state.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type { Milestone, Recipient, Role } from "../../shared/domain/case/events.ts";
import type { NoticeId, ObligationId } from "../../shared/domain/ids.ts";
import type { AsOf } from "../chrome/page-context.ts";
import { factAt } from "../../shared/domain/law/facts.ts";
import { assert } from "../../shared/domain/failures.ts";
import { newsUpTo } from "../../shared/domain/case/news.ts";
import { milestoneRole } from "../../shared/domain/case/policy.ts";
import type { PresentationSettings } from "../../shared/contracts/settings.ts";
import { openingAlert } from "../chrome/alert-items.ts";
import { clockItem, clockItems } from "../chrome/clock-items.ts";
import { ruleOf } from "../../shared/domain/law/rule-lookup.ts";
import { questionSentence } from "../chrome/case-words.ts";

/** To whom a mail goes and what it points to. */
export interface MailAbout extends AsOf {
  readonly recipient: Recipient;
  /** Names of everybody who is written to for the same thing. */
  readonly askedOf: readonly string[];
  /** Absolute address behind the one button. */
  readonly url: string;
}

export function questionMailView(
  state: CaseState,
  settings: PresentationSettings,
  about: MailAbout & { readonly questionId: string; readonly round: number },
): QuestionMailView {
  const question = questionOf(state, about.questionId);
  assert(question, `a mail was wanted about ${about.questionId}, which was never asked`);
  const role = question.rounds.find(({ round }) => round === about.round)?.role ?? question.role;
  return {
    ...commonOf(state, settings, about, role),
    question: question.question,
    sentence: questionSentence(state, question),
    answerBy: question.answerBy,
    reminders: question.rounds.filter(({ round }) => round < about.round).length,
    escalated: role !== question.role,
    questionId: question.questionId,
  };
}

export function milestoneMailView(
  state: CaseState,
  settings: PresentationSettings,
  about: MailAbout & { readonly obligationId: ObligationId; readonly milestone: Milestone },
): MilestoneMailView {
  const clock = state.clocks[about.obligationId];
  assert(clock, `a mail was wanted about the clock ${about.obligationId}, which was never opened`);
  return {
    ...commonOf(state, settings, about, milestoneRole(settings.policy, about.milestone)),
    clock: clockItem(state, clock, about),
    milestone: about.milestone,
  };
}

export function newsMailView(
  state: CaseState,
  settings: PresentationSettings,
  about: MailAbout & { readonly seq: number },
): NewsMailView {
  const news = newsUpTo(state, about.seq).map(({ at, title, words }) => ({ at, title, words }));
  return { ...commonOf(state, settings, about, "incident-commander"), closed: state.closed !== null, news };
}

function commonOf(
  state: CaseState,
  settings: PresentationSettings,
  { recipient, askedOf, url, now, rules }: MailAbout,
  role: Role,
) {
  return {
    drill: state.drill,
    entityName: settings.entity.name,
    timeZone: state.entity.timeZone,
    now,
    caseCode: state.code,
    caseTitle: state.title,
    recipientName: recipient.name,
    alert: openingAlert(state),
    clocks: clockItems(state, { now, rules }),
    askedOf,
    role,
    url,
  };
}

/** The approved text, word for word: nothing is added after the approval. */
export function noticeMailView(
  state: CaseState,
  settings: PresentationSettings,
  noticeId: NoticeId,
): NoticeMailView {
  const notice = state.notices[noticeId];
  assert(notice, `a letter was wanted from ${noticeId}, which was never drafted`);
  return {
    drill: state.drill,
    letterhead: letterheadOf(settings),
    subject: notice.subject,
    text: notice.text,
  };
}

export function noticeDraftView(
  state: CaseState,
  settings: PresentationSettings,
  obligationId: ObligationId,
  { now, rules }: AsOf,
): NoticeDraftView {
  const alert = openingAlert(state);
  const rule = ruleOf(rules, obligationId, state.clocks[obligationId]?.reading.rule.validFrom);
  return {
    obligationId,
    letterhead: letterheadOf(settings),
    caseCode: state.code,
    timeZone: state.entity.timeZone,
    now,
    dueAt: state.clocks[obligationId]?.reading.due ?? null,
    facts: state.facts,
    alert: { title: alert.title, detectedAt: alert.detectedAt, receivedAt: alert.receivedAt },
    caseOpenedAt: state.openedAt,
    ...(rule && { duty: { title: rule.title, citation: rule.source.cite, content: rule.content } }),
    words: wordsOf(state),
  };
}

/** Sentences that people of the case have put among its facts, under `noticeWords`. */
function wordsOf(state: CaseState): NoticeWords {
  const words = (name: keyof NoticeWords): string | null => {
    const value = factAt(state.facts, `noticeWords.${name}`);
    return typeof value === "string" && value.trim() !== "" ? value : null;
  };
  return {
    whatHappened: words("whatHappened"),
    protectiveSteps: words("protectiveSteps"),
    investigation: words("investigation"),
    mitigation: words("mitigation"),
    prevention: words("prevention"),
    likelyConsequences: words("likelyConsequences"),
    reasonsForDelay: words("reasonsForDelay"),
  };
}

function letterheadOf({ entity }: PresentationSettings): Letterhead {
  const { contact } = entity;
  const stated = (text: string): string | null => (text.trim() === "" ? null : text);
  return {
    entityName: entity.name,
    addressLines: contact.postalAddress
      .split(/\n| \/ /)
      .map((line) => line.trim())
      .filter((line) => line !== ""),
    tollFreePhone: stated(contact.tollFreePhone),
    email: stated(contact.email),
    website: stated(contact.website),
    contactName: stated(contact.dataProtectionContact),
    contactDetails: stated(contact.email),
  };
}
