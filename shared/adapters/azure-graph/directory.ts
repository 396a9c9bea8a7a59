/** People and groups from Microsoft Graph. Needs `GroupMember.Read.All` and `User.Read.All` as application permissions. */
import type { TokenCredential } from "@azure/core-auth";
import type { Excluded, Recipient } from "../../domain/case/events.ts";
import { TransientFailure } from "../../domain/failures.ts";
import type { Directory, GroupAnswer } from "../../ports/directory.ts";
import type { GraphReader } from "./graph-reader.ts";
import { openGraph } from "./graph-reader.ts";
import { pathsFrom } from "./group-paths.ts";

export interface GraphDirectoryOptions {
  /** `https://graph.microsoft.com` or a sovereign cloud's; any other host only on loopback. */
  readonly baseUrl: string;
  /** A credential, or a token as it stands (the local stand-in's). */
  readonly credential: TokenCredential | { readonly token: string };
  readonly timeoutMs?: number;
}

interface GraphUser {
  readonly id: string;
  readonly displayName: string | null;
  readonly mail: string | null;
  readonly userPrincipalName: string | null;
  readonly accountEnabled: boolean | null;
  readonly userType: string | null;
}

interface GraphGroup {
  readonly id: string;
  readonly displayName: string;
}

/** The documented limit of checkMemberGroups. */
const groupsPerCheckMax = 20;
const userProperties = "id,displayName,mail,userPrincipalName,accountEnabled,userType";

export function graphDirectory(options: GraphDirectoryOptions): Directory {
  const graph = openGraph(options);
  return {
    membersOf: (groupId) => membersOf(graph, groupId),
    groupsOf: (personId, among) => groupsOf(graph, personId, among),
  };
}

async function membersOf(graph: GraphReader, groupId: string): Promise<GroupAnswer | undefined> {
  const path = `/groups/${encodeURIComponent(groupId)}`;
  const group = await graph.read<GraphGroup>(`${path}?$select=id,displayName`);
  if (!group) return undefined;
  const [users, nested] = await Promise.all([
    graph.readAll<GraphUser>(
      `${path}/transitiveMembers/microsoft.graph.user?$select=${userProperties}&$count=true&$top=999`,
    ),
    graph.readAll<GraphGroup>(
      `${path}/transitiveMembers/microsoft.graph.group?$select=id,displayName&$count=true&$top=999`,
    ),
  ]);
  if (!users || !nested) return undefined; // deleted between two questions
  const pathTo = await pathsFrom(graph, group, nested);
  return answerFrom(users, pathTo);
}

/** Sorts people into those who can be written to and those who cannot, with the reason. */
function answerFrom(
  users: readonly GraphUser[],
  pathTo: (personId: string) => readonly string[],
): GroupAnswer {
  const recipients: Recipient[] = [];
  const excluded: Excluded[] = [];
  const once = new Map(users.map((user) => [user.id, user]));
  for (const user of once.values()) {
    assertReadable(user);
    const name = user.displayName ?? user.userPrincipalName ?? user.id;
    const why = reasonToExclude(user);
    // A mail address that is missing is missing: a guest's user principal name looks like one and reaches nobody.
    if (why || user.mail === null) excluded.push({ personId: user.id, name, why: why ?? "no-mail" });
    else recipients.push({ personId: user.id, name, address: user.mail, via: pathTo(user.id) });
  }
  return { recipients: recipients.sort(byName), excluded: excluded.sort(byName) };
}

function reasonToExclude(user: GraphUser): Excluded["why"] | undefined {
  if (user.accountEnabled !== true) return "disabled";
  if (user.userType === "Guest") return "guest";
  return user.mail ? undefined : "no-mail";
}

/**
 * Without `User.Read.All` Graph lists members with properties missing, down to the bare id. Taken at its word, that
 * would exclude a whole group in silence; so it counts as a directory that cannot be asked, and the last good answer
 * stands in.
 */
function assertReadable(user: GraphUser): void {
  if (user.accountEnabled == null)
    throw new TransientFailure(
      "Graph does not say whose account is enabled: grant the application User.Read.All",
    );
}

function byName(a: { name: string; personId: string }, b: { name: string; personId: string }): number {
  return a.name === b.name ? (a.personId < b.personId ? -1 : 1) : a.name < b.name ? -1 : 1;
}

async function groupsOf(
  graph: GraphReader,
  personId: string,
  among: readonly string[],
): Promise<readonly string[]> {
  const asked = [...new Set(among)];
  const held = new Set<string>();
  for (let start = 0; start < asked.length; start += groupsPerCheckMax) {
    const groupIds = asked.slice(start, start + groupsPerCheckMax);
    const answer = await graph.ask<{ value: string[] }>(
      `/users/${encodeURIComponent(personId)}/checkMemberGroups`,
      { groupIds },
    );
    if (!answer) return []; // nobody of that id is in any group
    for (const id of answer.value) held.add(id);
  }
  return asked.filter((id) => held.has(id));
}
