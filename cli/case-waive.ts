import { CliError } from "./cli-error.ts";
import { printJson, printLines, utc } from "./say.ts";
import { askService } from "./service.ts";
import { signIn } from "./signed-in.ts";
import type { PersonOptions } from "./signed-in.ts";

interface Unfound {
  readonly purposeKey: string;
  readonly purpose: string;
  readonly role: string;
  readonly at: string;
  readonly problem: string;
}

/** Without a purpose lists what nobody could be found for; with one, decides that nobody is to be written to about it. */
export async function caseWaiveCommand(
  caseId: string,
  purpose: string | undefined,
  options: PersonOptions & { readonly reason?: string; readonly json: boolean },
): Promise<void> {
  const path = `/api/cases/${encodeURIComponent(caseId)}/recipients`;
  if (purpose === undefined) return list(caseId, path, options);
  const { reason, json } = options;
  if (reason === undefined || reason.trim() === "")
    throw new CliError(64, "usage", "Say with --reason why nobody is to be written to.");
  const person = await signIn(options);
  const answer = await person.post<object>(path, { purpose, reason });
  if (json) printJson(answer);
  else printLines([`Nobody is written to about ${purpose} in ${caseId}.`]);
}

async function list(
  caseId: string,
  path: string,
  options: PersonOptions & { readonly json: boolean },
): Promise<void> {
  const found =
    options.as === undefined
      ? ((await (await askService(options, path)).json()) as { readonly unfound: readonly Unfound[] })
      : await (await signIn(options)).get<{ readonly unfound: readonly Unfound[] }>(path);
  if (options.json) return printJson(found);
  printLines(
    found.unfound.length === 0
      ? [`Somebody was found for everything in ${caseId}.`]
      : found.unfound.map(
          ({ purposeKey, purpose, role, at, problem }) =>
            `${purposeKey}: ${purpose} (${role}, since ${utc(at)})\n    ${problem}`,
        ),
  );
}
