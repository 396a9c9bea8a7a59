import { describe, expect, test } from "vitest";
import { annualLog, annualLogForms, apiAnnualLog, apiAnnualLogCsv } from "../../functions/http/annual-log.ts";
import { board } from "../../functions/http/board.ts";
import { ask, bodyOf, openService } from "../support/request-context.ts";
import type { OpenService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";

/** The case of the service is a breach of an unknown number of people, which the law takes for fewer than 500. */
const handlers = { annualLog, annualLogForms, apiAnnualLog, apiAnnualLogCsv };
const of = (year: string, by: string | null = personOf("privacy-officer")) => ({
  path: `/api/annual-log/${year}`,
  params: { year },
  by,
});
const headersOf = (headers: unknown): Headers => new Headers(headers as Record<string, string>);

async function read(service: OpenService, handler: keyof typeof handlers, year = "2026"): Promise<string> {
  const answer = await ask(service, handlers[handler], of(year));
  expect(answer.status).toBe(200);
  return bodyOf(answer);
}

describe("the annual log", () => {
  test("is linked from the board once there is one, and lists the case with what is missing", async () => {
    const service = await openService();
    const { state } = await service.found();
    expect(bodyOf(await ask(service, board, { path: "/", by: personOf("auditor") }))).toContain(
      'href="/annual-log/2026"',
    );
    const page = await read(service, "annualLog");
    expect(page).toContain(`href="/cases/${service.caseId}"`);
    expect(page).toContain(state.code);
    expect(page).toContain("until the end of Mon 1 Mar 2027");
    expect(page).toContain("Approximate number of individuals");
    expect(page).toContain('href="/annual-log/2026/forms"');
    expect(await read(service, "annualLog", "2025")).toContain("No breach of fewer than 500 people");
  });

  test("comes as forms, as data and as a table that say the same", async () => {
    const service = await openService();
    const forms = await read(service, "annualLogForms");
    const { year, due, entries } = JSON.parse(await read(service, "apiAnnualLog")) as {
      readonly year: number;
      readonly due: string;
      readonly entries: readonly {
        readonly caseId: string;
        readonly fields: readonly {
          readonly name: string;
          readonly label: string;
          readonly value: string | null;
        }[];
      }[];
    };
    expect({ year, due }).toEqual({ year: 2026, due: "2027-03-02T04:59:59.999Z" });
    const [entry] = entries;
    expect(entry?.caseId).toBe(service.caseId);
    expect(entry?.fields.map(({ name }) => name)).toContain("attestation");
    for (const { label } of entry?.fields ?? []) expect(forms).toContain(`<dt>${label}</dt>`);

    const answer = await ask(service, apiAnnualLogCsv, of("2026"));
    const table = bodyOf(answer);
    expect(headersOf(answer.headers).get("content-disposition")).toBe(
      'attachment; filename="annual-breach-log-2026.csv"',
    );
    expect(table.startsWith("\uFEFFcaseId,code,title,")).toBe(true);
    expect(table).toContain(`\r\n${service.caseId},`);
    expect(table.split("\r\n")[0]).toContain("approximateNumber");
  });

  test.each(Object.entries(handlers))(
    "is for those who read cases, also by an operator's token: %s",
    async (name, handler) => {
      const service = await openService();
      service.appContext.directory.expectUnknown("person-outsider");
      expect((await ask(service, handler, of("2026", personOf("auditor")))).status).toBe(200);
      expect(
        (await ask(service, handler, { ...of("2026", "person-outsider"), roles: ["operator"] })).status,
      ).toBe(200);
      expect((await ask(service, handler, of("2026", "person-outsider"))).status).toBe(403);
      expect((await ask(service, handler, of("2026", null))).status).toBe(401);
      expect((await ask(service, handler, of("26"))).status, name).toBe(404);
    },
  );
});
