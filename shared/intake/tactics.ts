const saidForNone = new Set(["", "unknown", "none", "null", "na", "n-a", "[]"]);

/** `CredentialAccess`, `Credential Access` and `credential_access` are one tactic: `credential-access`. */
export function tacticsOf(values: readonly (string | null)[]): readonly string[] {
  const tactics = new Set<string>();
  for (const value of values) {
    if (value === null || value.length > 80) continue;
    const tactic = value
      .trim()
      .replace(/([a-z])([A-Z])/g, "$1-$2")
      .replace(/[^A-Za-z0-9]+/g, "-")
      .toLowerCase();
    if (!saidForNone.has(tactic)) tactics.add(tactic);
  }
  return [...tactics];
}

/** The technique numbers of ATT&CK in texts such as `Phishing (T1566.001)`. */
export function techniquesOf(values: readonly (string | null)[]): readonly string[] {
  const techniques = new Set<string>();
  for (const value of values) {
    const found = value === null ? null : /\bT\d{4}(?:\.\d{3})?\b/.exec(value.slice(0, 200));
    if (found) techniques.add(found[0]);
  }
  return [...techniques];
}
