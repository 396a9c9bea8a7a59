import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isContainer, lineageOf } from "../../../shared/domain/alert/resource-lineage.ts";

const group = "/subscriptions/s-1/resourcegroups/rg";
const account = `${group}/providers/microsoft.storage/storageaccounts/a`;

describe("what a resource lies in, the innermost first", () => {
  test.each<[string, string, readonly string[]]>([
    ["a subscription", "/subscriptions/S-1", ["/subscriptions/s-1"]],
    ["a resource group", "/subscriptions/s-1/resourceGroups/RG", [group, "/subscriptions/s-1"]],
    [
      "a storage account in mixed case",
      "/SUBSCRIPTIONS/S-1/resourceGroups/RG/providers/Microsoft.Storage/storageAccounts/A",
      [account, group, "/subscriptions/s-1"],
    ],
    [
      "a blob container",
      `${account}/blobServices/default/containers/scans`,
      [
        `${account}/blobservices/default/containers/scans`,
        `${account}/blobservices/default`,
        account,
        group,
        "/subscriptions/s-1",
      ],
    ],
    [
      "half a pair at the end",
      `${account}/blobServices/default/containers`,
      [`${account}/blobservices/default`, account, group, "/subscriptions/s-1"],
    ],
    [
      "a thing that is attached to another",
      `${account}/providers/Microsoft.Security/assessments/x`,
      [`${account}/providers/microsoft.security/assessments/x`, account, group, "/subscriptions/s-1"],
    ],
    [
      "a thing of the subscription itself",
      "/subscriptions/s-1/providers/Microsoft.Authorization/policyAssignments/p",
      ["/subscriptions/s-1/providers/microsoft.authorization/policyassignments/p", "/subscriptions/s-1"],
    ],
    ["a management group", "/providers/Microsoft.Management/managementGroups/m", []],
    ["no id", "stbrigidspatients", []],
    ["nothing", "", []],
    ["a subscription without a name", "/subscriptions/", []],
  ])("%s", (_what, id, expected) => {
    expect(lineageOf(id)).toEqual(expected);
  });

  test("whatever comes, it ends, is short, and each member begins with the next", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom("providers", "", "a", "subscriptions"), fc.string())),
        (path) => {
          const lineage = lineageOf(`/subscriptions/s/${path.join("/")}`);
          expect(lineage.length).toBeLessThanOrEqual(17);
          lineage.slice(1).forEach((outer, index) => expect(lineage[index]?.startsWith(outer)).toBe(true));
        },
      ),
    );
  });
});

test("subscriptions and resource groups are containers, resources are not", () => {
  expect([...lineageOf(account)].map(isContainer)).toEqual([false, true, true]);
});
