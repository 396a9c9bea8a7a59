import { parseFacts } from "../shared/contracts/facts.ts";
import { EnisaInputsSchema } from "../shared/contracts/risk.ts";
import { fourFactorWorksheet } from "../shared/domain/assessment/four-factors.ts";
import type { FourFactorWorksheet } from "../shared/domain/assessment/four-factors.ts";
import type { Facts } from "../shared/domain/law/facts.ts";
import { proposeEnisaInputs } from "../shared/domain/assessment/enisa-inputs.ts";
import { enisaSeverity } from "../shared/domain/assessment/risk.ts";
import type { EnisaInputs, EnisaSeverity } from "../shared/domain/assessment/risk.ts";
import { CliError } from "./cli-error.ts";
import { readJson } from "./read-json.ts";

interface Assessment {
  readonly fourFactors: FourFactorWorksheet;
  readonly enisa: EnisaSeverity & { readonly reasons: readonly string[]; readonly open: readonly string[] };
  readonly warnings?: readonly string[];
}

/**
 * Lays out what is known for the two risk questions. Takes facts, in which `enisa` may hold the inputs that somebody
 * judged, or those inputs alone; without them they are proposed from the facts. Throws `CliError` 65 for bad input.
 */
export async function assessCommand(options: {
  readonly file: string;
  readonly json: boolean;
}): Promise<void> {
  const value = await readJson(options.file);
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new CliError(65, "invalid-fact", "the input must be an object of facts");
  const { judged, at, rest } = judgedInputs(value as Record<string, unknown>);
  const parsed = parseFacts({ regimes: [], timeZone: "UTC", ...rest });
  if (!parsed.ok) throw new CliError(65, parsed.error.kind, parsed.error.message, parsed.error.path);
  const assessment = assess(parsed.facts, judged === undefined ? undefined : inputsFrom(judged, at));
  const answer = { ...assessment, ...(parsed.warnings.length > 0 && { warnings: parsed.warnings }) };
  process.stdout.write(
    options.json || !process.stdout.isTTY ? `${JSON.stringify(answer, null, 2)}\n` : inWords(answer),
  );
}

/** The inputs stand alone, or under `inputs` as worked examples have them, or as the fact `enisa`. */
function judgedInputs(value: Record<string, unknown>): {
  readonly judged?: unknown;
  readonly at: string;
  readonly rest: Record<string, unknown>;
} {
  const { enisa, inputs, ...rest } = value;
  if (enisa !== undefined) return { judged: enisa, at: "enisa", rest };
  if (inputs !== undefined) return { judged: inputs, at: "inputs", rest: {} };
  return "dpc" in value ? { judged: value, at: "", rest: {} } : { at: "", rest: value };
}

function inputsFrom(judged: unknown, at: string): EnisaInputs {
  const parsed = EnisaInputsSchema.safeParse(judged);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [...(at === "" ? [] : [at]), ...(issue?.path ?? [])].map(String).join(".");
  throw new CliError(65, "invalid-fact", `${path} ${issue?.message ?? "is not understood"}`, path);
}

function assess(facts: Facts, judged: EnisaInputs | undefined): Assessment {
  const proposed = judged
    ? { inputs: judged, reasons: ["The inputs were judged by a person."], open: [] }
    : proposeEnisaInputs(facts);
  const { inputs, reasons, open } = proposed;
  return {
    fourFactors: fourFactorWorksheet(facts),
    enisa: { ...enisaSeverity(inputs, facts), reasons, open },
  };
}

function inWords({ fourFactors, enisa }: Assessment): string {
  const factors = fourFactors.factors.flatMap(({ question, guidance, stated }, index) => [
    `${index + 1}. ${question}`,
    ...guidance.map((line) => `     ${line}`),
    ...stated.map((line) => `   known: ${line}`),
    "   answer:",
  ]);
  return [
    `Four factors (${fourFactors.citation})`,
    ...factors,
    fourFactors.presumption,
    fourFactors.decidedBy,
    "",
    "ENISA severity (2013)",
    ...[...enisa.reasons, ...enisa.open, ...enisa.steps, ...enisa.flags].map((line) => `  ${line}`),
    "  A number proposes nothing to the law; a person confirms the risk.",
    "",
  ].join("\n");
}
