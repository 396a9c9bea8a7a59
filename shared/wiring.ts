import type { InvocationContext } from "@azure/functions";
import type { TokenCredential } from "@azure/core-auth";
import * as df from "durable-functions";
import { orchestrations, wake } from "../orchestrations/names.ts";
import { checkBlobOptions } from "./adapters/azure-blob/options.ts";
import type { BlobOptions } from "./adapters/azure-blob/options.ts";
import { durableOrchestrator } from "./adapters/azure-durable/orchestrator.ts";
import { graphOriginOf } from "./adapters/azure-graph/origin.ts";
import { sha256 } from "./adapters/node-crypto/sha256.ts";
import { fileDocument } from "./adapters/node-file/document.ts";
import { hostClock, systemClock } from "./adapters/system-clock/clock.ts";
import type { AppContext, AppSettings } from "./cases/app-context.ts";
import { keptDocument } from "./cases/kept-document.ts";
import { knownClassifications } from "./cases/known-classifications.ts";
import type { KnownClassifications } from "./cases/known-classifications.ts";
import { readConfiguration } from "./configuration.ts";
import type { Configuration } from "./configuration.ts";
import { lazyAdapter, onFirstUse } from "./lazy-adapter.ts";
import type { Facts } from "./domain/law/facts.ts";
import { defaultPolicy, withQuestionsStanding } from "./domain/case/policy.ts";
import { defaultRules } from "./intake/default-rules.ts";
import { Registry } from "./contracts/classification-registry.ts";
import type { ClassificationRegistry } from "./contracts/classification-registry.ts";
import { TriageRules } from "./contracts/intake-rules.ts";
import type { TriageRule } from "./contracts/intake-rules.ts";
import type { ExpectedPrincipal } from "./contracts/principal.ts";
import type { Classifications } from "./ports/classification.ts";
import type { Clock } from "./ports/clock.ts";
import type { Directory } from "./ports/directory.ts";
import type { CaseIndex } from "./ports/case-index.ts";
import type { Ledger } from "./ports/ledger.ts";
import type { Mail } from "./ports/mail.ts";
import type { Orchestrator } from "./ports/orchestrator.ts";
import type { OperatorsDocument } from "./ports/document.ts";
import type { Originals } from "./ports/originals.ts";
import type { QuarantineIndex } from "./ports/quarantine-index.ts";
import type { Senders } from "./ports/senders.ts";

/** The durable client binding that every function which wakes a case asks for. */
export const durableClient = df.input.durableClient();

let configured: Configuration | undefined;
let built: AppContext | undefined;

/** The configuration of this process; read once. Throws ConfigurationError, which names every bad setting. */
const configuration = (): Configuration => (configured ??= readConfiguration(process.env));

/**
 * The one place where ports meet adapters. Made once a process, when the app is loaded, so that a bad setting stops the
 * start: throws ConfigurationError. What brings an SDK is imported at its first use, here and nowhere else.
 */
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
  const options = {
    authority: config.Senders__authority,
    tenantId: config.Senders__tenantId,
    audiences: config.Senders__audiences,
    applications: config.Senders__applications,
    roles: config.Senders__roles,
  };
  const load = async () => (await import("./adapters/entra-tokens/senders.ts")).entraSenders(options);
  return lazyAdapter<Senders>("Entra tokens", load, { identify: true });
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
  const clock = config.Clock__source === "host" ? hostClock() : systemClock;
  const blobs: BlobOptions =
    config.OriginalsBlob__connectionString === undefined
      ? { url: config.OriginalsBlob__serviceUri ?? "", credential }
      : { connectionString: config.OriginalsBlob__connectionString };
  checkBlobOptions(blobs);
  const documentAt = (place: string | undefined): OperatorsDocument | null =>
    place === undefined
      ? null
      : place.startsWith("blob:")
        ? documentInBlob(blobs, place.slice("blob:".length), clock)
        : fileDocument(place);
  return {
    ...storesOf(config),
    directory: directoryOf(config),
    mail: mailOf(config),
    originals: lazyAdapter<Originals>(
      "Blob Storage",
      async () => (await import("./adapters/azure-blob/originals.ts")).blobOriginals(blobs),
      { keep: true, read: true },
    ),
    classifications: classificationsOf(config, {
      clock,
      registry: documentAt(config.Classification__registry),
    }),
    triageRules: keptDocument({
      document: onceReadable(documentAt(config.Triage__rules)),
      parse: async (text) => (await yaml()).readDocument(text, TriageRules),
      fallback: { content: defaultRules, origin: "the shipped rules" },
      clock,
    }),
    clock,
    sha256,
    settings: settingsOf(config),
  };
}

/** Secrets are for servers on this machine only (configuration.ts refuses them elsewhere): in Azure the identity signs in. */
const identity = onFirstUse("the managed identity", async () => {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential();
});
const credential: TokenCredential = {
  getToken: async (scopes, options) => (await identity()).getToken(scopes, options),
};

function storesOf(config: Configuration): Pick<AppContext, "ledger" | "index" | "quarantine"> {
  const key = config.CosmosDb__key;
  const options = {
    endpoint: config.CosmosDb__endpoint,
    database: config.CosmosDb__database,
    ...(key === undefined ? { credential } : { key }),
  };
  const name = "Cosmos DB";
  const stores = onFirstUse(name, async () => {
    const { cosmosStores } = await import("./adapters/azure-cosmos/stores.ts");
    return cosmosStores(options);
  });
  return {
    ledger: lazyAdapter<Ledger>(name, async () => (await stores()).ledger, {
      read: true,
      readAsItStands: true,
      append: true,
      caseIds: true,
    }),
    index: lazyAdapter<CaseIndex>(name, async () => (await stores()).index, {
      put: true,
      markDue: true,
      removeUnopened: true,
      listDue: true,
      listPage: true,
      count: true,
      logYears: true,
      claimKeys: true,
      findByKeys: true,
      putRelated: true,
      findRelated: true,
      putOperation: true,
      findOperation: true,
    }),
    quarantine: lazyAdapter<QuarantineIndex>(name, async () => (await stores()).quarantine, {
      put: true,
      list: true,
      countWaiting: true,
    }),
  };
}

function directoryOf(config: Configuration): Directory {
  const options = {
    baseUrl: graphOriginOf(config.Graph__endpoint),
    credential: config.Graph__token === undefined ? credential : { token: config.Graph__token },
  };
  const load = async () => (await import("./adapters/azure-graph/directory.ts")).graphDirectory(options);
  return lazyAdapter<Directory>("Microsoft Graph", load, { membersOf: true, groupsOf: true });
}

function mailOf(config: Configuration): Mail {
  const options = {
    endpoint: config.Email__endpoint,
    sender: config.Email__sender,
    credential: config.Email__accessKey === undefined ? credential : { accessKey: config.Email__accessKey },
    allowInsecure: config.Email__endpoint.startsWith("http:"),
  };
  const load = async () => (await import("./adapters/azure-email/mail.ts")).azureMail(options);
  return lazyAdapter<Mail>("e-mail", load, { send: true, statusOf: true });
}

function documentInBlob(blobs: BlobOptions, path: string, clock: Clock): OperatorsDocument {
  const load = async () =>
    (await import("./adapters/azure-blob/document.ts")).blobDocument(blobs, path, clock);
  const document = onFirstUse("documents in Blob Storage", load);
  return { name: `blob ${path}`, read: async () => (await document()).read() };
}

const yaml = onFirstUse("YAML documents", () => import("./adapters/yaml/read-document.ts"));

/** Fails to be read where its parser fails to load: that is no mistake in the document, and passes. */
const onceReadable = (document: OperatorsDocument | null): OperatorsDocument | null =>
  document === null
    ? null
    : {
        name: document.name,
        read: async () => {
          await yaml();
          return document.read();
        },
      };

const emptyRegistry: ClassificationRegistry = new Map();

function classificationsOf(
  config: Configuration,
  { clock, registry }: { readonly clock: Clock; readonly registry: OperatorsDocument | null },
): KnownClassifications {
  return knownClassifications({
    registry: keptDocument({
      document: onceReadable(registry),
      parse: async (text) => (await yaml()).readDocument(text, Registry),
      fallback: { content: emptyRegistry, origin: "no registry" },
      clock,
    }),
    tags: config.ResourceGraph__endpoint === "none" ? null : tagsOf(config, clock),
    clock,
    freshMs: config.Classification__freshMinutes * 60_000,
    staleMs: config.Classification__staleHours * 3_600_000,
  });
}

function tagsOf(config: Configuration, clock: Clock): Classifications {
  const token = config.ResourceGraph__token;
  const options = {
    endpoint: config.ResourceGraph__endpoint,
    credential: token === undefined ? credential : { token },
    tags: {
      names: config.Classification__tagNames,
      phi: config.Classification__phiValues,
      euPersonal: config.Classification__euPersonalValues,
      neither: config.Classification__neitherValues,
    },
    clock,
  };
  const load = async () =>
    (await import("./adapters/azure-resource-graph/classifications.ts")).resourceGraphClassifications(
      options,
    );
  return lazyAdapter<Classifications>("Resource Graph", load, { read: true, reach: true });
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
