import type { Recipient, Role } from "../../domain/case/events.ts";
import { isSameValue } from "../../domain/same-value.ts";
import type { Instant } from "../../domain/instants.ts";
import type { GroupAnswer } from "../../ports/directory.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { AppContext } from "../app-context.ts";
import { record } from "./streams.ts";

type RoleContext = Pick<AppContext, "ledger" | "clock" | "sha256">;
type RoleName = Role | "fallback";

/** Who held a role when the directory last said so, for all cases of the house. */
export interface RoleAnswer extends GroupAnswer {
  readonly at: Instant;
}

/** One entry holds so many recipients, so that it fits the store however large a group is. */
const recipientsMax = 1_000;
const streamOf = (role: RoleName): string => `role-${role}`;
const known = new WeakMap<Ledger, Map<RoleName, RoleAnswer | null>>();

/** The last answer that named anybody; undefined where none ever did. `at`: since when it has been the same. */
export async function lastGoodAnswer(
  appContext: RoleContext,
  role: RoleName,
): Promise<RoleAnswer | undefined> {
  const answers = answersOf(appContext.ledger);
  const remembered = answers.get(role);
  if (remembered !== undefined) return remembered ?? undefined;
  const found = answerIn(await appContext.ledger.read(streamOf(role)));
  answers.set(role, found ?? null);
  return found;
}

/** Keeps an answer that names somebody, where it differs from the one before. May be repeated. Throws TransientFailure. */
export async function keepGoodAnswer(
  appContext: RoleContext,
  role: RoleName,
  { recipients, excluded }: GroupAnswer,
): Promise<void> {
  if (recipients.length === 0) return;
  const before = await lastGoodAnswer(appContext, role);
  if (before && isSameValue(before.recipients, recipients)) return;
  for (let part = 0; part < recipients.length; part += recipientsMax) {
    const isLast = part + recipientsMax >= recipients.length;
    await record(
      appContext,
      streamOf(role),
      { kind: "system", name: "tocsin" },
      {
        kind: "roleResolved",
        body: {
          role,
          recipients: recipients.slice(part, part + recipientsMax),
          excluded: isLast ? excluded : [],
          ...(!isLast && { more: true }),
        },
      },
    );
  }
  answersOf(appContext.ledger).set(role, { recipients, excluded, at: appContext.clock.now() });
}

function answersOf(ledger: Ledger): Map<RoleName, RoleAnswer | null> {
  const answers = known.get(ledger) ?? new Map<RoleName, RoleAnswer | null>();
  known.set(ledger, answers);
  return answers;
}

/** The newest answer that is whole: one that was cut off by a crash does not count. */
function answerIn(entries: Awaited<ReturnType<Ledger["read"]>>): RoleAnswer | undefined {
  let answer: RoleAnswer | undefined;
  let parts: Recipient[] = [];
  let isOpen = false;
  for (const { kind, body, recordedAt } of entries) {
    if (kind !== "roleResolved") continue;
    parts = isOpen ? [...parts, ...body.recipients] : [...body.recipients];
    isOpen = body.more === true;
    if (!isOpen) answer = { recipients: parts, excluded: body.excluded, at: recordedAt };
  }
  return answer;
}
