import { CliError } from "./cli-error.ts";
import { printJson, printLines, utc } from "./say.ts";
import { askService } from "./service.ts";
import { signIn } from "./signed-in.ts";
import type { PersonOptions } from "./signed-in.ts";
import { describeMovingClocks } from "./case-fact.ts";
import type { MovedClock } from "./case-fact.ts";

interface Hold {
  readonly holdId: string;
  readonly standing: boolean;
  readonly statements: readonly { readonly sentence: string; readonly who: string; readonly at: string }[];
  readonly lifted: { readonly at: string; readonly who: string; readonly reason: string } | null;
}

interface Stated {
  readonly caseId: string;
  readonly recorded: boolean;
  readonly holds: readonly Hold[];
  readonly clocks: readonly MovedClock[];
}

export interface HoldOptions extends PersonOptions {
  readonly form?: string;
  readonly statedAt?: string;
  readonly until?: string;
  readonly official?: string;
  readonly agency?: string;
  readonly document?: string;
  readonly liftedAt?: string;
  readonly reason?: string;
  readonly yes: boolean;
  readonly json: boolean;
}

const pathOf = (caseId: string): string => `/api/cases/${encodeURIComponent(caseId)}/holds`;

/**
 * Requests of law enforcement to wait: lists them without an action; with one, shows which clocks it would move and,
 * with `--yes`, records it as the person who signs in.
 */
export async function caseHoldCommand(
  caseId: string,
  { action, holdId }: { readonly action: string | undefined; readonly holdId: string | undefined },
  options: HoldOptions,
): Promise<void> {
  if (action === undefined) return list(caseId, options);
  if (!["place", "extend", "lift"].includes(action))
    throw new CliError(
      64,
      "usage",
      `A hold is placed, extended or lifted: “${action}” is none of the three.`,
    );
  if (action === "place" ? holdId !== undefined : holdId === undefined)
    throw new CliError(
      64,
      "usage",
      action === "place"
        ? "A new hold has no id yet: leave it out."
        : `Say which hold, such as: ${action} hold-1.`,
    );
  const { form, statedAt, until, official, agency, document, liftedAt, reason, yes, json } = options;
  const person = await signIn(options);
  const stated = await person.post<Stated>(pathOf(caseId), {
    action,
    holdId,
    form,
    statedAt,
    until,
    officialIdentity: official,
    agency,
    documentRef: document,
    liftedAt,
    reason,
    record: yes,
  });
  if (json) return printJson(stated);
  printLines([
    stated.recorded ? `Recorded in ${stated.caseId}.` : `Not recorded yet (add --yes). In ${stated.caseId}:`,
    ...describeMovingClocks(stated.clocks),
    ...stated.holds.flatMap(describeHold),
  ]);
}

async function list(caseId: string, options: HoldOptions): Promise<void> {
  const read = (): Promise<Pick<Stated, "caseId" | "holds">> =>
    options.as === undefined
      ? askService(options, pathOf(caseId)).then((answer) => answer.json() as Promise<Stated>)
      : signIn(options).then((person) => person.get(pathOf(caseId)));
  const found = await read();
  if (options.json) return printJson(found);
  printLines(
    found.holds.length === 0
      ? [`Law enforcement has not asked to wait in ${caseId}.`]
      : found.holds.flatMap(describeHold),
  );
}

function describeHold({ holdId, standing, statements, lifted }: Hold): readonly string[] {
  const state = lifted
    ? `lifted as of ${utc(lifted.at)} by ${lifted.who}: ${lifted.reason}`
    : standing
      ? "stands"
      : "has ended";
  return [
    `${holdId}: ${state}`,
    ...statements.map(({ sentence, who, at }) => `    ${sentence} (${who}, ${utc(at)})`),
  ];
}

/** Opens a closed case again. */
export async function caseReopenCommand(
  caseId: string,
  options: PersonOptions & { readonly reason?: string; readonly json: boolean },
): Promise<void> {
  const person = await signIn(options);
  const { reason, json } = options;
  const answer = await person.post<{ readonly caseId: string; readonly state: string }>(
    `/api/cases/${encodeURIComponent(caseId)}/reopen`,
    { reason: reason ?? "" },
  );
  if (json) printJson(answer);
  else printLines([`${caseId} is open again.`]);
}
