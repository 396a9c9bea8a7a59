import { alertOf } from "../alert-draft.ts";
import { textAt } from "../fields.ts";
import { timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/** Azure Policy: a compliance state appeared, changed or went. A signal about posture, without severity or actor. */
export const eventGridPolicy: Source = {
  name: "Azure Policy through Event Grid",
  recognises: ({ envelope }) => envelope?.typeFolded.startsWith("microsoft.policyinsights.") ?? false,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const { data } = envelope;
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.policy",
      class: "posture",
      nativeId,
      type: envelope.type,
      // States arrive late and out of order: the evaluation's own time counts, not the event's.
      times: { started: timeOf(data.get("timestamp")), detected: envelope.time },
      subscription: textAt(data, "subscriptionid"),
      resources: [envelope.subject],
      product: "Azure Policy",
      policy: {
        complianceState: textAt(data, "compliancestate")?.toLowerCase() ?? null,
        definitionId: textAt(data, "policydefinitionid")?.toLowerCase() ?? null,
        assignmentId: textAt(data, "policyassignmentid")?.toLowerCase() ?? null,
        setDefinitionId: textAt(data, "policysetdefinitionid")?.toLowerCase() ?? null,
        referenceId: textAt(data, "policydefinitionreferenceid"),
      },
      keys: [key("event-grid", nativeId)],
      correlates: [
        key(
          "policy",
          envelope.subject,
          textAt(data, "policyassignmentid"),
          textAt(data, "policydefinitionid"),
        ),
        // An initiative that is assigned finds a hundred resources wanting at once: one review, not a hundred.
        key("policy-assignment", textAt(data, "policyassignmentid")),
      ],
    });
  },
};
