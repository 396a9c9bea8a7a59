/** A case in which everything that a ledger can say is said once, and short chains for the tests of the verifier. */
import { createHash } from "node:crypto";
import type {
  Actor,
  CaseAlert,
  ClockReading,
  CaseEvent,
  LedgerEntry,
  Recipient,
} from "../../shared/domain/case/events.ts";
import { sealEntry } from "../../shared/ledger/chain.ts";
import { exportLines } from "../../shared/ledger/export.ts";
import { genesis } from "../../shared/ledger/format.ts";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const exportedAt = "2026-11-24T12:00:00.000Z";
const startedAt = Date.parse("2026-11-24T03:12:00.000Z");
const triage: Actor = { kind: "system", name: "intake" };
const commander: Actor = { kind: "person", id: "7d1c0b0e-0001", name: "Zoë Müller" };

/** Seals what happened, one after the other, a minute apart. */
export function chainOf(caseId: string, events: readonly CaseEvent[], actor: Actor = triage): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  for (const [seq, event] of events.entries()) {
    const recordedAt = new Date(startedAt + seq * 60_000).toISOString();
    entries.push(
      sealEntry({ caseId, seq, recordedAt, actor, event, previous: entries.at(-1)?.hash ?? genesis }, sha256),
    );
  }
  return entries;
}

export async function exportOf(entries: readonly LedgerEntry[], scope = "all"): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of exportLines(entries, { exportedAt, scope, sha256 })) lines.push(line.slice(0, -1));
  return lines;
}

/** Short cases with ascending ids and the given lengths. */
export function shortChains(lengths: readonly number[]): LedgerEntry[] {
  return lengths.flatMap((length, index) =>
    chainOf(
      `case-${String(index).padStart(16, "a")}`,
      Array.from({ length }, (_, seq) => ({ kind: "questionExpired", body: { questionId: `q${seq % 2}` } })),
    ),
  );
}

const digest = sha256(new Uint8Array());

const alert: CaseAlert = {
  key: "defender:2517",
  keys: ["defender:2517", "sentinel:88"],
  form: "defender-export",
  title: 'Access from an unusual location to "records"\u2028\tvia Zürich',
  severity: "high",
  product: "Microsoft Defender for Cloud",
  resources: ["/subscriptions/s1/resourceGroups/clinic/providers/Microsoft.Sql/servers/ehr"],
  tactics: ["Exfiltration"],
  occurredAt: "2026-11-24T03:05:00.000Z",
  detectedAt: "2026-11-24T03:10:00.000Z",
  receivedAt: "2026-11-24T03:12:00.000Z",
  portalLink: null,
  simulated: false,
  original: { digest, bytes: 1834 },
};

const clock: ClockReading = {
  obligationId: "gdpr.art33.authority",
  title: "Notify the supervisory authority",
  citation: "GDPR Art. 33(1)",
  clockStart: "2026-11-24T03:12:00.000Z",
  due: "2026-11-27T03:12:00.000Z",
  notBefore: null,
  latestArguable: null,
  rule: { validFrom: "2018-05-25", textAsOf: "2026-11-01", timeZoneData: "2026a" },
};

const recipient: Recipient = {
  personId: "7d1c0b0e-0001",
  name: "Zoë Müller",
  address: "zoe@example.org",
  via: ["Incident command"],
};
const send = { key: "case-1|q1|1|7d1c0b0e-0001", operationId: "5b9ab1f6-4d4e-5c61-8a55-1f0c27e3b001" };

/** One of each kind; a missing or an unknown kind does not compile. */
const everyKind: { readonly [Kind in CaseEvent["kind"]]: Extract<CaseEvent, { kind: Kind }> } = {
  caseOpened: {
    kind: "caseOpened",
    body: {
      alert,
      rule: "phi-resource-high",
      reason: "High severity on a resource that holds health data",
      code: "K7QX",
      entity: { name: "St. Anne Clinic", timeZone: "America/Chicago" },
      facts: { regimes: ["hipaa", "gdpr"], timeZone: "America/Chicago", affectedTotal: null },
      drill: false,
    },
  },
  alertJoined: {
    kind: "alertJoined",
    body: { alert: { ...alert, key: "sentinel:88" }, reason: "Same resource within the hour" },
  },
  factsChanged: {
    kind: "factsChanged",
    body: {
      set: { regimes: ["hipaa", "gdpr"], timeZone: "America/Chicago", affectedTotal: 612 },
      reason: "First count from the log",
    },
  },
  awarenessProposed: {
    kind: "awarenessProposed",
    body: {
      proposalId: "awareness-20261124T030900000Z",
      awareAt: "2026-11-24T03:09:00.000Z",
      source: "person",
      reason: "The night shift had seen the export at 03:09",
    },
  },
  awarenessDecided: {
    kind: "awarenessDecided",
    body: {
      awareAt: "2026-11-24T03:09:00.000Z",
      proposalId: "awareness-20261124T030900000Z",
      questionId: "is-breach-1",
      reason: "From then on it was reasonably certain",
    },
  },
  holdPlaced: {
    kind: "holdPlaced",
    body: {
      holdId: "hold-1",
      statement: {
        form: "oral",
        statedAt: "2026-11-24T09:00:00.000Z",
        until: null,
        officialIdentity: "Special Agent R. Doe",
        agency: "FBI",
      },
    },
  },
  holdExtended: {
    kind: "holdExtended",
    body: {
      holdId: "hold-1",
      statement: {
        form: "written",
        statedAt: "2026-11-26T15:00:00.000Z",
        until: "2027-01-15",
        officialIdentity: "Special Agent R. Doe",
        documentRef: "letter of 26 November",
      },
    },
  },
  holdLifted: {
    kind: "holdLifted",
    body: { holdId: "hold-1", liftedAt: "2026-12-20T12:00:00.000Z", reason: "By telephone, R. Doe" },
  },
  clockOpened: { kind: "clockOpened", body: { ...clock, why: ["The controller became aware."] } },
  clockMoved: {
    kind: "clockMoved",
    body: { ...clock, from: "2026-11-27T04:00:00.000Z", why: ["An earlier start was found."] },
  },
  clockWithdrawn: {
    kind: "clockWithdrawn",
    body: { obligationId: clock.obligationId, why: ["A risk is unlikely."] },
  },
  milestoneStruck: {
    kind: "milestoneStruck",
    body: { obligationId: clock.obligationId, milestone: "24h", due: "2026-11-27T03:12:00.000Z" },
  },
  questionAsked: {
    kind: "questionAsked",
    body: {
      questionId: "q1",
      question: "is-breach",
      obligationId: null,
      noticeId: null,
      textDigest: null,
      role: "incident-commander",
      answerBy: "2026-11-24T07:12:00.000Z",
      expiresAt: "2026-11-25T03:12:00.000Z",
    },
  },
  questionReminded: {
    kind: "questionReminded",
    body: { questionId: "q1", round: 2, role: "executive", escalated: true },
  },
  questionExpired: { kind: "questionExpired", body: { questionId: "q1" } },
  questionWithdrawn: {
    kind: "questionWithdrawn",
    body: { questionId: "q2", why: "The draft was replaced." },
  },
  decisionRecorded: {
    kind: "decisionRecorded",
    body: {
      questionId: "q1",
      answer: "yes",
      reason: "Files left\nthe house",
      textDigest: null,
      role: "incident-commander",
      reference: null,
      filedAt: null,
    },
  },
  noticeDrafted: {
    kind: "noticeDrafted",
    body: {
      noticeId: "n1",
      version: 1,
      obligationId: clock.obligationId,
      audience: "counsel",
      subject: "Notice under Art. 33",
      text: "We inform you …",
      digest,
      elements: [{ element: "nature", label: "Nature of the breach", sentence: null }],
      basis: 3,
    },
  },
  recipientsResolved: {
    kind: "recipientsResolved",
    body: {
      purpose: { kind: "question", questionId: "q1", round: 1 },
      role: "incident-commander",
      source: "directory",
      recipients: [recipient],
      excluded: [{ personId: "7d1c0b0e-0002", name: "Guest", why: "guest" }],
      problem: null,
    },
  },
  sendIntended: {
    kind: "sendIntended",
    body: {
      ...send,
      purpose: { kind: "notice", noticeId: "n1", version: 1 },
      recipient,
      subject: "Notice",
      messageDigest: digest,
    },
  },
  sendAccepted: { kind: "sendAccepted", body: send },
  sendRefused: { kind: "sendRefused", body: { ...send, code: "InvalidRecipient", reason: "No such domain" } },
  sendUncertain: { kind: "sendUncertain", body: { ...send, reason: "No answer within 30 s" } },
  resendOrdered: {
    kind: "resendOrdered",
    body: { ...send, reason: "The address was corrected in the directory" },
  },
  deliveryReported: {
    kind: "deliveryReported",
    body: {
      ...send,
      status: "bounced",
      nativeStatus: "Bounced",
      reportedAt: "2026-11-24T03:30:00.000Z",
      detail: "550 5.1.1",
    },
  },
  obligationMet: {
    kind: "obligationMet",
    body: {
      obligationId: clock.obligationId,
      metAt: "2026-11-26T10:00:00.000Z",
      how: "filed",
      reference: "DPA-4711",
      late: false,
      reason: null,
    },
  },
  caseClosed: { kind: "caseClosed", body: { outcome: "notified", reason: "All is done." } },
  caseReopened: {
    kind: "caseReopened",
    body: { reason: "The key of the encrypted data was found on a forum" },
  },
  alertTriaged: {
    kind: "alertTriaged",
    body: {
      alert: { ...alert, simulated: true },
      outcome: "watch",
      rule: "simulated",
      reason: "A sample alert",
    },
  },
  payloadQuarantined: {
    kind: "payloadQuarantined",
    body: {
      reason: "not JSON",
      source: "http",
      original: { digest, bytes: 0 },
      receivedAt: "2026-11-24T03:12:00.000Z",
      sender: { address: "203.0.113.7", agent: "sender/1.0", application: null },
      within: { digest, bytes: 10 },
      contentType: "application/json",
      drill: true,
    },
  },
  payloadResubmitted: {
    kind: "payloadResubmitted",
    body: {
      submitted: { digest, bytes: 0 },
      edited: true,
      reason: "A bracket was missing.",
      role: "operator",
      results: [
        { outcome: "opened", caseId: "case-everykindonce00", reason: null },
        { outcome: "unreadable", caseId: null, reason: "not JSON" },
      ],
    },
  },
  payloadDismissed: { kind: "payloadDismissed", body: { reason: "A test.", role: "incident-commander" } },
  recipientsNotFound: {
    kind: "recipientsNotFound",
    body: {
      purpose: { kind: "question", questionId: "is-breach-1", round: 0 },
      role: "incident-commander",
      problem: "The directory did not answer, and no earlier answer is known.",
    },
  },
  recipientsWaived: {
    kind: "recipientsWaived",
    body: {
      purpose: { kind: "question", questionId: "is-breach-1", round: 0 },
      reason: "Everybody sits in this room",
    },
  },
  roleResolved: {
    kind: "roleResolved",
    body: { role: "fallback", recipients: [recipient], excluded: [] },
  },
  sendNotArrived: { kind: "sendNotArrived", body: { ...send, reason: "The provider does not know of it." } },
  sendWithdrawn: { kind: "sendWithdrawn", body: { ...send, because: "superseded" } },
};

export const everyKindOnce: readonly LedgerEntry[] = chainOf(
  "case-everykindonce00",
  Object.values(everyKind),
  commander,
);
