/**
 * What a signed-in person may do at this moment. Every page, JSON route and command asks here, and nowhere else; whoever
 * asks has read the person's roles from the directory for this very request.
 */
import type { Actor, Role } from "./events.ts";
import type { Question } from "./state.ts";
import { roles } from "./vocabulary.ts";

/** An authenticated person with the roles that the directory gives at this moment. */
export interface Principal {
  readonly personId: string;
  readonly name: string;
  /** Held through a group of the directory: these may decide. */
  readonly roles: readonly Role[];
  /** Held through a claim only (an operator's token, an auditor's app role): these read and export. */
  readonly readerRoles: readonly Role[];
}

export const allRoles: readonly Role[] = roles;

/** Roles that a claim of the sign-in may give, for reading only. */
export const claimableRoles: readonly Role[] = ["operator", "auditor"];

/** Who stands in the ledger for what this person does. */
export const actorOf = ({ personId, name }: Principal): Actor => ({ kind: "person", id: personId, name });

/** All roles of the person, each once, however they are held. */
export const heldRoles = ({ roles, readerRoles }: Principal): readonly Role[] => [
  ...new Set([...roles, ...readerRoles]),
];

/** Everybody with a part in a case reads all of it: who decides must see what the others know. */
export const mayRead = (principal: Principal): boolean => heldRoles(principal).length > 0;

/** Facts come from those who work on the case. Auditors change nothing; the notice desk sends what others approved. */
export const mayChangeFacts = ({ roles }: Principal): boolean =>
  roles.some((role) => role !== "auditor" && role !== "operator" && role !== "notice-desk");

/** Operators mend what does not arrive; so do those who work on the case. */
export const mayResend = (principal: Principal): boolean =>
  mayChangeFacts(principal) || principal.roles.includes("operator");

/** What is in quarantine was looked at by nobody yet: it may hold anything, and is for those who deal with it. */
export const mayReadQuarantine = (principal: Principal): boolean =>
  heldRoles(principal).some((role) => quarantineReaders.includes(role));

const quarantineReaders: readonly Role[] = ["incident-commander", "operator", "auditor"];

/** The role in which the person may act on it, if any. A token's claim is not enough: it names no person. */
export const mayActOnQuarantine = ({ roles }: Principal): Role | undefined =>
  roles.find((role) => role === "incident-commander" || role === "operator");

/**
 * The role in which the person may answer, if any: the one that was asked, one that was asked later because the first
 * did not answer, or an executive's.
 */
export function mayAnswer(
  question: Pick<Question, "role" | "rounds">,
  { roles }: Pick<Principal, "roles">,
): Role | undefined {
  const asked: readonly Role[] = [question.role, ...question.rounds.map(({ role }) => role), "executive"];
  return asked.find((role) => roles.includes(role));
}
