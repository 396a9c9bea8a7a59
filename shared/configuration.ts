import { IANAZone } from "luxon";
import { z } from "zod";

/**
 * Every setting, as the platform hands it over: environment variables, named in the Azure style with a double
 * underscore between group and name. Read once, at the start; a bad value stops it. docs/configuration.md is made from
 * the descriptions here.
 */
const groupId = (role: string) =>
  z.guid().describe(`Object id (GUID) of the Entra group that holds the role ${role}.`);
const text = (words: string) => z.string().trim().min(1).describe(words);
const optionalText = (words: string) => z.string().trim().default("").describe(words);
const address = (words: string) => z.url({ protocol: /^https?$/ }).describe(words);
const loopback = /^https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?:\/|$)/;
const safely = (words: string) =>
  address(words).refine(
    (url) => url.startsWith("https://") || loopback.test(url),
    "must be https, except on loopback",
  );

/** Texts separated by commas. */
const list = (byDefault: string, words: string) =>
  listOrNone(byDefault)
    .pipe(z.array(z.string().max(200)).min(1).max(100))
    .describe(words);
const listOrNone = (byDefault: string) =>
  z
    .string()
    .default(byDefault)
    .transform((text) =>
      text
        .split(",")
        .map((word) => word.trim())
        .filter(Boolean),
    );
const optionalList = (words: string) => listOrNone("").describe(words);
const documentPlace = (words: string) =>
  z
    .string()
    .trim()
    .min(1)
    .refine(
      (place) => !place.startsWith("blob:") || /^blob:[a-z0-9-]{3,63}\/\S+$/.test(place),
      "must be the path of a file, or blob:container/name",
    )
    .optional()
    .describe(words);

export const regimes = z.enum([
  "hipaa",
  "gdpr",
  "uk-gdpr",
  "ftc-hbnr",
  "nis2",
  "sec",
  "nydfs",
  "us-ca",
  "us-ca-hsc",
  "us-tx",
  "us-fl",
  "us-ny",
  "us-co",
  "us-wa",
]);

export const ConfigurationSchema = z.object({
  Entity__name: text("Legal name of the notifying entity, as it stands in letters."),
  Entity__timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), "must be an IANA zone such as America/New_York")
    .describe(
      "IANA time zone of the entity. Every local date and end of day of a deadline is computed in it.",
    ),
  Entity__regimes: z
    .string()
    .default("hipaa,gdpr")
    .transform((list) =>
      list
        .split(",")
        .map((name) => name.trim())
        .filter(Boolean),
    )
    .pipe(z.array(regimes).min(1))
    .describe("Rule families to keep clocks for, separated by commas."),
  Entity__hipaaRole: z
    .enum(["covered-entity", "business-associate", "subcontractor-business-associate"])
    .default("covered-entity")
    .describe("Role under HIPAA."),
  Entity__gdprRole: z
    .enum(["controller", "processor"])
    .default("controller")
    .describe("Role under the GDPR."),
  Entity__euMainEstablishment: z
    .string()
    .regex(/^(?:[A-Z]{2})?$/, "must be a two-letter country code, or empty for none")
    .default("")
    .describe("Country (ISO 3166 alpha-2) of the main establishment in the EEA; empty: there is none."),
  Entity__postalAddress: optionalText("Postal address for letters, lines separated by slashes."),
  Entity__tollFreePhone: optionalText(
    "Toll-free number that people affected can call (45 CFR 164.404(c)(1)(E)).",
  ),
  Entity__email: optionalText("E-mail address that people affected can write to."),
  Entity__website: optionalText("Website that people affected can visit."),
  Entity__dataProtectionContact: optionalText(
    "Name and address of the data protection officer or contact point (GDPR Art. 33(3)(b)).",
  ),
  PublicUrl: address(
    "Origin of the pages as people reach them, for links in mail; https, except for a service on one machine.",
  ).transform((url) => url.replace(/\/+$/, "")),
  Links__signingKey: z
    .base64()
    .refine((key) => Buffer.from(key, "base64").length >= 32, "must be at least 32 bytes in Base64")
    .describe(
      "Signs decision links and form tokens: at least 32 random bytes in Base64. A secret: use a Key Vault reference.",
    ),
  Roles__incidentCommander: groupId("incident commander"),
  Roles__privacyOfficer: groupId("privacy officer"),
  Roles__counsel: groupId("counsel"),
  Roles__executive: groupId("executive"),
  Roles__operator: groupId("operator"),
  Roles__auditor: groupId("auditor"),
  Roles__noticeDesk: groupId("notice desk"),
  Roles__fallback: groupId("of last resort: written to when a role's group gives nobody"),
  CosmosDb__endpoint: safely("Address of the Cosmos DB account that holds the ledger."),
  CosmosDb__database: z.string().min(1).default("tocsin").describe("Name of the database."),
  CosmosDb__key: z
    .string()
    .optional()
    .describe("Account key, for a server on this machine only; in Azure the managed identity is used."),
  OriginalsBlob__serviceUri: safely(
    "Address of the blob service that keeps what arrived, byte for byte.",
  ).optional(),
  OriginalsBlob__connectionString: z
    .string()
    .optional()
    .describe("Connection string instead, for a server on this machine only."),
  Graph__endpoint: safely("Origin of Microsoft Graph.").default("https://graph.microsoft.com"),
  Graph__token: z.string().optional().describe("Fixed bearer token, for a stand-in on this machine only."),
  ResourceGraph__endpoint: z
    .union([safely("Address"), z.literal("none")])
    .default("https://management.azure.com")
    .describe(
      "Address of Azure Resource Manager, whose Resource Graph tells the tags of resources; `none`: tags are not read.",
    ),
  ResourceGraph__token: z
    .string()
    .optional()
    .describe("Fixed bearer token, for a stand-in on this machine only."),
  Classification__tagNames: list(
    "data-classification,data-class",
    "Tags that tell what a resource holds, separated by commas; the first that says something counts.",
  ),
  Classification__phiValues: list(
    "phi,ephi,protected-health-information,hipaa",
    "Values of those tags that mean protected health information.",
  ),
  Classification__euPersonalValues: list(
    "eu-personal-data,eu-personal,gdpr",
    "Values that mean personal data of people in the EU.",
  ),
  Classification__neitherValues: list(
    "neither,none,public",
    "Values that mean neither. Any other value is unknown, which counts as classified at high severity.",
  ),
  Classification__registry: documentPlace(
    "File (YAML or JSON) that states what resources hold, and stands over their tags; or `blob:container/name` in the account of `OriginalsBlob`. A change counts from the next alert on.",
  ),
  Classification__freshMinutes: z.coerce
    .number()
    .positive()
    .default(10)
    .describe("Minutes for which the tags of a resource are used without reading them again."),
  Classification__staleHours: z.coerce
    .number()
    .positive()
    .default(24)
    .describe("Hours for which they are used, with their age, where Resource Graph cannot be asked."),
  Triage__rules: documentPlace(
    "File (YAML or JSON) of triage rules instead of the shipped ones, or `blob:container/name` in the account of `OriginalsBlob`. A change counts from the next alert on; one that cannot be used is refused, and the last good rules stay. `tocsin triage --print-rules` prints the shipped ones.",
  ),
  Email__endpoint: safely("Address of the Communication Services resource that sends mail."),
  Email__accessKey: z
    .string()
    .optional()
    .describe(
      "Access key (Base64), for a stand-in on this machine only; in Azure the managed identity is used.",
    ),
  Email__sender: z
    .email()
    .describe("Address that mail is sent from; its domain is verified at the resource."),
  SignIn__enforced: z
    .enum(["true", "false"])
    .default("false")
    .transform((value) => value === "true")
    .describe(
      "`true` only where App Service authentication stands in front and strips the principal headers of callers. Otherwise nobody is signed in.",
    ),
  SignIn__tenantId: z
    .guid()
    .optional()
    .describe(
      "Tenant (GUID) that people sign in from; a principal of another is nobody. Unset: whoever the platform lets in.",
    ),
  SignIn__issuer: z
    .string()
    .min(1)
    .optional()
    .describe("Issuer (`iss`) that a principal must come from, as the platform hands it over. Unset: any."),
  Senders__tenantId: z
    .guid()
    .optional()
    .describe("Tenant (GUID) whose tokens let applications in at `/intake/token/…`; unset: none do."),
  Senders__audiences: optionalList(
    "What those tokens are for: client id or application id URI of this service, separated by commas.",
  ),
  Senders__applications: optionalList(
    "Client ids of the applications that may send: Event Grid's, AzNS AAD Webhook's, a playbook's identity; separated by commas.",
  ),
  Senders__roles: optionalList(
    "Application roles of which a token must hold one, such as AzureEventGridSecureWebhookSubscriber; empty: the application alone counts.",
  ),
  Senders__authority: safely("Origin of the issuer of those tokens.")
    .transform((url) => url.replace(/\/+$/, ""))
    .default("https://login.microsoftonline.com"),
  Clock__source: z
    .enum(["system", "host"])
    .default("system")
    .describe("`host` on the one-machine host only: its clock can be sped up and stepped."),
  Questions__standMinutesMin: z.coerce
    .number()
    .nonnegative()
    .default(0)
    .describe(
      "Minutes of the service's clock that a question, and so its link, stands at least. 0: as the policy says. `tocsin start --time-scale` raises it, so that a link does not expire in seconds.",
    ),
  Local__inboxUrl: z
    .string()
    .optional()
    .describe("Address of the local web inbox; set by `tocsin start`, and shown on its pages."),
});

export type Configuration = z.output<typeof ConfigurationSchema>;

/** One sentence for each setting that cannot be used. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join("\n")}`);
    this.problems = problems;
  }
}

/** Reads the settings out of the environment. Throws ConfigurationError, which names each bad one and never its value. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>>): Configuration {
  const parsed = ConfigurationSchema.safeParse(environment);
  const problems = parsed.success ? unsafeSettings(parsed.data) : parsed.error.issues.map(sentence);
  if (!parsed.success || problems.length > 0) throw new ConfigurationError(problems);
  return parsed.data;
}

function sentence(issue: z.core.$ZodIssue): string {
  const name = issue.path.join(".");
  const missing = issue.code === "invalid_type" && issue.input === undefined;
  return missing ? `${name} is not set.` : `${name}: ${issue.message}.`;
}

/** Keys and fixed tokens are for this machine; elsewhere the managed identity signs in. */
function unsafeSettings(configuration: Configuration): readonly string[] {
  const pairs = [
    ["CosmosDb__key", configuration.CosmosDb__key, configuration.CosmosDb__endpoint],
    ["Graph__token", configuration.Graph__token, configuration.Graph__endpoint],
    ["ResourceGraph__token", configuration.ResourceGraph__token, configuration.ResourceGraph__endpoint],
    ["Email__accessKey", configuration.Email__accessKey, configuration.Email__endpoint],
  ] as const;
  const problems = pairs
    .filter(([, secret, endpoint]) => secret !== undefined && !loopback.test(endpoint))
    .map(
      ([name]) =>
        `${name} is for a server on this machine only; leave it out, and grant the managed identity its role.`,
    );
  const { PublicUrl, Local__inboxUrl } = configuration;
  if (!PublicUrl.startsWith("https://") && !loopback.test(PublicUrl) && Local__inboxUrl === undefined)
    problems.push("PublicUrl: must be https, since mails link to it.");
  problems.push(...unfinishedSenders(configuration));
  const stores = configuration.OriginalsBlob__serviceUri ?? configuration.OriginalsBlob__connectionString;
  return stores
    ? problems
    : [...problems, "Neither OriginalsBlob__serviceUri nor OriginalsBlob__connectionString is set."];
}

/** A tenant alone would let every application of it in. */
function unfinishedSenders(configuration: Configuration): readonly string[] {
  const { Senders__tenantId, Senders__audiences, Senders__applications } = configuration;
  const given = [
    Senders__tenantId !== undefined,
    Senders__audiences.length > 0,
    Senders__applications.length > 0,
  ];
  return given.every((is) => is) || !given.some((is) => is)
    ? []
    : ["Senders__tenantId, Senders__audiences and Senders__applications: set all three of them, or none."];
}
