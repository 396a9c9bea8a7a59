import type { LedgerEntry } from "../domain/case/events.ts";
import type { CaseId, Digest } from "../domain/ids.ts";
import type { Instant } from "../domain/instants.ts";
import { canonicalText } from "./canonical.ts";
import { type ExportHeader, type ExportTrailer, exportVersion, type Head, type Sha256 } from "./format.ts";

export interface ExportOptions {
  readonly exportedAt: Instant;
  /** `all`, or the id of the one case that is exported. */
  readonly scope: string;
  readonly sha256: Sha256;
}

/**
 * The lines of an export, each with its line feed. `entries` must come grouped by case, cases ascending by id and
 * entries by `seq`; they are written as they were found, so that an export shows damage instead of mending it.
 */
export async function* exportLines(
  entries: AsyncIterable<LedgerEntry> | Iterable<LedgerEntry>,
  options: ExportOptions,
): AsyncGenerator<string, void, undefined> {
  const header = headerText(options);
  yield `${header}\n`;
  const heads: Head[] = [];
  let total = 0;
  let open: { caseId: CaseId; entries: number; head: Digest } | undefined;
  for await (const entry of entries) {
    if (open?.caseId !== entry.caseId) {
      if (open) heads.push(open);
      open = { caseId: entry.caseId, entries: 0, head: entry.hash };
    }
    open.entries += 1;
    open.head = entry.hash;
    total += 1;
    yield `${canonicalText(entry)}\n`;
  }
  if (open) heads.push(open);
  yield `${trailerText(header, { heads, total }, options.sha256)}\n`;
}

function headerText({ exportedAt, scope }: ExportOptions): string {
  return canonicalText({ tocsinExport: exportVersion, exportedAt, scope } satisfies ExportHeader);
}

function trailerText(
  header: string,
  found: { heads: readonly Head[]; total: number },
  sha256: Sha256,
): string {
  const content = {
    tocsinExport: exportVersion,
    cases: found.heads.length,
    entries: found.total,
    heads: found.heads,
  } satisfies Omit<ExportTrailer, "digest">;
  const digest = sha256(new TextEncoder().encode(`${header}\n${canonicalText(content)}`));
  return canonicalText({ ...content, digest } satisfies ExportTrailer);
}
