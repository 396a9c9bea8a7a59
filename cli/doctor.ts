import { askService } from "./service.ts";
import type { ServiceOptions } from "./service.ts";

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix: string | null;
}

/** Asks a running service about each thing it depends on. Exit 1 when one of them is not healthy. */
export async function doctorCommand(options: ServiceOptions & { readonly json: boolean }): Promise<void> {
  const answer = await askService(options, "/api/readiness");
  const { checks } = (await answer.json()) as { readonly checks: readonly Check[] };
  if (options.json)
    process.stdout.write(`${JSON.stringify({ healthy: checks.every(({ ok }) => ok), checks })}\n`);
  else for (const check of checks) process.stdout.write(sentence(check));
  if (!checks.every(({ ok }) => ok)) process.exitCode = 1;
}

const sentence = ({ name, ok, detail, fix }: Check): string =>
  `${ok ? "ok  " : "FAIL"} ${name.padEnd(22)} ${detail}\n${fix === null ? "" : `     ${" ".repeat(22)} ${fix}\n`}`;
