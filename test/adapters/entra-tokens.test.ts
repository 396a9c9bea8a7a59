/** Which tokens let an application bring alerts. The issuer is a server of its own, as Microsoft Entra is. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { entraSenders } from "../../shared/adapters/entra-tokens/senders.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { Issuer, TokenAbout } from "../support/issuer.ts";
import { audience, eventGridApplication, eventGridRole, startIssuer, tenantId } from "../support/issuer.ts";

let issuer: Issuer;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer.stop());

const sendersOf = (more: { readonly roles?: readonly string[] } = {}) =>
  entraSenders({
    authority: issuer.authority,
    tenantId,
    audiences: ["0e0e0e0e-0000-4000-8000-000000000000", audience],
    applications: [eventGridApplication.toUpperCase()],
    roles: more.roles ?? [],
  });
const application = eventGridApplication;

describe("a token", () => {
  test.each<[string, TokenAbout]>([
    ["of version 2", {}],
    [
      "of version 1, which names issuer and caller otherwise",
      {
        issuer: `https://sts.windows.net/${tenantId}/`,
        claims: { azp: undefined, appid: eventGridApplication },
      },
    ],
    ["that ran out within the minute that clocks may differ", { expiresInSeconds: -30 }],
  ])("%s lets its application in", async (_what, about) => {
    expect(await sendersOf().identify(await issuer.token(about))).toEqual({ application });
  });

  test.each<[string, TokenAbout]>([
    ["by a key of nobody", { forged: true }],
    ["that has run out", { expiresInSeconds: -120 }],
    ["that never runs out", { expiresInSeconds: null }],
    ["for somebody else", { audience: "api://other" }],
    ["of another issuer", { issuer: "https://login.example/v2.0" }],
    ["of another tenant", { claims: { tid: "00000000-0000-4000-8000-000000000000" } }],
    ["of no tenant", { claims: { tid: undefined } }],
    ["of another application", { claims: { azp: "00000000-0000-4000-8000-000000000001" } }],
    ["of no application", { claims: { azp: undefined } }],
    ["of a person through the application", { claims: { scp: "user_impersonation" } }],
  ])("%s lets nobody in", async (_what, about) => {
    expect(await sendersOf().identify(await issuer.token(about))).toBeNull();
  });

  test("has to carry one of the roles, where some are named", async () => {
    const senders = sendersOf({ roles: ["Other", eventGridRole] });
    expect(await senders.identify(await issuer.token())).toEqual({ application });
    for (const roles of [undefined, [], ["Another"], eventGridRole])
      expect(await senders.identify(await issuer.token({ claims: { roles } }))).toBeNull();
  });

  test.each([
    ["no token", "x"],
    ["three empty parts", ".."],
    ["one without a signature", `${btoa('{"alg":"none"}')}.${btoa("{}")}.`],
    ["one that is longer than any header", "a".repeat(20_000)],
  ])("that is %s lets nobody in, and asks nobody", async (_what, token) => {
    const before = issuer.asked();
    expect(await sendersOf().identify(token)).toBeNull();
    expect(issuer.asked()).toBe(before);
  });

  test("signed by a shared secret is not taken for one by the key", async () => {
    const header = btoa('{"alg":"HS256","kid":"key-1"}');
    expect(await sendersOf().identify(`${header}.${btoa("{}")}.AAAA`)).toBeNull();
  });
});

describe("the issuer's keys", () => {
  test("are asked for once, whatever key ids strangers invent", async () => {
    const senders = sendersOf();
    const before = issuer.asked();
    await senders.identify(await issuer.token());
    for (let nth = 0; nth < 20; nth += 1)
      expect(await senders.identify(await issuer.token({ keyId: `invented-${nth}` }))).toBeNull();
    expect(issuer.asked()).toBe(before + 1);
  });

  test.each([[500], [404], ["cut"]] as const)(
    "that cannot be had (%s) are nobody's refusal: the sender is to come again",
    async (how) => {
      const senders = sendersOf();
      issuer.fail(how);
      try {
        await expect(senders.identify(await issuer.token())).rejects.toThrow(TransientFailure);
      } finally {
        issuer.fail(null);
      }
      expect(await senders.identify(await issuer.token())).toEqual({ application });
    },
  );
});
