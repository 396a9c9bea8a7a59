/** `quarantineListView`, `quarantineItemView`: what nobody could read, safe to look at. */
import type {
  QuarantineItemView,
  QuarantineLine,
  QuarantineListView,
  ShownContent,
} from "../../shared/contracts/quarantine-views.ts";
import type { FormState, Link, PageFrame } from "../../shared/contracts/views.ts";
import type { CaseId } from "../../shared/domain/ids.ts";
import { describeResult } from "../../shared/domain/alert/quarantine.ts";
import type { Quarantined } from "../../shared/domain/alert/quarantine.ts";
import { textOfBody } from "../../shared/domain/alert/body-text.ts";
import type { QuarantineRow } from "../../shared/contracts/quarantine-row.ts";
import { caseHref } from "../chrome/case-heading.ts";

export const quarantineHref = (quarantineId: CaseId): string => `/quarantine/${quarantineId}`;

export function quarantineListView(
  frame: PageFrame,
  rows: {
    readonly waitingTotal: number;
    readonly waiting: readonly QuarantineRow[];
    readonly settled: readonly QuarantineRow[];
  },
): QuarantineListView {
  return {
    frame,
    waitingTotal: rows.waitingTotal,
    waiting: rows.waiting.map(lineOf),
    settled: rows.settled.map(lineOf),
  };
}

function lineOf(row: QuarantineRow): QuarantineLine {
  const { quarantineId, state, reason, source, receivedAt, arrivals, bytes, caseIds } = row;
  return {
    quarantineId,
    href: quarantineHref(quarantineId),
    state,
    reason: plain(reason),
    source: plain(source),
    receivedAt,
    arrivals,
    bytes,
    cases: caseIds.map(caseLink),
  };
}

export function quarantineItemView(
  item: Quarantined,
  about: {
    readonly frame: PageFrame;
    /** The first bytes of it, `shownBytesMax` at most. */
    readonly content: Uint8Array | undefined;
    /** Null for readers who may not act. */
    readonly form: FormState | null;
  },
): QuarantineItemView {
  const { content, frame, form } = about;
  const isWhole = content?.length === item.original.bytes;
  const editableText = isWhole ? editableTextOf(content) : null;
  return {
    frame,
    quarantineId: item.quarantineId,
    state: item.state,
    reason: plain(item.reason),
    source: plain(item.source),
    sender: item.sender,
    receivedAt: item.arrivals.at(-1)?.at ?? frame.now,
    arrivals: item.arrivals.length,
    digest: item.original.digest,
    bytes: item.original.bytes,
    within: item.within,
    contentType: item.contentType,
    drill: item.drill,
    content: shownContent(content, isWhole),
    originalHref: `/api/quarantine/${item.quarantineId}/original`,
    steps: item.steps.map(({ seq, at, by, role, reason, submission }) => ({
      at,
      by,
      role,
      entrySeq: seq,
      sentence:
        submission === null
          ? "Dismissed."
          : submission.edited
            ? "Submitted again, edited."
            : "Submitted again, as it came.",
      reason,
      edited: submission?.edited ? submission.submitted : null,
      results: (submission?.results ?? []).map((result) => ({
        sentence: plain(describeResult(result)),
        link: result.caseId === null ? null : caseLink(result.caseId),
      })),
    })),
    form: form && {
      ...form,
      values: { ...(editableText !== null && { body: editableText }), ...form.values },
    },
    editable: editableText !== null,
  };
}

const caseLink = (caseId: CaseId): Link => ({ label: `case ${caseId}`, href: caseHref(caseId) });

/** As much of an original as its page looks at. */
export const shownBytesMax = 64 * 1024;
const shownLettersMax = 6_000;
const hexBytesMax = 512;
/** A page is to stay light; more than this is edited in an editor, and submitted from the command line. */
const editableLettersMax = 6_000;

function shownContent(bytes: Uint8Array | undefined, isWhole: boolean): ShownContent {
  if (!bytes) return { kind: "missing" };
  if (bytes.length === 0) return { kind: "text", text: "", cutAt: null };
  const text = isWhole ? textIn(bytes) : beginningIn(bytes);
  if (text === undefined) {
    const shown = bytes.subarray(0, hexBytesMax);
    const hex = Array.from(shown, (byte) => byte.toString(16).padStart(2, "0")).join(" ");
    return { kind: "bytes", hex, cutAt: isWhole && bytes.length <= hexBytesMax ? null : hexBytesMax };
  }
  const cut = text.slice(0, shownLettersMax);
  const isAll = isWhole && text.length === cut.length;
  return { kind: "text", text: plain(cut), cutAt: isAll ? null : cut.length };
}

/** Blanks are a text too. */
function textIn(bytes: Uint8Array): string | undefined {
  const read = textOfBody(bytes);
  if (read.ok) return read.text;
  return bytes.every((byte) => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d))
    ? new TextDecoder().decode(bytes)
    : undefined;
}

/** The last letter may have been cut in two: no letter has more than four bytes. */
function beginningIn(bytes: Uint8Array): string | undefined {
  for (let less = 0; less < 4; less += 1) {
    const text = textIn(bytes.subarray(0, bytes.length - less));
    if (text !== undefined) return text;
  }
  return undefined;
}

/** What a text field would not give back as it was (letters that are not seen, a zero) is not edited in a page. */
function editableTextOf(bytes: Uint8Array | undefined): string | null {
  const read = bytes && textOfBody(bytes);
  if (!read?.ok || read.text.length > editableLettersMax) return null;
  return plain(read.text) === read.text ? read.text : null;
}

/**
 * Letters that are not seen, or that turn the writing round (U+202E), by their number: what is looked at is what is
 * there. Line ends and tabs stay.
 */
export function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, (letter) =>
    letter === "\n" || letter === "\t" || letter === "\r"
      ? letter
      : `‹U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`,
  );
}
