/** One small change of the source that breaks a promise, to see whether a test notices. */
export interface Mutation {
  /** From the root of the project. */
  readonly file: string;
  /** Stands in the file exactly once. */
  readonly from: string;
  readonly to: string;
  /** What no longer holds with it, in words. */
  readonly breaks: string;
  /** Why no test of this list notices it, where that is accepted. */
  readonly survives?: string;
}

export interface Area {
  readonly name: string;
  /** Folders or files of tests that are run first; what they do not notice, all tests of domain and cases are asked about. */
  readonly tests: readonly string[];
  readonly mutations: readonly Mutation[];
}

/** The source with the change made; an error where the list no longer fits the source. */
export function mutated(source: string, { file, from, to, breaks }: Mutation): string {
  const times = source.split(from).length - 1;
  if (times !== 1)
    throw new Error(`${file}: the text to change for "${breaks}" stands there ${times} times, not once`);
  if (from === to) throw new Error(`${file}: "${breaks}" changes nothing`);
  return source.replace(from, () => to);
}

export type Fate = "killed" | "survived";

/** What is wrong with a run, a line each; nothing where only accepted mutations survived. */
export const complaintsAbout = (
  fates: readonly { readonly mutation: Mutation; readonly fate: Fate }[],
): readonly string[] =>
  fates.flatMap(({ mutation: { file, breaks, survives }, fate }) =>
    fate === "survived" && survives === undefined ? [`survived: ${breaks} (${file})`] : [],
  );
