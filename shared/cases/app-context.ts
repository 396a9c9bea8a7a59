import type { TriageRule } from "../contracts/intake-rules.ts";
import type { PresentationSettings } from "../contracts/settings.ts";
import type { Role } from "../domain/case/events.ts";
import type { Digest } from "../domain/ids.ts";
import type { Facts } from "../domain/law/facts.ts";
import type { Clock } from "../ports/clock.ts";
import type { Directory } from "../ports/directory.ts";
import type { CaseIndex } from "../ports/case-index.ts";
import type { Ledger } from "../ports/ledger.ts";
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

export interface AppSettings extends PresentationSettings {
  readonly entity: PresentationSettings["entity"] & {
    /** What is known of the entity before anything happens: regimes, roles, establishment. */
    readonly facts: Facts;
  };
  /** Object ids of the Entra groups that hold each role; `fallback` is written to when a role's group gives nobody. */
  readonly groups: Readonly<Record<Role, string>> & { readonly fallback: string };
  /** At least 32 bytes; signs decision links and form tokens. */
  readonly linkKey: Uint8Array;
  /** Version of the time-zone data in use, as the runtime names it: `2026a`. */
  readonly timeZoneData: string;
}
