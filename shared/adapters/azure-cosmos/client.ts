import type { TokenCredential } from "@azure/core-auth";
import { CosmosClient } from "@azure/cosmos";

export interface CosmosOptions {
  readonly endpoint: string;
  /** For the account on this machine only; in Azure keys are switched off. */
  readonly key?: string;
  readonly credential?: TokenCredential;
  readonly database: string;
}

/** The SDK would sleep through any throttle, however long, while a worker is held: `askCosmos` decides about waiting. */
const retries = { maxRetryAttemptCount: 0, fixedRetryIntervalInMilliseconds: 0, maxWaitTimeInSeconds: 0 };
const requestTimeoutMs = 10_000;

export function cosmosClient({ endpoint, key, credential }: CosmosOptions): CosmosClient {
  const connectionPolicy = {
    requestTimeout: requestTimeoutMs,
    retryOptions: retries,
    // An account on this machine has no regions to discover or to look after in the background.
    ...(isLoopback(endpoint) && {
      enableEndpointDiscovery: false,
      enableBackgroundEndpointRefreshing: false,
    }),
  };
  if (key !== undefined) return new CosmosClient({ endpoint, key, connectionPolicy });
  if (credential) return new CosmosClient({ endpoint, aadCredentials: credential, connectionPolicy });
  throw new Error(
    `the Cosmos account ${endpoint} needs a credential, or a key where it runs on this machine`,
  );
}

function isLoopback(endpoint: string): boolean {
  const { hostname } = new URL(endpoint);
  return hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
}
