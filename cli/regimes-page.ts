/** Prints the rules as a page that a lawyer can read and correct: `node cli/regimes-page.ts` writes docs/regimes.md. */
import { mkdir, writeFile } from "node:fs/promises";
import type { ObligationRule } from "../shared/domain/law/rule.ts";
import {
  conditionWords,
  deadlineWords,
  laterReadingWords,
  pauseWords,
} from "../shared/domain/wording/rules.ts";
import { proposals } from "../shared/rules/proposals.ts";
import { rulebook, textAsOf } from "../shared/rules/rulebook.ts";

export function regimesPage(): string {
  const regimes = [...new Set(rulebook.map(({ regime }) => regime))];
  const sections = regimes.flatMap((regime) => [
    `## ${regime}`,
    ...rulebook.filter((rule) => rule.regime === regime).map(sectionOf),
  ]);
  const proposed = proposals.flatMap(({ title, rules }) => [`_${title}_`, ...rules.map(sectionOf)]);
  return `${[
    "# The rules",
    `Printed from \`shared/rules\` by \`node cli/regimes-page.ts\`; text as of ${textAsOf}. Not legal advice. A date that is due never rolls off a weekend; later ends that could be argued are shown and never scheduled on.`,
    "Every source has a label: _checked_ (the provision was read), _secondary_ (a summary was read), _unverified_ (recalled; look again before relying on it).",
    ...sections,
    "## Proposed, not law",
    ...proposed,
  ].join("\n\n")}\n`;
}

function sectionOf(rule: ObligationRule): string {
  const { source } = rule;
  const valid = rule.validTo === null ? `since ${rule.validFrom}` : `${rule.validFrom} to ${rule.validTo}`;
  const { arguable, contested } = rule.deadlines.at(-1) ?? {};
  const when = rule.when.kind === "all" ? rule.when.of.map(conditionWords) : [conditionWords(rule.when)];
  const lines = [
    `- Owed by: ${rule.owedBy}`,
    `- Owed to: ${rule.owedTo}`,
    "- When:",
    ...when.map((words) => `  - ${words}`),
    ...rule.deadlines.map((deadline) => `- Due: ${deadlineWords(deadline)}`),
    ...(arguable ? [`- Arguable: ${laterReadingWords(arguable)}`] : []),
    ...(contested ? [`- Contested: ${laterReadingWords(contested)}`] : []),
    ...(rule.pause ? [`- Pause: ${pauseWords(rule.pause)}`] : []),
    `- Content: ${rule.content.map(({ id, need }) => (need === "always" ? id : `${id} (${need})`)).join(", ")}`,
    ...rule.methods.map(({ words }) => `- How: ${words}`),
    ...(rule.fulfilledBy === "record" ? ["- Fulfilled by: the record itself, which the ledger is"] : []),
    ...(rule.answerNoNeeds
      ? [`- Before "not a breach" (\`${rule.answerNoNeeds.fact}\`): ${rule.answerNoNeeds.words}`]
      : []),
    ...(rule.retention === undefined ? [] : [`- Keep: ${rule.retention}`]),
    ...rule.exceptions.map((words) => `- Exception: ${words}`),
    `- Note: ${rule.note}`,
    `- Source: [${source.cite}](${source.url}), ${source.check}, ${source.checkedOn}`,
    ...(source.doubts ?? []).map((words) => `- Doubt: ${words}`),
  ];
  return `### ${rule.title}\n\n\`${rule.id}\`, ${valid}\n\n${lines.join("\n")}`;
}

if (import.meta.main) {
  await mkdir(new URL("../docs/", import.meta.url), { recursive: true });
  await writeFile(new URL("../docs/regimes.md", import.meta.url), regimesPage());
}
