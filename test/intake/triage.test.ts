import { describe, expect, test } from "vitest";
import { TriageRules, type TriageRule } from "../../shared/contracts/intake-rules.ts";
import type { Alert, DataClassification } from "../../shared/domain/alert/alert.ts";
import { classificationInPayload, combinedClassification } from "../../shared/intake/classification.ts";
import { defaultRules } from "../../shared/intake/default-rules.ts";
import { newsOf } from "../../shared/domain/alert/news.ts";
import { readPayload } from "../../shared/intake/read-payload.ts";
import { triage } from "../../shared/intake/triage.ts";
import {
  activityLogAlert,
  analyticsRow,
  armAlert,
  clinic,
  commonAlert,
  eventGrid,
  exportedAlert,
  office365,
  sentinelIncident,
  sentinelTrigger,
  store,
} from "./payloads.ts";

function only(payload: unknown): Alert {
  const [item] = readPayload(payload);
  if (item?.kind !== "recognised") throw new Error("the payload is not recognised");
  return item.alert;
}

const policy = (complianceState: string, policyAssignmentId: string) =>
  eventGrid("Microsoft.PolicyInsights.PolicyStateChanged", { complianceState, policyAssignmentId });
const hipaa = `${clinic}/providers/microsoft.authorization/policyassignments/HIPAA-HITRUST`;
const scan = (scanResultType: string) =>
  eventGrid("Microsoft.Security.MalwareScanningResult", {
    scanResultType,
    blobUri: "https://scans.blob.core.windows.net/c/b",
  });
const operation = (type: string, operationName: string) =>
  eventGrid(`Microsoft.Resources.Resource${type}`, { operationName });

describe("the shipped rules", () => {
  test.each<[string, unknown, DataClassification, string, string]>([
    [
      "HIPAA policy becomes non-compliant",
      policy("NonCompliant", hipaa),
      "phi",
      "open",
      "hipaa-policy-noncompliant",
    ],
    [
      "HIPAA policy, nobody knows the resource",
      policy("NonCompliant", hipaa),
      "unknown",
      "open",
      "hipaa-policy-noncompliant",
    ],
    [
      "HIPAA policy on a resource without such data",
      policy("NonCompliant", hipaa),
      "neither",
      "watch",
      "posture",
    ],
    ["HIPAA policy is met again", policy("Compliant", hipaa), "phi", "ignore", "policy-compliant"],
    ["another policy", policy("NonCompliant", "naming-convention"), "phi", "watch", "posture"],
    [
      "exfiltration from a PHI store",
      armAlert({ severity: "Low" }),
      "phi",
      "open",
      "exfiltration-or-credentials",
    ],
    [
      "exfiltration, low, nobody knows the store",
      armAlert({ severity: "Low" }),
      "unknown",
      "watch",
      "other-alert",
    ],
    [
      "exfiltration, high, nobody knows the store",
      armAlert(),
      "unknown",
      "open",
      "exfiltration-or-credentials",
    ],
    ["exfiltration from a store without such data", armAlert(), "neither", "watch", "other-alert"],
    [
      "credentials taken on an EU store",
      exportedAlert({ Intent: "CredentialAccess", Severity: "Medium" }),
      "eu-personal",
      "open",
      "exfiltration-or-credentials",
    ],
    [
      "exfiltration only in the type",
      armAlert({ intent: "Unknown", alertType: "Storage.Blob_DataExfiltration.Amount", severity: "Medium" }),
      "both",
      "open",
      "exfiltration-or-credentials",
    ],
    ["malware in a classified store", scan("Malicious"), "phi", "open", "malware-in-classified-store"],
    [
      "malware in a store that nobody classified",
      scan("Malicious"),
      "unknown",
      "open",
      "malware-in-classified-store",
    ],
    ["malware where no such data lie", scan("Malicious"), "neither", "watch", "unclean-scan"],
    ["a scan that failed", scan("Error"), "phi", "watch", "unclean-scan"],
    ["a clean scan", scan("No threats found"), "phi", "ignore", "noise"],
    [
      "a write-once policy deleted",
      operation(
        "DeleteSuccess",
        "Microsoft.Storage/storageAccounts/blobServices/containers/immutabilityPolicies/delete",
      ),
      "unknown",
      "open",
      "audit-log-tampering",
    ],
    [
      "diagnostic settings deleted",
      operation("DeleteSuccess", "Microsoft.Insights/diagnosticSettings/delete"),
      "neither",
      "open",
      "audit-log-tampering",
    ],
    [
      "… in the activity log",
      activityLogAlert({
        category: "Administrative",
        operationName: "MICROSOFT.INSIGHTS/DIAGNOSTICSETTINGS/DELETE",
        status: "Succeeded",
      }),
      "unknown",
      "open",
      "audit-log-tampering",
    ],
    [
      "… but it failed",
      operation("DeleteFailure", "Microsoft.Insights/diagnosticSettings/delete"),
      "phi",
      "watch",
      "other-alert",
    ],
    [
      "keys listed, as portals do all day",
      operation("ActionSuccess", "Microsoft.Storage/storageAccounts/listKeys/action"),
      "phi",
      "watch",
      "other-alert",
    ],
    [
      "a product saw tampering with the audit log",
      armAlert({ alertDisplayName: "Audit log was cleared", severity: "Medium", intent: "DefenseEvasion" }),
      "neither",
      "open",
      "audit-tampering-alert",
    ],
    ["high severity, unknown data", armAlert({ intent: "Execution" }), "unknown", "open", "high-severity"],
    [
      "unknown severity on a classified store",
      armAlert({ intent: "Execution", severity: "Odd" }),
      "phi",
      "open",
      "unknown-severity-on-classified-store",
    ],
    [
      "medium, nothing else",
      armAlert({ intent: "Execution", severity: "Medium" }),
      "unknown",
      "watch",
      "other-alert",
    ],
    ["informational", armAlert({ severity: "Informational" }), "phi", "ignore", "informational"],
    ["a sample alert", armAlert({ alertType: "SIMULATED_x" }), "phi", "watch", "sample-alert"],
    [
      "closed by its sender",
      sentinelIncident({ status: "Closed", classification: "FalsePositive" }),
      "phi",
      "watch",
      "closed-by-sender",
    ],
    ["a Sentinel incident is created", sentinelTrigger(), "unknown", "open", "exfiltration-or-credentials"],
    [
      "a Sentinel incident without case is changed",
      sentinelTrigger({}, "Update"),
      "phi",
      "watch",
      "sentinel-update",
    ],
    ["a metric's Sev1", commonAlert(), "phi", "watch", "monitor-alert"],
    [
      "a metric that recovered",
      commonAlert({ monitorCondition: "Resolved" }),
      "phi",
      "watch",
      "closed-by-sender",
    ],
    [
      "a log alert that its author marked",
      commonAlert({}, {}, { customProperties: { tocsin: "breach" } }),
      "unknown",
      "open",
      "rule-author-says-breach",
    ],
    ["data loss prevention, European data", office365(), "eu-personal", "open", "protected-data-left"],
    ["data loss prevention, low", office365({ Severity: "Low" }), "eu-personal", "watch", "other-alert"],
    [
      "a health record changed",
      eventGrid("Microsoft.HealthcareApis.FhirResourceCreated", {}),
      "phi",
      "ignore",
      "health-data-changed",
    ],
    ["a blob was written", eventGrid("Microsoft.Storage.BlobCreated", {}), "phi", "ignore", "noise"],
    [
      "a delivery report",
      eventGrid("Microsoft.Communication.EmailDeliveryReportReceived", { messageId: "m" }),
      "unknown",
      "ignore",
      "receipt",
    ],
  ])("%s", (_what, payload, classification, outcome, rule) => {
    expect(triage(only(payload), { classification, rules: defaultRules })).toMatchObject({ outcome, rule });
  });

  test("satisfy the schema that an operator's file has to satisfy", () => {
    expect(TriageRules.parse(structuredClone(defaultRules))).toEqual(defaultRules);
  });
});

describe("one thing never opens two cases", () => {
  const rules: readonly TriageRule[] = [
    { id: "everything", when: { field: "class", present: true }, outcome: "open", reason: "r" },
  ];
  const first = only(exportedAlert());

  test.each([
    ["again by the same path", exportedAlert({ Status: "InProgress" })],
    ["as a Log Analytics row", analyticsRow()],
    ["through the activity log", activityLogAlert()],
    [
      "inside a Sentinel incident",
      sentinelTrigger({ alerts: [{ properties: { systemAlertId: "x", vendorOriginalId: first.nativeId } }] }),
    ],
  ])("%s it joins its case, whatever the rules say", (_what, payload) => {
    for (const chosen of [rules, defaultRules]) {
      const decision = triage(only(payload), {
        classification: "phi",
        rules: chosen,
        openCaseKeys: new Set(first.keys),
      });
      expect(decision.outcome).toBe("correlate");
    }
  });

  test("another alert on the same resource joins too; elsewhere it opens its own", () => {
    const openCaseKeys = new Set([...first.keys, ...first.correlates]);
    const other = { systemAlertId: "2516000000000000002_aaaaaaaa-bbbb-4ccc-8ddd-ffffffffffff" };
    expect(
      triage(only(armAlert(other)), { classification: "phi", rules: defaultRules, openCaseKeys }),
    ).toMatchObject({ outcome: "correlate", rule: "related-to-open-case" });
    const elsewhere = armAlert({
      ...other,
      resourceIdentifiers: [{ type: "AzureResource", azureResourceId: `${store}2` }],
    });
    expect(
      triage(only(elsewhere), { classification: "phi", rules: defaultRules, openCaseKeys }).outcome,
    ).toBe("open");
  });

  test("a rule that correlates where nothing is open only watches", () => {
    const correlating: TriageRule[] = [
      { id: "join", when: { field: "class", is: "alert" }, outcome: "correlate", reason: "r." },
    ];
    expect(triage(first, { classification: "phi", rules: correlating })).toMatchObject({
      outcome: "watch",
      rule: "join",
    });
  });
});

describe("sample alerts", () => {
  const sample = only(armAlert({ alertDisplayName: "[SAMPLE ALERT] Export of scans" }));
  const rules: readonly TriageRule[] = [
    { id: "everything", when: { field: "class", present: true }, outcome: "open", reason: "r" },
  ];

  test("open a case while a drill is on, and it is a drill", () => {
    expect(triage(sample, { classification: "phi", rules: defaultRules, drill: true })).toMatchObject({
      outcome: "open",
      drill: true,
    });
  });

  test("open none otherwise, whatever the rules say", () => {
    expect(triage(sample, { classification: "phi", rules })).toMatchObject({
      outcome: "watch",
      rule: "samples-only-drill",
      drill: false,
    });
  });

  test("a drill makes no drill of a real alert", () => {
    expect(triage(only(armAlert()), { classification: "phi", rules, drill: true })).toMatchObject({
      outcome: "open",
      drill: false,
    });
  });
});

describe("rules", () => {
  const alert = only(armAlert({ entities: [{ type: "ip" }], severity: "Medium" }));
  const matches = (when: TriageRule["when"]) =>
    triage(alert, { classification: "both", rules: [{ id: "r", when, outcome: "ignore", reason: "r" }] })
      .rule === "r";

  test.each<[TriageRule["when"], boolean]>([
    [{ field: "title", contains: "EXPORT" }, true],
    [{ field: "title", startsWith: ["usual", "unusual"] }, true],
    [{ field: "resources", endsWith: "/scans" }, true],
    [{ field: "resourceTypes", is: "Microsoft.Storage/storageAccounts" }, true],
    [{ field: "entities", is: "ip" }, true],
    [{ field: "classification", is: ["phi", "both"] }, true],
    [{ field: "severity", atLeast: "low" }, true],
    [{ field: "severity", atLeast: "high" }, false],
    [{ field: "simulated", is: false }, true],
    [{ field: "policy.complianceState", present: true }, false],
    [{ field: "policy.complianceState", present: false }, true],
    [{ field: "times.started.native", startsWith: "2026" }, true],
    [{ field: "constructor.name", present: true }, false],
    [{ field: "title.length", present: true }, false],
    [{ not: { field: "source", is: "sentinel" } }, true],
    [
      {
        all: [
          { field: "tactics", is: "exfiltration" },
          { field: "class", is: "posture" },
        ],
      },
      false,
    ],
    [
      {
        any: [
          { field: "tactics", is: "exfiltration" },
          { field: "class", is: "posture" },
        ],
      },
      true,
    ],
  ])("%j matches: %s", (when, wanted) => {
    expect(matches(when)).toBe(wanted);
  });

  test("an unknown severity is never at least anything", () => {
    const odd = only(armAlert({ severity: "Sev9" }));
    const rules: TriageRule[] = [
      { id: "r", when: { field: "severity", atLeast: "informational" }, outcome: "ignore", reason: "r" },
    ];
    expect(triage(odd, { classification: "phi", rules }).rule).toBe("no-rule");
  });

  test("the first that matches decides; where none does the alert stays in view", () => {
    const rules: TriageRule[] = [
      { id: "one", when: { field: "class", is: "alert" }, outcome: "watch", reason: "first" },
      { id: "two", when: { field: "class", is: "alert" }, outcome: "open", reason: "second" },
    ];
    expect(triage(alert, { classification: "phi", rules })).toEqual({
      outcome: "watch",
      rule: "one",
      reason: "first",
      drill: false,
    });
    expect(triage(alert, { classification: "phi", rules: [] })).toMatchObject({
      outcome: "watch",
      rule: "no-rule",
    });
  });

  test.each([
    [
      "an outcome that is none",
      [{ id: "a", when: { field: "class", is: "alert" }, outcome: "explode", reason: "r" }],
    ],
    ["a condition that asks nothing", [{ id: "a", when: { field: "class" }, outcome: "open", reason: "r" }]],
    [
      "a misspelt operator",
      [{ id: "a", when: { field: "class", equals: "alert" }, outcome: "open", reason: "r" }],
    ],
    [
      "a field that no alert has",
      [{ id: "a", when: { field: "severty", is: "high" }, outcome: "open", reason: "r" }],
    ],
    [
      "a member that no policy has",
      [{ id: "a", when: { field: "policy.state", is: "x" }, outcome: "open", reason: "r" }],
    ],
    [
      "a part of what has none",
      [{ id: "a", when: { field: "severity.native", is: "x" }, outcome: "open", reason: "r" }],
    ],
    [
      "a name that every object has",
      [{ id: "a", when: { field: "constructor", present: true }, outcome: "open", reason: "r" }],
    ],
    [
      "a scale for what is not on it",
      [{ id: "a", when: { field: "title", atLeast: "high" }, outcome: "open", reason: "r" }],
    ],
    ["a rule without reason", [{ id: "a", when: { field: "class", is: "alert" }, outcome: "open" }]],
    [
      "two rules of one name",
      [1, 2].map(() => ({ id: "a", when: { field: "class", is: "alert" }, outcome: "open", reason: "r" })),
    ],
    ["no rules", []],
  ])("a file with %s is refused", (_what, rules) => {
    expect(TriageRules.safeParse(rules).success).toBe(false);
    expect(TriageRules.safeParse({ rules }).success).toBe(false);
  });
});

test("a rule may ask for a custom property as its author spells it, and for a time", () => {
  const rules = TriageRules.parse([
    {
      id: "mine",
      when: {
        all: [
          { field: "hints.Care-Team", is: "icu" },
          { field: "times.started.at", present: true },
        ],
      },
      outcome: "open",
      reason: "r",
    },
  ]);
  const alert = only(commonAlert({}, {}, { customProperties: { "care-team": "ICU" } }));
  expect(triage(alert, { classification: "unknown", rules }).rule).toBe("mine");
});

describe("classification", () => {
  test.each<[string, unknown, DataClassification]>([
    ["an identity card of Germany", office365(), "eu-personal"],
    [
      "medical terms",
      office365({ Data: '{"sitmi":"International Classification of Diseases (ICD-10-CM)"}' }),
      "phi",
    ],
    [
      "both",
      office365({ Data: '{"sitmi":"All Medical Terms And Conditions,EU Debit Card Number"}' }),
      "both",
    ],
    [
      "the Philippines are no health information",
      office365({ Data: '{"sitmi":"Philippines Unified ID Number"}' }),
      "unknown",
    ],
    ["a health data workspace", eventGrid("Microsoft.HealthcareApis.FhirResourceCreated", {}), "phi"],
    ["silence", armAlert(), "unknown"],
  ])("the payload tells: %s", (_what, payload, wanted) => {
    expect(classificationInPayload(only(payload))).toBe(wanted);
  });

  test.each<[DataClassification[], DataClassification]>([
    [[], "unknown"],
    [["neither", "neither"], "neither"],
    [["neither", "unknown"], "unknown"],
    [["unknown", "phi"], "phi"],
    [["phi", "eu-personal"], "both"],
    [["both", "neither"], "both"],
    [["eu-personal", "neither"], "eu-personal"],
  ])("%j together are %s", (parts, wanted) => {
    expect(combinedClassification(parts)).toBe(wanted);
  });
});

describe("news for a case", () => {
  const known = only(exportedAlert({ Severity: "Medium" }));

  test("the same again is none", () => {
    expect(newsOf(known, [known])).toEqual([]);
  });

  test("graver, elsewhere, by another tactic is", () => {
    const later = only(
      armAlert({
        severity: "High",
        intent: "Impact",
        resourceIdentifiers: [{ type: "AzureResource", azureResourceId: `${store}2` }],
      }),
    );
    expect(newsOf(later, [known])).toEqual([
      "severity is now high",
      `another resource is concerned: ${store.toLowerCase()}2`,
      "another tactic was seen: impact",
    ]);
  });
});
