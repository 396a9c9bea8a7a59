import { parseArgs } from "node:util";
import { areas } from "./list.ts";
import { complaintsAbout } from "./mutation.ts";
import type { Fate, Mutation } from "./mutation.ts";
import { startTrials } from "./trial.ts";

/**
 * Makes each small change of the list, one at a time and in memory only, and says whether a test of domain and cases noticed.
 * Ends with 1 where one survived without an accepted reason, or where the tests fail without any change. `--only TEXT`: those
 * whose file or promise has the text in it. `--quick`: what the tests of its area do not notice counts as survived, though
 * another test may.
 */
const { only, quick } = parseArgs({
  options: { only: { type: "string", default: "" }, quick: { type: "boolean", default: false } },
}).values;
const everything = ["test/domain/", "test/cases/"];
const trials = startTrials();
const fates: { readonly mutation: Mutation; readonly fate: Fate }[] = [];

for (const { name, tests, mutations } of areas) {
  const chosen = mutations.filter(({ file, breaks }) => `${file} ${breaks}`.includes(only));
  if (chosen.length === 0) continue;
  if ((await trials.fateOf(null, tests)) === "killed")
    throw new Error(`${name}: the tests fail without a mutation`);
  for (const mutation of chosen) {
    const first = await trials.fateOf(mutation, tests);
    const fate = first === "killed" || quick ? first : await trials.fateOf(mutation, everything);
    fates.push({ mutation, fate });
    process.stdout.write(`${fate.padEnd(9)} ${mutation.breaks} (${mutation.file})\n`);
  }
}
await trials.close();

const survived = fates.filter(({ fate }) => fate === "survived");
for (const { mutation } of survived.filter(({ mutation: { survives } }) => survives !== undefined))
  process.stdout.write(`accepted: ${mutation.breaks}: ${mutation.survives ?? ""}\n`);
const complaints = complaintsAbout(fates);
for (const complaint of complaints) process.stdout.write(`${complaint}\n`);
const share = fates.length === 0 ? 0 : (100 * survived.length) / fates.length;
process.stdout.write(
  `${fates.length} mutations, ${fates.length - survived.length} killed, ${survived.length} survived (${share.toFixed(1)} %)\n`,
);
process.exitCode = complaints.length > 0 || fates.length === 0 ? 1 : 0;
