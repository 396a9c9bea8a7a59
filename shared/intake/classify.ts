import type { Alert, DataClassification } from "../domain/alert/alert.ts";
import type { ClassificationPart, ClassificationUsed } from "../domain/case/events.ts";
import type { Instant } from "../domain/instants.ts";
import { lineageOf } from "../domain/alert/resource-lineage.ts";
import { classificationInPayload, combinedClassification } from "./classification.ts";

/** What is known of resources beside the payload: one part for each that was asked about. */
export interface ResourceKnowledge {
  readonly parts: ReadonlyMap<string, ClassificationPart>;
  readonly problem: string | null;
}

/** An entry of the ledger is read by people: of hundreds of resources it names those that tell most. */
const partsMax = 20;
const tellingFirst: readonly DataClassification[] = ["both", "phi", "eu-personal", "unknown", "neither"];

/**
 * The resources whose data an alert is about. A subscription or an account that is named beside something inside of it is
 * only where that lies.
 */
export function resourcesConcerned(alert: Alert): readonly string[] {
  const around = new Set(alert.resources.flatMap((id) => lineageOf(id).slice(1)));
  return alert.resources.filter((id) => !around.has(id));
}

/** What the alert's data are taken to be, from its payload and from what is known of its resources. */
export function classificationOf(
  alert: Alert,
  knowledge: ResourceKnowledge,
  receivedAt: Instant,
): ClassificationUsed {
  const inPayload = classificationInPayload(alert);
  const told: readonly ClassificationPart[] =
    inPayload === "unknown"
      ? []
      : [
          {
            resource: null,
            value: inPayload,
            source: "payload",
            because: wordsForPayload(alert),
            readAt: receivedAt,
            ageSeconds: 0,
          },
        ];
  const parts = [...told, ...resourcesConcerned(alert).flatMap((id) => knowledge.parts.get(id) ?? [])];
  const rank = (part: ClassificationPart): number => tellingFirst.indexOf(part.value);
  return {
    value: combinedClassification(parts.map(({ value }) => value)),
    parts: [...parts].sort((a, b) => rank(a) - rank(b)).slice(0, partsMax),
    problem: knowledge.problem,
  };
}

function wordsForPayload({ sensitivity }: Alert): string {
  return sensitivity.labels.length + sensitivity.informationTypes.length > 0
    ? "labels or types of information in the alert"
    : "a resource type that is made for health data";
}
