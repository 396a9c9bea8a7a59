/** Through which groups a person belongs to a role: the shortest way down, in names, for the auditor. */
import type { GraphReader } from "./graph-reader.ts";

interface NamedGroup {
  readonly id: string;
  readonly displayName: string;
}

/**
 * One call a nested group, and none when there is no nesting. Nested groups come from Graph's index, which may lag
 * behind: a person whom no path leads to is then shown under the role's own group.
 */
export async function pathsFrom(
  graph: GraphReader,
  root: NamedGroup,
  nested: readonly NamedGroup[],
): Promise<(personId: string) => readonly string[]> {
  const groups = [root, ...nested.filter((group) => group.id !== root.id)];
  if (groups.length === 1) return () => [root.displayName];
  const membersByGroup = new Map<string, readonly string[]>();
  for (const group of groups) membersByGroup.set(group.id, await membersOf(graph, group.id));

  const names = new Map(groups.map((group) => [group.id, group.displayName]));
  const paths = new Map<string, readonly string[]>([[root.id, [root.displayName]]]);
  const open = [root.id];
  for (let id = open.shift(); id !== undefined; id = open.shift()) {
    const here = paths.get(id) ?? [];
    for (const member of membersByGroup.get(id) ?? []) {
      if (paths.has(member)) continue;
      const name = names.get(member);
      paths.set(member, name === undefined ? here : [...here, name]);
      if (name !== undefined) open.push(member);
    }
  }
  return (personId) => paths.get(personId) ?? [root.displayName];
}

async function membersOf(graph: GraphReader, groupId: string): Promise<readonly string[]> {
  const members = await graph.readAll<{ id: string }>(
    `/groups/${encodeURIComponent(groupId)}/members?$select=id&$top=999`,
  );
  return (members ?? []).map((member) => member.id);
}
