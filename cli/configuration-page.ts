/** Prints the settings as a page for whoever deploys: `npx node cli/configuration-page.ts` writes docs/configuration.md. */
import { mkdir, writeFile } from "node:fs/promises";
import { z } from "zod";
import { ConfigurationSchema, regimes } from "../shared/configuration.ts";

const groups: Readonly<Record<string, string>> = {
  Entity: "The entity that owes the duties",
  PublicUrl: "Pages and links",
  Questions: "Pages and links",
  Links: "Pages and links",
  SignIn: "Pages and links",
  Senders: "Who may bring alerts without a key",
  Roles: "Who is asked and told",
  CosmosDb: "Ledger and index",
  OriginalsBlob: "What arrived, byte for byte",
  Graph: "Directory",
  ResourceGraph: "What resources hold",
  Classification: "What resources hold",
  Triage: "Triage",
  Email: "Mail",
  Clock: "One machine only",
  Local: "One machine only",
};

/** What Azure's host reads of its own accord, and the app does not. */
const platform = [
  ["`AzureWebJobsStorage`", "Storage account of the host: timers, leases, durable histories."],
  ["`FUNCTIONS_WORKER_RUNTIME`", "`node`."],
  ["`FUNCTIONS_EXTENSION_VERSION`", "`~4`."],
  [
    "`EventHub`, `EventHub__fullyQualifiedNamespace`",
    "Connection to the event hub that Defender exports to.",
  ],
  ["`EventHub__name`", "Name of that hub."],
  ["`APPLICATIONINSIGHTS_CONNECTION_STRING`", "Where the host sends its traces; empty: nowhere."],
] as const;

interface Described {
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly format?: string;
}

export function configurationPage(): string {
  const titles = [...new Set(Object.values(groups))];
  const names = settingNames();
  const sections = titles.flatMap((title) => [
    `## ${title}`,
    table(
      ["setting", "what it is", "format", "default"],
      names.filter((name) => titleOf(name) === title).map(rowOf),
    ),
  ]);
  return `${[
    "# Configuration",
    "Printed from `shared/configuration.ts` by `npx node cli/configuration-page.ts`. Every setting is an environment variable: an app setting in Azure, an entry of `Values` in `local.settings.json` under Core Tools. `npm start` sets what it needs by itself; of those under _The entity_ and _Who is asked and told_, `PublicUrl` and `Email__sender`, a value in your environment wins.",
    "They are read once. A value that cannot be used stops the start; every problem is named in one go, with its setting and never with its value. A setting without a default must be set, unless it is called optional. A **secret** belongs in Key Vault, referred to as `@Microsoft.KeyVault(SecretUri=…)`; keys and tokens for servers are refused outside of this machine, where the managed identity signs in.",
    ...sections,
    "## Rule families",
    `\`Entity__regimes\` takes any of: ${regimes.options.map((regime) => `\`${regime}\``).join(", ")}. What each asks for is in [regimes.md](regimes.md).`,
    "## Read by the platform",
    table(["setting", "what it is"], platform),
  ].join("\n\n")}\n`;
}

const described = z.toJSONSchema(ConfigurationSchema, { io: "input" });

/** In the order of the schema. */
export const settingNames = (): readonly string[] => Object.keys(described.properties ?? {});

function titleOf(name: string): string {
  const title = groups[name.split("__")[0] ?? ""];
  if (title === undefined) throw new Error(`bug: the page has no heading for ${name}`);
  return title;
}

function rowOf(name: string): readonly string[] {
  const setting = (described.properties?.[name] ?? {}) as Described;
  if (setting.description === undefined) throw new Error(`bug: ${name} is not described`);
  const secret = isSecret(name) ? " **Secret.**" : "";
  return [
    `\`${name}\``,
    `${setting.description}${secret}`,
    formatOf(name, setting),
    defaultOf(name, setting),
  ];
}

const isSecret = (name: string): boolean => /(?:key|token|connectionString)$/i.test(name);

function formatOf(name: string, setting: Described): string {
  if (name === "Entity__timeZone") return "IANA zone, such as `Europe/Berlin`";
  if (name === "Entity__regimes") return "list, see below";
  if (setting.enum) return setting.enum.map((value) => `\`${value}\``).join(" or ");
  const formats: Readonly<Record<string, string>> = {
    uri: "https address; http on loopback",
    uuid: "GUID",
    email: "e-mail address",
    base64: "Base64, 32 bytes or more",
  };
  return formats[setting.format ?? ""] ?? "text";
}

function defaultOf(name: string, setting: Described): string {
  if (setting.default === "") return "empty";
  if (typeof setting.default === "string") return `\`${setting.default}\``;
  return described.required?.includes(name) ? "_must be set_" : "_optional_";
}

/** As the formatter of this project lays a table out, so that the page passes it unchanged. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((cell, column) =>
    Math.max(cell.length, 3, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...rows.map(line)].join(
    "\n",
  );
}

if (import.meta.main) {
  await mkdir(new URL("../docs/", import.meta.url), { recursive: true });
  await writeFile(new URL("../docs/configuration.md", import.meta.url), configurationPage());
}
