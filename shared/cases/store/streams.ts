import type { Actor, CaseId, Digest, Happening } from "../../domain/case/events.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { sealEntry } from "../../ledger/chain.ts";
import { genesis } from "../../ledger/format.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { House } from "../app-context.ts";

type RecordHouse = Pick<House, "ledger" | "clock" | "sha256">;

/** Where this process last left a stream, and the turn of whoever writes to it next. */
interface End {
  last: { readonly seq: number; readonly hash: Digest } | undefined;
  turn: Promise<unknown>;
}

/** A stream a day: the one of today, and those of yesterday and tomorrow about midnight. */
const streamsMax = 3;
const endsByLedger = new WeakMap<Ledger, Map<CaseId, End>>();
const triesMax = 12;

/**
 * Adds to a stream that is no case (what was watched or ignored on a day), after whatever stands there. Within a process
 * one after the other, each where the last one ended: a day's stream is long, and is read only when another process has
 * written to it too. Throws TransientFailure.
 */
export function record(
  house: RecordHouse,
  stream: CaseId,
  actor: Actor,
  happening: Happening,
): Promise<void> {
  const end = endOf(house.ledger, stream);
  const written = end.turn.then(() => addAtEnd(house, { stream, end }, actor, happening));
  end.turn = written.catch(() => undefined); // the writer hears of it; the next one writes all the same
  return written;
}

function endOf(ledger: Ledger, stream: CaseId): End {
  const ends = endsByLedger.get(ledger) ?? new Map<CaseId, End>();
  endsByLedger.set(ledger, ends);
  const known = ends.get(stream);
  if (known) return known;
  const end: End = { last: undefined, turn: Promise.resolve() };
  ends.set(stream, end);
  const [oldest] = ends.keys();
  if (ends.size > streamsMax && oldest !== undefined) ends.delete(oldest);
  return end;
}

async function addAtEnd(
  house: RecordHouse,
  { stream, end }: { readonly stream: CaseId; readonly end: End },
  actor: Actor,
  happening: Happening,
): Promise<void> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const last = end.last ?? (await house.ledger.read(stream)).at(-1);
    // Whether it was written is not known before the answer: until then, the end is not known either.
    end.last = undefined;
    const place = { caseId: stream, seq: (last?.seq ?? -1) + 1, previous: last?.hash ?? genesis };
    const entry = sealEntry({ ...place, recordedAt: house.clock.now(), actor, happening }, house.sha256);
    if ((await house.ledger.append(entry)) === "taken") continue;
    end.last = { seq: entry.seq, hash: entry.hash };
    return;
  }
  throw new TransientFailure(`stream ${stream} is being written to by too many at once`);
}
