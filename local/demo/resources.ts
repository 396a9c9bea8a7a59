/** The hospital's Azure resources, as far as the demo's alerts name them, with the tags that say what they hold. */
import type { Estate } from "../stand-ins/resource-graph-data.ts";

export const subscriptionId = "7c1c2a5e-6a0f-4e0b-9f57-0a3c1d9b2e44";
const subscription = `/subscriptions/${subscriptionId}`;
export const patientsAccount = `${subscription}/resourceGroups/rg-clinical-data/providers/Microsoft.Storage/storageAccounts/stbrigidspatients`;

export const hospitalResources: Estate = [
  { id: subscription, tags: { owner: "it@stbrigids.example" } },
  { id: `${subscription}/resourceGroups/rg-clinical-data`, location: "eastus2" },
  { id: patientsAccount, location: "eastus2", tags: { "data-classification": "phi", system: "records" } },
  { id: `${subscription}/resourceGroups/rg-website`, location: "eastus2" },
  {
    id: `${subscription}/resourceGroups/rg-website/providers/Microsoft.Storage/storageAccounts/stbrigidsweb`,
    location: "eastus2",
    tags: { "data-classification": "none", system: "website" },
  },
];
