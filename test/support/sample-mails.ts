import type {
  Letterhead,
  MilestoneMailView,
  NewsMailView,
  NoticeDraftView,
  NoticeMailView,
  QuestionMailView,
} from "../../shared/contracts/mail-views.ts";
import { alert, authorityClock, clocks, now, overdueClock, question } from "./sample-views.ts";

const about = {
  drill: false,
  entityName: "Harbor Valley Hospital",
  timeZone: "America/New_York",
  now,
  caseCode: "7F3K",
  caseTitle: "Unusual access to the imaging archive",
  recipientName: "Dana Reyes",
  alert,
  clocks,
  askedOf: ["Dana Reyes", "Marcus Lee"],
  role: "incident-commander",
  url: "https://tocsin.harborvalley.example/decide/case-k3m8q2x7r5t9w1zd/q-1?t=Zk9",
} as const;

export const questionMailView: QuestionMailView = {
  ...about,
  question: "is-breach",
  sentence: question.sentence,
  answerBy: question.answerBy,
  reminders: 0,
  escalated: false,
  questionId: question.questionId,
};

export const milestoneMailView: MilestoneMailView = { ...about, clock: authorityClock, milestone: "24h" };
export const overdueMailView: MilestoneMailView = {
  ...about,
  clocks: [overdueClock],
  clock: overdueClock,
  milestone: "overdue",
};

export const newsMailView: NewsMailView = {
  ...about,
  closed: false,
  news: [
    {
      at: "2026-11-25T10:40:00.000Z",
      title: "Suspicious sign-in to a storage account",
      words: ["severity is now high", "another tactic was seen: credential-access"],
    },
    {
      at: "2026-11-25T10:52:00.000Z",
      title: "Mass download",
      words: [
        "another resource is concerned: /subscriptions/0f/resourcegroups/rg/providers/microsoft.storage/storageaccounts/scans",
      ],
    },
  ],
};

export const letterhead: Letterhead = {
  entityName: "Harbor Valley Hospital",
  addressLines: ["12 Harbor Road", "Austin, TX 78701"],
  tollFreePhone: "1-800-555-0142",
  email: "privacy@harborvalley.example",
  website: "https://harborvalley.example/notice",
  contactName: "Priya Nair, privacy office",
  contactDetails: "privacy@harborvalley.example or +1 512 555 0142",
};

export const draftView: NoticeDraftView = {
  obligationId: "hipaa.individuals",
  letterhead,
  caseCode: "7F3K",
  timeZone: "America/New_York",
  now,
  dueAt: "2027-01-24T04:59:59.999Z",
  facts: {
    regimes: ["hipaa", "gdpr"],
    timeZone: "America/New_York",
    occurredAt: "2026-11-24T07:41:00.000Z",
    discoveredAt: "2026-11-24T08:12:00.000Z",
    awareAt: "2026-11-24T13:40:00.000Z",
    affectedTotal: 655,
    affectedByState: { TX: 620, OK: 20 },
    affectedByCountry: { DE: 15 },
    dataCategories: ["name", "dob", "health"],
    encrypted: false,
    riskLevel: "high",
  },
  alert: { title: alert.title, detectedAt: alert.detectedAt, receivedAt: alert.receivedAt },
  caseOpenedAt: "2026-11-24T08:12:31.000Z",
  words: {
    whatHappened: null,
    protectiveSteps: null,
    investigation: null,
    mitigation: null,
    prevention: null,
    likelyConsequences: null,
    reasonsForDelay: null,
  },
};

export const noticeMailView: NoticeMailView = {
  drill: false,
  letterhead,
  subject: "Notice about your health information",
  text: "Harbor Valley Hospital\n12 Harbor Road\n\nNovember 25, 2026\n\nWHAT HAPPENED\nOn November 24, 2026 we found that files were copied.",
};
