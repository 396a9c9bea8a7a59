import type { ClientPrincipal } from "../contracts/principal.ts";
import { allRoles, claimableRoles } from "../domain/case/authority.ts";
import type { Principal } from "../domain/case/authority.ts";
import type { Role } from "../domain/case/events.ts";
import type { AppContext } from "./app-context.ts";

/**
 * Asks the directory which roles the person holds right now; nothing is remembered from the sign-in. Throws
 * TransientFailure when the directory cannot be asked: then nobody may do anything.
 */
export async function principalOf(
  appContext: Pick<AppContext, "directory" | "settings">,
  client: ClientPrincipal,
): Promise<Principal> {
  const readerRoles = claimableRoles.filter((role) =>
    client.roleClaims.some((claim) => claim.toLowerCase() === role),
  );
  const roles = await rolesOf(appContext, client.id);
  return { personId: client.id, name: client.name, roles, readerRoles };
}

async function rolesOf(
  { directory, settings: { groups } }: Pick<AppContext, "directory" | "settings">,
  personId: string,
): Promise<readonly Role[]> {
  const groupIds = allRoles.map((role) => groups[role]);
  const held = new Set(await directory.groupsOf(personId, groupIds));
  return allRoles.filter((role) => held.has(groups[role]));
}
