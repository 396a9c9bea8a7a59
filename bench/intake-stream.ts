/** A day's mixture as a hub and Event Grid would bring it: mostly noise and receipts, some posture, some alerts. */
export function mixedStream(count: number, seed: number): readonly string[] {
  const next = numbersFrom(seed);
  return Array.from({ length: count }, () => {
    const kind = kinds[next(kinds.length)] ?? blobCreated;
    return JSON.stringify(kind(next));
  });
}

type Next = (below: number) => number;

/** Small, seeded, good enough to vary ids. */
function numbersFrom(seed: number): Next {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const subscription = "/subscriptions/6f1d2c3b-0000-4000-8000-00000000c0de";

function guid(next: Next): string {
  const hex = (length: number) => Array.from({ length }, () => next(16).toString(16)).join("");
  return `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
}

function blobCreated(next: Next): unknown {
  return [
    {
      topic: `${subscription}/resourceGroups/clinic/providers/Microsoft.Storage/storageAccounts/records${next(9)}`,
      subject: `/blobServices/default/containers/scans/blobs/${guid(next)}.dcm`,
      eventType: "Microsoft.Storage.BlobCreated",
      eventTime: "2026-11-24T03:12:00.1234567Z",
      id: guid(next),
      data: {
        api: "PutBlob",
        requestId: guid(next),
        eTag: "0x8DD0C1A2B3C4D5E",
        contentType: "application/dicom",
        contentLength: next(1_000_000),
        blobType: "BlockBlob",
        url: "https://records.blob.core.windows.net/scans/x.dcm",
        sequencer: "00000000000000000000000000015508000000000005101c",
        storageDiagnostics: { batchId: guid(next) },
      },
      dataVersion: "",
      metadataVersion: "1",
    },
  ];
}

function deliveryReport(next: Next): unknown {
  return {
    id: guid(next),
    topic: `${subscription}/resourceGroups/clinic/providers/Microsoft.Communication/communicationServices/mail`,
    subject: "sender/notices@clinic.example/message/1",
    data: {
      sender: "notices@clinic.example",
      recipient: `person${next(100_000)}@example.org`,
      messageId: guid(next),
      status: "Delivered",
      deliveryStatusDetails: { statusMessage: "", recipientMailServerHostName: "mx.example.org" },
      deliveryAttemptTimestamp: "2026-11-24T03:12:00.99+00:00",
    },
    eventType: "Microsoft.Communication.EmailDeliveryReportReceived",
    dataVersion: "1.0",
    metadataVersion: "1",
    eventTime: "2026-11-24T03:12:04.2532364Z",
  };
}

function policyState(next: Next): unknown {
  return [
    {
      id: guid(next),
      source: subscription,
      subject: `${subscription}/resourceGroups/clinic/providers/Microsoft.Sql/servers/ehr${next(9)}`,
      data: {
        timestamp: "2026-11-24T03:12:00.4496956Z",
        policyAssignmentId: `${subscription}/providers/microsoft.authorization/policyassignments/hipaa-hitrust`,
        policyDefinitionId: `/providers/microsoft.authorization/policydefinitions/${guid(next)}`,
        policyDefinitionReferenceId: "",
        complianceState: next(2) === 0 ? "NonCompliant" : "Compliant",
        subscriptionId: "6f1d2c3b-0000-4000-8000-00000000c0de",
        complianceReasonCode: "",
      },
      type: "Microsoft.PolicyInsights.PolicyStateChanged",
      time: "2026-11-24T03:14:00.5241536Z",
      specversion: "1.0",
    },
  ];
}

function exportedAlert(next: Next): unknown {
  const machine = `${subscription}/resourceGroups/clinic/providers/Microsoft.Compute/virtualMachines/vm${next(9)}`;
  return {
    VendorName: "Microsoft",
    AlertType: "VM_SuspiciousCredentialAccess",
    ProductName: "Microsoft Defender for Cloud",
    StartTimeUtc: "2026-11-24T03:10:00.0170422Z",
    EndTimeUtc: "2026-11-24T03:11:00.0170422Z",
    TimeGenerated: "2026-11-24T03:12:00.0170422Z",
    ProcessingEndTime: "2026-11-24T03:12:09.0170422Z",
    Severity: ["High", "Medium", "Low"][next(3)],
    Status: "New",
    IsIncident: false,
    SystemAlertId: `2516${next(1_000_000_000)}000000_${guid(next)}`,
    Intent: "CredentialAccess",
    AzureResourceId: machine.toUpperCase(),
    CompromisedEntity: "vm",
    AlertDisplayName: "A process read the memory of the security authority",
    Description: "Analysis of host data found a process that reads credentials from memory.",
    RemediationSteps: ["Isolate the machine.", "Change the credentials that it used."],
    ExtendedProperties: {
      resourceType: "Virtual Machine",
      "parent process": "cmd.exe",
      "user name": "svc-backup",
    },
    ResourceIdentifiers: [
      { $id: "2", AzureResourceId: machine, Type: "AzureResource", AzureResourceTenantId: guid(next) },
    ],
    Entities: [
      { $id: "4", HostName: "vm", AzureID: machine, OSFamily: "Windows", Type: "host" },
      { $id: "5", Directory: "c:\\windows\\system32", Name: "cmd.exe", Type: "file" },
      {
        $id: "6",
        ProcessId: "0x940",
        CommandLine: "cmd.exe /c whoami",
        Host: { $ref: "4" },
        ImageFile: { $ref: "5" },
        Type: "process",
      },
      { $id: "7", Name: "svc-backup", Host: { $ref: "4" }, LogonId: "0x3e7", Type: "account" },
    ],
  };
}

function logAnalyticsRow(next: Next): unknown {
  const { Entities, ExtendedProperties, Severity, ...flat } = exportedAlert(next) as Record<string, unknown>;
  return {
    TenantId: guid(next),
    Type: "SecurityAlert",
    DisplayName: flat["AlertDisplayName"],
    AlertSeverity: Severity,
    VendorOriginalId: flat["SystemAlertId"],
    SystemAlertId: guid(next),
    StartTime: flat["StartTimeUtc"],
    EndTime: flat["EndTimeUtc"],
    AlertType: flat["AlertType"],
    Tactics: "CredentialAccess",
    ResourceId: flat["AzureResourceId"],
    Entities: JSON.stringify(Entities),
    ExtendedProperties: JSON.stringify(ExtendedProperties),
  };
}

function metricAlert(next: Next): unknown {
  return {
    schemaId: "azureMonitorCommonAlertSchema",
    data: {
      essentials: {
        alertId: `${subscription}/providers/Microsoft.AlertsManagement/alerts/${guid(next)}`,
        alertRule: "many reads of the record store",
        severity: "Sev2",
        signalType: "Metric",
        monitorCondition: next(2) === 0 ? "Fired" : "Resolved",
        monitoringService: "Platform",
        alertTargetIDs: [
          `${subscription}/resourcegroups/clinic/providers/microsoft.storage/storageaccounts/records`,
        ],
        originAlertId: guid(next),
        firedDateTime: "2026-11-24T03:12:00.9510418Z",
        description: "",
        essentialsVersion: "1.0",
        alertContextVersion: "1.0",
      },
      alertContext: {
        properties: null,
        conditionType: "SingleResourceMultipleMetricCriteria",
        condition: {
          windowSize: "PT5M",
          allOf: [
            { metricName: "Egress", operator: "GreaterThan", threshold: "5", dimensions: [], metricValue: 6 },
          ],
        },
      },
    },
  };
}

const kinds = [
  blobCreated,
  blobCreated,
  deliveryReport,
  deliveryReport,
  policyState,
  exportedAlert,
  logAnalyticsRow,
  metricAlert,
];
