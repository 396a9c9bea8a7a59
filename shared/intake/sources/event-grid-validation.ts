import { alertOf } from "../alert-draft.ts";
import { textAt } from "../fields.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/** Event Grid asks whether we want its events. The door answers it; its topic is only the scope, not a resource. */
export const eventGridValidation: Source = {
  name: "Event Grid subscription validation",
  recognises: ({ envelope }) => envelope?.typeFolded === "microsoft.eventgrid.subscriptionvalidationevent",
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const { data } = envelope;
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.validation",
      class: "handshake",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      handshake: {
        validationCode: textAt(data, "validationcode"),
        validationUrl: textAt(data, "validationurl"),
      },
      keys: [key("event-grid", nativeId)],
    });
  },
};
