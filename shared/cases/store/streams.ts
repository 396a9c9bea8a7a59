import type { Actor, CaseEvent } from "../../domain/case/events.ts";
import type { CaseId, Digest } from "../../domain/ids.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { sealEntry } from "../../ledger/chain.ts";
import { genesis } from "../../ledger/format.ts";
import type { Ledger } from "../../ports/ledger.ts";
import type { AppContext } from "../app-context.ts";

type StreamContext = Pick<AppContext, "ledger" | "clock" | "sha256">;

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
  appContext: StreamContext,
  stream: CaseId,
  actor: Actor,
  event: CaseEvent,
): Promise<void> {
  const end = endOf(appContext.ledger, stream);
  const written = end.turn.then(() => addAtEnd(appContext, { stream, end }, actor, event));
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
  appContext: StreamContext,
  { stream, end }: { readonly stream: CaseId; readonly end: End },
  actor: Actor,
  event: CaseEvent,
): Promise<void> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const last = end.last ?? (await appContext.ledger.read(stream)).at(-1);
    // Whether it was written is not known before the answer: until then, the end is not known either.
    end.last = undefined;
    const place = { caseId: stream, seq: (last?.seq ?? -1) + 1, previous: last?.hash ?? genesis };
    const entry = sealEntry(
      { ...place, recordedAt: appContext.clock.now(), actor, event },
      appContext.sha256,
    );
    if ((await appContext.ledger.append([entry])) === "taken") continue;
    end.last = { seq: entry.seq, hash: entry.hash };
    return;
  }
  throw new TransientFailure(`stream ${stream} is being written to by too many at once`);
}
