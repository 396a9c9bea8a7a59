import { count } from "../shared/domain/wording/durations.ts";
import { formatDue } from "../shared/domain/wording/times.ts";
import { CliError } from "./cli-error.ts";
import { printJson, printLines, utc } from "./say.ts";
import { askService } from "./service.ts";
import type { ServiceOptions } from "./service.ts";

interface AnnualLog {
  readonly year: number;
  readonly due: string;
  readonly timeZone: string;
  readonly totals: {
    readonly breaches: number;
    readonly people: number;
    readonly peopleUnknown: number;
    readonly entered: number;
    readonly notEntered: number;
  };
  readonly entries: readonly {
    readonly caseId: string;
    readonly code: string;
    readonly title: string;
    readonly discoveredOn: string | null;
    readonly people: number | null;
    readonly state: string;
    readonly due: string | null;
    readonly enteredAt: string | null;
    readonly reference: string | null;
    readonly missing: readonly string[];
  }[];
}

/** The breaches of fewer than 500 people that were discovered in a year, and how far their entries at HHS are. */
export async function annualLogCommand(
  year: string,
  options: ServiceOptions & { readonly json: boolean; readonly csv: boolean },
): Promise<void> {
  if (!/^[12]\d{3}$/.test(year))
    throw new CliError(64, "usage", `A year is four digits, such as 2026, not ${year}.`);
  if (options.csv && options.json) throw new CliError(64, "usage", "Choose one of --csv and --json.");
  const path = `/api/annual-log/${year}`;
  if (options.csv) {
    process.stdout.write(await (await askService(options, `${path}/csv`)).text());
    return;
  }
  const log = (await (await askService(options, path)).json()) as AnnualLog;
  if (options.json) printJson(log);
  else printLines(inWords(log));
}

function inWords({ year, due, timeZone, totals, entries }: AnnualLog): readonly string[] {
  const unknown = totals.peopleUnknown === 0 ? "" : ` and an unknown number in ${totals.peopleUnknown}`;
  const dayOf = (at: string): string => formatDue(at, { elapsedHours: false, timeZone }).local;
  return [
    `Annual breach log ${year}: ${count(totals.breaches, "breach", "breaches")}, ${count(totals.people, "person", "people")}${unknown}; ${totals.entered} entered, ${totals.notEntered} not yet.`,
    `Due ${dayOf(due)} (${timeZone}).`,
    ...entries.flatMap((entry) => [
      `${entry.caseId}  ${entry.state}  ${entry.title}`,
      `    discovered ${entry.discoveredOn ?? "(not known)"}, ${entry.people === null ? "an unknown number of people" : count(entry.people, "person", "people")}`,
      entry.enteredAt === null
        ? `    due ${entry.due === null ? "without undue delay" : dayOf(entry.due)}; still missing: ${entry.missing.join(", ") || "nothing"}`
        : `    entered ${utc(entry.enteredAt)}${entry.reference === null ? "" : `, reference ${entry.reference}`}`,
    ]),
  ];
}
