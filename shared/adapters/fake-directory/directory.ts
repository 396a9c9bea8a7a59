/** A directory in memory, for tests. Keeps every question, and fails the test at its end over what nobody expected. */
import type { Excluded } from "../../domain/case/events.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { Directory, GroupAnswer } from "../../ports/directory.ts";

export interface FakePerson {
  readonly id: string;
  readonly name: string;
  readonly address: string | null;
  readonly why?: "disabled" | "guest";
}

export interface FakeGroup {
  readonly id: string;
  readonly name: string;
  /** Ids of people and groups. */
  readonly members: readonly string[];
}

export interface FakeDirectory extends Directory {
  readonly asked: readonly string[];
  /** The person has another mail address from here on. */
  move(personId: string, address: string): void;
  /** Changes the membership from here on. */
  setMembers(groupId: string, members: readonly string[]): void;
  /** The next questions, so many, find nobody at home. */
  failNext(times: number, retryAfterMs?: number): void;
  /** A question about this id, which is not in the directory, is part of the test. */
  expectUnknown(id: string): void;
}

/** `atEnd` is the test runner's hook for the end of a test (`onTestFinished`). */
export function fakeDirectory(
  content: { readonly people: readonly FakePerson[]; readonly groups: readonly FakeGroup[] },
  atEnd: (check: () => void) => void,
): FakeDirectory {
  const people = new Map(content.people.map((person) => [person.id, person]));
  const groups = new Map(content.groups.map((group) => [group.id, group]));
  const asked: string[] = [];
  const expected = new Set<string>();
  const unexpected: string[] = [];
  let failures = 0;
  let retryAfterMs: number | undefined;

  const answer = (question: string) => {
    asked.push(question);
    if (failures === 0) return;
    failures -= 1;
    throw new TransientFailure(
      "the fake directory was told to fail",
      retryAfterMs === undefined ? {} : { retryAfterMs },
    );
  };
  const isKnown = (id: string, known: boolean) => {
    if (!known && !expected.has(id)) unexpected.push(id);
    return known;
  };
  atEnd(() => {
    if (unexpected.length > 0) throw new Error(`nobody expected a question about ${unexpected.join(", ")}`);
    if (failures > 0) throw new Error(`${failures} failures of the directory were prepared and never met`);
  });

  return {
    asked,
    membersOf: async (groupId) => {
      answer(`membersOf ${groupId}`);
      const group = groups.get(groupId);
      return isKnown(groupId, group !== undefined) && group
        ? membersThrough(group, groups, people)
        : undefined;
    },
    groupsOf: async (personId, among) => {
      answer(`groupsOf ${personId}`);
      if (!isKnown(personId, people.has(personId))) return [];
      return [...new Set(among)].filter((id) => {
        const group = groups.get(id);
        return group !== undefined && walk(group, groups).has(personId);
      });
    },
    move: (personId, address) => {
      const person = people.get(personId);
      if (!person) throw new Error(`there is no ${personId} to move`);
      people.set(personId, { ...person, address });
    },
    setMembers: (groupId, members) => {
      const group = groups.get(groupId);
      if (!group) throw new Error(`the fake directory has no group ${groupId}`);
      groups.set(groupId, { ...group, members });
    },
    failNext: (times, after) => {
      failures = times;
      retryAfterMs = after;
    },
    expectUnknown: (id) => expected.add(id),
  };
}

/** Whoever is below the group, with the names on the shortest way down. */
function walk(root: FakeGroup, groups: ReadonlyMap<string, FakeGroup>): Map<string, readonly string[]> {
  const via = new Map<string, readonly string[]>([[root.id, [root.name]]]);
  const open = [root];
  for (let group = open.shift(); group; group = open.shift()) {
    for (const member of group.members) {
      if (via.has(member)) continue;
      const nested = groups.get(member);
      const here = via.get(group.id) ?? [];
      via.set(member, nested ? [...here, nested.name] : here);
      if (nested) open.push(nested);
    }
  }
  return via;
}

function membersThrough(
  root: FakeGroup,
  groups: ReadonlyMap<string, FakeGroup>,
  people: ReadonlyMap<string, FakePerson>,
): GroupAnswer {
  const inside = [...walk(root, groups)].flatMap(([id, via]) => {
    const person = people.get(id);
    return person ? [{ person, via }] : [];
  });
  inside.sort((a, b) => (a.person.name < b.person.name ? -1 : 1));
  return {
    recipients: inside.flatMap(({ person, via }) =>
      person.why === undefined && person.address !== null
        ? [{ personId: person.id, name: person.name, address: person.address, via }]
        : [],
    ),
    excluded: inside.flatMap(({ person }): Excluded[] => {
      const why = person.why ?? (person.address === null ? "no-mail" : undefined);
      return why ? [{ personId: person.id, name: person.name, why }] : [];
    }),
  };
}
