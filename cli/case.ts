import { printJson, utc } from "./say.ts";
import { askService } from "./service.ts";
import type { ServiceOptions } from "./service.ts";

export interface ListedCase {
  readonly caseId: string;
  readonly code?: string;
  readonly title: string;
  readonly state: string;
  readonly openedAt: string;
  readonly drill: boolean;
  readonly obligations: readonly {
    readonly obligationId: string;
    readonly applies: boolean;
    readonly due: string | null;
    readonly state: string;
  }[];
}

/** Every case with its duties. */
export async function caseListCommand(options: ServiceOptions & { readonly json: boolean }): Promise<void> {
  const cases: ListedCase[] = [];
  let path: string | null = "/api/cases";
  while (path !== null) {
    const page = (await (await askService(options, path)).json()) as CasePage;
    cases.push(...page.cases);
    path = page.next;
  }
  if (options.json) return printJson({ cases });
  if (cases.length === 0) process.stdout.write("No cases.\n");
  for (const found of cases) process.stdout.write(`${paragraph(found)}\n`);
}

interface CasePage {
  readonly cases: readonly ListedCase[];
  /** Path of the page that follows; null: this was the last. */
  readonly next: string | null;
}

/** One case, whole. */
export async function caseShowCommand(
  caseId: string,
  options: ServiceOptions & { readonly json: boolean },
): Promise<void> {
  const found = (await (
    await askService(options, `/api/cases/${encodeURIComponent(caseId)}`)
  ).json()) as ListedCase;
  if (options.json) printJson(found);
  else process.stdout.write(`${paragraph(found)}\n`);
}

function paragraph(found: ListedCase): string {
  const rows = found.obligations
    .filter(({ applies }) => applies)
    .map(
      ({ obligationId, due, state }) =>
        `    ${obligationId.padEnd(34)} ${state.padEnd(12)} ${due === null ? "without undue delay" : utc(due)}`,
    );
  const drill = found.drill ? "DRILL · " : "";
  return [
    `${found.caseId}  ${drill}${found.state}  ${found.title}`,
    `    opened ${utc(found.openedAt)}`,
    ...rows,
    "",
  ].join("\n");
}
