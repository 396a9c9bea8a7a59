import type { ClassificationRegistry } from "../contracts/classification-registry.ts";
import type { Alert, AlertClass } from "../domain/alert/alert.ts";
import type { ClassificationPart, ClassificationUsed } from "../domain/case/events.ts";
import type { Instant } from "../domain/instants.ts";
import { classificationOf, resourcesConcerned } from "../intake/classify.ts";
import type { ResourceKnowledge } from "../intake/classify.ts";
import type { IntakeItem } from "../intake/read-payload.ts";
import { registeredOf } from "../intake/registered.ts";
import type { Clock } from "../ports/clock.ts";
import type { ClassificationReading, Classifications } from "../ports/classification.ts";
import type { Kept } from "./kept-document.ts";
import { rememberedClassifications } from "./remembered-classifications.ts";

/** Everything that knows what resources hold. */
export interface KnownClassifications {
  /** One part a resource. Never throws: what cannot be asked is unknown, and `problem` says why. */
  of(resources: readonly string[]): Promise<ResourceKnowledge>;
  /** The registry as it stands. */
  registry(): Promise<Kept<ClassificationRegistry>>;
  /** Null: tags are not read. */
  readonly tags: Classifications | null;
}

/**
 * The registry before the tags: what an organisation wrote down and reviewed stands over what whoever may tag can change.
 */
export function knownClassifications(options: {
  readonly registry: () => Promise<Kept<ClassificationRegistry>>;
  readonly tags: Classifications | null;
  readonly clock: Clock;
  readonly freshMs: number;
  readonly staleMs: number;
}): KnownClassifications {
  const { registry, tags, clock } = options;
  const remembered = tags === null ? null : rememberedClassifications(tags, options);
  return {
    registry,
    tags,
    of: async (resources) => {
      const kept = await registry();
      const parts = new Map<string, ClassificationPart>();
      for (const id of resources) {
        const stated = registeredOf(kept.content, id);
        if (stated)
          parts.set(id, { resource: id, ...stated, source: "registry", readAt: kept.readAt, ageSeconds: 0 });
      }
      const others = resources.filter((id) => !parts.has(id));
      const read =
        remembered === null || others.length === 0
          ? { readings: new Map<string, never>(), problem: null }
          : await remembered.of(others);
      const now = clock.now();
      for (const id of others)
        parts.set(id, partOf(id, read.readings.get(id.toLowerCase()), now, tags !== null));
      const problems = [kept.problem, read.problem].filter((problem) => problem !== null);
      return { parts, problem: problems.length > 0 ? problems.join("; ") : null };
    },
  };
}

function partOf(
  resource: string,
  reading: ClassificationReading | undefined,
  now: Instant,
  areTagsRead: boolean,
): ClassificationPart {
  if (reading) {
    const ageSeconds = Math.max(0, Math.round((Date.parse(now) - Date.parse(reading.readAt)) / 1000));
    const { value, because, readAt } = reading;
    return { resource, value, source: "tags", because, readAt, ageSeconds };
  }
  return {
    resource,
    value: "unknown",
    source: areTagsRead ? "tags" : "registry",
    because: areTagsRead ? "its tags could not be read" : "the registry does not name it",
    readAt: now,
    ageSeconds: 0,
  };
}

/** Of these nothing comes that depends on data, and of some there are thousands an hour. */
const neverAsked: readonly AlertClass[] = ["noise", "handshake", "receipt", "reference"];

export type Classify = (alert: Alert, receivedAt: Instant) => ClassificationUsed;

/** Asks about all alerts of an arrival at once, and answers for each of them. Never throws. */
export async function classifyItems(
  classifications: KnownClassifications,
  items: readonly IntakeItem[],
): Promise<Classify> {
  const asked = items.flatMap((item) =>
    item.kind === "recognised" && !neverAsked.includes(item.class) ? resourcesConcerned(item.alert) : [],
  );
  const knowledge =
    asked.length > 0
      ? await classifications.of([...new Set(asked)])
      : { parts: new Map<string, never>(), problem: null };
  return (alert, receivedAt) => classificationOf(alert, knowledge, receivedAt);
}
