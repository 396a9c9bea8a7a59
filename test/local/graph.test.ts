/** The Graph stand-in by plain HTTP, and what the Graph adapter makes of its worst days. */
import { mkdtempSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { hospital, hospitalGroups, people } from "../../local/demo/hospital.ts";
import type { GraphOptions } from "../../local/stand-ins/graph.ts";
import { startGraph } from "../../local/stand-ins/graph.ts";
import { graphDirectory } from "../../shared/adapters/azure-graph/directory.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";

const commanders = hospitalGroups["incident-commander"];
const eventual = { ConsistencyLevel: "eventual" };

async function open(options: Partial<GraphOptions> = {}) {
  const dataDir = mkdtempSync(join(tmpdir(), "tocsin-graph-"));
  const graph = await startGraph({ port: 0, dataDir, seed: hospital, token: "local", ...options });
  onTestFinished(async () => {
    await graph.stop();
    await rm(dataDir, { recursive: true });
  });
  const ask = async (path: string, init: RequestInit = {}) => {
    const response = await fetch(path.startsWith("http") ? path : graph.url + path, {
      ...init,
      headers: {
        Authorization: "Bearer local",
        "content-type": "application/json",
        ...(init.headers as Record<string, string>),
      },
    });
    return {
      status: response.status,
      headers: response.headers,
      body: (await response.json()) as Record<string, never>,
    };
  };
  const connect = (timeoutMs: number) =>
    graphDirectory({ baseUrl: graph.url, credential: { token: "local" }, timeoutMs });
  return { graph, dataDir, ask, connect };
}

describe("the Graph stand-in", () => {
  test("a refusal has Graph's shape", async () => {
    const { ask } = await open();
    const unknown = await ask("/v1.0/groups/00000000-0000-4000-8000-000000000001");
    expect(unknown.status).toBe(404);
    expect(unknown.body).toEqual({
      error: {
        code: "Request_ResourceNotFound",
        message: expect.stringContaining("does not exist") as string,
        innerError: {
          date: expect.any(String) as string,
          "request-id": expect.any(String) as string,
          "client-request-id": expect.any(String) as string,
        },
      },
    });
    expect(await ask("/v1.0/groups/nonsense")).toMatchObject({
      status: 400,
      body: { error: { code: "Request_BadRequest" } },
    });
    expect(await ask("/v1.0/users", { headers: { Authorization: "Bearer other" } })).toMatchObject({
      status: 401,
      body: { error: { code: "InvalidAuthenticationToken" } },
    });
  });

  test.each([
    [
      "a cast without the header",
      `/v1.0/groups/${commanders}/transitiveMembers/microsoft.graph.user?$count=true`,
      {},
      "Request_UnsupportedQuery",
    ],
    [
      "a cast without the count",
      `/v1.0/groups/${commanders}/transitiveMembers/microsoft.graph.user`,
      eventual,
      "Request_UnsupportedQuery",
    ],
    [
      "an unknown cast",
      `/v1.0/groups/${commanders}/transitiveMembers/microsoft.graph.ghost?$count=true`,
      eventual,
      "Request_UnsupportedQuery",
    ],
    ["a filter", `/v1.0/groups/${commanders}/members?$filter=x`, eventual, "Request_UnsupportedQuery"],
    [
      "a count without the header",
      `/v1.0/groups/${commanders}/members?$count=true`,
      {},
      "Request_BadRequest",
    ],
    ["a page of a thousand", `/v1.0/groups/${commanders}/members?$top=1000`, {}, "Request_BadRequest"],
  ])("%s is refused", async (_, path, headers, code) => {
    const { ask } = await open();
    expect(await ask(path, { headers })).toMatchObject({ status: 400, body: { error: { code } } });
  });

  test("a list is paged by links whose continuation is opaque, and each page needs the header again", async () => {
    const { ask } = await open();
    const first = await ask(
      `/v1.0/groups/${commanders}/transitiveMembers/microsoft.graph.user?$select=id&$count=true&$top=3`,
      { headers: eventual },
    );
    expect(first.body).toMatchObject({
      "@odata.count": 4,
      value: [{ id: people.maraLindqvist }, { id: people.tomasOkafor }, { id: people.yukoBrandt }],
    });
    const next = first.body["@odata.nextLink"] as unknown as string;
    expect(await ask(next)).toMatchObject({ status: 400 });
    expect((await ask(next, { headers: eventual })).body).toMatchObject({
      value: [{ id: people.pietVanDael }],
    });
  });

  test("without $select nobody looks disabled, without a cast kinds are mixed and named", async () => {
    const { ask } = await open();
    const members = await ask(`/v1.0/groups/${commanders}/members`);
    expect(members.body["value"]).toMatchObject([
      { "@odata.type": "#microsoft.graph.user" },
      { "@odata.type": "#microsoft.graph.group" },
    ]);
    expect((await ask(`/v1.0/users/${people.pietVanDael}`)).body).not.toHaveProperty("accountEnabled");
  });

  test("membership of more than twenty groups cannot be asked at once", async () => {
    const { ask } = await open();
    const check = (groupIds: string[]) =>
      ask(`/v1.0/users/${people.yukoBrandt}/checkMemberGroups`, {
        method: "POST",
        body: JSON.stringify({ groupIds }),
      });
    expect((await check([commanders, hospitalGroups.auditor])).body["value"]).toEqual([commanders]);
    expect(await check(Array.from({ length: 21 }, () => commanders))).toMatchObject({ status: 400 });
  });

  test("editing the file edits the tenant; a half-written file leaves the last one standing", async () => {
    const { dataDir, ask } = await open();
    const file = join(dataDir, "directory.json");
    const before = await readFile(file, "utf8");
    await writeFile(file, before.replaceAll("Solveig Aune", "Solveig Aune-Berg"));
    expect((await ask(`/v1.0/users/${people.solveigAune}`)).body).toMatchObject({
      displayName: "Solveig Aune-Berg",
    });
    await writeFile(file, before.slice(0, 300));
    expect((await ask(`/v1.0/users/${people.solveigAune}`)).body).toMatchObject({
      displayName: "Solveig Aune-Berg",
    });
  });

  test("faults come through the local door and strike where and as often as asked", async () => {
    const { ask } = await open();
    const fault = { at: "group", action: "answer", status: 429, retryAfterSeconds: 4, skip: 1 };
    expect(await ask("/.local/faults", { method: "POST", body: JSON.stringify(fault) })).toMatchObject({
      status: 200,
    });
    const statuses = [];
    for (let time = 0; time < 3; time++) statuses.push((await ask(`/v1.0/groups/${commanders}`)).status);
    expect(statuses).toEqual([200, 429, 200]);
    expect(
      await ask("/.local/faults", {
        method: "POST",
        body: JSON.stringify({ at: "nowhere", action: "drop" }),
      }),
    ).toMatchObject({ status: 400 });
  });
});

describe("the Graph adapter", () => {
  test.each([
    ["an answer of 503", { at: "transitiveMembers", action: "answer", status: 503 }],
    ["an answer of 504", { at: "members", action: "answer", status: 504 }],
    ["a dropped connection", { at: "group", action: "drop" }],
    ["silence", { at: "group", action: "wait", waitMs: 3000 }],
    ["a missing consent", { at: "group", action: "answer", status: 403 }],
  ] as const)("%s is a transient failure, and the next question is answered", async (_, fault) => {
    const { graph, connect } = await open();
    graph.faults.add(fault);
    await expect(connect(1000).membersOf(commanders)).rejects.toBeInstanceOf(TransientFailure);
    expect((await connect(10_000).membersOf(commanders))?.recipients).toHaveLength(3);
  });

  test("members without properties are a missing permission, not an empty group", async () => {
    const { connect } = await open({ without: "User.Read.All" });
    await expect(connect(10_000).membersOf(commanders)).rejects.toThrow("User.Read.All");
  });

  test("a token is given to Graph and to this machine, to nobody else", () => {
    expect(() => graphDirectory({ baseUrl: "https://graph.example", credential: { token: "t" } })).toThrow(
      "neither Microsoft Graph",
    );
    expect(() =>
      graphDirectory({ baseUrl: "https://graph.microsoft.us", credential: { token: "t" } }),
    ).not.toThrow();
  });
});
