/** The tenant that the Graph stand-in serves: people, groups, and who is in which. */
import { z } from "zod";

const User = z.object({
  id: z.guid(),
  displayName: z.string(),
  userPrincipalName: z.string(),
  mail: z.string().nullable(),
  accountEnabled: z.boolean(),
  userType: z.enum(["Member", "Guest"]),
  jobTitle: z.string().nullable(),
});
const Group = z.object({
  id: z.guid(),
  displayName: z.string(),
  description: z.string().nullable(),
  /** Ids of people and groups. */
  members: z.array(z.guid()),
});
export const Tenant = z.object({ users: z.array(User), groups: z.array(Group) });

export type TenantUser = z.infer<typeof User>;
export type TenantGroup = z.infer<typeof Group>;
export type Tenant = z.infer<typeof Tenant>;
export type TenantObject =
  | { readonly type: "user"; readonly value: TenantUser }
  | { readonly type: "group"; readonly value: TenantGroup };

export function objectOf(tenant: Tenant, id: string): TenantObject | undefined {
  const user = tenant.users.find((one) => one.id === id);
  if (user) return { type: "user", value: user };
  const group = tenant.groups.find((one) => one.id === id);
  return group && { type: "group", value: group };
}

export function membersOf(tenant: Tenant, group: TenantGroup): TenantObject[] {
  return group.members.flatMap((id) => objectOf(tenant, id) ?? []);
}

/** Every member through every depth, each once, the group itself never; a circle of groups ends. */
export function transitiveMembersOf(tenant: Tenant, group: TenantGroup): TenantObject[] {
  const found = new Map<string, TenantObject>();
  const open = [group];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const member of membersOf(tenant, next)) {
      if (found.has(member.value.id) || member.value.id === group.id) continue;
      found.set(member.value.id, member);
      if (member.type === "group") open.push(member.value);
    }
  }
  return [...found.values()];
}

/** Ids of the groups that hold the user, through every depth. */
export function groupsHolding(tenant: Tenant, userId: string): string[] {
  return tenant.groups
    .filter((group) => transitiveMembersOf(tenant, group).some((member) => member.value.id === userId))
    .map((group) => group.id);
}
