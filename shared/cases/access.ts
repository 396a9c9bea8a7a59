import type { ClientPrincipal } from "../contracts/principal.ts";
import type { Question } from "../domain/case/state.ts";
import type { Role } from "../domain/case/events.ts";
import { roles as allRoles } from "../domain/case/vocabulary.ts";
import type { AppContext } from "./app-context.ts";

/** Somebody in front of a page, with what they may do at this moment. */
export interface Principal {
  readonly personId: string;
  readonly name: string;
  /** Held through a group of the directory: these may decide. */
  readonly roles: readonly Role[];
  /** Held through a claim only (an operator's token, an auditor's app role): these read and export. */
  readonly readerRoles: readonly Role[];
}

const claimable: readonly Role[] = ["operator", "auditor"];

/**
 * Asks the directory which roles the person holds right now; nothing is remembered from the sign-in. Throws
 * TransientFailure when the directory cannot be asked: then nobody may do anything.
 */
export async function principalOf(appContext: AppContext, principal: ClientPrincipal): Promise<Principal> {
  const readerRoles = claimable.filter((role) =>
    principal.roleClaims.some((claim) => claim.toLowerCase() === role),
  );
  const roles = await rolesOf(appContext, principal.id);
  return { personId: principal.id, name: principal.name, roles, readerRoles };
}

async function rolesOf(appContext: AppContext, personId: string): Promise<readonly Role[]> {
  const { groups } = appContext.settings;
  const held = new Set(
    await appContext.directory.groupsOf(
      personId,
      allRoles.map((role) => groups[role]),
    ),
  );
  return allRoles.filter((role) => held.has(groups[role]));
}

export const shownRoles = ({ roles, readerRoles }: Principal): readonly Role[] => [
  ...new Set([...roles, ...readerRoles]),
];

/** Everybody with a part in a case reads all of it: who decides must see what the others know. */
export const mayRead = (principal: Principal): boolean => shownRoles(principal).length > 0;

/** Facts come from those who work on the case. Auditors change nothing; the notice desk sends what others approved. */
export const mayChangeFacts = ({ roles }: Principal): boolean =>
  roles.some((role) => role !== "auditor" && role !== "operator" && role !== "notice-desk");

/** What is in quarantine was looked at by nobody yet: it may hold anything, and is for those who deal with it. */
export const mayReadQuarantine = (principal: Principal): boolean =>
  shownRoles(principal).some((role) => quarantineReaders.includes(role));

const quarantineReaders: readonly Role[] = ["incident-commander", "operator", "auditor"];

/** The role in which the visitor may act on it, if any. A token's claim is not enough: it names no person. */
export const mayActOnQuarantine = ({ roles }: Principal): Role | undefined =>
  roles.find((role) => role === "incident-commander" || role === "operator");

/**
 * The role in which the visitor may answer, if any: the one that was asked, one that was asked later because the first
 * did not answer, or an executive's.
 */
export function mayAnswer(
  question: Pick<Question, "role" | "rounds">,
  roles: readonly Role[],
): Role | undefined {
  const asked: readonly Role[] = [question.role, ...question.rounds.map(({ role }) => role), "executive"];
  return asked.find((role) => roles.includes(role));
}
