import type { Policy } from "../domain/case/policy.ts";

/** For letters: how people affected and authorities reach the entity. A blank is not stated. */
export interface Contact {
  readonly postalAddress: string;
  readonly tollFreePhone: string;
  readonly email: string;
  readonly website: string;
  readonly dataProtectionContact: string;
}

/** What pages, mails and letters say of the service and of the entity that runs it. Holds no secret. */
export interface PresentationSettings {
  readonly entity: {
    readonly name: string;
    /** IANA zone of the notifying entity. */
    readonly timeZone: string;
    readonly contact: Contact;
  };
  /** Origin of the pages, without a trailing slash: `https://tocsin.example`. */
  readonly publicUrl: string;
  readonly policy: Policy;
  /** Shown on pages and in mail of a service that runs on one machine; null in Azure. */
  readonly local: { readonly inboxUrl: string } | null;
}
