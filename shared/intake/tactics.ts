const saidForNone = new Set(["", "unknown", "none", "null", "na", "n-a", "-"]);
const tacticsMax = 100;

/** Senders use a handful of words for tactics. Bounded, since whoever can send can also invent words. */
const tacticsByWord = new Map<string, string>();
const wordsMax = 1000;

/** `CredentialAccess`, `Credential Access` and `credential_access` are one tactic: `credential-access`. */
export function tacticsOf(words: readonly (string | null)[]): readonly string[] {
  const tactics: string[] = [];
  for (const word of words) {
    const tactic = word === null || word.length > 80 ? "" : tacticOf(word);
    if (!saidForNone.has(tactic) && tactics.length < tacticsMax && !tactics.includes(tactic))
      tactics.push(tactic);
  }
  return tactics;
}

function tacticOf(word: string): string {
  const known = tacticsByWord.get(word);
  if (known !== undefined) return known;
  const tactic = word
    .trim()
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .toLowerCase();
  if (tacticsByWord.size < wordsMax) tacticsByWord.set(word, tactic);
  return tactic;
}

/** The technique numbers of ATT&CK in texts such as `Phishing (T1566.001)`. */
export function techniquesOf(values: readonly (string | null)[]): readonly string[] {
  const techniques = new Set<string>();
  for (const value of values) {
    const found = value === null ? null : /\bT\d{4}(?:\.\d{3})?\b/.exec(value.slice(0, 200));
    if (found && techniques.size < tacticsMax) techniques.add(found[0]);
  }
  return [...techniques];
}
