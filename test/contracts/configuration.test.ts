import { readFile } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import { configurationPage, settingNames } from "../../cli/configuration-page.ts";
import { ConfigurationError, readConfiguration } from "../../shared/configuration.ts";

const group = "7d1c0b0e-5f1a-4a43-8d8e-0f6f1f3f0001";
const inAzure: Readonly<Record<string, string>> = {
  Entity__name: "St. Brigid's Hospital",
  Entity__timeZone: "America/New_York",
  PublicUrl: "https://tocsin.example/",
  Links__signingKey: Buffer.alloc(32, 7).toString("base64"),
  Roles__incidentCommander: group,
  Roles__privacyOfficer: group,
  Roles__counsel: group,
  Roles__executive: group,
  Roles__operator: group,
  Roles__auditor: group,
  Roles__noticeDesk: group,
  Roles__fallback: group,
  CosmosDb__endpoint: "https://ledger.documents.azure.com:443/",
  OriginalsBlob__serviceUri: "https://originals.blob.core.windows.net",
  Email__endpoint: "https://mail.communication.azure.com",
  Email__sender: "DoNotReply@tocsin.example",
};

const without = (...names: readonly string[]): Record<string, string> =>
  Object.fromEntries(Object.entries(inAzure).filter(([name]) => !names.includes(name)));

function problemsOf(environment: Readonly<Record<string, string>>): readonly string[] {
  try {
    readConfiguration(environment);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.problems;
    throw error;
  }
  return [];
}

describe("the page", () => {
  it("docs/configuration.md is what the schema prints: after a change run `npx node cli/configuration-page.ts`", async () => {
    const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
    expect(page).toBe(configurationPage());
  });

  it("has one row for each setting", () => {
    const page = configurationPage();
    for (const name of settingNames()) expect(page.split(`\n| \`${name}\` `)).toHaveLength(2);
  });
});

describe("reading the settings", () => {
  it("takes what Azure sets, and fills in the defaults", () => {
    const read = readConfiguration({ ...inAzure, SignIn__enforced: "true" });
    expect(read).toMatchObject({
      Entity__regimes: ["hipaa", "gdpr"],
      PublicUrl: "https://tocsin.example",
      Graph__endpoint: "https://graph.microsoft.com",
      SignIn__enforced: true,
      Clock__source: "system",
    });
  });

  it("trusts nobody's headers unless it is told to", () => {
    expect(readConfiguration(inAzure).SignIn__enforced).toBe(false);
  });

  it("names every missing setting at once", () => {
    const problems = problemsOf(without("Entity__name", "Roles__counsel", "Email__sender"));
    expect(problems).toEqual([
      "Entity__name is not set.",
      "Roles__counsel is not set.",
      "Email__sender is not set.",
    ]);
  });

  const bad: readonly (readonly [name: string, value: string])[] = [
    ["Entity__name", "  "],
    ["Entity__timeZone", "Middle/Earth"],
    ["Entity__regimes", "hipaa,hammurabi"],
    ["Entity__hipaaRole", "bystander"],
    ["Entity__gdprRole", "owner"],
    ["Entity__euMainEstablishment", "Germany"],
    ["PublicUrl", "http://tocsin.example"],
    ["Links__signingKey", "c2hvcnQta2V5"],
    ["Links__signingKey", "not base64!"],
    ["Roles__fallback", "the-night-shift"],
    ["CosmosDb__endpoint", "ftp://ledger.example"],
    ["OriginalsBlob__serviceUri", "originals-of-ours"],
    ["Graph__endpoint", "http://graph.example"],
    ["Email__sender", "nobody-at-all"],
    ["SignIn__enforced", "perhaps"],
    ["Clock__source", "sundial"],
  ];
  it.each(bad)("says that %s cannot be used, and does not repeat the value", (name, value) => {
    const problems = problemsOf({ ...inAzure, [name]: value });
    expect(problems).not.toEqual([]);
    for (const problem of problems) {
      expect(problem).toMatch(new RegExp(`^${name}[.:]`));
      if (value.trim() !== "") expect(problem).not.toContain(value);
    }
  });

  it("lets senders in by token only where tenant, audiences and applications are all named", () => {
    const senders = {
      Senders__tenantId: group,
      Senders__audiences: " api://a , b",
      Senders__applications: group,
    };
    expect(readConfiguration({ ...inAzure, ...senders })).toMatchObject({
      Senders__tenantId: group,
      Senders__audiences: ["api://a", "b"],
      Senders__applications: [group],
      Senders__roles: [],
      Senders__authority: "https://login.microsoftonline.com",
    });
    for (const missing of Object.keys(senders))
      expect(
        problemsOf({
          ...inAzure,
          ...senders,
          [missing]: missing === "Senders__tenantId" ? undefined : "",
        }),
      ).toEqual([
        "Senders__tenantId, Senders__audiences and Senders__applications: set all three of them, or none.",
      ]);
    expect(problemsOf({ ...inAzure, ...senders, Senders__authority: "http://login.example" })).toHaveLength(
      1,
    );
  });

  it.each(["CosmosDb__key", "Graph__token", "Email__accessKey"])(
    "refuses %s for a server that is not on this machine, and does not repeat it",
    (name) => {
      const problems = problemsOf({ ...inAzure, [name]: "a-secret-of-ours" });
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatch(new RegExp(`^${name} `));
      expect(problems[0]).not.toContain("a-secret-of-ours");
    },
  );

  it("takes those secrets for servers on loopback, but not for a name that only begins like it", () => {
    const onLoopback = { CosmosDb__endpoint: "http://127.0.0.1:8081", CosmosDb__key: "a-secret-of-ours" };
    expect(problemsOf({ ...inAzure, ...onLoopback })).toEqual([]);
    const disguised = { CosmosDb__endpoint: "https://127.0.0.1.example", CosmosDb__key: "a-secret-of-ours" };
    expect(problemsOf({ ...inAzure, ...disguised })).toHaveLength(1);
  });

  it("wants one place for what arrives", () => {
    expect(problemsOf(without("OriginalsBlob__serviceUri"))[0]).toContain("OriginalsBlob__connectionString");
  });
});
