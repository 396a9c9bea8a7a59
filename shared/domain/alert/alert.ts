/** What a payload is to us, whatever its sender calls it. */
export type AlertClass = "alert" | "posture" | "receipt" | "enrichment" | "noise" | "handshake" | "reference";

/** The wire shape a payload came in. One thing (a Defender alert, say) may reach us in several. */
export type AlertForm =
  | "event-grid.policy"
  | "event-grid.malware-scan"
  | "event-grid.key-vault"
  | "event-grid.resource"
  | "event-grid.email-delivery"
  | "event-grid.email-engagement"
  | "event-grid.validation"
  | "event-grid.storage"
  | "event-grid.health-data"
  | "event-grid.other"
  | "defender.arm"
  | "defender.export"
  | "defender.export-other"
  | "defender.log-analytics"
  | "activity-log"
  | "sentinel.incident"
  | "sentinel.incident-trigger"
  | "sentinel.alert"
  | "graph.alert"
  | "graph.alert-legacy"
  | "graph.incident"
  | "graph.notification"
  | "xdr.incident"
  | "xdr.alert"
  | "xdr.streaming"
  | "monitor.common"
  | "monitor.legacy"
  | "purview.dlp"
  | "purview.sensitivity"
  | "office365.audit";

/** Who sends it. */
export type AlertSource =
  | "event-grid"
  | "defender-for-cloud"
  | "activity-log"
  | "sentinel"
  | "graph"
  | "defender-xdr"
  | "azure-monitor"
  | "microsoft-365"
  | "purview";

/** One scale for every sender. `unknown` is no step of it: it must never be taken for the lowest. */
export type AlertSeverity = "high" | "medium" | "low" | "informational" | "unknown";

/** An instant as its sender wrote it, and what we read: null when it cannot be read. */
export interface AlertTime {
  readonly at: string | null;
  readonly native: string;
}

/**
 * The instants of an alert, kept apart on purpose: none of them is the legal moment of discovery or awareness,
 * which a person or a rule sets with a reason.
 */
export interface AlertTimes {
  readonly started?: AlertTime;
  readonly ended?: AlertTime;
  /** When the detecting product raised it. */
  readonly detected?: AlertTime;
  readonly changed?: AlertTime;
  readonly resolved?: AlertTime;
}

/** How many entities of which kind. Their values (names, addresses, command lines) stay in the original. */
export interface EntityCount {
  readonly kind: string;
  readonly count: number;
}

/** A delivery or engagement report on one message to one recipient. */
export interface EmailReceipt {
  readonly messageId: string;
  readonly recipient: string | null;
  /** The provider's word; for an engagement report `view` or `click`. It wins over any text in `detail`. */
  readonly status: string | null;
  readonly at: string | null;
  readonly detail: string | null;
}

export interface PolicyState {
  readonly complianceState: string | null;
  readonly definitionId: string | null;
  readonly assignmentId: string | null;
  readonly setDefinitionId: string | null;
  readonly referenceId: string | null;
}

/** A management-plane operation, lower-cased, and how its event type says it ended. */
export interface ResourceOperation {
  readonly name: string;
  readonly result: "success" | "failure" | "cancel" | "unknown";
}

/** What the payload itself says about the data concerned. Silence proves nothing. */
export interface SensitivitySignals {
  readonly labels: readonly string[];
  readonly informationTypes: readonly string[];
}

/** Everything that comes in, in one form. The untouched original is kept elsewhere, by its digest. */
export interface Alert {
  readonly source: AlertSource;
  readonly form: AlertForm;
  readonly class: AlertClass;
  readonly nativeId: string | null;
  readonly title: string | null;
  /** The sender's name for this kind of alert: alert type, event type, or table. */
  readonly type: string | null;
  readonly severity: AlertSeverity;
  readonly nativeSeverity: string | null;
  /** The sender's status, lower-cased: `new`, `active`, `closed`, `fired`, `resolved` and the like. */
  readonly status: string | null;
  /** What the sender concluded, lower-cased: `falsepositive`, `benignpositive` and the like. */
  readonly conclusion: string | null;
  /** Whether the sender says that it made or changed the thing; null where it does not say. */
  readonly change: "create" | "update" | null;
  readonly startedAt: string | null;
  readonly times: AlertTimes;
  readonly tenant: string | null;
  readonly subscription: string | null;
  /** Azure resource ids, lower-cased, each once, sorted. */
  readonly resources: readonly string[];
  readonly entities: readonly EntityCount[];
  /** Kebab-case: `credential-access`. */
  readonly tactics: readonly string[];
  readonly techniques: readonly string[];
  readonly product: string | null;
  readonly portalLink: string | null;
  /** A vendor's sample or test alert. It may open a case only as a drill. */
  readonly simulated: boolean;
  /**
   * What it is, under every name that another path may use for the same thing. Two alerts with one key in common
   * are one; whoever opens a case claims each of them.
   */
  readonly keys: readonly string[];
  /** What it belongs with: joins an open case, but is not the same thing. */
  readonly correlates: readonly string[];
  readonly sensitivity: SensitivitySignals;
  /** Routing hints that the author of an alert rule attached (custom properties), keys lower-cased. */
  readonly hints: Readonly<Record<string, string>>;
  readonly policy?: PolicyState;
  readonly operation?: ResourceOperation;
  readonly receipt?: EmailReceipt;
  /** The verdict of a malware scan, as found. */
  readonly verdict?: string;
  readonly handshake?: { readonly validationCode: string | null; readonly validationUrl: string | null };
}

/** Does a resource hold protected health information or personal data of people in the EU? */
export const dataClassifications = ["phi", "eu-personal", "both", "neither", "unknown"] as const;
export type DataClassification = (typeof dataClassifications)[number];
