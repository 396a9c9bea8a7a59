import { describe, expect, test } from "vitest";
import type { Alert } from "../../shared/domain/alert/alert.ts";
import { readPayload } from "../../shared/intake/read-payload.ts";
import {
  activityLogAlert,
  alertId,
  analyticsRow,
  armAlert,
  clinic,
  cloudEvent,
  commonAlert,
  eventGrid,
  exportedAlert,
  graphAlert,
  office365,
  sentinelIncident,
  sentinelTrigger,
  store,
  storeId,
  streamed,
  workspace,
} from "./payloads.ts";

/** The only alert of a payload; fails the test when there is none or more. */
function only(payload: unknown): Alert {
  const items = readPayload(payload);
  expect(items).toHaveLength(1);
  const [item] = items;
  if (item?.kind !== "recognised") throw new Error(`rejected: ${item?.reason}`);
  expect(item.form).toBe(item.alert.form);
  return item.alert;
}

describe("Event Grid", () => {
  test("the same policy event in both schemas has the same id, time and resource", () => {
    const data = {
      timestamp: "2026-11-24T03:00:00.4567Z",
      complianceState: "NonCompliant",
      policyAssignmentId: "/A/B",
    };
    const type = "Microsoft.PolicyInsights.PolicyStateChanged";
    for (const alert of [only([eventGrid(type, data)]), only(cloudEvent(type, data))]) {
      expect(alert).toMatchObject({
        form: "event-grid.policy",
        class: "posture",
        nativeId: `${clinic}|event-1`,
        startedAt: "2026-11-24T03:00:00.456Z",
        resources: [storeId],
        severity: "unknown",
        policy: { complianceState: "noncompliant", assignmentId: "/a/b" },
      });
      expect(alert.times.detected?.at).toBe("2026-11-24T03:12:00.123Z");
    }
  });

  test("an envelope that mixes the schemas is read by whichever type is Azure's", () => {
    const mixed = {
      ...eventGrid("Microsoft.KeyVault.KeyExpired", {}),
      type: "type",
      source: "source",
      specversion: "1.0",
    };
    expect(only(mixed)).toMatchObject({ form: "event-grid.key-vault", nativeId: `${clinic}|event-1` });
    expect(only({ ...mixed, eventType: "any", type: "Microsoft.KeyVault.KeyExpired" })).toMatchObject({
      form: "event-grid.key-vault",
    });
  });

  test("CloudEvents 0.1 call the id eventID, and append the blob to the account", () => {
    const event = {
      cloudEventsVersion: "0.1",
      eventType: "Microsoft.Storage.BlobCreated",
      source: `${store}#blobServices/default/x`,
      eventID: "e01",
      eventTime: "2026-11-24T03:12:00Z",
      data: {},
    };
    expect(only(event)).toMatchObject({
      form: "event-grid.storage",
      class: "noise",
      nativeId: `${storeId}#blobservices/default/x|e01`,
      resources: [storeId],
    });
  });

  test("a dead-lettered record is read like the event that it holds", () => {
    const extra = { deadLetterReason: "MaxDeliveryAttemptsExceeded", deliveryAttempts: 3, publishTime: "x" };
    const event = eventGrid("Microsoft.PolicyInsights.PolicyStateCreated", {});
    const { keys } = only(event);
    expect(only({ ...event, ...extra }).keys).toEqual(keys);
  });

  test.each([
    ["No threats found", "noise"],
    ["no threats found", "alert"],
    ["Malicious", "alert"],
    ["Not Scanned", "alert"],
    ["No threats found, probably", "alert"],
    [null, "alert"],
  ])("a scan that says %s is %s", (scanResultType, wanted) => {
    const alert = only(
      eventGrid("Microsoft.Security.MalwareScanningResult", {
        scanResultType,
        blobUri: "https://scans.blob.core.windows.net/c/b",
      }),
    );
    expect(alert).toMatchObject({ class: wanted, resources: [], simulated: false });
  });

  test("a scan and a Defender alert on its blob's account belong together", () => {
    const scan = only(
      eventGrid("Microsoft.Security.MalwareScanningResult", {
        scanResultType: "Malicious",
        blobUri: "https://Scans.blob.core.windows.net/c/b",
        eTag: '"0x1"',
      }),
    );
    expect(scan.correlates).toContain("blob:https://scans.blob.core.windows.net/c/b|0x1");
    expect(only(armAlert()).correlates.some((key) => scan.correlates.includes(key))).toBe(true);
  });

  test("EICAR as malware or file name is a test, as part of a folder's name it is not", () => {
    const scan = (blobUri: string, names: string[]) =>
      only(
        eventGrid("Microsoft.Security.MalwareScanningResult", {
          scanResultType: "Malicious",
          blobUri,
          scanResultDetails: { malwareNamesFound: names },
        }),
      ).simulated;
    expect(scan("https://a.blob.core.windows.net/c/x.txt", ["Virus:DOS/EICAR_Test"])).toBe(true);
    expect(scan("https://a.blob.core.windows.net/c/eicar.com", ["Trojan"])).toBe(true);
    expect(scan("https://a.blob.core.windows.net/eicar-tests/x.txt", ["Trojan"])).toBe(false);
  });

  test.each([
    ["Microsoft.Storage/storageAccounts/listKeys/action", "alert"],
    ["microsoft.storage/storageaccounts/LISTACCOUNTSAS/action", "alert"],
    ["Microsoft.Storage/storageAccounts/regenerateKey/action", "alert"],
    ["Microsoft.DocumentDB/databaseAccounts/listConnectionStrings/action", "alert"],
    ["Microsoft.Storage/storageAccounts/providers/Microsoft.Insights/diagnosticSettings/delete", "alert"],
    ["Microsoft.Authorization/locks/delete", "alert"],
    ["Microsoft.Authorization/roleAssignments/write", "alert"],
    ["Microsoft.Authorization/roleDefinitions/write", "noise"],
    ["Microsoft.Compute/virtualMachines/restart/action", "noise"],
    ["Microsoft.Storage/storageAccounts/write", "noise"],
    [undefined, "noise"],
  ])("operation %s is %s", (operationName, wanted) => {
    expect(
      only(eventGrid("Microsoft.Resources.ResourceActionFailure", { operationName, status: "Succeeded" }))
        .class,
    ).toBe(wanted);
  });

  test("how an operation ended is said by the event's type, not by its status", () => {
    const alert = only(
      eventGrid("Microsoft.Resources.ResourceDeleteFailure", {
        operationName: "Microsoft.Authorization/locks/delete",
        status: "Succeeded",
      }),
    );
    expect(alert.operation).toEqual({ name: "microsoft.authorization/locks/delete", result: "failure" });
  });

  test.each(["deliveryAttemptTimestamp", "deliveryAttemptTimeStamp"])(
    "a delivery report spelled %s is a receipt",
    (name) => {
      const data = {
        messageId: "M1",
        recipient: "Who@Example.org",
        status: "Delivered",
        [name]: "2026-11-24T03:11:00.5+00:00",
        deliveryStatusDetails: { statusMessage: "DestinationMailboxFull" },
      };
      expect(only(eventGrid("Microsoft.Communication.EmailDeliveryReportReceived", data))).toMatchObject({
        class: "receipt",
        nativeId: "M1|Who@Example.org|Delivered",
        receipt: {
          messageId: "M1",
          recipient: "Who@Example.org",
          status: "Delivered",
          at: "2026-11-24T03:11:00.500Z",
          detail: "DestinationMailboxFull",
        },
      });
    },
  );

  test("a delivery report that names no message is refused, not guessed", () => {
    const items = readPayload([
      eventGrid("Microsoft.Communication.EmailDeliveryReportReceived", { status: "Failed" }),
    ]);
    expect(items).toEqual([
      { kind: "rejected", index: 0, reason: "a delivery report that names no message" },
    ]);
  });

  test("a handshake carries its code; its topic is no resource", () => {
    const alert = only([
      eventGrid("Microsoft.EventGrid.SubscriptionValidationEvent", {
        validationCode: "c0de",
        validationUrl: "https://example.org/v",
      }),
    ]);
    expect(alert).toMatchObject({ class: "handshake", resources: [], handshake: { validationCode: "c0de" } });
  });

  test.each([
    [clinic, []],
    ["/tenants/t/providers/Microsoft.Management/managementGroups/m", []],
    [`${clinic}/resourceGroups/g/providers/Microsoft.EventGrid/topics/t`, []],
    [store, [storeId]],
  ])("an event of no kind we know is noise on its topic %s, unless that only routes", (topic, resources) => {
    expect(only(eventGrid("Contoso.Shipped", "text", { topic }))).toMatchObject({
      form: "event-grid.other",
      class: "noise",
      resources,
    });
  });

  test("data in Base64 and data as text are read like data", () => {
    const data = { validationCode: "c0de" };
    const { data: _plain, ...event } = cloudEvent("Microsoft.EventGrid.SubscriptionValidationEvent", null);
    const text = JSON.stringify(data);
    expect(only({ ...event, data_base64: btoa(text) }).handshake?.validationCode).toBe("c0de");
    expect(only({ ...event, data: text }).handshake?.validationCode).toBe("c0de");
  });
});

describe("one Defender alert on all its paths", () => {
  const forms: readonly (readonly [string, unknown])[] = [
    ["defender.arm", armAlert()],
    ["defender.export", exportedAlert()],
    ["defender.log-analytics", analyticsRow()],
    ["activity-log", activityLogAlert()],
    [
      "monitor.common",
      commonAlert(
        { monitoringService: "Activity Log - Security", severity: "Sev4" },
        { correlationId: alertId, properties: { severity: "High" } },
      ),
    ],
    ["sentinel.incident-trigger", sentinelTrigger({ alerts: [{ properties: { systemAlertId: alertId } }] })],
    [
      "sentinel.incident",
      sentinelIncident({
        alerts: [
          {
            properties: {
              systemAlertId: "g",
              alertLink: `https://portal.example/#alertId/${alertId}/subscriptionId/s`,
            },
          },
        ],
      }),
    ],
    ["graph.alert", graphAlert({ providerAlertId: alertId })],
  ];

  test.each(forms)("%s has the key that they all share, and severity high or its own", (form, payload) => {
    const alert = only(payload);
    expect(alert.form).toBe(form);
    expect(alert.class).toBe("alert");
    expect(alert.keys).toContain(`defender:${alertId}`);
    expect(alert.severity).toBe(form === "graph.alert" ? "medium" : "high");
  });

  test("keys may be in any case and carry blanks", () => {
    const { SystemAlertId, ...rest } = exportedAlert();
    const odd = {
      ...Object.fromEntries(Object.entries(rest).map(([key, value]) => [` ${key.toUpperCase()} `, value])),
      systemalertid: SystemAlertId,
    };
    expect(only(odd)).toMatchObject({
      form: "defender.export",
      nativeId: alertId,
      severity: "high",
      startedAt: "2026-11-24T03:00:00.000Z",
    });
  });

  test("resources are those of the record and of its hosts, folded, each once, sorted", () => {
    expect(
      only(exportedAlert({ ResourceIdentifiers: [{ Type: "AzureResource", AzureResourceId: store }] }))
        .resources,
    ).toEqual([`${clinic}/resourcegroups/records/providers/microsoft.compute/virtualmachines/vm`, storeId]);
  });

  test("entities refer to each other, repeat ids and dangle; they are counted, and not followed for ever", () => {
    const loop: Record<string, unknown> = { $id: "1", Type: "process", Host: { $ref: "404" } };
    loop["ParentProcess"] = loop;
    const alert = only(
      exportedAlert({
        Entities: [
          loop,
          { $ref: "1" },
          { $id: "1", Type: "IP" },
          null,
          "x",
          { Type: "file", Name: "eicar.com" },
        ],
      }),
    );
    expect(alert.entities).toEqual([
      { kind: "process", count: 1 },
      { kind: "ip", count: 1 },
      { kind: "file", count: 1 },
    ]);
    expect(alert.simulated).toBe(true);
  });

  test.each([
    [{ alertType: "SIMULATED_Storage" }, true],
    [{ alertDisplayName: "[SAMPLE ALERT] Export" }, true],
    [{ description: "THIS IS A SAMPLE ALERT: …" }, true],
    [{ alertType: "VM_EICAR" }, true],
    [{ alertDisplayName: "Azure Security Center test alert (not a threat)" }, true],
    [{ alertDisplayName: "Test of the demo system failed" }, false],
  ])("%o is simulated: %s", (properties, simulated) => {
    expect(only(armAlert(properties)).simulated).toBe(simulated);
  });

  test("the older API version has other names", () => {
    const old = {
      systemAlertId: undefined,
      alertType: undefined,
      severity: undefined,
      startTimeUtc: undefined,
      resourceIdentifiers: undefined,
      alertName: "N",
      reportedSeverity: "Low",
      detectedTimeUtc: "2026-11-24T01:00:00Z",
      associatedResource: store,
      extendedProperties: { killChainIntent: "Probing" },
    };
    expect(only(armAlert(old))).toMatchObject({
      nativeId: "other-name",
      severity: "low",
      startedAt: "2026-11-24T01:00:00.000Z",
      resources: [storeId],
    });
  });

  test("the id of a row is Defender's where there is one, else that of the row", () => {
    expect(only(analyticsRow()).nativeId).toBe(alertId);
    expect(only(analyticsRow({ VendorOriginalId: "33333333-1111-4222-8333-444444444444" })).nativeId).toBe(
      "00000000-1111-4222-8333-444444444444",
    );
  });

  test("a scheduled rule that raises the same activity again is the same thing, another activity is not", () => {
    const row = (id: string, entities: string, end = "2026-11-24 03:01:00") =>
      only(
        analyticsRow({
          VendorOriginalId: `v-${id}`,
          SystemAlertId: id,
          AlertType: `w_${id}`,
          Entities: entities,
          EndTime: end,
        }),
      ).keys;
    const first = row("1", '[{"Type":"account","Name":"A"},{"Type":"ip","Address":"1.2.3.4"}]');
    const again = row("2", '[{"Type":"ip","Address":"1.2.3.4"},{"Type":"account","Name":"a"}]');
    expect(again.filter((key) => first.includes(key))).toHaveLength(1);
    expect(row("3", '[{"Type":"account","Name":"B"}]').filter((key) => first.includes(key))).toEqual([]);
    expect(
      row(
        "4",
        '[{"Type":"account","Name":"A"},{"Type":"ip","Address":"1.2.3.4"}]',
        "2026-11-24 03:02:00",
      ).filter((key) => first.includes(key)),
    ).toEqual([]);
  });

  test("what shares the hub is posture, in any case of its keys", () => {
    const record = {
      $type: "X",
      Type: "Microsoft.Security/assessments/subAssessments",
      Id: `${store}/providers/Microsoft.Security/assessments/a/subAssessments/b`,
      SecurityEventDataEnrichment: { isSnapshot: true },
      Properties: {
        DisplayName: "Old library",
        Status: { Code: "Unhealthy", Severity: "Medium" },
        TimeGenerated: "2026-11-24T03:00:00Z",
        ResourceDetails: { Source: "Azure", Id: store },
      },
    };
    expect(only(record)).toMatchObject({
      form: "defender.export-other",
      class: "posture",
      title: "Old library",
      severity: "medium",
      startedAt: "2026-11-24T03:00:00.000Z",
      resources: [storeId],
    });
  });

  test("what sensitive-data discovery found is kept", () => {
    const alert = only(
      armAlert({
        extendedProperties: {
          "Sensitive information types": '["ICD-10 CM"]',
          "top sensitivity label": "Confidential",
        },
      }),
    );
    expect(alert.sensitivity).toEqual({ labels: ["Confidential"], informationTypes: ["ICD-10 CM"] });
  });
});

describe("activity log", () => {
  test("other categories are posture or noise on their resource", () => {
    expect(
      only(activityLogAlert({ category: { value: "Policy" }, eventDataId: "e", resourceId: store })),
    ).toMatchObject({
      class: "posture",
      nativeId: "e",
      title: null,
      severity: "unknown",
      resources: [storeId],
    });
    expect(
      only({ records: [activityLogAlert({ category: "Administrative", eventDataId: "e" })] }).class,
    ).toBe("noise");
  });

  test("level is no severity", () => {
    expect(only(activityLogAlert({ level: "Critical", properties: {} })).severity).toBe("unknown");
  });
});

describe("Sentinel", () => {
  test("a trigger is found under body, whatever else the playbook posts", () => {
    const alert = only({ headers: { a: 1 }, body: sentinelTrigger() });
    expect(alert).toMatchObject({
      form: "sentinel.incident-trigger",
      nativeId: `${workspace.toLowerCase()}|abc-1`,
      change: "create",
      startedAt: "2026-11-24T02:59:00.000Z",
      resources: [],
    });
    expect(only({ body: JSON.stringify(sentinelTrigger({}, "Update")) }).change).toBe("update");
  });

  test("without a path in the incident's id the workspace is the trigger's", () => {
    const trigger = sentinelTrigger();
    expect(only({ ...trigger, object: { ...(trigger["object"] as object), id: "abc-1" } }).nativeId).toBe(
      "w-1|abc-1",
    );
  });

  test("an incident as the SDK prints it is flat and in snake case", () => {
    const flat = {
      id: `${workspace}/providers/Microsoft.SecurityInsights/Incidents/x`,
      name: "x",
      type: "Microsoft.SecurityInsights/Incidents",
      title: "Flat",
      severity: "Low",
      first_activity_time_utc: "2026-11-24T02:00:00.551768+00:00",
      created_time_utc: "2026-11-24T05:00:00+00:00",
      additional_data: { tactics: ["LateralMovement"] },
      incident_number: 3,
    };
    expect(only(flat)).toMatchObject({
      form: "sentinel.incident",
      title: "Flat",
      severity: "low",
      startedAt: "2026-11-24T02:00:00.551Z",
      tactics: ["lateral-movement"],
    });
    expect(only({ ...flat, first_activity_time_utc: null }).startedAt).toBeNull();
  });

  test("an incident is simulated only when all that it holds is", () => {
    const sample = { properties: { alertDisplayName: "[SAMPLE ALERT] a" } };
    const real = { properties: { alertDisplayName: "b" } };
    expect(only(sentinelIncident({ alerts: [sample] })).simulated).toBe(true);
    expect(only(sentinelIncident({ alerts: [sample, real] })).simulated).toBe(false);
  });
});

describe("Graph and Defender XDR", () => {
  test("an alert is known by id and tenant", () => {
    expect(only(graphAlert())).toMatchObject({
      nativeId: "da1_-2|t-1",
      severity: "medium",
      resources: [storeId],
      tactics: ["credential-access"],
      techniques: ["T1003.001"],
    });
    expect(only(graphAlert({ tenantId: "" })).nativeId).toBe("da1_-2");
  });

  test("a list response is one item each", () => {
    expect(
      readPayload({ "@odata.context": "c", value: [graphAlert(), graphAlert({ id: "b" })] }),
    ).toHaveLength(2);
  });

  test.each([[(alerts: unknown[]) => alerts], [(alerts: unknown[]) => alerts[0]]])(
    "an incident starts with the earliest alert inside, listed or single",
    (shape) => {
      const alerts = shape([
        graphAlert(),
        graphAlert({ id: "b", firstActivityDateTime: "2026-11-24T09:00:00Z" }),
      ]);
      const incident = {
        id: "9",
        tenantId: "",
        displayName: "d",
        redirectIncidentId: null,
        createdDateTime: "2026-11-24T03:30:00Z",
        severity: "high",
        alerts,
      };
      expect(only(incident)).toMatchObject({
        form: "graph.incident",
        nativeId: "9",
        startedAt: "2026-11-24T03:01:00.000Z",
        resources: [storeId],
      });
    },
  );

  test("an incident without alerts has no start", () => {
    expect(
      only({
        id: "9",
        displayName: "d",
        incidentWebUrl: "https://x.example",
        createdDateTime: "2026-11-24T03:30:00Z",
      }).startedAt,
    ).toBeNull();
  });

  test("the REST API's incident and alert are told from Graph's", () => {
    const alert = {
      alertId: "a1",
      incidentId: 5,
      title: "t",
      severity: "Low",
      serviceSource: "MDE",
      firstActivity: "2026-11-24T03:00:00.12Z",
    };
    expect(only({ incidentId: 5, incidentName: "n", severity: "High", alerts: [alert] })).toMatchObject({
      form: "xdr.incident",
      nativeId: "5",
      title: "n",
      severity: "high",
      startedAt: "2026-11-24T03:00:00.120Z",
    });
    expect(only(alert)).toMatchObject({
      form: "xdr.alert",
      nativeId: "a1",
      startedAt: "2026-11-24T03:00:00.120Z",
    });
  });

  test("notifications are references, one item each; lifecycle messages have no id", () => {
    const body = {
      value: [
        {
          id: "n",
          subscriptionId: "s",
          changeType: "created",
          resource: "security/alerts/1",
          resourceData: { id: "a" },
          tenantId: "t",
        },
        { subscriptionId: "s", lifecycleEvent: "missed", tenantId: "t" },
      ],
    };
    const [created, missed] = readPayload(body).map((item) =>
      item.kind === "recognised" ? item.alert : null,
    );
    expect(created).toMatchObject({ class: "reference", nativeId: "n|t", startedAt: null });
    expect(missed).toMatchObject({ class: "reference", nativeId: null, type: "missed" });
  });

  test("a partner event has Event Grid's key and time", () => {
    expect(
      only(
        cloudEvent(
          "Microsoft.Graph.AlertCreated",
          { resourceData: { id: "a" } },
          { source: "/tenants/T/applications/A" },
        ),
      ),
    ).toMatchObject({
      form: "graph.notification",
      nativeId: "/tenants/t/applications/a|event-1",
      startedAt: "2026-11-24T03:12:00.123Z",
    });
  });

  test.each([
    [
      "AlertInfo",
      { AlertId: "a", Title: "T", Severity: "Medium", Category: "Exfiltration" },
      "alert",
      "a|t-1",
    ],
    [
      "AlertEvidence",
      { AlertId: "a", Title: "T", EntityType: "Mailbox", ResourceID: store },
      "alert",
      "a|t-1",
    ],
    ["DeviceFileEvents", { ActionType: "SensitiveFileRead" }, "enrichment", null],
    ["DeviceFileEvents", { ActionType: "FileDeleted", SensitivityLabel: "Secret" }, "enrichment", null],
    [
      "DeviceFileEvents",
      { ActionType: "FileDeleted", SensitivityLabel: "", SensitivitySubLabel: null },
      "noise",
      null,
    ],
  ])("streaming table %s with %o is %s", (table, properties, wanted, nativeId) => {
    expect(only(streamed(table, properties))).toMatchObject({
      form: "xdr.streaming",
      class: wanted,
      nativeId,
      startedAt: "2026-11-24T03:11:00.500Z",
    });
  });
});

describe("Azure Monitor", () => {
  test("an alert is known by its id and condition; Resolved does not change when it fired", () => {
    expect(
      only(commonAlert({ monitorCondition: "Resolved", resolvedDateTime: "2026-11-24T05:00:00Z" })),
    ).toMatchObject({
      form: "monitor.common",
      class: "alert",
      nativeId: `${clinic}/providers/microsoft.alertsmanagement/alerts/one|Resolved`,
      title: "Many reads",
      severity: "high",
      startedAt: "2026-11-24T03:12:00.123Z",
      status: "resolved",
      resources: [storeId],
    });
  });

  test.each([
    ["Activity Log - Administrative", {}, "noise"],
    ["ServiceHealth", { incidentType: "Incident" }, "noise"],
    ["ServiceHealth", { incidentType: "Security" }, "alert"],
    ["Resource Health", {}, "noise"],
    ["CostAlerts", {}, "noise"],
    ["Log Alerts V2", {}, "alert"],
    ["Activity Log - Security", { severity: "Low" }, "alert"],
  ])("%s with %o is %s", (monitoringService, properties, wanted) => {
    expect(only(commonAlert({ monitoringService }, { properties })).class).toBe(wanted);
  });

  test("a security alert of the activity log has its own severity: Monitor's is always the lowest", () => {
    expect(
      only(
        commonAlert(
          { monitoringService: "Activity Log - Security", severity: "Sev4" },
          { properties: { Severity: "High" } },
        ),
      ).severity,
    ).toBe("high");
  });

  test("a budget's nulls are survived", () => {
    const budget = commonAlert({
      monitoringService: "CostAlerts",
      alertRule: null,
      severity: null,
      signalType: null,
      alertTargetIDs: null,
    });
    expect(only(budget)).toMatchObject({ class: "noise", title: null, severity: "unknown", resources: [] });
  });

  test("the action group's test is told by its fixed names", () => {
    const target = (group: string) =>
      `${clinic}/resourcegroups/${group}/providers/microsoft.compute/virtualmachines/v`;
    const isTest = (essentials: Record<string, unknown>) => only(commonAlert(essentials)).simulated;
    expect(isTest({ alertId: `${clinic}/x/Test_Alert` })).toBe(true);
    expect(isTest({ alertRule: "test-rule", alertTargetIDs: [target("test-RG")] })).toBe(true);
    expect(isTest({ alertRule: "test-rule", alertTargetIDs: [target("test-RG"), target("prod")] })).toBe(
      false,
    );
    expect(isTest({ alertRule: "test-rule", alertTargetIDs: [] })).toBe(false);
    expect(isTest({ alertRule: "rule", alertTargetIDs: [target("test-RG")] })).toBe(false);
  });

  test("hints come from either place of the custom properties", () => {
    expect(only(commonAlert({}, {}, { customProperties: { Tocsin: "open" } })).hints).toEqual({
      tocsin: "open",
    });
    expect(only(commonAlert({}, { conditionType: "Log", properties: { tocsin: "breach" } })).hints).toEqual({
      tocsin: "breach",
    });
  });

  test("a context alone is read as its activity-log record", () => {
    const alertContext = {
      eventSource: "Security",
      correlationId: "c",
      eventTimestamp: "2026-11-24T03:00:00+00:00",
      properties: { severity: "Medium" },
    };
    expect(only({ alertContext })).toMatchObject({
      form: "monitor.common",
      class: "alert",
      nativeId: "c",
      title: null,
      severity: "medium",
      startedAt: "2026-11-24T03:00:00.000Z",
    });
  });

  test("a metric's or log search's context alone is an alert without id", () => {
    expect(only({ alertContext: { conditionType: "SingleResource", condition: {} } })).toMatchObject({
      class: "alert",
      nativeId: null,
      severity: "unknown",
    });
    expect(only({ alertContext: { SearchQuery: "Heartbeat" } })).toMatchObject({
      class: "alert",
      startedAt: null,
    });
  });

  test.each([
    [
      {
        status: "Activated",
        context: { name: "n", timestamp: "2026-11-24T03:00:00Z", severity: "2", resourceId: store },
      },
    ],
    [
      {
        schemaId: "AzureMonitorMetricAlert",
        data: {
          status: "Activated",
          context: { name: "n", timestamp: "2026-11-24T03:00:00Z", severity: 2, resourceId: store },
        },
      },
    ],
  ])("a body from before the common schema is noise, and yet an item", (payload) => {
    expect(only(payload)).toMatchObject({
      form: "monitor.legacy",
      class: "noise",
      title: "n",
      severity: "medium",
      nativeId: null,
      resources: [storeId],
    });
  });
});

describe("Microsoft 365 and Purview", () => {
  test("data loss prevention starts when its data says, and tells the types that matched", () => {
    expect(only(office365())).toMatchObject({
      form: "purview.dlp",
      class: "alert",
      nativeId: "dlp-1",
      title: "Patient list sent out",
      severity: "medium",
      startedAt: "2026-11-24T03:00:00.000Z",
      sensitivity: { informationTypes: ["Germany Identity Card Number", "U.S. Social Security Number"] },
    });
    expect(only(office365({ Data: "{cut" })).startedAt).toBeNull();
  });

  test("other categories are alerts of the audit feed; who opened what is noise", () => {
    expect(only(office365({ Category: "ThreatManagement" }))).toMatchObject({
      form: "office365.audit",
      class: "alert",
    });
    expect(only({ Operation: "FileAccessed", RecordType: 6, Workload: "SharePoint", Id: "r" })).toMatchObject(
      { form: "office365.audit", class: "noise" },
    );
  });

  test("a classification row may be text inside a call", () => {
    const row = {
      Type: "PurviewDataSensitivityLogs",
      TimeGenerated: "2026-11-24T03:00:00.99Z",
      SourcePath: store,
      Classification: ["MICROSOFT.PERSONAL.NAME"],
      SensitivityLabel: [],
    };
    expect(only({ path: "/x", payload: JSON.stringify(row) })).toMatchObject({
      form: "purview.sensitivity",
      class: "enrichment",
      nativeId: null,
      startedAt: "2026-11-24T03:00:00.990Z",
      resources: [storeId],
      sensitivity: { labels: [], informationTypes: ["MICROSOFT.PERSONAL.NAME"] },
    });
  });

  test("the tenant's settings are no posture record", () => {
    expect(
      only({
        id: "/providers/Microsoft.Security/sensitivitySettings",
        type: "Microsoft.Security/sensitivitySettings",
        properties: {},
      }),
    ).toMatchObject({
      form: "purview.sensitivity",
      nativeId: "/providers/microsoft.security/sensitivitysettings",
    });
  });
});
