import type { CaseId, Digest } from "../domain/ids.ts";
import type { ExportLine } from "./export-line.ts";
import type { FirstBad } from "./verdict.ts";

/**
 * Something is wrong at a line, and later lines tell what: an entry that is missing where it belongs was removed,
 * unless it turns up further down; an entry that stands too early was moved, unless it also stands in its own place.
 */
export interface Suspicion {
  look(line: ExportLine, at: number): void;
  firstBad(): FirstBad;
}

export interface Place {
  readonly caseId: CaseId;
  readonly seq: number;
}

export function certain(firstBad: FirstBad): Suspicion {
  return { look: () => {}, firstBad: () => firstBad };
}

/** At `line` something else stands (an entry or, as null, the last line of the export) where the entry `want` belongs. */
export function missingEntry(found: {
  line: number;
  want: Place;
  stands: Place | null;
  interrupts?: CaseId | undefined;
}): Suspicion {
  const { line, want, stands, interrupts } = found;
  let wantedAt: number | undefined;
  let againAt: number | undefined;
  let resumedAt: number | undefined;
  return {
    look(later, at) {
      if (later.kind === "trailer" && stands === null) againAt ??= at;
      if (later.kind !== "entry") return;
      if (isAt(later, want)) wantedAt ??= at;
      if (stands && isAt(later, stands)) againAt ??= at;
      if (later.caseId === interrupts) resumedAt ??= at;
    },
    firstBad() {
      const what = stands ? name(stands) : "The export's last line";
      const here = { line, caseId: (stands ?? want).caseId, seq: (stands ?? want).seq };
      if (againAt !== undefined)
        return { ...here, kind: "added", why: `${what} stands here, and again on line ${againAt}.` };
      if (wantedAt !== undefined) {
        return {
          ...here,
          kind: "reordered",
          why: `${what} stands where ${lower(name(want))} belongs, which comes only on line ${wantedAt}.`,
        };
      }
      if (resumedAt !== undefined) {
        return {
          ...here,
          kind: "reordered",
          why: `${what} stands among the entries of case ${interrupts}, which go on on line ${resumedAt}.`,
        };
      }
      return {
        line,
        ...want,
        kind: "removed",
        why: `${name(want)} is missing: in its place stands ${lower(what)}.`,
      };
    },
  };
}

/** A single entry that began a case and is followed by an entry of a case that belongs before it. */
export function intruder(found: {
  line: number;
  stands: Place;
  resumed: CaseId;
  resumedAt: number;
}): Suspicion {
  const { line, stands, resumed, resumedAt } = found;
  let againAt: number | undefined;
  return {
    look(later, at) {
      if (later.kind === "entry" && isAt(later, stands)) againAt ??= at;
    },
    firstBad() {
      const here = { line, ...stands };
      if (againAt !== undefined)
        return { ...here, kind: "added", why: `${name(stands)} stands here, and again on line ${againAt}.` };
      return {
        ...here,
        kind: "reordered",
        why: `${name(stands)} stands before entries of case ${resumed}, which come on line ${resumedAt}.`,
      };
    },
  };
}

/** Two entries claim one place. The next entry tells which of them it was written after; without one, the second is suspected. */
export function secondHolder(found: {
  place: Place;
  second: { line: number; hash: Digest };
  first?: { line: number; hash: Digest } | undefined;
}): Suspicion {
  const { place, second, first } = found;
  let added = second.line;
  let settled = first === undefined || first.hash === second.hash;
  return {
    look(later) {
      if (settled || later.kind !== "entry" || later.caseId !== place.caseId || later.seq !== place.seq + 1)
        return;
      if (later.previous === second.hash && first) added = first.line;
      settled = true;
    },
    firstBad: () => ({
      line: added,
      ...place,
      kind: "added",
      why: `${name(place)} stands twice; one of the two does not belong here.`,
    }),
  };
}

/** On the first line stands an entry or, as null, the last line of the export. */
export function missingHeader(stands: Place | null): Suspicion {
  let headerAt: number | undefined;
  let againAt: number | undefined;
  return {
    look(later, at) {
      if (later.kind === "header") headerAt ??= at;
      if (later.kind === "entry" ? stands && isAt(later, stands) : later.kind === "trailer" && !stands)
        againAt ??= at;
    },
    firstBad() {
      const here = { line: 1, caseId: stands?.caseId ?? null, seq: stands?.seq ?? null };
      if (headerAt === undefined)
        return { ...here, kind: "removed", why: "The first line of the export is missing." };
      const before = `The first line of the export comes only on line ${headerAt}`;
      return againAt === undefined
        ? { ...here, kind: "reordered", why: `${before}.` }
        : {
            ...here,
            kind: "added",
            why: `${before}; what stands before it stands again on line ${againAt}.`,
          };
    },
  };
}

function isAt(entry: Place, place: Place): boolean {
  return entry.seq === place.seq && entry.caseId === place.caseId;
}

export function name({ caseId, seq }: Place): string {
  return `Entry ${seq} of case ${caseId}`;
}

function lower(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
