import { describe, expect, test } from "vitest";
import type { DataClassification } from "../../../shared/domain/alert/alert.ts";
import { statementOf } from "../../../shared/domain/alert/data-tags.ts";

const vocabulary = {
  names: ["data-classification", "data-class"],
  phi: ["phi", "hipaa"],
  euPersonal: ["eu-personal-data", "gdpr"],
  neither: ["none", "public"],
};

describe("what a tag says about the data", () => {
  test.each<[string, DataClassification]>([
    ["phi", "phi"],
    ["PHI", "phi"],
    ["eu_personal_data", "eu-personal"],
    ["phi, gdpr", "both"],
    ["PHI + EU personal data", "both"],
    ["both", "both"],
    ["none", "neither"],
    ["none;public", "neither"],
    // A word that nobody declared may mean anything: it never makes a no, and takes no yes away.
    ["none, legacy", "unknown"],
    ["phi, legacy", "phi"],
    ["confidential", "unknown"],
    ["phil", "unknown"],
  ])("%s", (value, expected) => {
    expect(statementOf({ "data-classification": value }, vocabulary)?.value).toBe(expected);
  });

  test.each(["data-classification", "Data_Classification", "DATACLASSIFICATION", "Data Classification"])(
    "a tag spelled %s is the declared one, and is named as it is spelled",
    (tag) => {
      expect(statementOf({ [tag]: "phi" }, vocabulary)).toEqual({ tag, value: "phi" });
    },
  );

  test("of two tags the one that is declared first speaks", () => {
    expect(statementOf({ "data-class": "none", "data-classification": "phi" }, vocabulary)?.value).toBe(
      "phi",
    );
  });

  test("an empty tag says nothing, and so lets the next one speak", () => {
    expect(statementOf({ "data-classification": " ", "data-class": "none" }, vocabulary)?.value).toBe(
      "neither",
    );
    expect(statementOf({ "data-classification": "" }, vocabulary)).toBeNull();
  });

  test("other tags say nothing", () => {
    expect(statementOf({ owner: "phi", constructor: "x" }, vocabulary)).toBeNull();
  });
});
