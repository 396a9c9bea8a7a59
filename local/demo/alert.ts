import { patientsAccount, subscriptionId } from "./resources.ts";

/**
 * The demo's beginning: a Defender for Storage alert as Defender for Cloud's continuous export writes it to an event
 * hub. The account, the addresses and the people are invented.
 */
export function demoAlert(nowMs: number): Readonly<Record<string, unknown>> {
  const at = (minutesAgo: number): string => new Date(nowMs - minutesAgo * 60_000).toISOString();
  const started = at(14);
  // As Defender makes them: the digits run down while the ticks of the activity start run up.
  const ticks = 621_355_968_000_000_000n + BigInt(Date.parse(started)) * 10_000n;
  const id = `${3_155_378_975_999_999_999n - ticks}_5d0c7a3e-19b4-4f62-8a77-2f1e6b9c4d10`;
  const account = patientsAccount;
  return {
    VendorName: "Microsoft",
    AlertType: "Storage.Blob_DataExfiltration.AmountOfDataAnomaly",
    ProductName: "Microsoft Defender for Cloud",
    StartTimeUtc: started,
    EndTimeUtc: at(6),
    TimeGenerated: at(1),
    ProcessingEndTime: at(1),
    Severity: "High",
    Status: "New",
    ProviderAlertStatus: null,
    ConfidenceLevel: null,
    ConfidenceScore: null,
    ConfidenceReasons: null,
    IsIncident: false,
    SystemAlertId: id,
    CorrelationKey: null,
    Intent: "Exfiltration",
    AzureResourceId: account,
    WorkspaceId: null,
    WorkspaceSubscriptionId: null,
    WorkspaceResourceGroup: null,
    AgentId: null,
    CompromisedEntity: "stbrigidspatients",
    AlertDisplayName: "Unusual amount of data extracted from a storage account holding patient records",
    Description:
      "More data than usual was read from this storage account, from an address that has not read it before.",
    Entities: [
      { $id: "3", Address: "198.51.100.23", Type: "ip" },
      { $id: "4", ResourceId: account, Type: "azure-resource" },
    ],
    ExtendedLinks: [],
    RemediationSteps: [
      "Limit access to the storage account, and look for other reads from the same address.",
    ],
    ExtendedProperties: {
      "Alert Id": id.split("_")[1],
      "Client location": "Reykjavik, Iceland",
      "Authentication type": "Shared access signature (SAS)",
      "Operations types": "GetBlob",
      "Extracted data": "2.4 GB",
    },
    ResourceIdentifiers: [
      {
        $id: "2",
        AzureResourceId: account,
        AzureResourceTenantId: "0f8a2c11-3a5d-4a43-b2c8-6f2d0e9a7b55",
        Type: "AzureResource",
      },
    ],
    AlertUri: `https://portal.azure.com/#blade/Microsoft_Azure_Security_AzureDefenderForData/AlertBlade/alertId/${id}/subscriptionId/${subscriptionId}`,
  };
}
