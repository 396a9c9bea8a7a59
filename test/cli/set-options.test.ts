import { expect, test } from "vitest";
import { CliError } from "../../cli/cli-error.ts";
import { readSet } from "../../cli/set-options.ts";

test("each value is JSON where it is JSON, else the text that was written; nothing takes a fact back", () => {
  expect(
    readSet([
      "affectedTotal=620",
      'affectedByState={"TX":620}',
      "encrypted=true",
      "riskLevel=high",
      "discoveredAt=2026-11-24T03:12",
      "processor.awareAt=2026-11-24T03:12:00Z",
      'dataCategories=["health","ssn"]',
      "note=a=b",
      "occurredAt=",
      "shouldHaveKnownAt=null",
    ]),
  ).toEqual({
    affectedTotal: 620,
    affectedByState: { TX: 620 },
    encrypted: true,
    riskLevel: "high",
    discoveredAt: "2026-11-24T03:12",
    "processor.awareAt": "2026-11-24T03:12:00Z",
    dataCategories: ["health", "ssn"],
    note: "a=b",
    occurredAt: null,
    shouldHaveKnownAt: null,
  });
});

test.each([[["affectedTotal"]], [["=620"]], [["a=1", "a=2"]]])("%j is a usage error", (assignments) => {
  let thrown: unknown;
  try {
    readSet(assignments);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(CliError);
  expect(thrown).toMatchObject({ exitCode: 64, kind: "usage" });
});
