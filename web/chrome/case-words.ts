/**
 * How things of a case are called in a sentence: `questionSentence`, `noticeTitle`, `roleGroup`, `milestonePhrase`,
 * `answerPhrase`, `purposeTitle`.
 */
import type { CaseState } from "../../shared/domain/case/state.ts";
import type {
  Answer,
  AwarenessSource,
  Milestone,
  QuestionKind,
  Role,
  SendPurpose,
} from "../../shared/domain/case/events.ts";
import { lowerFirst } from "./words.ts";
import type { ObligationId } from "../../shared/domain/ids.ts";

/** Everybody in a role, as a sentence names them. */
export const roleGroup: Readonly<Record<Role, string>> = {
  "incident-commander": "the incident commanders",
  "privacy-officer": "the privacy officers",
  counsel: "counsel",
  executive: "the executives",
  operator: "the operators",
  auditor: "the auditors",
  "notice-desk": "the notice desk",
};

export const milestonePhrase: Readonly<Record<Milestone, string>> = {
  half: "half of the time has passed",
  "24h": "24 hours are left",
  "4h": "4 hours are left",
  "1h": "1 hour is left",
  due: "the time has come",
  overdue: "the time has passed",
};

export const answerPhrase: Readonly<Record<Answer, string>> = {
  yes: "it is a breach",
  no: "it is not a breach",
  set: "the moment of awareness is settled",
  approve: "the text is approved",
  refuse: "the text is refused",
  filed: "it has been filed",
  "filed-in-part": "a part has been filed, and more will follow",
  "not-yet": "it has not been filed yet",
  close: "the case is to be closed",
  "keep-open": "the case stays open",
};

/** Where a proposed moment of awareness comes from, after its time. */
export const awarenessSourcePhrase: Readonly<Record<AwarenessSource, string>> = {
  "alert-raised": "when the product raised the alert",
  "alert-received": "when the alert reached us",
  person: "as somebody of the house states",
  processor: "when the processor told us",
};

/** To whom, in words. What is not listed here is called after the rule that wants it. */
const noticeTitles: Readonly<Record<ObligationId, string>> = {
  "hipaa.individuals": "Letter to the people affected",
  "hipaa.individuals.substitute": "Substitute notice to people without a usable address",
  "hipaa.individuals.urgent": "Urgent warning to the people affected",
  "hipaa.media": "Notice to the media",
  "hipaa.hhs.500plus": "Report to HHS",
  "hipaa.hhs.annual-log": "Entry in the annual report to HHS",
  "hipaa.business-associate": "Notice to the covered entity",
  "gdpr.art33.authority": "Notification of the supervisory authority",
  "gdpr.art33.phased": "Further information for the supervisory authority",
  "gdpr.art33.processor-to-controller": "Notice to the controller",
  "gdpr.art34.data-subjects": "Letter to the data subjects",
  "ukgdpr.art33.ico": "Notification of the Information Commissioner",
  "ukgdpr.art34.data-subjects": "Letter to the data subjects in the United Kingdom",
};

/** A case, or its row in a list, as far as it names its duties. */
interface Titled {
  readonly clocks: Readonly<Record<ObligationId, { readonly reading: { readonly title: string } }>>;
}

export const noticeTitle = (state: Titled, obligationId: ObligationId): string =>
  noticeTitles[obligationId] ?? `Notice: ${lowerFirst(obligationTitle(state, obligationId))}`;

/** The law in words, as the case's clock has it. */
export const obligationTitle = ({ clocks }: Titled, obligationId: ObligationId): string =>
  clocks[obligationId]?.reading.title ?? obligationId;

/** In one sentence, with its question mark. Names nobody and nothing of the people affected. */
export function questionSentence(
  state: Titled & { readonly facts: Pick<CaseState["facts"], "regimes"> },
  question: { readonly question: QuestionKind; readonly obligationId: ObligationId | null },
): string {
  const notice =
    question.obligationId === null ? "notice" : lowerFirst(noticeTitle(state, question.obligationId));
  switch (question.question) {
    case "is-breach":
      return state.facts.regimes.includes("hipaa")
        ? "Was patient data breached?"
        : "Was personal data breached?";
    case "set-awareness":
      return "Since when have we known of this breach?";
    case "approve-notice":
      return `May this text go out: ${notice}?`;
    case "confirm-filing":
      return `Is this filed or sent: ${notice}?`;
    case "close-case":
      return "Can this case be closed?";
  }
}

/** What somebody was written to for. */
export function purposeTitle(state: CaseState, purpose: SendPurpose): string {
  switch (purpose.kind) {
    case "question": {
      const question = state.questions.find(({ questionId }) => questionId === purpose.questionId);
      const sentence = question ? questionSentence(state, question) : purpose.questionId;
      return `${purpose.round === 0 ? "Question" : `Reminder ${purpose.round}`}: ${lowerFirst(sentence)}`;
    }
    case "milestone": {
      return `${obligationTitle(state, purpose.obligationId)}: ${milestonePhrase[purpose.milestone]}`;
    }
    case "news":
      return "News of the case";
    case "notice": {
      const notice = state.notices[purpose.noticeId];
      return `${notice ? noticeTitle(state, notice.obligationId) : purpose.noticeId}, version ${purpose.version}`;
    }
  }
}
