import type { InvocationContext } from "@azure/functions";
import { DefaultAzureCredential } from "@azure/identity";
import * as df from "durable-functions";
import { orchestrations, wake } from "../orchestrations/names.ts";
import { blobOriginals } from "./adapters/azure-blob/originals.ts";
import { cosmosCaseIndex } from "./adapters/azure-cosmos/case-index.ts";
import { cosmosLedger } from "./adapters/azure-cosmos/ledger.ts";
import { cosmosQuarantineIndex } from "./adapters/azure-cosmos/quarantine-index.ts";
import { cosmosClient } from "./adapters/azure-cosmos/client.ts";
import { durableClockwork } from "./adapters/azure-durable/clockwork.ts";
import { azureMail } from "./adapters/azure-email/mail.ts";
import { graphDirectory } from "./adapters/azure-graph/directory.ts";
import { sha256 } from "./adapters/node-crypto/sha256.ts";
import { hostClock, systemClock } from "./adapters/system-clock/clock.ts";
import type { House, HouseSettings } from "./cases/house.ts";
import { readConfiguration } from "./configuration.ts";
import type { Configuration } from "./configuration.ts";
import type { Facts } from "./domain/facts.ts";
import { defaultPolicy, withQuestionsStanding } from "./domain/policy.ts";
import { defaultRules } from "./intake/default-rules.ts";
import type { TriageRule } from "./contracts/intake-rules.ts";
import type { Clockwork } from "./ports/clockwork.ts";

/** The durable client binding that every function which wakes a case asks for. */
export const durableClient = df.input.durableClient();

let configured: Configuration | undefined;
let built: House | undefined;

/** The configuration of this process; read once. Throws ConfigurationError, which names every bad setting. */
const configuration = (): Configuration => (configured ??= readConfiguration(process.env));

/** The one place where ports meet adapters. Made once a process. */
export const house = (): House => (built ??= build(configuration()));

export const clockworkOf = (context: InvocationContext): Clockwork =>
  durableClockwork(df.getClient(context), { ...orchestrations, wake });

/** Whether App Service authentication stands in front; without it no principal header is believed. */
export const signInEnforced = (): boolean => configuration().SignIn__enforced;

export const triageRules = (): readonly TriageRule[] => defaultRules;

function build(config: Configuration): House {
  // Secrets are for servers on this machine only (configuration.ts refuses them elsewhere): in Azure the identity signs in.
  const credential = new DefaultAzureCredential();
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
    originals: blobOriginals(
      config.OriginalsBlob__connectionString === undefined
        ? { url: config.OriginalsBlob__serviceUri ?? "", credential }
        : { connectionString: config.OriginalsBlob__connectionString },
    ),
    clock: config.Clock__source === "host" ? hostClock() : systemClock,
    sha256,
    settings: settingsOf(config),
  };
}

function settingsOf(config: Configuration): HouseSettings {
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
