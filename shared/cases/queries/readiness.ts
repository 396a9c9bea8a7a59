import type { Role } from "../../domain/case/events.ts";
import type { AppContext } from "../app-context.ts";
import { noCase } from "./health.ts";

export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  /** What to do, or null when nothing is wrong. */
  readonly fix: string | null;
}

/** Nobody's operation: what is asked about it tells only whether the provider lets us ask. */
const noOperation = "00000000-0000-4000-8000-000000000000";
/** Longer past its next instant than this, an open case is not being looked after. */
const sweptWithinMs = 5 * 60_000;

/** Asks each thing that the service depends on, and changes nothing. Names no person and no case. */
export async function readinessOf(appContext: AppContext): Promise<readonly ReadinessCheck[]> {
  const roles = Object.entries(appContext.settings.groups) as [Role | "fallback", string][];
  return Promise.all([
    check("ledger", "Check CosmosDb__endpoint, and the identity's data role on the account.", async () => {
      await appContext.ledger.read(noCase);
      return "it can be read";
    }),
    check(
      "case index",
      "Check CosmosDb__endpoint; the index can be rebuilt from the ledger. A case that the sweeper meets and cannot look after is damaged: its log names it, see the runbook.",
      () => sweeperIsCurrent(appContext),
    ),
    check(
      "recipients",
      "Put somebody with a mailbox into the group of the role or into the fallback group: it is asked again by itself. Or decide on the page Recipients of the case that nobody is to be written to.",
      () => somebodyWasFound(appContext),
    ),
    check("originals", "Check the blob service, and the identity's data role on it.", async () => {
      await appContext.originals.read("0".repeat(64));
      return "the store answers";
    }),
    check(
      "quarantine",
      "Look at the page Quarantine: submit again what can be mended, dismiss the rest.",
      () => nothingWaits(appContext),
    ),
    check(
      "mail",
      "Check Email__endpoint and Email__sender, and the identity's role on the resource.",
      async () => {
        await appContext.mail.statusOf(noOperation);
        return "the provider answers";
      },
    ),
    ...triageChecks(appContext),
    ...roles.map(([role, groupId]) =>
      check(
        `people: ${role}`,
        `Put somebody with a mailbox into the group ${groupId}, or name another.`,
        async () => {
          const answer = await appContext.directory.membersOf(groupId);
          if (!answer || answer.recipients.length === 0)
            throw new Error(
              answer ? "the group gives nobody who can be written to" : "there is no such group",
            );
          return `${answer.recipients.length} can be written to, ${answer.excluded.length} left out`;
        },
      ),
    ),
  ]);
}

function triageChecks({ classifications, triageRules }: AppContext): readonly Promise<ReadinessCheck>[] {
  return [
    check(
      "triage rules",
      "Correct what Triage__rules names; until then the last good rules decide.",
      async () => {
        const { content, origin, problem } = await triageRules();
        if (problem !== null) throw new Error(problem);
        return `${content.length} rules, from ${origin}`;
      },
    ),
    check("registry of data", "Correct what Classification__registry names.", async () => {
      const { content, origin, problem } = await classifications.registry();
      if (problem !== null) throw new Error(problem);
      return `${content.size} resources are stated, from ${origin}`;
    }),
    check(
      "tags of resources",
      "Give the service's identity the role Reader on the subscriptions (or the management group) that alerts come from, and check ResourceGraph__endpoint. Until then what a resource holds is unknown, which counts as classified at high severity.",
      async () => classifications.tags?.reach() ?? "are not read: ResourceGraph__endpoint is none",
    ),
  ];
}

async function sweeperIsCurrent(appContext: AppContext): Promise<string> {
  const since = new Date(Date.parse(appContext.clock.now()) - sweptWithinMs).toISOString();
  const { rows, next } = await appContext.index.listDue(since);
  if (rows.length > 0)
    throw new Error(
      `${next === null ? rows.length : `more than ${rows.length}`} cases stand still past their next instant`,
    );
  return `${await appContext.index.count({ open: true })} open cases, none stands still`;
}

/** Earlier than any next instant: of the cases in trouble those that are merely late are left out. */
const beforeAll = "1970-01-01T00:00:00.000Z";

/** By one query: open cases whose last search for recipients did not go as it should. */
async function somebodyWasFound({ index }: AppContext): Promise<string> {
  const { rows, next } = await index.listPage({ open: true, inTroubleAt: beforeAll });
  const problems = rows.flatMap(({ directoryProblem }) => directoryProblem ?? []);
  if (problems.length === 0) return "everybody who is to be written to was found";
  const cases = `${next === null ? "" : "at least "}${problems.length}`;
  throw new Error(
    `in ${cases} open ${problems.length === 1 ? "case" : "cases"}: ${[...new Set(problems)].join(" ")}`,
  );
}

/** An alert that nobody could read may be a breach that nobody knows of. */
async function nothingWaits({ quarantine }: AppContext): Promise<string> {
  const waiting = await quarantine.countWaiting();
  if (waiting > 0) throw new Error(`${waiting} ${waiting === 1 ? "payload waits" : "payloads wait"}, unread`);
  return "nothing waits";
}

async function check(name: string, fix: string, ask: () => Promise<string>): Promise<ReadinessCheck> {
  try {
    return { name, ok: true, detail: await ask(), fix: null };
  } catch (error) {
    return { name, ok: false, detail: error instanceof Error ? error.message : String(error), fix };
  }
}
