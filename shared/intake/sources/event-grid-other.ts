import { alertOf } from "../alert-draft.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { isBareSubscription, resourceIdOf } from "../resource-ids.ts";
import type { Source } from "../source.ts";

/** An event of no kind that we know: counted and acknowledged. Must stand behind the other Event Grid sources. */
export const eventGridOther: Source = {
  name: "other Event Grid event",
  recognises: ({ envelope }) => envelope !== null,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.other",
      class: "noise",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      resources: [resourceOfTopic(envelope.topic)],
      keys: [key("event-grid", nativeId)],
    });
  },
};

/** A subscription, a management group and a topic of our own say where the event was routed, not what it is about. */
function resourceOfTopic(topic: string | null): string | null {
  const id = resourceIdOf(topic?.split("#", 1)[0]);
  return id === null || isBareSubscription(id) || id.includes("/providers/microsoft.eventgrid/") ? null : id;
}
