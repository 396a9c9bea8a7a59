/** What intake does with content that cannot be used: nothing is lost, nothing throws, no neighbour waits. */
import type { Original } from "../../domain/case/events.ts";
import { TransientFailure } from "../../domain/failures.ts";
import { readBody } from "../../intake/read-body.ts";
import type { BodyItem } from "../../intake/read-body.ts";
import type { AppContext } from "../app-context.ts";
import type { InboundPayload, IntakeResult } from "./inbound-payload.ts";
import { putIntoQuarantine } from "../store/quarantine.ts";

export function readInboundPayload({ bytes, unpacked }: InboundPayload): readonly BodyItem[] {
  if (unpacked && "problem" in unpacked)
    return [{ kind: "rejected", index: 0, reason: unpacked.problem, piece: null }];
  return readBody(unpacked?.bytes ?? bytes);
}

/** The whole body is kept beside the alerts, unless nothing in it could be read: then it is in quarantine alone. */
export async function keepInboundPayload(
  appContext: AppContext,
  arrival: InboundPayload,
  { original, items }: { readonly original: Original; readonly items: readonly BodyItem[] },
): Promise<void> {
  const isUnreadable = items.length > 0 && items.every(isWhole);
  if (isUnreadable && !arrival.fromQuarantine) return;
  const about = { contentType: arrival.contentType, quarantined: isUnreadable };
  await appContext.originals.keep(original.digest, arrival.bytes, about);
}

const isWhole = (item: BodyItem): boolean => item.kind === "rejected" && item.piece === null;

/**
 * Takes one item, or puts it into quarantine: also one that can be read and yet cannot be taken in, since a sender who
 * is answered with an error only sends it again. Throws TransientFailure and nothing else.
 */
export async function takeOrQuarantine(
  appContext: AppContext,
  {
    arrival,
    original,
    item,
  }: { readonly arrival: InboundPayload; readonly original: Original; readonly item: BodyItem },
  take: (item: Extract<BodyItem, { kind: "recognised" }>) => Promise<IntakeResult>,
): Promise<IntakeResult> {
  if (item.kind === "rejected") return refuse(appContext, { arrival, original, ...item });
  try {
    return await take(item);
  } catch (error) {
    if (error instanceof TransientFailure) throw error;
    const reason = `element ${item.index + 1} was read and could not be taken in: ${error instanceof Error ? error.message : String(error)}`;
    return refuse(appContext, { arrival, original, reason: reason.slice(0, 500), piece: null });
  }
}

async function refuse(
  appContext: AppContext,
  refused: {
    readonly arrival: InboundPayload;
    readonly original: Original;
    readonly reason: string;
    readonly piece: string | null;
  },
): Promise<IntakeResult> {
  const { arrival, original, reason, piece } = refused;
  // What comes out of quarantine and still cannot be read stays where it was.
  if (arrival.fromQuarantine) return { kind: "quarantined", reason, quarantineId: arrival.fromQuarantine };
  const { contentType, channel, sender, drill } = arrival;
  const { quarantineId } = await putIntoQuarantine(appContext, {
    bytes: piece === null ? arrival.bytes : new TextEncoder().encode(piece),
    reason,
    source: channel,
    contentType,
    sender,
    within: piece === null ? undefined : original,
    drill,
  });
  return { kind: "quarantined", reason, quarantineId };
}
