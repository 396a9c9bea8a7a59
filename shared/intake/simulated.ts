/**
 * The marks of vendors' sample and test alerts. A title that merely says "test" or "demo" is no such mark: people
 * name real things so.
 */
const mark = /simulated_|\[sample alert\]|this is a sample alert|vm_eicar|test alert \(not a threat\)/i;

const textLengthMax = 20_000;

/** In a title, description or alert type. */
export function bearsSampleMark(...texts: readonly (string | null)[]): boolean {
  return texts.some((text) => text !== null && mark.test(text.slice(0, textLengthMax)));
}

/** EICAR, the harmless test file of the anti-virus trade, as the name of a malware or a file. */
export function namesTestFile(names: readonly (string | null)[]): boolean {
  return names.some((name) => name !== null && /eicar/i.test(name.slice(0, textLengthMax)));
}

/** Values of a free-form bag whose key speaks of a file, a malware or a threat. */
export function suspectValues(bag: ReadonlyMap<string, unknown>): readonly string[] {
  const values: string[] = [];
  for (const [key, value] of bag) {
    if (typeof value !== "string") continue;
    if (/file|malware|threat ?name|threatname|blob name/.test(key)) values.push(value);
  }
  return values;
}
