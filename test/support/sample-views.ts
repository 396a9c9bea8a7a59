/** One case of an invented hospital, as every page and mail sees it on its second day. Golden files and pictures show it. */
import type {
  HoldPreviewView,
  HoldsView,
  ReopenView,
  AwarenessView,
  AlertItem,
  BoardView,
  CaseHeading,
  CaseView,
  ClockItem,
  DecideView,
  DeliveryRow,
  DeliveryView,
  FactItem,
  FactsPreviewView,
  FactsView,
  MessageView,
  NoticesView,
  NoticeText,
  PageFrame,
  QuestionItem,
  RecipientsView,
  SignInView,
  TimelineItem,
} from "../../shared/contracts/views.ts";

const zone = "America/New_York";
export const now = "2026-11-25T14:05:00.000Z"; // Wednesday 09:05 in New York, the day before Thanksgiving
const digest = "5f1d7a8a3c0e4b6d9e2f7c1a0b8d6e4f5a3c2b1d0e9f8a7b6c5d4e3f2a1b0c9d";

export const frame: PageFrame = {
  title: "Cases",
  person: { name: "Dana Reyes", roles: ["incident-commander"] },
  now,
  timeZone: zone,
  entityName: "Harbor Valley Hospital",
  drill: false,
  localTools: true,
  inboxUrl: "http://127.0.0.1:1080/",
  nav: [
    { label: "Cases", href: "/", current: true },
    { label: "Ledger", href: "/ledger", current: false },
  ],
  csrf: "csrf-token-of-the-session",
  address: "http://127.0.0.1:7071/",
  checkpoint: null,
};

export const heading: CaseHeading = {
  caseId: "case-k3m8q2x7r5t9w1zd",
  code: "7F3K",
  title: "Unusual access to the imaging archive",
  href: "/cases/case-k3m8q2x7r5t9w1zd",
  state: "waiting",
  openedAt: "2026-11-24T08:12:31.000Z",
  severity: "high",
  drill: false,
};

const clockBase = {
  timeZone: zone,
  holds: [],
  milestones: [],
  metAt: null,
  how: null,
  reference: null,
} as const;

export const authorityClock: ClockItem = {
  ...clockBase,
  obligationId: "gdpr.art33.authority",
  title: "Tell the supervisory authority",
  citation: "GDPR Art. 33(1)",
  sourceUrl: "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_33",
  state: "running",
  startAt: "2026-11-24T13:40:00.000Z",
  startedBy: "Awareness",
  dueAt: "2026-11-27T13:40:00.000Z",
  elapsedHours: true,
  milestones: [
    { name: "half", at: "2026-11-26T01:40:00.000Z", struck: false },
    { name: "24h", at: "2026-11-26T13:40:00.000Z", struck: false },
    { name: "4h", at: "2026-11-27T09:40:00.000Z", struck: false },
    { name: "1h", at: "2026-11-27T12:40:00.000Z", struck: false },
    { name: "due", at: "2026-11-27T13:40:00.000Z", struck: false },
  ],
  why: ["The risk to people is not unlikely.", "72 hours run from awareness; weekends and holidays count."],
};

export const individualsClock: ClockItem = {
  ...clockBase,
  obligationId: "hipaa.individuals",
  title: "Write to the people affected",
  citation: "45 CFR 164.404",
  sourceUrl: "https://www.ecfr.gov/current/title-45/section-164.404",
  state: "held",
  startAt: "2026-11-24T08:12:00.000Z",
  startedBy: "Discovery",
  dueAt: "2027-01-24T04:59:59.999Z",
  elapsedHours: false,
  holds: [{ from: "2026-11-25T13:00:00.000Z", to: "2026-12-26T04:59:59.999Z" }],
  milestones: [
    { name: "half", at: "2026-12-24T18:35:00.000Z", struck: false },
    { name: "24h", at: "2027-01-23T04:59:59.999Z", struck: false },
  ],
  why: [
    "A breach of unsecured patient data affects at least one person.",
    "An agent of the FBI asked for a delay by word of mouth: 30 days.",
  ],
};

export const hhsClock: ClockItem = {
  ...clockBase,
  obligationId: "hipaa.hhs.500plus",
  title: "Report to HHS",
  citation: "45 CFR 164.408(b)",
  sourceUrl: "https://www.ecfr.gov/current/title-45/section-164.408",
  state: "met",
  startAt: "2026-11-24T08:12:00.000Z",
  startedBy: "Discovery",
  dueAt: "2027-01-24T04:59:59.999Z",
  elapsedHours: false,
  metAt: "2026-11-25T13:30:00.000Z",
  how: "filed",
  reference: "HHS-2026-118823",
  why: ["620 people are affected, 500 or more."],
};

export const overdueClock: ClockItem = {
  ...clockBase,
  obligationId: "gdpr.art33.authority",
  title: "Tell the supervisory authority",
  citation: "GDPR Art. 33(1)",
  sourceUrl: "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_33",
  state: "overdue",
  startAt: "2026-11-22T11:55:00.000Z",
  startedBy: "Awareness",
  dueAt: "2026-11-25T11:55:00.000Z",
  elapsedHours: true,
  milestones: [
    { name: "half", at: "2026-11-23T23:55:00.000Z", struck: true },
    { name: "24h", at: "2026-11-24T11:55:00.000Z", struck: true },
    { name: "4h", at: "2026-11-25T07:55:00.000Z", struck: true },
    { name: "1h", at: "2026-11-25T10:55:00.000Z", struck: true },
    { name: "due", at: "2026-11-25T11:55:00.000Z", struck: true },
    { name: "overdue", at: "2026-11-25T11:55:01.000Z", struck: true },
  ],
  why: ["The risk to people is not unlikely."],
};

const peopleInEuropeClock: ClockItem = {
  ...clockBase,
  obligationId: "gdpr.art34.data-subjects",
  title: "Tell the people in Europe",
  citation: "GDPR Art. 34(1)",
  sourceUrl: "https://eur-lex.europa.eu/eli/reg/2016/679/oj#art_34",
  state: "running",
  startAt: "2026-11-24T13:40:00.000Z",
  startedBy: "Awareness",
  dueAt: null,
  elapsedHours: true,
  why: ["The risk to people is likely to be high."],
};

const mediaClock: ClockItem = {
  ...clockBase,
  obligationId: "hipaa.media",
  title: "Tell the media",
  citation: "45 CFR 164.406",
  sourceUrl: "https://www.ecfr.gov/current/title-45/section-164.406",
  state: "running",
  startAt: "2026-11-24T08:12:00.000Z",
  startedBy: "Discovery",
  dueAt: "2027-01-24T04:59:59.999Z",
  elapsedHours: false,
  why: ["620 residents of Texas are affected, more than 500."],
};

export const annualLogClock: ClockItem = {
  ...clockBase,
  obligationId: "hipaa.hhs.annual-log",
  title: "Enter it in the annual log to HHS",
  citation: "45 CFR 164.408(c)",
  sourceUrl: null,
  state: "withdrawn",
  startAt: null,
  startedBy: null,
  dueAt: null,
  elapsedHours: false,
  why: ["620 people are affected, so HHS is told now and not in the annual log."],
};

export const clocks: readonly ClockItem[] = [
  individualsClock,
  authorityClock,
  annualLogClock,
  hhsClock,
  peopleInEuropeClock,
  mediaClock,
];

export const alert: AlertItem = {
  title: "Unusual access to a storage container",
  severity: "high",
  product: "Microsoft Defender for Cloud",
  resources: ["/subscriptions/…/storageAccounts/hvimagingarchive"],
  tactics: ["Collection", "Exfiltration"],
  occurredAt: "2026-11-24T07:41:00.000Z",
  detectedAt: "2026-11-24T08:09:12.000Z",
  receivedAt: "2026-11-24T08:12:31.000Z",
  portalLink:
    "https://portal.azure.com/#blade/Microsoft_Azure_Security_AzureDefenderForData/AlertBlade/alertId/251",
  simulated: false,
  entrySeq: 0,
};

const by = (who: string, at: string, entrySeq: number) => ({ who, at, entrySeq });

export const facts: readonly FactItem[] = [
  {
    name: "discoveredAt",
    label: "Discovered",
    value: { kind: "instant", at: "2026-11-24T08:12:00.000Z" },
    source: by("Defender alert", "2026-11-24T08:12:31.000Z", 0),
    matters: "Starts the HIPAA clocks.",
  },
  {
    name: "awareAt",
    label: "Aware",
    value: { kind: "instant", at: "2026-11-24T13:40:00.000Z" },
    source: by("Dana Reyes", "2026-11-24T13:44:10.000Z", 6),
    matters: "Starts the 72 hours.",
  },
  {
    name: "affectedTotal",
    label: "People affected",
    value: { kind: "text", text: "620" },
    source: by("Priya Nair", "2026-11-24T19:02:00.000Z", 14),
    matters: "From 500, HHS is told now instead of once a year.",
  },
  {
    name: "affectedByState",
    label: "By US state",
    value: { kind: "text", text: "Texas 620" },
    source: by("Priya Nair", "2026-11-24T19:02:00.000Z", 14),
    matters: null,
  },
  {
    name: "encrypted",
    label: "Encrypted",
    value: null,
    source: null,
    matters: "Encrypted data with a safe key owes no notice.",
  },
  {
    name: "affectedByCountry",
    label: "By country in Europe",
    value: null,
    source: null,
    matters: "Decides which authority is told.",
  },
];

export const question: QuestionItem = {
  questionId: "q-1",
  kind: "is-breach",
  sentence: "Was patient data breached?",
  href: "/decide/case-k3m8q2x7r5t9w1zd/q-1",
  caseCode: "7F3K",
  answerBy: "2026-11-25T19:20:00.000Z",
  role: "incident-commander",
  reminders: 1,
};

/** The question that stands on the second day: the breach is decided, a letter waits for approval. */
export const letterQuestion: QuestionItem = {
  ...question,
  questionId: "q-2",
  kind: "approve-notice",
  sentence: "May this letter go to the people affected?",
  href: "/decide/case-k3m8q2x7r5t9w1zd/q-2",
};

const delivery = (
  key: string,
  name: string,
  address: string,
  state: DeliveryRow["state"],
  proof: string | null,
  entrySeq: number,
): DeliveryRow => ({
  key,
  operationId: `0190d3a8-7c1e-7000-8000-00000000000${key}`,
  purpose: "Report to HHS, version 1",
  recipient: { name, address },
  state,
  at: "2026-11-25T13:20:00.000Z",
  proof,
  entrySeq,
  replayHref: state === "bounced" ? `/cases/case-k3m8q2x7r5t9w1zd/delivery/${key}` : null,
});

const deliveries: readonly DeliveryRow[] = [
  delivery(
    "1",
    "Marcus Lee",
    "marcus.lee@harborvalley.example",
    "delivered",
    "Delivery report, 25 Nov 2026",
    31,
  ),
  delivery("2", "Priya Nair", "priya.nair@harborvalley.example", "accepted", null, 32),
  delivery("3", "Tom Okafor", "tom.okafor@harborvalley.example", "bounced", "550 mailbox unavailable", 33),
  delivery(
    "4",
    "Ines Duarte",
    "ines.duarte@harborvalley.example",
    "uncertain",
    "The connection broke before the answer came.",
    34,
  ),
];

const counts = { recipients: 4, delivered: 1, accepted: 1, failed: 1, uncertain: 1 };

const event = (
  seq: number,
  at: string,
  who: string,
  sentence: string,
  weight: TimelineItem["weight"],
  details: readonly string[] = [],
): TimelineItem => ({
  seq,
  at,
  who,
  sentence,
  details,
  weight,
});

const timeline: readonly TimelineItem[] = [
  event(
    0,
    "2026-11-24T08:12:31.000Z",
    "tocsin",
    "Opened the case because storage that holds patient data was read in an unusual way.",
    "plain",
    ["Rule: storage-exfiltration, severity high."],
  ),
  event(
    1,
    "2026-11-24T08:12:31.000Z",
    "tocsin",
    "Started the clock “Write to the people affected”: due until the end of Sat 23 Jan 2027.",
    "clock",
  ),
  event(
    2,
    "2026-11-24T08:12:32.000Z",
    "tocsin",
    "Asked the incident commander: was patient data breached?",
    "plain",
  ),
  event(5, "2026-11-24T08:12:33.000Z", "tocsin", "Wrote to Dana Reyes.", "sent"),
  event(6, "2026-11-24T13:44:10.000Z", "Dana Reyes", "Answered yes: patient data was breached.", "decision", [
    "Reason: the access log shows 14 GB copied to an unknown address.",
  ]),
  event(
    14,
    "2026-11-24T19:02:00.000Z",
    "Priya Nair",
    "Stated that 620 people are affected, all in Texas.",
    "plain",
  ),
  event(33, "2026-11-25T13:22:00.000Z", "tocsin", "The message to Tom Okafor bounced.", "trouble", [
    "550 mailbox unavailable",
  ]),
];

export const boardView: BoardView = {
  frame,
  problems: [],
  quarantine: { waiting: 2, href: "/quarantine" },
  myQuestions: [letterQuestion],
  casesAskingMore: 0,
  openCases: 2,
  next: null,
  first: null,
  closedCases: 1,
  nextClosed: null,
  cases: [
    { ...heading, clocks, openQuestions: 1 },
    {
      ...heading,
      caseId: "case-b2",
      code: "M4QD",
      title: "Impossible travel of a billing account",
      href: "/cases/case-b2",
      state: "notifying",
      severity: "medium",
      openedAt: "2026-11-22T11:50:00.000Z",
      clocks: [overdueClock],
      openQuestions: 0,
    },
  ],
  annualLogs: [{ label: "Annual breach log 2026", href: "/annual-log/2026", cases: 3 }],
  closed: [
    {
      code: "9TZP",
      title: "Test alert of the vendor",
      href: "/cases/case-c3",
      closedAt: "2026-11-20T16:00:00.000Z",
    },
  ],
};

export const emptyBoardView: BoardView = {
  frame,
  problems: ["The group of the incident commanders is empty: nobody would be asked."],
  quarantine: { waiting: 0, href: "/quarantine" },
  myQuestions: [],
  casesAskingMore: 0,
  cases: [],
  openCases: 0,
  next: null,
  first: null,
  annualLogs: [],
  closed: [],
  closedCases: 0,
  nextClosed: null,
};

const awareness: AwarenessView = {
  proposals: [
    {
      awareAt: "2026-11-24T08:12:00.000Z",
      source: "when the product raised the alert",
      reason: "Microsoft Defender for Cloud raised the alert",
      who: "tocsin",
      entrySeq: 0,
    },
    {
      awareAt: "2026-11-24T09:05:00.000Z",
      source: "as somebody of the house states",
      reason: "Only the access log made it reasonably certain",
      who: "Dana Reyes",
      entrySeq: 14,
    },
  ],
  governingAt: "2026-11-24T08:12:00.000Z",
  decided: null,
};

export const caseView: CaseView = {
  frame: { ...frame, title: heading.title },
  heading,
  closed: null,
  alerts: [alert],
  facts,
  awareness,
  clocks,
  questions: [letterQuestion],
  notices: [
    {
      noticeId: "n-1",
      version: 1,
      obligationId: "hipaa.hhs.500plus",
      title: "Report to HHS",
      state: "sent",
      missing: [],
      href: "/cases/case-k3m8q2x7r5t9w1zd/notices#n-1",
      counts,
      deliveries,
    },
    {
      noticeId: "n-2",
      version: 2,
      obligationId: "hipaa.individuals",
      title: "Letter to the people affected",
      state: "incomplete",
      missing: ["What kinds of data", "How to reach us"],
      href: "/cases/case-k3m8q2x7r5t9w1zd/notices#n-2",
      counts: { recipients: 0, delivered: 0, accepted: 0, failed: 0, uncertain: 0 },
      deliveries: [],
    },
  ],
  timeline,
  links: {
    changeFacts: "/cases/case-k3m8q2x7r5t9w1zd/facts",
    holds: "/cases/case-k3m8q2x7r5t9w1zd/holds",
    reopen: null,
    notices: "/cases/case-k3m8q2x7r5t9w1zd/notices",
    recipients: "/cases/case-k3m8q2x7r5t9w1zd/recipients",
    delivery: "/cases/case-k3m8q2x7r5t9w1zd/delivery",
    ledgerExport: "/cases/case-k3m8q2x7r5t9w1zd/ledger.ndjson",
  },
};

const decideCommon = {
  heading,
  question,
  expiresAt: "2026-11-26T03:20:00.000Z",
  whatHappened:
    "At 02:41 on Tuesday somebody read 14 GB from the imaging archive, which holds patient data, from an address never seen before.",
  alerts: [alert],
  facts,
  clocks: [authorityClock, individualsClock],
  asked: [
    { name: "Dana Reyes", role: "incident-commander", askedAt: "2026-11-24T08:12:33.000Z" },
    { name: "Marcus Lee", role: "incident-commander", askedAt: "2026-11-24T08:12:33.000Z" },
  ],
} as const satisfies Partial<DecideView>;

export const awarenessQuestionView: DecideView = {
  ...decideCommon,
  kind: "set-awareness",
  frame: { ...frame, title: "Since when have we known of this breach?" },
  question: {
    ...question,
    kind: "set-awareness",
    sentence: "Since when have we known of this breach?",
  },
  awareness: {
    ...awareness,
    decided: {
      awareAt: "2026-11-24T09:05:00.000Z",
      who: "Dana Reyes",
      at: "2026-11-24T09:30:00.000Z",
      reason: "Only the access log made it reasonably certain.",
    },
  },
  outcomes: [
    {
      answer: "set",
      label: "Settle this moment",
      then: ["Every clock that counts from awareness counts from that moment."],
      irreversible: true,
    },
  ],
  reasonWanted: "Wanted: an auditor will ask why awareness began then.",
  form: { values: { awareness: "2026-11-24T08:12:00.000Z" }, errors: [] },
};

export const breachView: DecideView = {
  ...decideCommon,
  kind: "is-breach",
  awareness,
  frame: { ...frame, title: question.sentence },
  outcomes: [
    {
      answer: "yes",
      label: "Yes, it is a breach",
      then: [
        "The notices are drafted from the facts and come to you for approval, one by one.",
        "Nobody outside is written to before you approve the exact text.",
        "The authority has to know by Fri 27 Nov, 08:40 EST.",
      ],
      irreversible: false,
    },
    {
      answer: "no",
      label: "No, it is not",
      then: [
        "All clocks of this case are withdrawn.",
        "Your reason and the four factors are kept as proof for six years.",
      ],
      irreversible: false,
    },
  ],
  reasonWanted: "Needed for a no: an auditor will ask.",
  form: {
    values: {
      awareness: "2026-11-24T08:12:00.000Z",
      discoveredAt: "2026-11-24T03:12",
      affectedTotal: "620",
      affectedByState: "TX 620",
      dataCategories: ["name", "health"],
      encrypted: "no",
    },
    errors: [],
  },
};

export const breachViewWithErrors: DecideView = {
  ...breachView,
  form: {
    values: {
      affectedTotal: "a few",
      affectedByState: "Texas: many",
      answer: "no",
      fourFactorResult: "not-low",
    },
    errors: [
      { field: "affectedTotal", message: "Write a whole number of people, such as 1200." },
      {
        field: "fourFactorResult",
        message:
          "You judge the probability not to be low. Then the law takes it for a breach: answer yes, or change this.",
      },
      { field: "reason", message: "Say why this is not a breach: an auditor will ask." },
    ],
  },
};

const noticeText: NoticeText = {
  noticeId: "n-2",
  version: 2,
  subject: "Notice about your health information",
  text: "Harbor Valley Hospital\n12 Harbor Road\nAustin, TX 78701\n\nNovember 25, 2026\n\nWhat happened\nOn November 24, 2026 we found that somebody without permission had copied files from our imaging archive.\n\nWhat you can do\nLook at the statements that your health insurer sends you.\n\nHow to reach us\nCall 1-800-555-0142 free of charge.",
  digest,
  elements: [
    {
      element: "whatHappened",
      label: "What happened",
      sentence:
        "On November 24, 2026 we found that somebody without permission had copied files from our imaging archive.",
    },
    { element: "phiTypesInvolved", label: "What kinds of data", sentence: null },
    {
      element: "contactProcedures",
      label: "How to reach us",
      sentence: "Call 1-800-555-0142 free of charge.",
    },
  ],
};

export const approveView: DecideView = {
  ...decideCommon,
  kind: "approve-notice",
  frame: { ...frame, title: "May this letter go to the people affected?" },
  question: { ...question, kind: "approve-notice", sentence: "May this letter go to the people affected?" },
  outcomes: [
    {
      answer: "approve",
      label: "Approve and send",
      then: [
        "The letter goes out at once, one message each, to 12 people of the notice desk.",
        "Delivery is followed up person by person.",
      ],
      irreversible: true,
    },
    {
      answer: "refuse",
      label: "Refuse",
      then: ["Nothing is sent.", "A new version is drafted once the facts or the wording change."],
      irreversible: false,
    },
  ],
  reasonWanted: "Needed when you refuse: what has to change?",
  form: { values: {}, errors: [] },
  notice: noticeText,
  goesTo: { role: "notice-desk", people: 12 },
};

export const filingView: DecideView = {
  ...decideCommon,
  kind: "confirm-filing",
  frame: { ...frame, title: "Has the report to HHS been filed?" },
  question: { ...question, kind: "confirm-filing", sentence: "Has the report to HHS been filed?" },
  outcomes: [
    {
      answer: "filed",
      label: "It is filed",
      then: ["The duty counts as met from the time you give.", "Number and time go to the ledger."],
      irreversible: true,
    },
    {
      answer: "not-yet",
      label: "Not yet",
      then: ["You are asked again in 24 hours, earlier if the deadline is near."],
      irreversible: false,
    },
  ],
  reasonWanted: null,
  form: { values: {}, errors: [] },
  notice: noticeText,
  where: {
    label: "Open the HHS breach portal",
    href: "https://ocrportal.hhs.gov/ocr/breach/wizard_breach.jsf",
  },
  fields: [
    { label: "Approximate number of individuals", value: "620" },
    { label: "Type of breach", value: null },
  ],
  late: false,
  inPhases: false,
};

export const closeView: DecideView = {
  ...decideCommon,
  kind: "close-case",
  frame: { ...frame, title: "Can this case be closed?" },
  question: { ...question, kind: "close-case", sentence: "Can this case be closed?" },
  outcomes: [
    {
      answer: "close",
      label: "Close the case",
      then: ["The case is closed; its record is kept for six years."],
      irreversible: true,
    },
    {
      answer: "keep-open",
      label: "Keep it open",
      then: ["You are asked again in seven days."],
      irreversible: false,
    },
  ],
  reasonWanted: "Needed to close: an auditor will ask.",
  form: { values: {}, errors: [] },
  clocks: [],
  openDuties: ["Write to the people affected: on hold until 25 Dec 2026."],
};

export const noticesView: NoticesView = {
  frame: { ...frame, title: "Notices" },
  heading,
  notices: caseView.notices.map((notice) => ({
    ...notice,
    citation: notice.noticeId === "n-1" ? "45 CFR 164.408(b)" : "45 CFR 164.404",
    text: { ...noticeText, noticeId: notice.noticeId, version: notice.version },
    approvedBefore:
      notice.noticeId === "n-2" ? { version: 1, text: noticeText.text.replace("copied", "seen") } : null,
    decided:
      notice.noticeId === "n-1"
        ? {
            who: "Dana Reyes",
            at: "2026-11-25T13:10:00.000Z",
            answer: "approve",
            reason: "Checked with counsel.",
          }
        : null,
    decideHref: notice.noticeId === "n-2" ? "/decide/case-k3m8q2x7r5t9w1zd/q-2" : null,
  })),
};

export const recipientsView: RecipientsView = {
  frame: { ...frame, title: "Recipients" },
  heading,
  unfound: [
    {
      purposeKey: "notice:notice-hipaa.media:v1",
      purpose: "Notice to the media, version 1",
      role: "notice-desk",
      at: "2026-11-25T13:18:00.000Z",
      problem:
        "The group of the role notice-desk gives nobody who can be written to, no earlier answer is known, and the fallback group gives nobody either.",
    },
  ],
  waived: [
    {
      purposeKey: "news:14",
      purpose: "News of 24 November",
      by: "Dana Reyes",
      at: "2026-11-24T09:30:00.000Z",
      reason: "The commanders sit in one room.",
    },
  ],
  waiveHref: "/cases/case-k3m8q2x7r5t9w1zd/recipients",
  allHref: null,
  form: { values: {}, errors: [] },
  lists: [
    {
      purpose: "Question: was patient data breached?",
      role: "incident-commander",
      source: "directory",
      resolvedAt: "2026-11-24T08:12:33.000Z",
      recipients: [
        {
          personId: "p-1",
          name: "Dana Reyes",
          address: "dana.reyes@harborvalley.example",
          via: ["Incident commanders", "Night shift"],
        },
        {
          personId: "p-2",
          name: "Marcus Lee",
          address: "marcus.lee@harborvalley.example",
          via: ["Incident commanders"],
        },
      ],
      excluded: [
        { personId: "p-9", name: "Old Account", why: "disabled" },
        { personId: "p-8", name: "Visiting Consultant", why: "guest" },
      ],
      problem: null,
      entrySeq: 3,
    },
    {
      purpose: "Report to HHS, version 1",
      role: "notice-desk",
      source: "last-good",
      resolvedAt: "2026-11-25T13:19:00.000Z",
      recipients: [
        {
          personId: "p-3",
          name: "Priya Nair",
          address: "priya.nair@harborvalley.example",
          via: ["Notice desk"],
        },
      ],
      excluded: [],
      problem: "The directory did not answer, so the list of 24 November was used.",
      entrySeq: 29,
    },
  ],
};

export const deliveryView: DeliveryView = {
  frame: { ...frame, title: "Delivery" },
  heading,
  rows: deliveries,
  counts,
  allHref: null,
  replayAllHref: "/cases/case-k3m8q2x7r5t9w1zd/delivery",
  form: { values: {}, errors: [] },
};

export const factsView: FactsView = {
  frame: { ...frame, title: "Add or correct a fact" },
  heading,
  facts,
  form: breachView.form,
};

export const factsPreviewView: FactsPreviewView = {
  remarks: [],
  frame: { ...frame, title: "What would move" },
  heading,
  changes: [
    { label: "People affected", before: { kind: "text", text: "620" }, after: { kind: "text", text: "480" } },
    {
      label: "Discovered",
      before: { kind: "instant", at: "2026-11-24T08:12:00.000Z" },
      after: { kind: "instant", at: "2026-11-23T21:00:00.000Z" },
    },
  ],
  clockChanges: [
    {
      title: "Write to the people affected",
      citation: "45 CFR 164.404",
      kind: "moves",
      notBefore: null,
      from: "2027-01-24T04:59:59.999Z",
      to: "2027-01-23T04:59:59.999Z",
      elapsedHours: false,
      why: ["The discovery is one day earlier."],
    },
    {
      title: "Report to HHS",
      citation: "45 CFR 164.408(b)",
      kind: "withdraws",
      notBefore: null,
      from: "2027-01-24T04:59:59.999Z",
      to: null,
      elapsedHours: false,
      why: ["480 people are fewer than 500."],
    },
    {
      title: "Enter it in the annual log to HHS",
      citation: "45 CFR 164.408(c)",
      kind: "opens",
      notBefore: null,
      from: null,
      to: "2027-03-02T04:59:59.999Z",
      elapsedHours: false,
      why: ["480 people are fewer than 500."],
    },
    {
      title: "Tell the supervisory authority",
      citation: "GDPR Art. 33(1)",
      kind: "stays",
      notBefore: null,
      from: "2026-11-27T13:40:00.000Z",
      to: "2026-11-27T13:40:00.000Z",
      elapsedHours: true,
      why: [],
    },
  ],
  reason: "The list of the imaging department, checked for doubles.",
  form: {
    values: {
      affectedTotal: "480",
      discoveredAt: "2026-11-23T16:00",
      reason: "The list of the imaging department, checked for doubles.",
    },
    errors: [],
  },
};

export const signInView: SignInView = {
  frame: { ...frame, title: "Sign in", person: null, nav: [], csrf: null },
  action: "/.auth/login/aad",
  returnTo: "/decide/case-k3m8q2x7r5t9w1zd/q-1",
  people: [
    {
      id: "p-1",
      name: "Dana Reyes",
      title: "Chief of information security",
      roles: ["incident-commander"],
      blocked: null,
    },
    {
      id: "p-3",
      name: "Priya Nair",
      title: "Privacy office",
      roles: ["privacy-officer", "notice-desk"],
      blocked: null,
    },
    { id: "p-7", name: "Ada Quist", title: "External audit", roles: ["auditor"], blocked: null },
    { id: "p-9", name: "Old Account", title: null, roles: [], blocked: "the account is disabled" },
  ],
};

export const messageView: MessageView = {
  frame: { ...frame, title: "Already decided" },
  kind: "already-decided",
  sentence: null,
  next: { label: "Open the case", href: heading.href },
  decision: {
    who: "Marcus Lee",
    at: "2026-11-24T13:44:10.000Z",
    answer: "yes",
    reason: "The access log shows 14 GB copied to an unknown address.",
  },
  reference: null,
};

export const holdsView: HoldsView = {
  frame: { ...frame, title: "Requests of law enforcement to wait" },
  heading,
  holds: [
    {
      holdId: "hold-1",
      standing: true,
      statements: [
        {
          sentence: "an oral statement of Tue 24 Nov 2026, 07:00 EST (12:00 UTC), without a time",
          details: ["Official: Special Agent R. Doe", "Agency: FBI"],
          who: "Dana Reyes",
          at: "2026-11-24T12:05:00.000Z",
          entrySeq: 31,
        },
        {
          sentence:
            "a written statement of Wed 25 Nov 2026, 09:00 EST (14:00 UTC), until the end of Fri 15 Jan 2027",
          details: ["Official: Special Agent R. Doe", "Document: letter of 25 November"],
          who: "Dana Reyes",
          at: "2026-11-25T14:30:00.000Z",
          entrySeq: 40,
        },
      ],
      lifted: null,
    },
    {
      holdId: "hold-2",
      standing: false,
      statements: [
        {
          sentence: "an oral statement of Thu 26 Nov 2026, 10:00 EST (15:00 UTC), without a time",
          details: ["Official: Detective M. Ruiz"],
          who: "Dana Reyes",
          at: "2026-11-26T15:10:00.000Z",
          entrySeq: 44,
        },
      ],
      lifted: { at: "2026-11-27T15:00:00.000Z", who: "Dana Reyes", reason: "By telephone, M. Ruiz." },
    },
  ],
  clocks: [
    {
      ...individualsClock,
      state: "held",
      holds: [{ from: "2026-11-24T12:00:00.000Z", to: "2027-01-16T04:59:59.999Z" }],
    },
  ],
  mayChange: true,
  form: {
    values: { action: "place", statedAt: "yesterday" },
    errors: [
      { field: "statedAt", message: "Write the date and the time, such as 2026-11-24 03:12." },
      {
        field: "officialIdentity",
        message: "Name the official: the law asks for the identity to be documented.",
      },
    ],
  },
};

export const holdPreviewView: HoldPreviewView = {
  frame: { ...frame, title: "What would move" },
  heading,
  sentence:
    "Law enforcement asks to wait: an oral statement of Tue 24 Nov 2026, 07:00 EST (12:00 UTC), without a time.",
  clockChanges: factsPreviewView.clockChanges,
  form: { values: { action: "place", form: "oral" }, errors: [] },
};

export const reopenView: ReopenView = {
  frame: { ...frame, title: "Open the case again" },
  heading: { ...heading, state: "closed" },
  closed: {
    at: "2026-11-24T16:00:00.000Z",
    outcome: "no-breach",
    reason: "The data was encrypted and the key is safe.",
  },
  form: { values: {}, errors: [] },
};
