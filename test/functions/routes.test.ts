import { readdirSync } from "node:fs";
import { join } from "node:path";
import { app } from "@azure/functions";
import type { HttpFunctionOptions } from "@azure/functions";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { findRoute, routingTable } from "../../local/host/routes.ts";

/**
 * The host sorts functions by name and takes the first route that matches, so two routes that match one path hide each
 * other, and a path with the wrong method falls through to whatever comes next. Here each registration is read as the
 * host reads it.
 */
interface Registered {
  readonly name: string;
  readonly template: string;
  readonly methods: readonly string[];
  readonly authLevel: string | undefined;
}
const registered: Registered[] = [];

beforeAll(async () => {
  vi.spyOn(app, "http").mockImplementation((name: string, options: HttpFunctionOptions) => {
    const { route = name, methods = ["GET", "POST"], authLevel } = options;
    registered.push({ name, template: route, methods, authLevel });
  });
  const folder = join(import.meta.dirname, "../../functions/http");
  for (const file of readdirSync(folder)) await import(join(folder, file));
});

const segmentsOf = (template: string): readonly string[] =>
  template.split("/").filter((segment) => segment !== "");

/** A parameter that no text of a path segment can fill: it is there to name the root. */
const isRoot = (template: string): boolean => template === "{ignored:maxlength(0)?}";
const isParameter = (segment: string): boolean => segment.includes("{");

function canMeet(a: string, b: string): boolean {
  if (isRoot(a) || isRoot(b)) return isRoot(a) && isRoot(b);
  const [one, other] = [segmentsOf(a), segmentsOf(b)];
  if (one.length !== other.length) return false;
  return one.every((segment, at) => {
    const beside = other[at] ?? "";
    return isParameter(segment) || isParameter(beside) || segment.toLowerCase() === beside.toLowerCase();
  });
}

describe("the routes", () => {
  test("are those of the pages and of the contract", () => {
    expect(registered.map(({ template, methods }) => `${methods.join(",")} /${template}`).toSorted()).toEqual(
      [
        "GET,HEAD /annual-log/{year}",
        "GET,HEAD /annual-log/{year}/forms",
        "GET,HEAD /api/annual-log/{year}",
        "GET,HEAD /api/annual-log/{year}/csv",
        "GET,HEAD /api/cases",
        "GET,HEAD /api/cases/{caseId}",
        "GET,HEAD /api/health",
        "GET,HEAD /api/ledger",
        "GET,HEAD /api/quarantine",
        "GET,HEAD /api/quarantine/{quarantineId}/original",
        "GET,HEAD /api/readiness",
        "GET,HEAD /assets/{file}",
        "GET,HEAD /cases/{caseId}",
        "GET,HEAD /cases/{caseId}/notices",
        "GET,HEAD /quarantine",
        "GET,HEAD /{ignored:maxlength(0)?}",
        "GET,HEAD,POST /api/cases/{caseId}/holds",
        "GET,HEAD,POST /api/cases/{caseId}/questions/{questionId}",
        "GET,HEAD,POST /api/cases/{caseId}/recipients",
        "GET,HEAD,POST /api/quarantine/{quarantineId}",
        "GET,HEAD,POST /cases/{caseId}/delivery",
        "GET,HEAD,POST /cases/{caseId}/facts",
        "GET,HEAD,POST /cases/{caseId}/holds",
        "GET,HEAD,POST /cases/{caseId}/questions/{questionId}",
        "GET,HEAD,POST /cases/{caseId}/recipients",
        "GET,HEAD,POST /cases/{caseId}/reopen",
        "GET,HEAD,POST /decide/{token}",
        "GET,HEAD,POST /quarantine/{quarantineId}",
        "POST /api/cases/{caseId}/facts",
        "POST /api/cases/{caseId}/reopen",
        "POST /cases/{caseId}/delivery/{operationId}",
        "POST,OPTIONS /intake/token/{source}",
        "POST,OPTIONS /intake/{source}",
      ],
    );
  });

  test("never match one path in two ways, whatever the method", () => {
    const clashes = registered.flatMap((a, at) =>
      registered
        .slice(at + 1)
        .filter((b) => canMeet(a.template, b.template))
        .map((b) => `${a.template} and ${b.template}`),
    );
    expect(clashes).toEqual([]);
  });

  test("have no optional, catch-all or mixed segment, which the proof above does not understand", () => {
    const odd = registered
      .filter(({ template }) => !isRoot(template))
      .flatMap(({ template }) => segmentsOf(template))
      .filter((segment) => isParameter(segment) && !/^\{[A-Za-z]+\}$/.test(segment));
    expect(odd).toEqual([]);
  });

  test("each answer an example of their own path, the root nothing but the root", () => {
    const table = routingTable(
      registered.map((each) => ({ ...each, owner: each.name })),
      "",
    );
    for (const { name, template, methods } of registered) {
      const path = isRoot(template) ? "/" : `/${template.replace(/\{[^}]+\}/g, "x1")}`;
      expect(findRoute(table, methods[0] ?? "", path)?.owner, path).toBe(name);
    }
    expect(findRoute(table, "GET", "/anything")).toBeUndefined();
  });

  test("leave the key to the intake alone: people sign in", () => {
    const keyed = registered.filter(({ authLevel }) => authLevel !== "anonymous").map(({ name }) => name);
    expect(keyed).toEqual(["intake"]);
  });

  test("touch no path of the platform", () => {
    const taken = registered.filter(({ template }) =>
      /^(admin|runtime|\.auth|\.local)(\/|$)/i.test(template),
    );
    expect(taken).toEqual([]);
  });
});
