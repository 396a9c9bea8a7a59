import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { regimesPage } from "../../cli/regimes-page.ts";
import { rulebook } from "../../shared/rules/rulebook.ts";

it("docs/regimes.md is what the rules print: after a change run `node cli/regimes-page.ts`", async () => {
  expect(await readFile(new URL("../../docs/regimes.md", import.meta.url), "utf8")).toBe(regimesPage());
});

it("prints every text of every rule with its source", () => {
  const page = regimesPage();
  for (const { id, source } of rulebook) {
    expect(page).toContain(`\`${id}\`, `);
    expect(page).toContain(source.cite);
  }
  expect(page).toContain("72 elapsed hours; from awareness");
  expect(page).toContain("4 business days, to 17:30 on the last");
});
