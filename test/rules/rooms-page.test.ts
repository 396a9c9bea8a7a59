import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { roomsPage } from "../../cli/rooms-page.ts";

it("docs/rooms.md is what the checker sees: after a change run `npx node cli/rooms-page.ts`", async () => {
  const page = await roomsPage();
  expect(await readFile(new URL("../../docs/rooms.md", import.meta.url), "utf8")).toBe(page);
  // The one look of the domain at a schema, and never at run time.
  expect(page).toContain("shared_domain_case -.-> shared_contracts");
  expect(page).not.toContain("shared_domain_law --> shared_domain_case");
}, 60_000);
