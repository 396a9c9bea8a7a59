/** Small payloads of every form, written for these tests: an invented clinic whose ids are easy to tell from real ones. */
export const clinic = "/subscriptions/c11n1c00-0000-4000-8000-000000000001";
export const store = `${clinic}/resourceGroups/Records/providers/Microsoft.Storage/storageAccounts/Scans`;
export const storeId = store.toLowerCase();
export const alertId = "2516000000000000001_aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee";

type Json = Record<string, unknown>;

export function eventGrid(type: string, data: unknown, extra: Json = {}): Json {
  return {
    id: "event-1",
    topic: clinic,
    subject: store,
    eventType: type,
    eventTime: "2026-11-24T03:12:00.1239Z",
    data,
    dataVersion: "1",
    ...extra,
  };
}

export function cloudEvent(type: string, data: unknown, extra: Json = {}): Json {
  return {
    specversion: "1.0",
    id: "event-1",
    source: clinic,
    subject: store,
    type,
    time: "2026-11-24T03:12:00.1239Z",
    data,
    ...extra,
  };
}

export function armAlert(properties: Json = {}): Json {
  return {
    id: `${clinic}/providers/Microsoft.Security/locations/west/alerts/other-tail`,
    name: "other-name",
    type: "Microsoft.Security/Locations/alerts",
    properties: {
      systemAlertId: alertId,
      alertDisplayName: "Unusual export of scans",
      alertType: "Storage.Blob_Unusual",
      severity: "High",
      status: "Active",
      intent: "Exfiltration",
      startTimeUtc: "2026-11-24T03:00:00.1239Z",
      resourceIdentifiers: [
        { type: "AzureResource", azureResourceId: store },
        { type: "LogAnalytics", workspaceId: "w" },
      ],
      entities: [],
      extendedProperties: {},
      ...properties,
    },
  };
}

export function exportedAlert(extra: Json = {}): Json {
  return {
    SystemAlertId: alertId,
    AlertType: "Storage.Blob_Unusual",
    AlertDisplayName: "Unusual export of scans",
    Severity: "High",
    Status: "New",
    StartTimeUtc: "2026-11-24T03:00:00Z",
    TimeGenerated: "2026-11-24T03:05:00Z",
    Intent: "Exfiltration",
    AzureResourceId: store.toUpperCase(),
    Entities: [
      {
        $id: "1",
        Type: "host",
        HostName: "h",
        AzureID: `${clinic}/resourceGroups/Records/providers/Microsoft.Compute/virtualMachines/VM`,
      },
    ],
    ExtendedProperties: {},
    ...extra,
  };
}

export function analyticsRow(extra: Json = {}): Json {
  return {
    Type: "SecurityAlert",
    TenantId: "workspace",
    DisplayName: "Unusual export of scans",
    AlertSeverity: "High",
    AlertType: "Storage.Blob_Unusual",
    VendorOriginalId: alertId,
    SystemAlertId: "00000000-1111-4222-8333-444444444444",
    StartTime: "2026-11-24 03:00:00",
    EndTime: "2026-11-24 03:01:00",
    ResourceId: store,
    Tactics: "Exfiltration",
    Entities: "[]",
    ExtendedProperties: "{}",
    ...extra,
  };
}

export function activityLogAlert(extra: Json = {}): Json {
  return {
    category: { value: "Security", localizedValue: "Sicherheit" },
    operationName: { value: "Microsoft.Security/locations/alerts/activate/action" },
    eventName: { value: "Unusual export of scans" },
    correlationId: alertId,
    eventDataId: alertId,
    eventTimestamp: "2026-11-24T03:00:00Z",
    level: "Informational",
    resourceId: `${clinic}/providers/Microsoft.Security/locations/west/alerts/${alertId}`,
    properties: { Severity: "High", intent: '["Exfiltration"]', remediationSteps: '["x"]' },
    ...extra,
  };
}

export const workspace = `${clinic}/resourceGroups/Soc/providers/Microsoft.OperationalInsights/workspaces/Main`;

export function sentinelIncident(properties: Json = {}): Json {
  return {
    id: `${workspace}/providers/Microsoft.SecurityInsights/Incidents/abc-1`,
    name: "abc-1",
    type: "Microsoft.SecurityInsights/Incidents",
    etag: '"7"',
    properties: {
      title: "Export of scans",
      severity: "High",
      status: "New",
      incidentNumber: 12,
      firstActivityTimeUtc: "2026-11-24T02:59:00Z",
      additionalData: { tactics: ["Exfiltration"], alertProductNames: ["Microsoft Defender for Cloud"] },
      ...properties,
    },
  };
}

export function sentinelTrigger(properties: Json = {}, event = "Create"): Json {
  return {
    eventUniqueId: "u",
    objectSchemaType: "Incident",
    objectEventType: event,
    workspaceId: "w-1",
    object: sentinelIncident(properties),
  };
}

export function graphAlert(extra: Json = {}): Json {
  return {
    id: "da1_-2",
    tenantId: "t-1",
    providerAlertId: "da1_-2",
    incidentId: "77",
    title: "A hidden file ran",
    severity: "medium",
    status: "new",
    serviceSource: "microsoftDefenderForEndpoint",
    createdDateTime: "2026-11-24T03:10:00Z",
    firstActivityDateTime: "2026-11-24T03:01:00Z",
    category: "CredentialAccess",
    mitreTechniques: ["T1003.001"],
    evidence: [
      { "@odata.type": "#microsoft.graph.security.deviceEvidence", vmMetadata: { resourceId: store } },
    ],
    ...extra,
  };
}

export function commonAlert(essentials: Json = {}, context: Json = {}, data: Json = {}): Json {
  return {
    schemaId: "azureMonitorCommonAlertSchema",
    data: {
      essentials: {
        alertId: `${clinic}/providers/Microsoft.AlertsManagement/alerts/One`,
        alertRule: "Many reads",
        severity: "Sev1",
        signalType: "Metric",
        monitorCondition: "Fired",
        monitoringService: "Platform",
        alertTargetIDs: [store],
        originAlertId: "origin",
        firedDateTime: "2026-11-24T03:12:00.1239Z",
        ...essentials,
      },
      alertContext: context,
      ...data,
    },
  };
}

export function streamed(table: string, properties: Json): Json {
  return {
    time: "2026-11-24T03:12:00Z",
    tenantId: "t-1",
    category: `AdvancedHunting-${table}`,
    properties: { Timestamp: "2026-11-24T03:11:00.5Z", ...properties },
  };
}

export function office365(extra: Json = {}): Json {
  return {
    CreationTime: "2026-11-24T03:12:00",
    Id: "r-1",
    Operation: "AlertTriggered",
    RecordType: 40,
    Workload: "SecurityComplianceCenter",
    AlertId: "dlp-1",
    AlertType: "Custom",
    Category: "DataLossPrevention",
    Name: "Patient list sent out",
    Severity: "Medium",
    Data: '{"ts":"2026-11-24T03:00:00.0000000Z","sitmi":"Germany Identity Card Number,U.S. Social Security Number"}',
    ...extra,
  };
}

/** One of each form, for fuzzing. */
export const everyForm: readonly Json[] = [
  eventGrid("Microsoft.PolicyInsights.PolicyStateChanged", {
    timestamp: "2026-11-24T03:00:00Z",
    complianceState: "NonCompliant",
    policyAssignmentId: "hipaa",
  }),
  cloudEvent("Microsoft.Security.MalwareScanningResult", {
    blobUri: "https://scans.blob.core.windows.net/a/b.txt",
    scanResultType: "Malicious",
    scanResultDetails: { malwareNamesFound: ["X"] },
  }),
  eventGrid("Microsoft.KeyVault.SecretNewVersionCreated", { "ObjectName ": "s", NBF: "1" }),
  eventGrid("Microsoft.Resources.ResourceActionSuccess", {
    operationName: "Microsoft.Storage/storageAccounts/listKeys/action",
    claims: {},
  }),
  eventGrid("Microsoft.Communication.EmailDeliveryReportReceived", {
    messageId: "m",
    recipient: "r@example.org",
    status: "Bounced",
  }),
  eventGrid("Microsoft.Communication.EmailEngagementTrackingReportReceived", {
    messageId: "m",
    engagementType: "click",
  }),
  eventGrid("Microsoft.EventGrid.SubscriptionValidationEvent", {
    validationCode: "1",
    validationUrl: "https://example.org",
  }),
  eventGrid("Microsoft.Storage.BlobCreated", { api: "PutBlob" }),
  eventGrid("Microsoft.HealthcareApis.FhirResourceCreated", { resourceType: "Patient" }),
  eventGrid("Contoso.Something", "text"),
  armAlert(),
  exportedAlert(),
  {
    type: "Microsoft.Security/assessments",
    id: `${store}/providers/Microsoft.Security/assessments/1`,
    securityEventDataEnrichment: {},
    properties: { displayName: "d", resourceDetails: { id: store } },
  },
  analyticsRow(),
  activityLogAlert(),
  sentinelIncident(),
  sentinelTrigger({
    alerts: [
      { properties: { systemAlertId: "g", alertLink: `https://portal.example/alertId/${alertId}/x` } },
    ],
  }),
  {
    kind: "SecurityAlert",
    type: "Microsoft.SecurityInsights/Entities",
    properties: { systemAlertId: "s", alertDisplayName: "a", severity: "Low" },
  },
  graphAlert(),
  {
    id: "l",
    vendorInformation: { provider: "ASC" },
    title: "t",
    eventDateTime: "2026-11-24T03:00:00Z",
    severity: "low",
    azureTenantId: "t",
  },
  {
    id: "9",
    displayName: "d",
    incidentWebUrl: "https://x.example",
    createdDateTime: "2026-11-24T03:00:00Z",
    alerts: [graphAlert()],
  },
  {
    incidentId: 5,
    incidentName: "n",
    severity: "High",
    alerts: [{ alertId: "a", firstActivity: "2026-11-24T03:00:00Z" }],
  },
  {
    alertId: "x",
    incidentId: 5,
    title: "t",
    severity: "High",
    firstActivity: "2026-11-24T03:00:00Z",
    serviceSource: "MDE",
  },
  { subscriptionId: "s", changeType: "created", resource: "security/alerts/1", tenantId: "t", id: "n" },
  streamed("AlertInfo", { AlertId: "a", Title: "t", Severity: "Low" }),
  streamed("DeviceFileEvents", { ActionType: "SensitiveFileRead" }),
  commonAlert(),
  {
    status: "Activated",
    context: { name: "n", severity: "3", timestamp: "2026-11-24T03:00:00Z", resourceId: store },
  },
  office365(),
  office365({ Category: "ThreatManagement" }),
  {
    Type: "PurviewDataSensitivityLogs",
    TimeGenerated: "2026-11-24T03:00:00Z",
    SourcePath: store,
    Classification: ["MICROSOFT.PERSONAL.NAME"],
  },
];
