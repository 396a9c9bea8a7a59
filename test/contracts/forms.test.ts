import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  approvalForm,
  closingForm,
  factsForm,
  filingForm,
  formFieldsOf,
  isBreachForm,
  readForm,
  type FormFields,
} from "../../shared/contracts/forms.ts";
import {
  dataCategories,
  fieldValuesOf,
  fourFactorResults,
  riskLevels,
  type DataCategory,
  type StatedFacts,
} from "../../shared/contracts/stated-facts.ts";

const context = { timeZone: "America/New_York", now: "2026-11-25T14:05:00.000Z" };
const breach = (fields: FormFields) => readForm(isBreachForm(context), fields);
const digest = "a".repeat(64);

function errorsOf(
  result: ReturnType<typeof breach> | ReturnType<typeof readForm<unknown>>,
): Readonly<Record<string, string>> {
  if (result.ok) throw new Error(`was read: ${JSON.stringify(result.value)}`);
  return Object.fromEntries(result.form.errors.map(({ field, message }) => [field, message]));
}

function valueOf<Answer>(
  result: { readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly form: unknown },
): Answer {
  if (!result.ok) throw new Error(`was refused: ${JSON.stringify(result.form)}`);
  return result.value;
}

describe("is this a breach", () => {
  test("a bare yes is enough: facts can follow", () => {
    expect(
      valueOf(breach({ answer: "yes", reason: "", affectedTotal: "", affectedByState: " ", encrypted: "" })),
    ).toEqual({
      answer: "yes",
      reason: "",
      awarenessReason: "",
      facts: {},
      factors: { natureAndExtent: null, unauthorizedPerson: null, acquiredOrViewed: null, mitigation: null },
    });
  });

  test("everything that was filled in is read", () => {
    const read = valueOf(
      breach({
        answer: "yes",
        reason: "Seen in the log.\r\nTwice.",
        discoveredAt: "2026-11-24T03:12",
        awareAt: "2026-11-24 08:40",
        affectedTotal: "1,700",
        affectedByState: "TX 620\nok: 1,000;",
        affectedByCountry: "",
        encrypted: "no",
        dataCategories: ["name", "health"],
        fourFactorResult: "not-low",
        riskLevel: "high",
        factorMitigation: "The account was blocked.",
      }),
    );
    expect(read).toEqual({
      answer: "yes",
      reason: "Seen in the log.\nTwice.",
      facts: {
        discoveredAt: "2026-11-24T08:12:00.000Z",
        awareAt: "2026-11-24T13:40:00.000Z",
        affectedTotal: 1700,
        affectedByState: { TX: 620, OK: 1000 },
        encrypted: false,
        dataCategories: ["name", "health"],
        fourFactorResult: "not-low",
        riskLevel: "high",
      },
      awarenessReason: "",
      factors: {
        natureAndExtent: null,
        unauthorizedPerson: null,
        acquiredOrViewed: null,
        mitigation: "The account was blocked.",
      },
    });
  });

  test("an answer has to be there, and one of the two", () => {
    expect(errorsOf(breach({}))).toEqual({ answer: "Answer yes or no." });
    expect(errorsOf(breach({ answer: "perhaps" }))).toEqual({ answer: "Answer yes or no." });
  });

  test("a no needs its reason", () => {
    expect(errorsOf(breach({ answer: "no", reason: "  " }))).toHaveProperty("reason");
    expect(valueOf(breach({ answer: "no", reason: "Nobody got in." })).answer).toBe("no");
  });

  test("a low probability needs all four factors in words, as 45 CFR 164.402(2) does", () => {
    const three = {
      factorNatureAndExtent: "Room numbers only.",
      factorUnauthorizedPerson: "Our own contractor.",
      factorAcquiredOrViewed: "Opened for a minute.",
    };
    const answer = { answer: "no", reason: "Low probability.", fourFactorResult: "low-probability" };
    expect(Object.keys(errorsOf(breach({ ...answer, ...three })))).toEqual(["factorMitigation"]);
    expect(Object.keys(errorsOf(breach(answer)))).toHaveLength(4);
    expect(
      valueOf(breach({ ...answer, ...three, factorMitigation: "Deleted under oath." })).facts
        .fourFactorResult,
    ).toBe("low-probability");
  });

  test("a no beside a probability that is not low contradicts itself", () => {
    expect(errorsOf(breach({ answer: "no", reason: "x", fourFactorResult: "not-low" }))).toHaveProperty(
      "fourFactorResult",
    );
    expect(breach({ answer: "yes", fourFactorResult: "not-low" }).ok).toBe(true);
  });
});

describe("the fields of facts", () => {
  const facts = (fields: FormFields) => readForm(factsForm(context), { reason: "The log.", ...fields });

  test.each<[string, string, StatedFacts]>([
    ["affectedTotal", "620", { affectedTotal: 620 }],
    ["affectedTotal", "1,234,567", { affectedTotal: 1_234_567 }],
    ["affectedTotal", "0", { affectedTotal: 0 }],
    ["affectedByState", "TX 620", { affectedByState: { TX: 620 } }],
    ["affectedByState", "tx: 1,200\r\nOK=3", { affectedByState: { TX: 1200, OK: 3 } }],
    ["affectedByState", "PR 1; GU, 2", { affectedByState: { PR: 1, GU: 2 } }],
    ["affectedByCountry", "de 1200", { affectedByCountry: { DE: 1200 } }],
    ["discoveredAt", "2026-11-24T03:12", { discoveredAt: "2026-11-24T08:12:00.000Z" }],
    ["awareAt", "2026-07-01 09:00", { awareAt: "2026-07-01T13:00:00.000Z" }],
    ["encrypted", "yes", { encrypted: true }],
    ["keyCompromised", "no", { keyCompromised: false }],
    ["dataCategories", "health", { dataCategories: ["health"] }],
  ])("%s: %j", (field, typed, stated) => {
    expect(valueOf(facts({ [field]: typed })).facts).toEqual(stated);
  });

  test.each([
    ["affectedTotal", "a few", "whole number"],
    ["affectedTotal", "-3", "whole number"],
    ["affectedTotal", "12.5", "whole number"],
    ["affectedTotal", "1,23", "whole number"],
    ["affectedTotal", "99999999999", "whole number"],
    ["affectedByState", "Texas 620", "TX 620"],
    ["affectedByState", "XX 5", "two-letter code of a state"],
    ["affectedByState", "TX 5\nTX 6", "twice"],
    ["affectedByState", "TX", "TX 620"],
    ["affectedByCountry", "D3 5", "DE 1200"],
    ["discoveredAt", "yesterday", "date and the time"],
    ["discoveredAt", "2026-11-25T09:06", "future"],
    ["awareAt", "2026-03-08T02:30", "no such time"],
    ["encrypted", "maybe", "yes, no or not known"],
    ["riskLevel", "medium", "one of the three"],
    ["dataCategories", "fingerprints", "from the list"],
  ])("%s: %j is refused in words that help", (field, typed, words) => {
    expect(errorsOf(facts({ affectedTotal: "1", [field]: typed }))[field]).toContain(words);
  });

  test("the minute that is already over may be stated, to the minute", () => {
    expect(facts({ discoveredAt: "2026-11-25T09:05" }).ok).toBe(true);
  });

  test("places may not add up to more than there are people; fewer is possible, since some live elsewhere", () => {
    expect(errorsOf(facts({ affectedTotal: "600", affectedByState: "TX 620" }))["affectedByState"]).toContain(
      "620, more than the 600",
    );
    expect(errorsOf(facts({ affectedTotal: "600", affectedByCountry: "DE 400; FR 201" }))).toHaveProperty(
      "affectedByCountry",
    );
    expect(facts({ affectedTotal: "700", affectedByState: "TX 620" }).ok).toBe(true);
    expect(facts({ affectedByState: "TX 620" }).ok).toBe(true);
  });

  test("a change has to state something, and where it is known from", () => {
    expect(errorsOf(facts({}))).toEqual({ "": "Nothing is stated yet. Fill in at least one fact." });
    expect(errorsOf(facts({ affectedTotal: "3", reason: "" }))).toHaveProperty("reason");
  });

  test("a reason may be long, and not endless", () => {
    expect(facts({ affectedTotal: "1", reason: "x".repeat(4_000) }).ok).toBe(true);
    expect(errorsOf(facts({ affectedTotal: "1", reason: "x".repeat(4_001) }))["reason"]).toContain(
      "4,000 characters",
    );
  });

  test("only yes confirms", () => {
    expect(valueOf(facts({ affectedTotal: "3" })).confirmed).toBe(false);
    expect(valueOf(facts({ affectedTotal: "3", confirm: "no" })).confirmed).toBe(false);
    expect(valueOf(facts({ affectedTotal: "3", confirm: "yes" })).confirmed).toBe(true);
  });

  test("a time left as it was shown keeps its seconds, so that no clock moves by them", () => {
    const known = { discoveredAt: "2026-11-24T08:12:31.250Z" };
    const form = isBreachForm({ ...context, known });
    expect(
      valueOf(readForm(form, { answer: "yes", discoveredAt: "2026-11-24T03:12" })).facts.discoveredAt,
    ).toBe(known.discoveredAt);
    expect(
      valueOf(readForm(form, { answer: "yes", discoveredAt: "2026-11-24T03:13" })).facts.discoveredAt,
    ).toBe("2026-11-24T08:13:00.000Z");
  });
});

describe("the other forms", () => {
  test("an approval binds to the digest that was shown; a refusal says what has to change", () => {
    expect(valueOf(readForm(approvalForm, { answer: "approve", digest }))).toEqual({
      answer: "approve",
      digest,
      reason: "",
    });
    expect(errorsOf(readForm(approvalForm, { answer: "approve" }))).toHaveProperty([""]);
    expect(
      errorsOf(readForm(approvalForm, { answer: "approve", digest: digest.toUpperCase() })),
    ).toHaveProperty([""]);
    expect(errorsOf(readForm(approvalForm, { answer: "refuse", digest }))).toHaveProperty("reason");
  });

  test("what is filed has a number and a time, and when it was late a reason", () => {
    const filed = { answer: "filed", reference: "HHS-1", filedAt: "2026-11-25T08:30" };
    const form = (late: boolean) => filingForm({ ...context, late });
    expect(valueOf(readForm(form(false), filed))).toEqual({
      answer: "filed",
      reference: "HHS-1",
      filedAt: "2026-11-25T13:30:00.000Z",
      reason: "",
    });
    expect(Object.keys(errorsOf(readForm(form(true), { answer: "filed" }))).sort()).toEqual([
      "filedAt",
      "reason",
      "reference",
    ]);
    expect(readForm(form(true), { answer: "not-yet" }).ok).toBe(true);
    expect(errorsOf(readForm(form(false), { ...filed, reference: "x".repeat(101) }))).toHaveProperty(
      "reference",
    );
  });

  test("closing needs its reason, keeping open does not", () => {
    expect(errorsOf(readForm(closingForm, { answer: "close" }))).toHaveProperty("reason");
    expect(valueOf(readForm(closingForm, { answer: "keep-open" }))).toEqual({
      answer: "keep-open",
      reason: "",
    });
  });
});

test("a refused form keeps what was typed, word for word", () => {
  const typed = { answer: "no", affectedTotal: " a few ", dataCategories: ["name", "health"] };
  const result = breach(typed);
  expect(result.ok ? undefined : result.form.values).toEqual(typed);
});

test("a field that repeats becomes a list, and no name can reach a prototype", () => {
  expect(formFieldsOf(new URLSearchParams("a=1&b=2&b=3&c="))).toEqual({ a: "1", b: ["2", "3"], c: "" });
  const fields = formFieldsOf(new URLSearchParams("__proto__=x&constructor=y"));
  expect(Object.getPrototypeOf(fields)).toBe(Object.prototype);
});

test("whatever is posted is either read or refused with messages, and never throws", () => {
  const names = fc.constantFrom(
    "answer",
    "affectedTotal",
    "affectedByState",
    "discoveredAt",
    "dataCategories",
    "encrypted",
    "reason",
    "fourFactorResult",
    "other",
  );
  const value = fc.oneof(
    fc.string(),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.constantFrom("yes", "no", "TX 5", "2026-11-24T03:12", "12"),
  );
  fc.assert(
    fc.property(fc.dictionary(names, value), (fields) => {
      const result = breach(fields);
      if (!result.ok) expect(result.form.errors.every(({ message }) => message.length > 10)).toBe(true);
    }),
  );
});

test("facts written into a form are the same facts when it comes back", () => {
  const minute = fc
    .integer({ min: 0, max: 470_000 })
    .map((minutes) => new Date(Date.UTC(2026, 0, 1) + minutes * 60_000).toISOString());
  const number = fc.nat({ max: 5_000_000 });
  const facts: fc.Arbitrary<StatedFacts> = fc.record(
    {
      discoveredAt: minute.filter((at) => !isRepeatedHour(at)),
      affectedTotal: fc.constant(20_000_000),
      affectedByState: fc.dictionary(fc.constantFrom("TX", "NY", "PR"), number, { minKeys: 1 }),
      affectedByCountry: fc.dictionary(fc.constantFrom("DE", "FR", "IS"), number, { minKeys: 1 }),
      encrypted: fc.boolean(),
      keyCompromised: fc.boolean(),
      dataCategories: fc.subarray(Object.keys(dataCategories) as DataCategory[], { minLength: 1 }),
      riskLevel: fc.constantFrom(...riskLevels),
      fourFactorResult: fc.constantFrom(...fourFactorResults),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(facts, (stated) => {
      fc.pre(Object.keys(stated).length > 0);
      const fields = { ...fieldValuesOf({ ...stated }, context.timeZone), reason: "r" };
      expect(valueOf(readForm(factsForm(context), fields)).facts).toEqual(stated);
    }),
  );
});

/** 1 November 2026, 01:00-02:00 in New York comes twice; the second time is read as the first. */
const isRepeatedHour = (at: string): boolean =>
  at >= "2026-11-01T06:00:00.000Z" && at < "2026-11-01T07:00:00.000Z";
