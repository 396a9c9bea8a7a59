import type { TriageRule } from "../contracts/intake-rules.ts";
import type { Role } from "../domain/case/events.ts";
import type { Digest } from "../domain/ids.ts";
import type { Facts } from "../domain/law/facts.ts";
import type { Policy } from "../domain/case/policy.ts";
import type { Clock } from "../ports/clock.ts";
import type { Directory } from "../ports/directory.ts";
import type { CaseIndex, Ledger } from "../ports/ledger.ts";
import type { Mail } from "../ports/mail.ts";
import type { Originals } from "../ports/originals.ts";
import type { Kept } from "./kept-document.ts";
import type { KnownClassifications } from "./known-classifications.ts";
import type { QuarantineIndex } from "../ports/quarantine-index.ts";

/** Everything that a command of a case needs of the world; made once, in wiring.ts. */
export interface AppContext {
  readonly ledger: Ledger;
  readonly index: CaseIndex;
  readonly directory: Directory;
  readonly mail: Mail;
  readonly originals: Originals;
  readonly classifications: KnownClassifications;
  /** The rules in force at this moment; an operator may change them at any time. */
  readonly triageRules: () => Promise<Kept<readonly TriageRule[]>>;
  readonly quarantine: QuarantineIndex;
  readonly clock: Clock;
  readonly sha256: (bytes: Uint8Array) => Digest;
  readonly settings: AppSettings;
}

export interface AppSettings {
  readonly entity: {
    readonly name: string;
    /** IANA zone of the notifying entity. */
    readonly timeZone: string;
    /** What is known of the entity before anything happens: regimes, roles, establishment. */
    readonly facts: Facts;
    /** For letters: postal address, phone, e-mail, website, data protection officer. */
    readonly contact: Contact;
  };
  /** Object ids of the Entra groups that hold each role; `fallback` is written to when a role's group gives nobody. */
  readonly groups: Readonly<Record<Role, string>> & { readonly fallback: string };
  /** Origin of the pages, without a trailing slash: `https://tocsin.example`. */
  readonly publicUrl: string;
  /** At least 32 bytes; signs decision links and form tokens. */
  readonly linkKey: Uint8Array;
  readonly policy: Policy;
  /** Version of the time-zone data in use, as the runtime names it: `2026a`. */
  readonly timeZoneData: string;
  /** Shown on pages and in mail of a service that runs on one machine; null in Azure. */
  readonly local: { readonly inboxUrl: string } | null;
}

export interface Contact {
  readonly postalAddress: string;
  readonly tollFreePhone: string;
  readonly email: string;
  readonly website: string;
  readonly dataProtectionContact: string;
}
