import { allSends } from "../../shared/domain/case/state.ts";
import { describe, expect, test } from "vitest";
import { sha256 } from "../../shared/adapters/node-crypto/sha256.ts";
import type { Principal } from "../../shared/domain/case/authority.ts";
import { clockItems } from "../../web/chrome/clock-items.ts";
import { deliveryRows } from "../../web/delivery/view.ts";
import { factItems } from "../../web/chrome/fact-items.ts";
import { factsWanted } from "../../shared/domain/law/facts-wanted.ts";
import { noticeDraftView, questionMailView } from "../../web/mail/view.ts";
import { noticesView } from "../../web/case-notices/view.ts";
import { pageFrame } from "../../web/chrome/frame.ts";
import { timelineItems } from "../../web/case/timeline/timeline.ts";
import type { CaseState } from "../../shared/domain/case/state.ts";
import type {
  Actor,
  CaseAlert,
  CaseEvent,
  CaseEventKind,
  LedgerEntry,
  Recipient,
} from "../../shared/domain/case/events.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { foldCase } from "../../shared/domain/case/evolve.ts";
import { sealEntry } from "../../shared/ledger/chain.ts";
import { genesis } from "../../shared/ledger/format.ts";
import { rulebook } from "../../shared/rules/rulebook.ts";
import { testContext } from "../support/app-context.ts";

/** Given these entries, the pages show this. */
const at = (now: Instant) => ({ now, rules: rulebook });
const { settings } = testContext(() => undefined, "2026-11-24T03:12:00.000Z");
const tocsin: Actor = { kind: "system", name: "tocsin" };
const mara: Actor = { kind: "person", id: "p-mara", name: "Mara Lindqvist" };
const principal: Principal = {
  personId: "p-mara",
  name: "Mara Lindqvist",
  roles: ["incident-commander"],
  readerRoles: [],
};

const alert: CaseAlert = {
  key: "a1",
  keys: ["a1"],
  form: "defender.export",
  title: "Unusual export from a storage account",
  severity: "high",
  product: "Microsoft Defender for Cloud",
  resources: ["/subscriptions/s/resourcegroups/g/providers/microsoft.storage/storageaccounts/radiology"],
  tactics: ["exfiltration"],
  occurredAt: null,
  detectedAt: "2026-11-24T03:10:00.000Z",
  receivedAt: "2026-11-24T03:12:00.000Z",
  portalLink: null,
  simulated: false,
  original: { digest: "0".repeat(64), bytes: 10 },
};
const recipient: Recipient = {
  personId: "p-mara",
  name: "Mara Lindqvist",
  address: "mara@house.example",
  via: ["Commanders", "Night rota"],
};
const rule = { validFrom: "2018-05-25", textAsOf: "2026-11-22", timeZoneData: "2026a" };
const authority = {
  obligationId: "gdpr.art33.authority",
  title: "Tell the supervisory authority",
  citation: "Regulation (EU) 2016/679, Art. 33(1)",
  clockStart: "2026-11-24T03:12:00.000Z",
  due: "2026-11-27T03:12:00.000Z",
  notBefore: null,
  latestArguable: null,
  rule,
};
const asked = {
  questionId: "is-breach-1",
  question: "is-breach",
  obligationId: null,
  noticeId: null,
  textDigest: null,
  role: "incident-commander",
  answerBy: "2026-11-24T07:12:00.000Z",
  expiresAt: "2026-11-24T15:12:00.000Z",
} as const;
const draft = {
  noticeId: "notice-gdpr.art33.authority",
  version: 1,
  obligationId: "gdpr.art33.authority",
  audience: "notice-desk",
  subject: "Notification",
  text: "We tell you.",
  digest: "1".repeat(64),
  elements: [
    { element: "natureOfBreach", label: "the nature of the breach", sentence: "Records were copied." },
  ],
  basis: 0,
} as const;
const notice = { kind: "notice", noticeId: draft.noticeId, version: 1 } as const;
const key = "case-a|notice|p-mara";
const operationId = "op-1";

const opening: CaseEvent = {
  kind: "caseOpened",
  body: {
    alert,
    rule: "storage-with-phi",
    reason: "a resource that holds health information",
    code: "7F3K",
    entity: { name: "Harbour Clinic", timeZone: "America/New_York" },
    facts: {
      regimes: ["hipaa", "gdpr"],
      timeZone: "America/New_York",
      discoveredAt: "2026-11-24T03:12:00.000Z",
    },
    drill: false,
  },
};

/** One of each kind, in an order in which they could happen. */
const everyKind: readonly (readonly [Actor, CaseEvent])[] = [
  [tocsin, opening],
  [
    tocsin,
    {
      kind: "alertJoined",
      body: { alert: { ...alert, key: "a2", title: "Key listed" }, reason: "the same resource" },
    },
  ],
  [tocsin, { kind: "clockOpened", body: { ...authority, why: ["awareness is known"] } }],
  [tocsin, { kind: "questionAsked", body: asked }],
  [
    tocsin,
    {
      kind: "recipientsResolved",
      body: {
        purpose: { kind: "question", questionId: "is-breach-1", round: 0 },
        role: "incident-commander",
        source: "directory",
        recipients: [recipient],
        excluded: [{ personId: "p-x", name: "Piet", why: "disabled" }],
        problem: null,
      },
    },
  ],
  [
    tocsin,
    {
      kind: "questionReminded",
      body: { questionId: "is-breach-1", round: 2, role: "executive", escalated: true },
    },
  ],
  [
    mara,
    {
      kind: "factsChanged",
      body: { set: { affectedTotal: 620, awareAt: "2026-11-24T03:12:00.000Z" }, reason: "export log" },
    },
  ],
  [
    mara,
    {
      kind: "decisionRecorded",
      body: {
        questionId: "is-breach-1",
        answer: "yes",
        reason: "records were copied",
        textDigest: null,
        role: "incident-commander",
        reference: null,
        filedAt: null,
      },
    },
  ],
  [tocsin, { kind: "clockMoved", body: { ...authority, from: null, why: ["awareness was corrected"] } }],
  [
    tocsin,
    {
      kind: "milestoneStruck",
      body: { obligationId: authority.obligationId, milestone: "half", due: authority.due },
    },
  ],
  [tocsin, { kind: "noticeDrafted", body: draft }],
  [
    tocsin,
    {
      kind: "questionAsked",
      body: {
        ...asked,
        questionId: "approve-notice-1",
        question: "approve-notice",
        noticeId: draft.noticeId,
        obligationId: draft.obligationId,
        textDigest: draft.digest,
      },
    },
  ],
  [tocsin, { kind: "questionWithdrawn", body: { questionId: "approve-notice-1", why: "the facts changed" } }],
  [
    tocsin,
    {
      kind: "questionAsked",
      body: {
        ...asked,
        questionId: "approve-notice-2",
        question: "approve-notice",
        noticeId: draft.noticeId,
        obligationId: draft.obligationId,
        textDigest: draft.digest,
      },
    },
  ],
  [tocsin, { kind: "questionExpired", body: { questionId: "approve-notice-2" } }],
  [
    tocsin,
    {
      kind: "sendIntended",
      body: {
        key,
        operationId,
        purpose: notice,
        recipient,
        subject: "Notification",
        messageDigest: "2".repeat(64),
      },
    },
  ],
  [tocsin, { kind: "sendUncertain", body: { key, operationId, reason: "the answer was lost" } }],
  [tocsin, { kind: "sendAccepted", body: { key, operationId } }],
  [
    tocsin,
    {
      kind: "deliveryReported",
      body: {
        key,
        operationId,
        status: "bounced",
        nativeStatus: "Bounced",
        reportedAt: "2026-11-24T04:00:00.000Z",
        detail: "mailbox full",
      },
    },
  ],
  [
    tocsin,
    { kind: "recipientsNotFound", body: { purpose: notice, role: "notice-desk", problem: "nobody answers" } },
  ],
  [mara, { kind: "recipientsWaived", body: { purpose: notice, reason: "it was handed over in person" } }],
  [tocsin, { kind: "roleResolved", body: { role: "notice-desk", recipients: [recipient], excluded: [] } }],
  [tocsin, { kind: "sendNotArrived", body: { key, operationId, reason: "not known there" } }],
  [tocsin, { kind: "sendWithdrawn", body: { key, operationId, because: "superseded" } }],
  [tocsin, { kind: "sendRefused", body: { key, operationId, code: "blocked", reason: "will not" } }],
  [
    tocsin,
    {
      kind: "obligationMet",
      body: {
        obligationId: authority.obligationId,
        metAt: "2026-11-27T04:00:00.000Z",
        how: "filed",
        reference: "A-1",
        late: true,
        reason: "the portal was down",
      },
    },
  ],
  [
    tocsin,
    { kind: "clockWithdrawn", body: { obligationId: authority.obligationId, why: ["no longer owed"] } },
  ],
  [tocsin, { kind: "alertTriaged", body: { alert, outcome: "watch", rule: "low", reason: "not severe" } }],
  [
    tocsin,
    {
      kind: "payloadQuarantined",
      body: {
        reason: "not JSON",
        source: "http:sentinel",
        original: alert.original,
        receivedAt: "2026-11-24T04:00:00.000Z",
      },
    },
  ],
  [
    mara,
    {
      kind: "payloadResubmitted",
      body: {
        submitted: alert.original,
        edited: true,
        reason: "a comma was missing",
        role: "operator",
        results: [{ outcome: "joined", caseId: "case-aaaaaaaaaaaaaaaa", reason: null }],
      },
    },
  ],
  [mara, { kind: "payloadDismissed", body: { reason: "a test of the sender's", role: "operator" } }],
  [mara, { kind: "caseClosed", body: { outcome: "notified", reason: "everybody was told" } }],
  [mara, { kind: "resendOrdered", body: { key, operationId, reason: "the address is corrected" } }],
  [mara, { kind: "caseReopened", body: { reason: "the key was found on a forum" } }],
  [
    mara,
    {
      kind: "awarenessProposed",
      body: {
        proposalId: "awareness-20261124T030900000Z",
        awareAt: "2026-11-24T03:09:00.000Z",
        source: "person",
        reason: "the night shift had seen it",
      },
    },
  ],
  [
    mara,
    {
      kind: "awarenessDecided",
      body: {
        awareAt: "2026-11-24T03:09:00.000Z",
        proposalId: "awareness-20261124T030900000Z",
        questionId: "is-breach-1",
        reason: "reasonably certain from then on",
      },
    },
  ],
  [
    mara,
    {
      kind: "holdPlaced",
      body: {
        holdId: "hold-1",
        statement: {
          form: "oral",
          statedAt: "2026-11-24T12:00:00.000Z",
          officialIdentity: "Special Agent R. Doe",
          agency: "FBI",
        },
      },
    },
  ],
  [
    mara,
    {
      kind: "holdExtended",
      body: {
        holdId: "hold-1",
        statement: {
          form: "written",
          statedAt: "2026-11-25T12:00:00.000Z",
          until: "2027-01-15",
          officialIdentity: "Special Agent R. Doe",
          documentRef: "letter of 25 November",
        },
      },
    },
  ],
  [
    mara,
    {
      kind: "holdLifted",
      body: { holdId: "hold-1", liftedAt: "2026-12-20T12:00:00.000Z", reason: "by telephone, R. Doe" },
    },
  ],
];

function chain(
  events: readonly (readonly [Actor, CaseEvent])[],
  startAt: Instant = "2026-11-24T03:12:00.000Z",
): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const [actor, event] of events) {
    const recordedAt = new Date(Date.parse(startAt) + entries.length * 60_000).toISOString();
    const place = {
      caseId: "case-aaaaaaaaaaaaaaaa",
      seq: entries.length,
      previous: entries.at(-1)?.hash ?? genesis,
    };
    entries.push(sealEntry({ ...place, recordedAt, actor, event }, sha256));
  }
  return entries;
}

function stateOf(entries: readonly LedgerEntry[]): CaseState {
  const state = foldCase(entries);
  if (!state) throw new Error("no case");
  return state;
}

const given = (...events: readonly CaseEvent[]) =>
  stateOf(chain([opening, ...events].map((each) => [mara, each] as const)));

describe("the timeline", () => {
  const entries = chain(everyKind);
  const items = timelineItems(stateOf(entries), entries, rulebook);

  test("says every kind of entry in one sentence, with its number and who", () => {
    const kinds: Record<CaseEventKind, true> = {
      caseOpened: true,
      alertJoined: true,
      factsChanged: true,
      awarenessProposed: true,
      awarenessDecided: true,
      holdPlaced: true,
      holdExtended: true,
      holdLifted: true,
      caseReopened: true,
      clockOpened: true,
      clockMoved: true,
      clockWithdrawn: true,
      milestoneStruck: true,
      questionAsked: true,
      questionReminded: true,
      questionExpired: true,
      questionWithdrawn: true,
      decisionRecorded: true,
      noticeDrafted: true,
      recipientsResolved: true,
      sendIntended: true,
      sendAccepted: true,
      sendRefused: true,
      sendUncertain: true,
      recipientsNotFound: true,
      recipientsWaived: true,
      roleResolved: true,
      sendNotArrived: true,
      sendWithdrawn: true,
      resendOrdered: true,
      deliveryReported: true,
      obligationMet: true,
      caseClosed: true,
      alertTriaged: true,
      payloadQuarantined: true,
      payloadResubmitted: true,
      payloadDismissed: true,
    };
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
    expect(items.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq));
    for (const { sentence, details } of items) {
      expect(sentence).toMatch(/^[A-Z“].*[.?”]$/s);
      expect(`${sentence} ${details.join(" ")}`).not.toMatch(/undefined|null|\[object|NaN/);
    }
  });

  test("reads as a story", () => {
    expect(items.map(({ who, sentence }) => `${who}: ${sentence}`)).toMatchSnapshot();
  });
});

describe("clocks", () => {
  const opened: CaseEvent = { kind: "clockOpened", body: { ...authority, why: [] } };
  const wordAt = (state: CaseState, now: Instant) => clockItems(state, at(now))[0]?.state;

  test("run until their last moment, and are overdue after it", () => {
    const state = given(opened);
    expect(wordAt(state, authority.due)).toBe("running");
    expect(wordAt(state, "2026-11-27T03:12:00.001Z")).toBe("overdue");
  });

  test("say what began them, where the law is found, and that hours count to the minute", () => {
    expect(clockItems(given(opened), at("2026-11-24T04:00:00.000Z"))[0]).toMatchObject({
      startedBy: "Awareness",
      elapsedHours: true,
      startAt: "2026-11-24T03:12:00.000Z",
      sourceUrl: expect.stringMatching(/^https:/) as string,
    });
  });

  test("of days start at the instant of the fact, not at the midnight of its date", () => {
    const reading = {
      ...authority,
      obligationId: "hipaa.individuals",
      clockStart: "2026-11-23",
      rule: { ...rule, validFrom: "2009-09-23" },
    };
    const [item] = clockItems(
      given({ kind: "clockOpened", body: { ...reading, why: [] } }),
      at("2026-11-24T04:00:00.000Z"),
    );
    expect(item).toMatchObject({
      startAt: "2026-11-24T03:12:00.000Z",
      startedBy: "Discovery",
      elapsedHours: false,
    });
  });

  test("are held until the end of the hold, which is drawn as a gap", () => {
    const until = "2026-12-24T04:59:59.999Z";
    const holds = [{ form: "oral", statedAt: "2026-11-24T03:30:00.000Z" } as const];
    const reading = {
      ...authority,
      obligationId: "hipaa.individuals",
      clockStart: "2026-11-23",
      notBefore: until,
      due: "2027-01-23T04:59:59.999Z",
      rule: { ...rule, validFrom: "2009-09-23" },
    };
    const state = given(
      { kind: "factsChanged", body: { set: { lawEnforcementHolds: holds }, reason: "called" } },
      { kind: "clockOpened", body: { ...reading, why: [] } },
    );
    expect(clockItems(state, at("2026-11-25T00:00:00.000Z"))[0]).toMatchObject({
      state: "held",
      holds: [{ from: "2026-11-24T03:30:00.000Z", to: until }],
    });
    expect(wordAt(state, "2026-12-25T00:00:00.000Z")).toBe("running");
  });
});

describe("facts", () => {
  test("known ones say who says so, wanted ones that nobody knows are named", () => {
    const items = factItems(
      given({ kind: "factsChanged", body: { set: { affectedTotal: 1620 }, reason: "counted" } }),
      { rules: rulebook },
    );
    expect(items.find(({ name }) => name === "affectedTotal")).toMatchObject({
      value: { kind: "text", text: "1,620 people" },
      source: { who: "Mara Lindqvist", entrySeq: 1 },
    });
    const unknown = items.filter(({ value }) => value === null);
    expect(unknown.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["awareAt", "riskLevel", "affectedByState"]),
    );
    for (const { source } of unknown) expect(source).toBeNull();
  });

  test("are wanted only by the laws that are looked at", () => {
    expect(factsWanted(rulebook, { regimes: ["hipaa"] }).has("awareAt")).toBe(false);
    expect(factsWanted(rulebook, { regimes: ["gdpr"] }).has("awareAt")).toBe(true);
    expect(factsWanted(rulebook, { regimes: [] }).size).toBe(0);
  });
});

describe("notices and delivery", () => {
  const intended: CaseEvent = {
    kind: "sendIntended",
    body: {
      key,
      operationId,
      purpose: notice,
      recipient,
      subject: "Notification",
      messageDigest: "2".repeat(64),
    },
  };

  test("a bounced message is not delivered, and says why", () => {
    const state = given(
      { kind: "noticeDrafted", body: draft },
      intended,
      { kind: "sendAccepted", body: { key, operationId } },
      {
        kind: "deliveryReported",
        body: {
          key,
          operationId,
          status: "bounced",
          nativeStatus: "Bounced",
          reportedAt: "2026-11-24T04:00:00.000Z",
          detail: "mailbox full",
        },
      },
    );
    expect(deliveryRows(state, allSends(state))[0]).toMatchObject({
      state: "bounced",
      proof: expect.stringContaining("mailbox full") as string,
      purpose: "Notification of the supervisory authority, version 1",
    });
  });

  test("an incomplete text is named so, with what is missing", () => {
    const elements = [{ element: "x", label: "the likely consequences", sentence: null }];
    const entries = chain([
      [tocsin, opening],
      [tocsin, { kind: "noticeDrafted", body: { ...draft, elements } }],
    ]);
    const frame = pageFrame(settings, {
      title: "Notices",
      now: "2026-11-24T04:00:00.000Z",
      path: "/",
      principal,
    });
    const { notices } = noticesView(stateOf(entries), entries, { frame, principal, rules: rulebook });
    expect(notices[0]).toMatchObject({
      state: "incomplete",
      missing: ["the likely consequences"],
      decideHref: null,
      decided: null,
    });
  });
});

describe("mail", () => {
  test("is the same again from the same state and instant, and counts the mails before it", () => {
    const state = given(
      { kind: "questionAsked", body: asked },
      {
        kind: "questionReminded",
        body: { questionId: "is-breach-1", round: 2, role: "executive", escalated: true },
      },
    );
    const about = {
      questionId: "is-breach-1",
      round: 2,
      recipient,
      askedOf: ["Mara Lindqvist"],
      url: "https://x.example/decide/t",
      ...at("2026-11-24T05:00:00.000Z"),
    };
    const view = questionMailView(state, settings, about);
    expect(view).toMatchObject({
      reminders: 1,
      escalated: true,
      role: "executive",
      sentence: "Was patient data breached?",
    });
    expect(JSON.stringify(questionMailView(state, settings, about))).toBe(JSON.stringify(view));
  });

  test("letters are drafted from the rule of their duty and the words that people of the case wrote", () => {
    const state = given({
      kind: "factsChanged",
      body: { set: { noticeWords: { mitigation: "The key was changed." } }, reason: "from the team" },
    });
    const view = noticeDraftView(state, settings, "gdpr.art33.authority", at("2026-11-24T05:00:00.000Z"));
    expect(view.words).toMatchObject({ mitigation: "The key was changed.", whatHappened: null });
    expect(view.duty?.title).toBe("Tell the supervisory authority");
    expect(view.letterhead.addressLines).toEqual(["1 Quay Street"]);
    const contact = { ...settings.entity.contact, postalAddress: "1 Quay Street / Portland, ME 04101" };
    const elsewhere = { ...settings, entity: { ...settings.entity, contact } };
    const { letterhead } = noticeDraftView(
      state,
      elsewhere,
      "gdpr.art33.authority",
      at("2026-11-24T05:00:00.000Z"),
    );
    expect(letterhead.addressLines).toEqual(["1 Quay Street", "Portland, ME 04101"]);
  });
});
