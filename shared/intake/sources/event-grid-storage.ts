import { alertOf } from "../alert-draft.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/** Blobs come and go; never a trigger. A dead-lettered record is read like the event that it holds. */
export const eventGridStorage: Source = {
  name: "Storage through Event Grid",
  recognises: ({ envelope }) => envelope?.typeFolded.startsWith("microsoft.storage.") ?? false,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.storage",
      class: "noise",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      // CloudEvents 0.1 append the blob's path to the account after a `#`.
      resources: [envelope.topic?.split("#", 1)[0]],
      product: "Azure Storage",
      keys: [key("event-grid", nativeId)],
    });
  },
};
