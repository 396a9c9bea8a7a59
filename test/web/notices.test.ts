import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NoticeDraftView } from "../../shared/contracts/mail-views.ts";
import { rulebook } from "../../shared/rules/rulebook.ts";
import { draftNotice, hasOwnLetter, isComplete } from "../../web/notices/draft.ts";
import { draftView } from "../support/sample-mails.ts";

const obligations = [
  "hipaa.individuals",
  "hipaa.media",
  "hipaa.hhs.500plus",
  "hipaa.hhs.annual-log",
  "gdpr.art33.authority",
  "gdpr.art34.data-subjects",
];

const nothingKnown: NoticeDraftView = {
  ...draftView,
  facts: { regimes: ["hipaa", "gdpr"], timeZone: "America/New_York" },
  letterhead: { ...draftView.letterhead, tollFreePhone: null, contactName: null, contactDetails: null },
};

const draft = (obligationId: string, view: NoticeDraftView = draftView) =>
  draftNotice({ ...view, obligationId });
const missing = (obligationId: string, view: NoticeDraftView) =>
  draft(obligationId, view).elements.flatMap(({ element, sentence }) => (sentence === null ? [element] : []));

describe.each(obligations)("the notice of %s", (obligationId) => {
  test("reads as it was reviewed", async () => {
    const { subject, text } = draft(obligationId);
    await expect(`Subject: ${subject}\n\n${text}\n`).toMatchFileSnapshot(
      `../golden/notices/${obligationId}.txt`,
    );
  });

  test("is complete once the facts are there, and has each of its sentences in its text", () => {
    const notice = draft(obligationId);
    expect(isComplete(notice)).toBe(true);
    for (const { sentence } of notice.elements) expect(notice.text).toContain(sentence);
    expect(notice.text).not.toContain("MISSING");
  });

  test("names what its law asks for, under the law's own names", () => {
    const rule = rulebook.find(({ id }) => id === obligationId);
    const wanted = rule?.content
      .filter(({ need }) => need !== "if-late")
      .map(({ id }) => id)
      .sort();
    expect(
      draft(obligationId)
        .elements.map(({ element }) => element)
        .sort(),
    ).toEqual(wanted);
  });

  test("fits a subject line, also in a drill", () => {
    expect(draft(obligationId).subject.length).toBeLessThanOrEqual(70 - "DRILL: ".length);
  });

  test("shows every gap in the text itself, so that nobody approves it unseen", () => {
    const notice = draft(obligationId, nothingKnown);
    const gaps = notice.elements.filter(({ sentence }) => sentence === null);
    expect(isComplete(notice)).toBe(gaps.length === 0);
    for (const { label } of gaps) expect(notice.text).toContain(`[MISSING: ${label}]`);
    expect(notice.text.match(/\[MISSING/g) ?? []).toHaveLength(gaps.length);
  });
});

test("what the law wants without an if is missing until it is known", () => {
  expect(missing("hipaa.individuals", nothingKnown)).toEqual(["phiTypesInvolved", "contactProcedures"]);
  expect(missing("hipaa.media", nothingKnown)).toEqual(["phiTypesInvolved", "contactProcedures"]);
  expect(missing("hipaa.hhs.500plus", nothingKnown)).toEqual([
    "discoveryDates",
    "approximateNumber",
    "phiTypes",
  ]);
  expect(missing("gdpr.art34.data-subjects", nothingKnown)).toEqual([
    "likelyConsequences",
    "dpoOrContactName",
    "dpoOrContactDetails",
  ]);
});

test("an authority takes what is known, and is told that the rest follows in phases", () => {
  expect(missing("gdpr.art33.authority", nothingKnown)).toEqual(["dpoOrContactName", "dpoOrContactDetails"]);
  expect(draft("gdpr.art33.authority", nothingKnown).text).toContain("follow in phases");
});

test("a late notification to an authority is not complete without its reasons", () => {
  const late: NoticeDraftView = {
    ...draftView,
    now: "2026-11-27T13:40:00.001Z",
    dueAt: "2026-11-27T13:40:00.000Z",
  };
  expect(missing("gdpr.art33.authority", late)).toEqual(["reasonsForDelay"]);
  expect(missing("gdpr.art33.authority", { ...late, now: "2026-11-27T13:40:00.000Z" })).toEqual([]);
  const reasoned = {
    ...late,
    words: { ...late.words, reasonsForDelay: "The access logs were restored on Friday." },
  };
  expect(missing("gdpr.art33.authority", reasoned)).toEqual([]);
  expect(draft("gdpr.art33.authority", reasoned).text).toContain("The access logs were restored on Friday.");
});

test("a toll-free number alone is not enough, nor are other ways without it", () => {
  const only = { ...draftView.letterhead, addressLines: [], email: null, website: null };
  expect(missing("hipaa.individuals", { ...draftView, letterhead: only })).toEqual(["contactProcedures"]);
  expect(
    missing("hipaa.individuals", {
      ...draftView,
      letterhead: { ...draftView.letterhead, tollFreePhone: null },
    }),
  ).toEqual(["contactProcedures"]);
  expect(
    missing("hipaa.individuals", {
      ...draftView,
      letterhead: { ...only, email: "privacy@harborvalley.example" },
    }),
  ).toEqual([]);
});

test("the media of a State are addressed from 501 residents, not from 500", () => {
  const media = (people: number) =>
    draft("hipaa.media", {
      ...draftView,
      facts: { ...draftView.facts, affectedByState: { TX: people, OK: 500 } },
    }).text;
  expect(media(501)).toContain("(TX)");
  expect(media(500)).not.toContain("(TX)");
});

test("the earlier of discovery and should-have-known is the day of discovery", () => {
  const facts = { ...draftView.facts, shouldHaveKnownAt: "2026-11-20T15:00:00.000Z" };
  expect(draft("hipaa.individuals", { ...draftView, facts }).text).toContain(
    "We discovered it on November 20, 2026.",
  );
});

test("the words of the people of the case take the place of the template's", () => {
  const words = {
    ...draftView.words,
    whatHappened: "A stolen password opened our imaging archive.",
    mitigation: "We blocked the account within the hour.",
  };
  for (const obligationId of ["hipaa.individuals", "gdpr.art34.data-subjects"]) {
    const { text } = draft(obligationId, { ...draftView, words });
    expect(text).toContain(words.whatHappened);
    expect(text).toContain(words.mitigation);
  }
});

test("steps to take and likely consequences follow from the kinds of data", () => {
  const steps = (dataCategories: readonly string[]) =>
    draft("hipaa.individuals", { ...draftView, facts: { ...draftView.facts, dataCategories } }).text;
  expect(steps(["ssn"])).toContain("credit freeze");
  expect(steps(["health"])).not.toContain("credit freeze");
  expect(steps(["credentials"])).toContain("Change your password");
});

test("a duty without a letter of its own gets a plain one from what its law asks for", () => {
  const duty = {
    title: "Tell the Attorney General of Texas",
    citation: "Tex. Bus. & Com. Code 521.053(i)",
    content: [
      { id: "texansAffected", need: "always", words: "how many Texans are affected" },
      { id: "lawEnforcementEngaged", need: "always", words: "whether law enforcement is engaged" },
      { id: "exposureTimeFrame", need: "if-known", words: "the time frame" },
      { id: "reasonsForDelay", need: "if-late", words: "why it is late" },
    ],
  };
  expect(hasOwnLetter("us.tx.521-053.attorney-general")).toBe(false);
  const notice = draftNotice({ ...draftView, obligationId: "us.tx.521-053.attorney-general", duty });
  expect(notice.elements.map(({ element, sentence }) => [element, sentence])).toEqual([
    ["texansAffected", "620 residents of TX are affected."],
    ["lawEnforcementEngaged", null],
    ["exposureTimeFrame", "It happened on November 24, 2026."],
  ]);
});

test("no name of an inherited property is taken for a template or a sentence", () => {
  fc.assert(
    fc.property(fc.constantFrom("constructor", "toString", "__proto__", "hasOwnProperty"), (name) => {
      expect(hasOwnLetter(name)).toBe(false);
      const content = [{ id: name, need: "always", words: "something" }];
      expect(
        isComplete(
          draftNotice({ ...draftView, obligationId: name, duty: { title: "T", citation: "C", content } }),
        ),
      ).toBe(false);
    }),
  );
});
