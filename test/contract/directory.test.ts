/** One suite, run against the Graph adapter (the real client, on the stand-in) and against the fake. */
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { hospital, hospitalGroups, people } from "../../local/demo/hospital.ts";
import type { Tenant } from "../../local/stand-ins/graph-data.ts";
import type { GraphStandIn } from "../../local/stand-ins/graph.ts";
import { startGraph } from "../../local/stand-ins/graph.ts";
import { graphDirectory } from "../../shared/adapters/azure-graph/directory.ts";
import { fakeDirectory } from "../../shared/adapters/fake-directory/directory.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import type { Directory } from "../../shared/ports/directory.ts";

const unknownId = "00000000-0000-4000-8000-000000000001";
const crowdId = "00000000-0000-4000-8000-000000000002";
const circleA = "00000000-0000-4000-8000-00000000000a";
const circleB = "00000000-0000-4000-8000-00000000000b";
const emptyId = "00000000-0000-4000-8000-00000000000e";
const crowd = Array.from({ length: 1203 }, (_, index) => ({
  id: `10000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
  name: `Volunteer ${String(index).padStart(4, "0")}`,
  account: `volunteer.${index}`,
}));

const tenant: Tenant = {
  users: [
    ...hospital.users,
    ...crowd.map(({ id, name, account }) => ({
      id,
      displayName: name,
      userPrincipalName: `${account}@stbrigids.example`,
      mail: `${account}@stbrigids.example`,
      accountEnabled: true,
      userType: "Member" as const,
      jobTitle: null,
    })),
  ],
  groups: [
    ...hospital.groups,
    { id: crowdId, displayName: "Volunteers", description: null, members: crowd.map(({ id }) => id) },
    { id: circleA, displayName: "Circle A", description: null, members: [circleB, people.ninaPetrovic] },
    { id: circleB, displayName: "Circle B", description: null, members: [circleA, people.gusTremblay] },
    { id: emptyId, displayName: "Nobody", description: null, members: [] },
  ],
};

interface Subject {
  readonly directory: Directory;
  unreachable(retryAfterSeconds: number): void;
  expectUnknown(id: string): void;
}

function onFake(): Subject {
  const directory = fakeDirectory(
    {
      people: tenant.users.map((user) => ({
        id: user.id,
        name: user.displayName,
        address: user.mail,
        ...(!user.accountEnabled
          ? { why: "disabled" as const }
          : user.userType === "Guest"
            ? { why: "guest" as const }
            : {}),
      })),
      groups: tenant.groups.map((group) => ({
        id: group.id,
        name: group.displayName,
        members: group.members,
      })),
    },
    onTestFinished,
  );
  return {
    directory,
    unreachable: (seconds) => directory.failNext(1, seconds * 1000),
    expectUnknown: (id) => directory.expectUnknown(id),
  };
}

const dataDir = mkdtempSync(join(tmpdir(), "tocsin-directory-"));
let graph: GraphStandIn;
beforeAll(async () => {
  graph = await startGraph({ port: 0, dataDir, seed: tenant, token: "local" });
});
afterAll(async () => {
  await graph.stop();
  await rm(dataDir, { recursive: true });
});

function onGraph(): Subject {
  onTestFinished(() => graph.faults.clear());
  return {
    directory: graphDirectory({ baseUrl: graph.url, credential: { token: "local" } }),
    unreachable: (seconds) =>
      graph.faults.add({ at: "any", action: "answer", status: 429, retryAfterSeconds: seconds }),
    expectUnknown: () => {},
  };
}

describe.each([
  ["Graph through its client", onGraph],
  ["the fake", onFake],
])("a directory: %s", (_, open) => {
  test("people of nested groups are found, with the groups on the way down", async () => {
    const answer = await open().directory.membersOf(hospitalGroups["incident-commander"]);
    expect(answer?.recipients.map(({ name, via }) => [name, via.join(" > ")])).toEqual([
      ["Mara Lindqvist", "Incident commanders"],
      ["Tomas Okafor", "Incident commanders > Security on call"],
      ["Yuko Brandt", "Incident commanders > Security on call > Night rota"],
    ]);
  });

  test("a disabled account, a guest and a person without mail are excluded and named", async () => {
    const { directory } = open();
    const excluded = async (id: string) =>
      (await directory.membersOf(id))?.excluded.map(({ name, why }) => `${name}: ${why}`);
    expect(await excluded(hospitalGroups["incident-commander"])).toEqual(["Piet van Dael: disabled"]);
    expect(await excluded(hospitalGroups.counsel)).toEqual(["Harold Finch (Marlow & Finch LLP): guest"]);
    expect(await excluded(hospitalGroups.executive)).toEqual(["Caleb Whitlock: no-mail"]);
  });

  test("a group of more than one page is complete, each person once, ordered by name", async () => {
    const answer = await open().directory.membersOf(crowdId);
    expect(answer?.recipients.map(({ name }) => name)).toEqual(crowd.map(({ name }) => name));
  });

  test("groups that contain each other end, and nobody is listed twice", async () => {
    const answer = await open().directory.membersOf(circleA);
    expect(answer?.recipients.map(({ name }) => name)).toEqual(["Gus Tremblay", "Nina Petrović"]);
  });

  test("an empty group is an answer, an unknown one is not", async () => {
    const subject = open();
    subject.expectUnknown(unknownId);
    expect(await subject.directory.membersOf(emptyId)).toEqual({ recipients: [], excluded: [] });
    expect(await subject.directory.membersOf(unknownId)).toBeUndefined();
  });

  test("membership is asked through nested groups, in the order of the question, beyond twenty groups", async () => {
    const strangers = Array.from(
      { length: 30 },
      (_, index) => `20000000-0000-4000-8000-${String(index).padStart(12, "0")}`,
    );
    const among = [
      hospitalGroups["notice-desk"],
      ...strangers,
      hospitalGroups["incident-commander"],
      hospitalGroups["privacy-officer"],
    ];
    const { directory } = open();
    expect(await directory.groupsOf(people.yukoBrandt, among)).toEqual([
      hospitalGroups["incident-commander"],
    ]);
    expect(await directory.groupsOf(people.ineseKalnina, among)).toEqual([
      hospitalGroups["notice-desk"],
      hospitalGroups["privacy-officer"],
    ]);
    expect(await directory.groupsOf(people.ineseKalnina, [])).toEqual([]);
  });

  test("somebody unknown is in no group", async () => {
    const subject = open();
    subject.expectUnknown(unknownId);
    expect(await subject.directory.groupsOf(unknownId, [crowdId])).toEqual([]);
  });

  test("a directory that asks for patience is a transient failure with its own wish", async () => {
    const subject = open();
    subject.unreachable(9);
    const failure = await subject.directory.membersOf(crowdId).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TransientFailure);
    expect(failure).toMatchObject({ retryAfterMs: 9000 });
    expect(await subject.directory.membersOf(emptyId)).toBeDefined();
  });
});
