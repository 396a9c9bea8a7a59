import type { InvocationContext } from "@azure/functions";
import { DefaultAzureCredential } from "@azure/identity";
import * as df from "durable-functions";
import { orchestrations, wake } from "../orchestrations/names.ts";
import { blobDocument } from "./adapters/azure-blob/document.ts";
import { blobOriginals } from "./adapters/azure-blob/originals.ts";
import type { BlobOptions } from "./adapters/azure-blob/originals.ts";
import { cosmosCaseIndex } from "./adapters/azure-cosmos/case-index.ts";
import { cosmosLedger } from "./adapters/azure-cosmos/ledger.ts";
import { cosmosQuarantineIndex } from "./adapters/azure-cosmos/quarantine-index.ts";
import { cosmosClient } from "./adapters/azure-cosmos/client.ts";
import { durableOrchestrator } from "./adapters/azure-durable/orchestrator.ts";
import { azureMail } from "./adapters/azure-email/mail.ts";
import { graphDirectory } from "./adapters/azure-graph/directory.ts";
import { resourceGraphClassifications } from "./adapters/azure-resource-graph/classifications.ts";
import { entraSenders } from "./adapters/entra-tokens/senders.ts";
import { sha256 } from "./adapters/node-crypto/sha256.ts";
import { fileDocument } from "./adapters/node-file/document.ts";
import { hostClock, systemClock } from "./adapters/system-clock/clock.ts";
import { readDocument } from "./adapters/yaml/read-document.ts";
import type { AppContext, AppSettings } from "./cases/app-context.ts";
import { keptDocument } from "./cases/kept-document.ts";
import { knownClassifications } from "./cases/known-classifications.ts";
import type { KnownClassifications } from "./cases/known-classifications.ts";
import { readConfiguration } from "./configuration.ts";
import type { Configuration } from "./configuration.ts";
import type { Facts } from "./domain/law/facts.ts";
import { defaultPolicy, withQuestionsStanding } from "./domain/case/policy.ts";
import { defaultRules } from "./intake/default-rules.ts";
import { Registry } from "./contracts/classification-registry.ts";
import type { ClassificationRegistry } from "./contracts/classification-registry.ts";
import { TriageRules } from "./contracts/intake-rules.ts";
import type { TriageRule } from "./contracts/intake-rules.ts";
import type { ExpectedPrincipal } from "./contracts/principal.ts";
import type { Clock } from "./ports/clock.ts";
import type { Orchestrator } from "./ports/orchestrator.ts";
import type { OperatorsDocument } from "./ports/document.ts";
import type { Senders } from "./ports/senders.ts";

/** The durable client binding that every function which wakes a case asks for. */
export const durableClient = df.input.durableClient();

let configured: Configuration | undefined;
let built: AppContext | undefined;

/** The configuration of this process; read once. Throws ConfigurationError, which names every bad setting. */
const configuration = (): Configuration => (configured ??= readConfiguration(process.env));

/** The one place where ports meet adapters. Made once a process. */
export const appContext = (): AppContext => (built ??= build(configuration()));

export const orchestratorOf = (context: InvocationContext): Orchestrator =>
  durableOrchestrator(df.getClient(context), { case: orchestrations.case, courier: "courier", wake });

/** Whether App Service authentication stands in front; without it no principal header is believed. */
export const signInEnforced = (): boolean => configuration().SignIn__enforced;

/** What a principal must say of itself to be believed, beside standing in the platform's own header. */
export function expectedPrincipal(): ExpectedPrincipal {
  const { SignIn__tenantId: tenantId, SignIn__issuer: issuer } = configuration();
  return { ...(tenantId !== undefined && { tenantId }), ...(issuer !== undefined && { issuer }) };
}

/** Who may bring alerts with a token; null where nobody may. One set of keys a process. */
export const senders = (): Senders | null =>
  (knownSenders ??= { senders: sendersOf(configuration()) }).senders;
let knownSenders: { readonly senders: Senders | null } | undefined;

function sendersOf(config: Configuration): Senders | null {
  if (config.Senders__tenantId === undefined) return null;
  return entraSenders({
    authority: config.Senders__authority,
    tenantId: config.Senders__tenantId,
    audiences: config.Senders__audiences,
    applications: config.Senders__applications,
    roles: config.Senders__roles,
  });
}

/** The rules for the next alert. A change that cannot be used is named in the log, once, and the rules before it stay. */
export async function triageRules(log: { error(words: string): void }): Promise<readonly TriageRule[]> {
  const { content, problem } = await appContext().triageRules();
  if (problem !== null && problem !== saidProblem) log.error(`triage rules: ${problem}`);
  saidProblem = problem;
  return content;
}

let saidProblem: string | null = null;

function build(config: Configuration): AppContext {
  // Secrets are for servers on this machine only (configuration.ts refuses them elsewhere): in Azure the identity signs in.
  const credential = new DefaultAzureCredential();
  const clock = config.Clock__source === "host" ? hostClock() : systemClock;
  const blobs: BlobOptions =
    config.OriginalsBlob__connectionString === undefined
      ? { url: config.OriginalsBlob__serviceUri ?? "", credential }
      : { connectionString: config.OriginalsBlob__connectionString };
  const documentAt = (place: string | undefined): OperatorsDocument | null =>
    place === undefined
      ? null
      : place.startsWith("blob:")
        ? blobDocument(blobs, place.slice("blob:".length), clock)
        : fileDocument(place);
  const database = config.CosmosDb__database;
  const client = cosmosClient({
    endpoint: config.CosmosDb__endpoint,
    database,
    ...(config.CosmosDb__key === undefined ? { credential } : { key: config.CosmosDb__key }),
  });
  return {
    ledger: cosmosLedger({ client, database }),
    index: cosmosCaseIndex({ client, database }),
    quarantine: cosmosQuarantineIndex({ client, database }),
    directory: graphDirectory({
      baseUrl: config.Graph__endpoint,
      credential: config.Graph__token === undefined ? credential : { token: config.Graph__token },
    }),
    mail: azureMail({
      endpoint: config.Email__endpoint,
      sender: config.Email__sender,
      credential: config.Email__accessKey === undefined ? credential : { accessKey: config.Email__accessKey },
      allowInsecure: config.Email__endpoint.startsWith("http:"),
    }),
    originals: blobOriginals(blobs),
    classifications: classificationsOf(config, {
      credential,
      clock,
      registry: documentAt(config.Classification__registry),
    }),
    triageRules: keptDocument({
      document: documentAt(config.Triage__rules),
      parse: (text) => readDocument(text, TriageRules),
      fallback: { content: defaultRules, origin: "the shipped rules" },
      clock,
    }),
    clock,
    sha256,
    settings: settingsOf(config),
  };
}

const emptyRegistry: ClassificationRegistry = new Map();

function classificationsOf(
  config: Configuration,
  {
    credential,
    clock,
    registry,
  }: {
    readonly credential: DefaultAzureCredential;
    readonly clock: Clock;
    readonly registry: OperatorsDocument | null;
  },
): KnownClassifications {
  const endpoint = config.ResourceGraph__endpoint;
  const token = config.ResourceGraph__token;
  return knownClassifications({
    registry: keptDocument({
      document: registry,
      parse: (text) => readDocument(text, Registry),
      fallback: { content: emptyRegistry, origin: "no registry" },
      clock,
    }),
    tags:
      endpoint === "none"
        ? null
        : resourceGraphClassifications({
            endpoint,
            credential: token === undefined ? credential : { token },
            tags: {
              names: config.Classification__tagNames,
              phi: config.Classification__phiValues,
              euPersonal: config.Classification__euPersonalValues,
              neither: config.Classification__neitherValues,
            },
            clock,
          }),
    clock,
    freshMs: config.Classification__freshMinutes * 60_000,
    staleMs: config.Classification__staleHours * 3_600_000,
  });
}

function settingsOf(config: Configuration): AppSettings {
  const facts: Facts = {
    regimes: config.Entity__regimes,
    role: {
      hipaa: config.Entity__hipaaRole,
      gdpr: config.Entity__gdprRole,
      "uk-gdpr": config.Entity__gdprRole,
    },
    timeZone: config.Entity__timeZone,
    establishment: { euMainEstablishment: config.Entity__euMainEstablishment || null },
  };
  return {
    entity: {
      name: config.Entity__name,
      timeZone: config.Entity__timeZone,
      facts,
      contact: {
        postalAddress: config.Entity__postalAddress,
        tollFreePhone: config.Entity__tollFreePhone,
        email: config.Entity__email,
        website: config.Entity__website,
        dataProtectionContact: config.Entity__dataProtectionContact,
      },
    },
    groups: {
      "incident-commander": config.Roles__incidentCommander,
      "privacy-officer": config.Roles__privacyOfficer,
      counsel: config.Roles__counsel,
      executive: config.Roles__executive,
      operator: config.Roles__operator,
      auditor: config.Roles__auditor,
      "notice-desk": config.Roles__noticeDesk,
      fallback: config.Roles__fallback,
    },
    publicUrl: config.PublicUrl,
    linkKey: Buffer.from(config.Links__signingKey, "base64"),
    policy: withQuestionsStanding(defaultPolicy, config.Questions__standMinutesMin * 60_000),
    timeZoneData: process.versions.tz ?? "unknown",
    local: config.Local__inboxUrl === undefined ? null : { inboxUrl: config.Local__inboxUrl },
  };
}
