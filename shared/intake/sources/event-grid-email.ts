import { alertOf } from "../alert-draft.ts";
import { fieldAt, fieldsAt, textAt } from "../fields.ts";
import { instantOf, timeOf } from "../instants.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/** What became of one message to one recipient. The status decides, whatever the text beside it says. */
export const eventGridEmailDelivery: Source = {
  name: "e-mail delivery report",
  recognises: ({ envelope }) =>
    envelope?.typeFolded === "microsoft.communication.emaildeliveryreportreceived",
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const { data } = envelope;
    const messageId = textAt(data, "messageid");
    if (messageId === null) return { refused: "a delivery report that names no message" };
    const recipient = textAt(data, "recipient");
    const status = textAt(data, "status");
    const nativeId = nativeIdOf(messageId, recipient, status);
    return alertOf({
      source: "event-grid",
      form: "event-grid.email-delivery",
      class: "receipt",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      resources: [envelope.topic],
      product: "Azure Communication Services",
      receipt: {
        messageId,
        recipient,
        status,
        // Spelled with a capital S in the documentation and with a small one on the wire; both fold alike.
        at: instantOf(fieldAt(data, "deliveryattempttimestamp")) ?? envelope.time?.at ?? null,
        detail: textAt(fieldsAt(data, "deliverystatusdetails"), "statusmessage"),
      },
      keys: [key("email", nativeId)],
    });
  },
};

/** Somebody viewed or clicked. It names neither recipient nor status. */
export const eventGridEmailEngagement: Source = {
  name: "e-mail engagement report",
  recognises: ({ envelope }) =>
    envelope?.typeFolded === "microsoft.communication.emailengagementtrackingreportreceived",
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const { data } = envelope;
    const messageId = textAt(data, "messageid");
    if (messageId === null) return { refused: "an engagement report that names no message" };
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.email-engagement",
      class: "receipt",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time, detected: timeOf(data.get("useractiontimestamp")) },
      resources: [envelope.topic],
      product: "Azure Communication Services",
      receipt: {
        messageId,
        recipient: textAt(data, "recipient"),
        status: textAt(data, "engagementtype"),
        at: instantOf(data.get("useractiontimestamp")) ?? envelope.time?.at ?? null,
        detail: textAt(data, "engagementcontext"),
      },
      keys: [key("event-grid", nativeId)],
    });
  },
};
