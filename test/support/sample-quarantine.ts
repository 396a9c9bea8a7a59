/** The quarantine's pages, as tests and pictures need them. */
import { quarantineItemView, quarantineListView } from "../../web/quarantine/view.ts";
import type { QuarantineItemView, QuarantineListView } from "../../shared/contracts/quarantine-views.ts";
import type { PageFrame } from "../../shared/contracts/views.ts";
import type { Quarantined } from "../../shared/domain/alert/quarantine.ts";
import type { QuarantineRow } from "../../shared/contracts/quarantine-row.ts";
import { frame as sampleFrame } from "./sample-views.ts";

const frame: PageFrame = {
  ...sampleFrame,
  title: "Quarantine",
  nav: [
    { label: "Board", href: "/", current: false },
    { label: "Quarantine", href: "/quarantine", current: true },
  ],
};
const itemFrame: PageFrame = { ...frame, title: "A payload that could not be read" };

const row: QuarantineRow = {
  quarantineId: "quarantine-k3m8q2x7r5t9w4zd",
  state: "waiting",
  source: "http:sentinel",
  reason: "it is not JSON",
  receivedAt: "2026-11-24T03:10:00.000Z",
  arrivals: 1,
  digest: "4".repeat(64),
  bytes: 212,
  caseIds: [],
  seq: 0,
};

export const listView: QuarantineListView = quarantineListView(frame, {
  waitingTotal: 214,
  waiting: [
    row,
    {
      ...row,
      quarantineId: "quarantine-2222222222222222",
      source: "http:\u202egnp.lenitnes",
      reason: "the body is empty",
      arrivals: 3,
      bytes: 0,
    },
  ],
  settled: [
    {
      ...row,
      quarantineId: "quarantine-3333333333333333",
      state: "resubmitted",
      reason: "a kind that no source knows",
      caseIds: ["case-k3m8q2x7r5t9w1zd"],
      seq: 1,
    },
    { ...row, quarantineId: "quarantine-4444444444444444", state: "dismissed", seq: 1 },
  ],
});

export const emptyListView: QuarantineListView = quarantineListView(frame, {
  waitingTotal: 0,
  waiting: [],
  settled: [],
});

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = `{
  "objectSchemaType": "Incident",
  "object": { "name": "<script>alert(1)</script>", "properties": { "title": "Mass download" }
}`;

const item: Quarantined = {
  quarantineId: row.quarantineId,
  state: "waiting",
  reason: row.reason,
  source: row.source,
  sender: { address: "203.0.113.7", agent: "azure-logic-apps/1.0", application: null },
  original: { digest: row.digest, bytes: bytesOf(text).length },
  within: { digest: "5".repeat(64), bytes: 1860 },
  contentType: "application/json",
  drill: false,
  arrivals: [
    { seq: 0, at: "2026-11-24T03:04:00.000Z" },
    { seq: 1, at: row.receivedAt },
  ],
  steps: [
    {
      seq: 2,
      at: "2026-11-24T03:30:00.000Z",
      by: "Ilse Brandt",
      role: "operator",
      reason: "The playbook left a bracket out.",
      submission: {
        submitted: { digest: "6".repeat(64), bytes: 213 },
        edited: true,
        results: [
          { outcome: "joined", caseId: "case-k3m8q2x7r5t9w1zd", reason: null },
          { outcome: "unreadable", caseId: null, reason: "it is not JSON" },
        ],
      },
    },
  ],
  seq: 2,
  head: "7".repeat(64),
};

export const itemView: QuarantineItemView = quarantineItemView(item, {
  frame: itemFrame,
  content: bytesOf(text),
  form: { values: {}, errors: [] },
});

export const itemViewWithErrors: QuarantineItemView = quarantineItemView(item, {
  frame: itemFrame,
  content: bytesOf(text),
  form: {
    values: { body: `${text}}`, reason: "" },
    errors: [{ field: "reason", message: "Say what you have changed, and why." }],
  },
});

export const bytesView: QuarantineItemView = quarantineItemView(
  {
    ...item,
    original: { digest: row.digest, bytes: 2000 },
    steps: [],
    within: null,
    sender: null,
    drill: true,
    contentType: null,
  },
  { frame: itemFrame, content: new Uint8Array(2000).fill(0xc3), form: null },
);
