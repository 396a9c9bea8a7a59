import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readClientPrincipal } from "../../shared/contracts/principal.ts";

const oid = "http://schemas.microsoft.com/identity/claims/objectidentifier";
const encoded = (content: unknown): string => Buffer.from(JSON.stringify(content)).toString("base64");
const headers = (value: string | null) => ({
  get: (name: string) => (name === "x-ms-client-principal" ? value : null),
});
const claim = (typ: string, val: string) => ({ typ, val });

describe("the principal", () => {
  test("is read under both names that the platform has for the object id", () => {
    for (const typ of [oid, "oid"]) {
      const claims = [claim(typ, "p1"), claim("name", "Inese Kalniņa")];
      expect(readClientPrincipal(headers(encoded({ claims })))).toEqual({
        id: "p1",
        name: "Inese Kalniņa",
        roleClaims: [],
      });
    }
  });

  test("brings the role claims under the type that the header names, and under `roles`", () => {
    const claims = [
      claim("oid", "p1"),
      claim("urn:role", "operator"),
      claim("roles", "auditor"),
      claim("other", "executive"),
    ];
    expect(readClientPrincipal(headers(encoded({ role_typ: "urn:role", claims })))?.roleClaims).toEqual([
      "operator",
      "auditor",
    ]);
  });

  test.each([
    ["no header", null],
    ["no base64", "%%%"],
    ["no JSON", Buffer.from("{").toString("base64")],
    ["no UTF-8", Buffer.from([0xff, 0xfe]).toString("base64")],
    ["no claims", encoded({})],
    ["claims of another shape", encoded({ claims: [{ typ: 1, val: 2 }] })],
    ["no object id", encoded({ claims: [claim("name", "Nobody")] })],
    ["a blank object id", encoded({ claims: [claim("oid", " ")] })],
  ])("is nobody with %s", (_name, value) => {
    expect(readClientPrincipal(headers(value))).toBeNull();
  });

  test("never throws, whatever the header holds", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json().map((json) => Buffer.from(json).toString("base64")),
        ),
        (value) => {
          expect(() => readClientPrincipal(headers(value))).not.toThrow();
        },
      ),
    );
  });

  test("of another tenant or issuer is nobody, where one is expected", () => {
    const value = encoded({
      claims: [claim("oid", "p1"), claim("tid", "T1"), claim("iss", "https://issuer")],
    });
    expect(readClientPrincipal(headers(value), { tenantId: "t1", issuer: "https://issuer" })?.id).toBe("p1");
    expect(readClientPrincipal(headers(value), { tenantId: "t2" })).toBeNull();
    expect(readClientPrincipal(headers(value), { issuer: "https://other" })).toBeNull();
  });
});
