/** The people whom the local sign-in lists: everybody in the tenant, and the roles that their groups give them. */
import type { Role } from "../../shared/domain/case/events.ts";
import type { Tenant } from "../stand-ins/graph-data.ts";
import { groupsHolding } from "../stand-ins/graph-data.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  /** User principal name. */
  readonly username: string;
  /** For the page only; the product asks Graph. */
  readonly roles: readonly Role[];
  /** Why this person cannot sign in. */
  readonly blocked: string | null;
}

export function peopleOf(tenant: Tenant, groupsByRole: Readonly<Record<Role, string>>): Person[] {
  const roles = Object.entries(groupsByRole) as [Role, string][];
  return tenant.users.map((user) => {
    const held = groupsHolding(tenant, user.id);
    return {
      id: user.id,
      name: user.displayName,
      title: user.jobTitle ?? (user.userType === "Guest" ? "Guest" : ""),
      username: user.userPrincipalName,
      roles: roles.filter(([, groupId]) => held.includes(groupId)).map(([role]) => role),
      blocked: user.accountEnabled ? null : "the account is disabled",
    };
  });
}
