import { alertOf } from "../alert-draft.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/**
 * A FHIR or DICOM resource changed: worth knowing only because the workspace therefore holds health information. The
 * subject leads to a patient and is not read.
 */
export const eventGridHealthData: Source = {
  name: "Health Data Services through Event Grid",
  recognises: ({ envelope }) => envelope?.typeFolded.startsWith("microsoft.healthcareapis.") ?? false,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.health-data",
      class: "enrichment",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      resources: [envelope.topic],
      product: "Azure Health Data Services",
      keys: [key("event-grid", nativeId)],
    });
  },
};
