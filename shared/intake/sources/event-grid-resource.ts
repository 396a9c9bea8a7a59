import type { ResourceOperation } from "../../domain/alert/alert.ts";
import { alertOf } from "../alert-draft.ts";
import { fieldsAt, textAt } from "../fields.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import { isWatchedOperation } from "../operations.ts";
import type { Source } from "../source.ts";

/**
 * A write, delete or action on the management plane. Claims and caller are personal data and are not read. The type
 * says how it ended: the status field has been seen to contradict it.
 */
export const eventGridResource: Source = {
  name: "Azure Resource Manager through Event Grid",
  recognises: ({ envelope }) => envelope?.typeFolded.startsWith("microsoft.resources.") ?? false,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const { data } = envelope;
    const operation = textAt(data, "operationname") ?? textAt(fieldsAt(data, "authorization"), "action");
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.resource",
      class: operation !== null && isWatchedOperation(operation) ? "alert" : "noise",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      tenant: textAt(data, "tenantid"),
      subscription: textAt(data, "subscriptionid"),
      resources: [envelope.subject ?? textAt(data, "resourceuri")],
      product: "Azure Resource Manager",
      ...(operation !== null && {
        operation: { name: operation.toLowerCase(), result: resultOf(envelope.typeFolded) },
      }),
      keys: [key("event-grid", nativeId)],
      correlates: [key("arm-correlation", textAt(data, "correlationid"))],
    });
  },
};

function resultOf(typeFolded: string): ResourceOperation["result"] {
  for (const result of ["success", "failure", "cancel"] as const)
    if (typeFolded.endsWith(result)) return result;
  return "unknown";
}
