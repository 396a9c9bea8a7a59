import type { Alert, DataClassification } from "../domain/alert/alert.ts";

const healthWords = [
  "health",
  "medical",
  "patient",
  "clinical",
  "icd-9",
  "icd-10",
  "diagnos",
  "nhs ",
  "hipaa",
  "phi ",
  "disease",
  "drug enforcement",
];
const europeanWords = [
  "eu ",
  "gdpr",
  "eu-personal",
  "austria",
  "belgium",
  "bulgaria",
  "croatia",
  "cyprus",
  "czech",
  "denmark",
  "estonia",
  "finland",
  "france",
  "germany",
  "greece",
  "hungary",
  "ireland",
  "italy",
  "latvia",
  "lithuania",
  "luxembourg",
  "malta",
  "netherlands",
  "poland",
  "portugal",
  "romania",
  "slovakia",
  "slovenia",
  "spain",
  "sweden",
  "norway",
  "iceland",
  "liechtenstein",
];

/**
 * What the payload itself tells of the data concerned: labels and information types, and resource types made for
 * health data. It can say yes; it can never say no, so silence is `unknown`.
 */
export function classificationInPayload(alert: Alert): DataClassification {
  const said = [...alert.sensitivity.labels, ...alert.sensitivity.informationTypes].map(wordsOf);
  const isHealth =
    said.some((text) => healthWords.some((word) => text.includes(` ${word}`))) ||
    alert.form === "event-grid.health-data" ||
    alert.resources.some((id) => id.includes("/providers/microsoft.healthcareapis/"));
  const isEuropean = said.some((text) => europeanWords.some((word) => text.includes(` ${word}`)));
  if (isHealth) return isEuropean ? "both" : "phi";
  return isEuropean ? "eu-personal" : "unknown";
}

/** Words separated by single blanks, with one in front and one behind, so that a word is found at its beginning. */
function wordsOf(text: string): string {
  return ` ${text.toLowerCase().replace(/[^a-z0-9-]+/g, " ")} `;
}

/** Of several resources, or of several things that know: a yes stands, and a no counts only when nobody is unsure. */
export function combinedClassification(parts: readonly DataClassification[]): DataClassification {
  const isHealth = parts.some((part) => part === "phi" || part === "both");
  const isEuropean = parts.some((part) => part === "eu-personal" || part === "both");
  if (isHealth) return isEuropean ? "both" : "phi";
  if (isEuropean) return "eu-personal";
  return parts.length > 0 && parts.every((part) => part === "neither") ? "neither" : "unknown";
}
