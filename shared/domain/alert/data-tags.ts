import type { DataClassification } from "./alert.ts";

/** What an organisation's tags say about data. Names and words are compared without regard to case and punctuation. */
export interface TagVocabulary {
  /** Tags that are read, the first that says something first. */
  readonly names: readonly string[];
  readonly phi: readonly string[];
  readonly euPersonal: readonly string[];
  readonly neither: readonly string[];
}

export interface TagStatement {
  /** The tag as it is spelled at the resource. */
  readonly tag: string;
  readonly value: DataClassification;
}

/**
 * What the tags of one thing say, or null where none of them speaks of data. A value may be a list (`phi, gdpr`); a word
 * that nobody declared makes the value `unknown` unless another word of it says yes.
 */
export function statementOf(
  tags: Readonly<Record<string, string>>,
  vocabulary: TagVocabulary,
): TagStatement | null {
  const spelled = new Map(Object.keys(tags).map((tag) => [folded(tag), tag]));
  for (const name of vocabulary.names) {
    const tag = spelled.get(folded(name));
    const value = tag === undefined ? "" : (tags[tag] ?? "");
    if (tag !== undefined && value.trim() !== "") return { tag, value: valueIn(value, vocabulary) };
  }
  return null;
}

function valueIn(text: string, vocabulary: TagVocabulary): DataClassification {
  const words = text
    .split(/[,;+|]/)
    .map(folded)
    .filter(Boolean);
  const says = (declared: readonly string[]): boolean =>
    declared.map(folded).some((word) => words.includes(word));
  const both = words.includes("both");
  const isHealth = both || says(vocabulary.phi);
  const isEuropean = both || says(vocabulary.euPersonal);
  if (isHealth) return isEuropean ? "both" : "phi";
  if (isEuropean) return "eu-personal";
  const no = vocabulary.neither.map(folded);
  return words.length > 0 && words.every((word) => no.includes(word)) ? "neither" : "unknown";
}

function folded(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");
}
