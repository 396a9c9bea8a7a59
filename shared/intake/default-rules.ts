import type { RuleCondition, TriageRule } from "../contracts/intake-rules.ts";

/** A store that is known to hold protected data. */
const knownClassified = {
  field: "classification",
  is: ["phi", "eu-personal", "both"],
} as const satisfies RuleCondition;

/** Nobody knows, and the sender calls it grave: then the store counts as classified. */
const gravelyUnknown = {
  all: [
    { field: "classification", is: "unknown" },
    { field: "severity", is: "high" },
  ],
} as const satisfies RuleCondition;

const classified = { any: [knownClassified, gravelyUnknown] } as const satisfies RuleCondition;
const notKnownClean = {
  not: { field: "classification", is: "neither" },
} as const satisfies RuleCondition;
const isAlert = { field: "class", is: "alert" } as const satisfies RuleCondition;

/** Senders whose high severity is a security judgement; a metric's Sev1 may be a full disk. */
const isSecurityProduct = {
  any: [
    {
      field: "source",
      is: ["defender-for-cloud", "sentinel", "graph", "defender-xdr", "microsoft-365", "purview"],
    },
    { field: "form", is: "activity-log" },
    { field: "type", is: ["Activity Log - Security", "ServiceHealth"] },
  ],
} as const satisfies RuleCondition;

/** A busy processor is no part of a breach, however often it is reported on a resource under suspicion. */
const notAMetric = {
  any: [isSecurityProduct, { field: "source", is: "event-grid" }],
} as const satisfies RuleCondition;

/** Operations that cut the audit trail off. Setting one up or changing it is daily work, so only deletions count. */
const auditTrailDeletions = [
  "microsoft.insights/diagnosticsettings/delete",
  "microsoft.insights/logprofiles/delete",
  "microsoft.insights/activitylogalerts/delete",
  "microsoft.operationalinsights/workspaces/delete",
  "microsoft.securityinsights/onboardingstates/delete",
  // Write-once storage, where logs (and our own ledger's archive) lie.
  "microsoft.storage/storageaccounts/blobservices/containers/immutabilitypolicies/delete",
];

/** First match wins, so what must not open stands before what opens. Each id is remembered with the decisions it made. */
export const defaultRules: readonly TriageRule[] = [
  {
    id: "audit-log-tampering",
    when: {
      all: [
        { field: "operation.name", endsWith: auditTrailDeletions },
        { field: "simulated", is: false },
        { not: { field: "operation.result", is: ["failure", "cancel"] } },
        { not: { field: "openCase", present: true } },
      ],
    },
    outcome: "open",
    reason:
      "A part of the audit trail was deleted. HIPAA asks for audit controls (45 CFR 164.312(b)), and an intruder deletes them first.",
  },
  {
    id: "handshake",
    when: { field: "class", is: "handshake" },
    outcome: "ignore",
    reason: "A subscription asks to be confirmed; the door answers it.",
  },
  {
    id: "receipt",
    when: { field: "class", is: "receipt" },
    outcome: "ignore",
    reason: "A delivery report goes to the message it speaks of, not through triage.",
  },
  {
    id: "noise",
    when: { field: "class", is: "noise" },
    outcome: "ignore",
    reason: "Recognised, and of a kind that says nothing about a breach.",
  },
  {
    id: "reference",
    when: { field: "class", is: "reference" },
    outcome: "watch",
    reason: "It names an alert without telling it; the alert itself has to be fetched and triaged.",
  },
  {
    id: "health-data-changed",
    when: { field: "form", is: ["event-grid.health-data"] },
    outcome: "ignore",
    reason: "Health records change all day; it only shows that the workspace holds them.",
  },
  {
    id: "enrichment",
    when: { field: "class", is: "enrichment" },
    outcome: "watch",
    reason: "It tells something about a resource or its data, not that anything happened to them.",
  },
  {
    // Its two paths (Defender and Sentinel, say) name one thing differently; keys make them one.
    id: "already-open",
    when: {
      all: [
        { field: "openCase", is: "same" },
        {
          any: [
            { field: "simulated", is: false },
            { field: "drill", is: true },
          ],
        },
      ],
    },
    outcome: "correlate",
    reason: "The same thing has an open case: it arrived again, by another path or with news.",
  },
  {
    id: "sample-alert",
    when: {
      all: [
        { field: "simulated", is: true },
        { field: "drill", is: false },
      ],
    },
    outcome: "watch",
    reason: "A vendor's sample or test alert. It opens a case only as a drill.",
  },
  {
    id: "closed-by-sender",
    when: {
      all: [isAlert, { field: "status", is: ["closed", "resolved", "dismissed", "deactivated"] }],
    },
    outcome: "watch",
    reason:
      "Its sender has closed it. That is evidence for a person; it neither opens a case nor stops a clock.",
  },
  {
    id: "sentinel-update",
    when: {
      all: [
        { field: "form", is: "sentinel.incident-trigger" },
        { field: "change", is: "update" },
        { not: { field: "openCase", present: true } },
      ],
    },
    outcome: "watch",
    reason: "Only the creation of an incident opens a case; this changes one that we hold no case for.",
  },
  {
    id: "related-to-open-case",
    when: {
      all: [
        isAlert,
        { field: "openCase", is: "related" },
        notAMetric,
        { not: { field: "severity", is: "informational" } },
      ],
    },
    outcome: "correlate",
    reason: "It concerns something that an open case is about.",
  },
  {
    // The authors of alert rules know what their rule means; we cannot.
    id: "rule-author-says-breach",
    when: {
      all: [
        { any: [isAlert, { field: "class", is: "posture" }] },
        { field: "hints.tocsin", is: ["open", "breach"] },
      ],
    },
    outcome: "open",
    reason: "The author of the alert rule marked it (custom property tocsin) as one that opens a case.",
  },
  {
    id: "malware-in-classified-store",
    when: {
      all: [
        { field: "form", is: "event-grid.malware-scan" },
        { field: "verdict", is: "Malicious" },
        notKnownClean,
      ],
    },
    outcome: "open",
    reason: "A scan found malware in a store that holds protected data or that nobody has classified.",
  },
  {
    id: "unclean-scan",
    when: { field: "form", is: "event-grid.malware-scan" },
    outcome: "watch",
    reason:
      "The scan did not call the blob clean: it found malware where no protected data lie, or could not finish.",
  },
  {
    id: "malware-alert-on-classified-store",
    when: {
      all: [
        isAlert,
        isSecurityProduct,
        classified,
        {
          any: [
            { field: "title", contains: ["malware", "ransomware"] },
            { field: "type", contains: ["malware", "ransomware"] },
          ],
        },
        { not: { field: "severity", is: ["low", "informational"] } },
      ],
    },
    outcome: "open",
    reason: "Malware on a resource that holds protected data or that nobody has classified.",
  },
  {
    id: "exfiltration-or-credentials",
    when: {
      all: [
        isAlert,
        isSecurityProduct,
        classified,
        { not: { field: "severity", is: "informational" } },
        {
          any: [
            { field: "tactics", is: ["exfiltration", "credential-access", "collection"] },
            { field: "type", contains: ["exfiltration", "credentialaccess", "credentialdump"] },
            { field: "title", contains: ["exfiltrat", "credential dump", "credential theft"] },
          ],
        },
      ],
    },
    outcome: "open",
    reason:
      "Data or credentials may have been taken from a store that holds protected data, or from one nobody has classified.",
  },
  {
    id: "audit-tampering-alert",
    when: {
      all: [
        isAlert,
        isSecurityProduct,
        { not: { field: "severity", is: ["low", "informational"] } },
        {
          any: [
            {
              field: "title",
              contains: [
                "audit log",
                "event log was cleared",
                "diagnostic setting",
                "auditing was disabled",
                "logging was disabled",
              ],
            },
            { field: "type", contains: ["auditlog", "diagnosticsettings", "logclear"] },
          ],
        },
      ],
    },
    outcome: "open",
    reason: "Somebody tampered with the audit trail, by a detecting product's judgement.",
  },
  {
    id: "protected-data-left",
    when: {
      all: [
        { field: "form", is: "purview.dlp" },
        {
          any: [
            { field: "severity", is: ["high", "unknown"] },
            { all: [knownClassified, { field: "severity", is: "medium" }] },
          ],
        },
        notKnownClean,
      ],
    },
    outcome: "open",
    reason: "Data loss prevention saw protected data leave.",
  },
  {
    id: "high-severity",
    when: { all: [isAlert, isSecurityProduct, { field: "severity", is: "high" }, notKnownClean] },
    outcome: "open",
    reason: "High severity on a resource that holds protected data or that nobody has classified.",
  },
  {
    // Unknown is not low: on a store that is known to be classified it is looked at.
    id: "unknown-severity-on-classified-store",
    when: { all: [isAlert, isSecurityProduct, { field: "severity", is: "unknown" }, knownClassified] },
    outcome: "open",
    reason: "The sender does not say how grave it is, and the store holds protected data.",
  },
  {
    // Becoming non-compliant: an evaluation that merely confirms an old state arrives as no event.
    id: "hipaa-policy-noncompliant",
    when: {
      all: [
        { field: "class", is: "posture" },
        { field: "policy.complianceState", is: "NonCompliant" },
        {
          any: [
            { field: "policy.assignmentId", contains: ["hipaa", "hitrust"] },
            { field: "policy.setDefinitionId", contains: ["hipaa", "hitrust"] },
            // The built-in initiatives "HITRUST/HIPAA" and "HITRUST CSF v11.3".
            {
              field: "policy.setDefinitionId",
              endsWith: ["a169a624-5599-4385-a696-c8d643089fab", "e0d47b75-5d99-442a-9d60-07f2595ab095"],
            },
            { field: "policy.referenceId", contains: ["hipaa", "hitrust"] },
          ],
        },
        notKnownClean,
      ],
    },
    outcome: "open",
    reason:
      "A policy that guards HIPAA safeguards is no longer met. It opens a review; by itself it starts no clock.",
  },
  {
    id: "policy-compliant",
    when: {
      any: [
        { field: "policy.complianceState", is: "Compliant" },
        { field: "type", is: "Microsoft.PolicyInsights.PolicyStateDeleted" },
        {
          all: [
            { field: "class", is: "posture" },
            { field: "status", is: ["healthy", "notapplicable", "passed"] },
          ],
        },
      ],
    },
    outcome: "ignore",
    reason: "The posture is as it should be, or the policy no longer applies.",
  },
  {
    id: "posture",
    when: { field: "class", is: "posture" },
    outcome: "watch",
    reason: "A weakness, not an event: it may explain an alert later.",
  },
  {
    id: "informational",
    when: { all: [isAlert, { field: "severity", is: "informational" }] },
    outcome: "ignore",
    reason: "Its sender calls it informational.",
  },
  {
    id: "monitor-alert",
    when: { field: "source", is: "azure-monitor" },
    outcome: "watch",
    reason: "A metric or log alert whose author did not mark it (custom property tocsin) as a breach.",
  },
  {
    id: "other-alert",
    when: isAlert,
    outcome: "watch",
    reason: "An alert that no rule opens a case for; it joins one that turns out to concern the same thing.",
  },
];
