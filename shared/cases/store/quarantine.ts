import type { Actor, LedgerEntry, Original, QuarantineEvent, Sender } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Instant } from "../../domain/instants.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { casesOf, foldQuarantine, isRepetition } from "../../domain/alert/quarantine.ts";
import type { Quarantined } from "../../domain/alert/quarantine.ts";
import { sealEntry } from "../../ledger/chain.ts";
import { genesis } from "../../ledger/format.ts";
import type { QuarantineRow } from "../../contracts/quarantine-row.ts";
import type { AppContext } from "../app-context.ts";
import { quarantineIdFor } from "../ids.ts";
import { systemActor } from "../commands/steps.ts";

export type QuarantineContext = Pick<AppContext, "ledger" | "quarantine" | "originals" | "clock" | "sha256">;

export interface Unreadable {
  readonly bytes: Uint8Array;
  readonly reason: string;
  readonly source: string;
  readonly contentType: string;
  readonly sender?: Sender | undefined;
  /** The body that it was an element of. */
  readonly within?: Original | undefined;
  readonly drill?: boolean | undefined;
}

/**
 * Keeps what cannot be read word for word and writes it down where people see it. When this returns, both stand; may be
 * repeated: the same bytes within a minute are one arrival. Throws TransientFailure when a store cannot be reached.
 */
export async function putIntoQuarantine(
  appContext: QuarantineContext,
  { bytes, reason, source, contentType, sender, within, drill }: Unreadable,
): Promise<{ readonly quarantineId: CaseId }> {
  const original: Original = { digest: appContext.sha256(bytes), bytes: bytes.byteLength };
  await appContext.originals.keep(original.digest, bytes, { contentType, quarantined: true });
  const quarantineId = quarantineIdFor(appContext, { source, digest: original.digest });
  const receivedAt = appContext.clock.now();
  await append(appContext, quarantineId, systemActor, (state) =>
    isRepetition(state, receivedAt)
      ? undefined
      : {
          kind: "payloadQuarantined",
          body: {
            // Content decides what the reason says: it must not decide whether it can be written.
            reason: reason.toWellFormed(),
            source,
            original,
            receivedAt,
            contentType: contentType.slice(0, 200),
            ...(sender && { sender }),
            ...(within && { within }),
            ...(drill && { drill: true }),
          },
        },
  );
  return { quarantineId };
}

/** Undefined for an id that nothing in quarantine has. */
export async function quarantinedOf(
  { ledger }: Pick<AppContext, "ledger">,
  quarantineId: CaseId,
): Promise<{ readonly item: Quarantined; readonly entries: readonly LedgerEntry[] } | undefined> {
  if (!/^quarantine-[a-z0-9]{16}$/.test(quarantineId)) return undefined;
  const entries = await ledger.read(quarantineId);
  const item = foldQuarantine(entries);
  return item && { item, entries };
}

const triesMax = 12;

/** Writes what `say` makes of the stream as it stands; again from the reading when somebody else wrote in between. */
export async function append(
  appContext: QuarantineContext,
  quarantineId: CaseId,
  actor: Actor,
  say: (state: Quarantined | undefined) => QuarantineEvent | undefined,
): Promise<Quarantined | undefined> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const entries = await appContext.ledger.read(quarantineId);
    const state = foldQuarantine(entries);
    const event = say(state);
    const place = {
      caseId: quarantineId,
      seq: (state?.seq ?? -1) + 1,
      previous: state?.head ?? genesis,
      recordedAt: appContext.clock.now(),
    };
    const entry = event && sealEntry({ ...place, actor, event }, appContext.sha256);
    if (entry && (await appContext.ledger.append([entry])) === "taken") continue;
    const written = entry ? foldQuarantine([...entries, entry]) : state;
    if (written) await putRow(appContext, written, { isRecorded: entry !== undefined });
    return written;
  }
  throw new TransientFailure(`${quarantineId} is being written to by too many at once`);
}

/** The list of what waits is written after the entry: a failure then does not mean that nothing was changed. */
async function putRow(
  { quarantine }: QuarantineContext,
  item: Quarantined,
  { isRecorded }: { readonly isRecorded: boolean },
): Promise<void> {
  try {
    await quarantine.put(quarantineRowOf(item));
  } catch (cause) {
    if (!isRecorded || !(cause instanceof TransientFailure)) throw cause;
    const { message, retryAfterMs } = cause;
    throw new TransientFailure(message, { cause, retryAfterMs, changed: "unknown" });
  }
}

export function quarantineRowOf(item: Quarantined): QuarantineRow {
  const { quarantineId, state, source, reason, original, arrivals, seq } = item;
  const receivedAt: Instant = arrivals.at(-1)?.at ?? "";
  return {
    quarantineId,
    state,
    source,
    reason,
    receivedAt,
    arrivals: arrivals.length,
    digest: original.digest,
    bytes: original.bytes,
    caseIds: casesOf(item),
    seq,
  };
}
