import { alertOf } from "../alert-draft.ts";
import { fieldsAt, type Fields, textAt } from "../fields.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/** A change notification carries ids only: the thing itself must be fetched. The client state is compared at the door. */
export const graphNotification: Source = {
  name: "Graph change notification",
  recognises: ({ fields }) =>
    fields.has("subscriptionid") &&
    (fields.has("lifecycleevent") ||
      (fields.has("changetype") && (fields.has("resource") || fields.has("resourcedata")))),
  read: ({ fields }) => {
    const id = textAt(fields, "id");
    const tenant = textAt(fields, "tenantid", "azuretenantid");
    const lifecycle = textAt(fields, "lifecycleevent");
    return alertOf({
      source: "graph",
      form: "graph.notification",
      class: "reference",
      // Lifecycle messages have no id, and the tenant alone identifies nothing.
      nativeId: id === null ? null : nativeIdOf(id, tenant),
      type: lifecycle ?? textAt(fields, "changetype"),
      tenant,
      keys: [key("graph-notification", id, tenant ?? "-")],
      correlates: [changedThingKey(fields)],
    });
  },
};

/** The same as a partner event of Event Grid: key and time are those of the event. */
export const graphPartnerEvent: Source = {
  name: "Graph notification through Event Grid",
  recognises: ({ envelope }) => envelope?.typeFolded.startsWith("microsoft.graph.") ?? false,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "graph",
      form: "graph.notification",
      class: "reference",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      tenant: textAt(envelope.data, "tenantid"),
      keys: [key("event-grid", nativeId)],
      correlates: [changedThingKey(envelope.data)],
    });
  },
};

function changedThingKey(fields: Fields): string | null {
  return key("xdr-alert", textAt(fieldsAt(fields, "resourcedata"), "id"));
}
