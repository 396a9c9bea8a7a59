/** The annual log of the invented hospital in February, for golden files and pictures. */
import type { AnnualLogEntry, AnnualLogView } from "../../shared/contracts/annual-log.ts";
import { frame } from "./sample-views.ts";

const dueAt = "2027-03-02T04:59:59.999Z";

const fields = [
  {
    name: "coveredEntity",
    label: "Covered entity",
    value: "Harbor Valley Hospital, 12 Quay Street, Portland",
  },
  { name: "businessAssociateInvolved", label: "Business associate involved", value: "None known." },
  { name: "breachDates", label: "Date of the breach", value: "Not known yet; an addendum will follow." },
  { name: "discoveryDates", label: "Date of the discovery", value: "November 24, 2026" },
  { name: "approximateNumber", label: "Approximate number of individuals", value: "12 people" },
  { name: "phiTypes", label: "Kinds of health information", value: null },
  {
    name: "description",
    label: "Description",
    value: "On November 24, 2026 an unusual number of images was read from the archive by one account.",
  },
  { name: "noticeDates", label: "Individual notices", value: "December 4, 2026" },
] as const;

const running: AnnualLogEntry = {
  caseId: "case-k3m8q2x7r5t9w1zd",
  code: "7F3K",
  title: "Unusual access to the imaging archive",
  href: "/cases/case-k3m8q2x7r5t9w1zd",
  discoveredOn: "2026-11-24",
  people: 12,
  state: "running",
  dueAt,
  enteredAt: null,
  reference: null,
  missing: ["The decision that it is a breach", "Date of the breach", "Kinds of health information"],
  changedSinceApproval: [],
  basis: "draft",
  fields,
};

const complete = fields.map((field) => ({ ...field, value: field.value ?? "Names and diagnoses." }));

export const annualLogView: AnnualLogView = {
  frame: {
    ...frame,
    title: "Annual breach log 2026",
    now: "2027-02-26T14:05:00.000Z",
    address: "http://127.0.0.1:7071/annual-log/2026",
  },
  year: 2026,
  dueAt,
  law: {
    label: "45 CFR 164.408(c)",
    href: "https://www.ecfr.gov/current/title-45/section-164.408",
  },
  portal: {
    label: "Breach portal of the HHS Office for Civil Rights",
    href: "https://ocrportal.hhs.gov/ocr/breach/wizard_breach.jsf",
  },
  entries: [
    {
      ...running,
      caseId: "case-b2",
      code: "M4QD",
      title: "Mailbox rule that forwards to the outside",
      href: "/cases/case-b2",
      discoveredOn: "2026-02-11",
      people: 49,
      state: "met",
      enteredAt: "2027-02-03T15:20:00.000Z",
      reference: "HHS-2027-00981",
      missing: [],
      basis: "as-entered",
      fields: complete,
    },
    {
      ...running,
      caseId: "case-c3",
      code: "9TZP",
      title: "Lost tablet of the home care team",
      href: "/cases/case-c3",
      discoveredOn: "2026-06-30",
      people: null,
      missing: ["Approximate number of individuals"],
      changedSinceApproval: ["Individual notices"],
      fields: complete.map((field) =>
        field.name === "approximateNumber" ? { ...field, value: null } : field,
      ),
    },
    running,
  ],
  totals: {
    breaches: 3,
    people: 61,
    peopleUnknown: 1,
    entered: 1,
    notEntered: 2,
    overdue: 0,
    incomplete: 2,
  },
  links: {
    list: "/annual-log/2026",
    forms: "/annual-log/2026/forms",
    csv: "/api/annual-log/2026/csv",
    json: "/api/annual-log/2026",
  },
};

export const emptyAnnualLogView: AnnualLogView = {
  ...annualLogView,
  entries: [],
  totals: {
    breaches: 0,
    people: 0,
    peopleUnknown: 0,
    entered: 0,
    notEntered: 0,
    overdue: 0,
    incomplete: 0,
  },
};
