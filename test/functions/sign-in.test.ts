/** Whom the pages believe to be signed in. */
import { expect, test } from "vitest";
import { board } from "../../functions/http/board.ts";
import { ask, openService } from "../support/request-context.ts";
import { personOf } from "../support/app-context.ts";

const claims = (more: Readonly<Record<string, string>>): Readonly<Record<string, string>> => {
  const all = { oid: personOf("auditor"), ...more };
  const content = { auth_typ: "aad", claims: Object.entries(all).map(([typ, val]) => ({ typ, val })) };
  return { "x-ms-client-principal": Buffer.from(JSON.stringify(content)).toString("base64") };
};
const tid = "11111111-0000-4000-8000-000000000001";
const iss = `https://login.microsoftonline.com/${tid}/v2.0`;

test.each([
  ["the tenant and issuer that were configured", { tid, iss }, 200],
  ["another tenant", { tid: "22222222-0000-4000-8000-000000000002", iss }, 302],
  ["another issuer", { tid, iss: "https://sts.windows.net/x/" }, 302],
  ["nowhere that it says", {}, 302],
])("a principal of %s", async (_what, said, status) => {
  const service = { ...(await openService()), expectedPrincipal: { tenantId: tid, issuer: iss } };
  expect((await ask(service, board, { path: "/", headers: claims(said) })).status).toBe(status);
});

test("where neither was configured, the platform's own check stands alone", async () => {
  expect((await ask(await openService(), board, { path: "/", headers: claims({}) })).status).toBe(200);
});
