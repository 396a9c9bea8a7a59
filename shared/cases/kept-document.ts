import type { Instant } from "../domain/instants.ts";
import type { Clock } from "../ports/clock.ts";
import type { OperatorsDocument } from "../ports/document.ts";

export interface Kept<Content> {
  /** The newest content that could be used. */
  readonly content: Content;
  /** Where that content comes from, in words. */
  readonly origin: string;
  /** When its source last said just this. */
  readonly readAt: Instant;
  /** What is wrong with the document as it stands now; null where `content` is what it says. */
  readonly problem: string | null;
}

/** Larger than any list that a person keeps. */
const charactersMax = 5_000_000;

/**
 * The content of a document that may change at any time: read anew at each call, so that a change counts from the next
 * alert on. A version that cannot be used is refused and named, and the last good one stays in force; before there was
 * one, the fallback does. Never throws.
 */
export function keptDocument<Content>(options: {
  /** Null: nothing is configured, and the fallback is all there is. */
  readonly document: OperatorsDocument | null;
  /** Throws an error whose message says what is wrong, and where. */
  readonly parse: (text: string) => Content | Promise<Content>;
  readonly fallback: { readonly content: Content; readonly origin: string };
  readonly clock: Clock;
}): () => Promise<Kept<Content>> {
  const { document, parse, fallback, clock } = options;
  let good = { ...fallback, readAt: clock.now() };
  if (document === null) return async () => ({ ...good, readAt: clock.now(), problem: null });

  let judged: { readonly text: string; readonly problem: string | null } | undefined;
  const judge = async (text: string): Promise<string | null> => {
    if (text.length > charactersMax) return `cannot be used: it is longer than ${charactersMax} characters`;
    try {
      good = { content: await parse(text), origin: document.name, readAt: clock.now() };
      return null;
    } catch (error) {
      return `cannot be used: ${messageOf(error)}`;
    }
  };
  const inForce = (problem: string | null): Kept<Content> => ({
    ...good,
    problem: problem === null ? null : `${document.name} ${problem} (in force: ${good.origin})`,
  });
  return async () => {
    let text: string | undefined;
    try {
      text = await document.read();
    } catch (error) {
      return inForce(`cannot be read: ${messageOf(error)}`);
    }
    if (text === undefined) return inForce("is not there");
    if (judged?.text !== text) judged = { text, problem: await judge(text) };
    else if (judged.problem === null) good = { ...good, readAt: clock.now() };
    return inForce(judged.problem);
  };
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
