import { alertOf } from "../alert-draft.ts";
import { key } from "../keys.ts";
import { nativeIdOf } from "../native-id.ts";
import type { Source } from "../source.ts";

/** Versions and expiry of keys, secrets and certificates. No event tells that a secret was read. */
export const eventGridKeyVault: Source = {
  name: "Key Vault through Event Grid",
  recognises: ({ envelope }) => envelope?.typeFolded.startsWith("microsoft.keyvault.") ?? false,
  read: ({ envelope }) => {
    if (!envelope) return { refused: "not an Event Grid event" };
    const nativeId = nativeIdOf(envelope.topic, envelope.id);
    return alertOf({
      source: "event-grid",
      form: "event-grid.key-vault",
      class: "enrichment",
      nativeId,
      type: envelope.type,
      times: { started: envelope.time },
      resources: [envelope.topic],
      product: "Azure Key Vault",
      keys: [key("event-grid", nativeId)],
    });
  },
};
