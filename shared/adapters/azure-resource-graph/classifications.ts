/**
 * Classifications from the tags of resources, read through Azure Resource Graph. Needs the role Reader on whatever is to
 * be seen; what it may not see the service leaves out in silence, so an absent subscription is named in the reading.
 */
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import type { TokenCredential } from "@azure/core-auth";
import { bearerTokenAuthenticationPolicyName } from "@azure/core-rest-pipeline";
import type { TagVocabulary } from "../../domain/alert/data-tags.ts";
import { statementOf } from "../../domain/alert/data-tags.ts";
import { lineageOf, nameOfResource } from "../../domain/alert/resource-lineage.ts";
import type { ClassificationReading, Classifications } from "../../ports/classification.ts";
import type { Clock } from "../../ports/clock.ts";
import { failureOf } from "./failures.ts";
import { TagRows, isAskable, tagQuery, visibleSubscriptions } from "./tag-query.ts";

export interface ResourceGraphOptions {
  /** `https://management.azure.com` or a sovereign cloud's; plain http only on loopback. */
  readonly endpoint: string;
  /** A credential, or a token as it stands (the local stand-in's). */
  readonly credential: TokenCredential | { readonly token: string };
  readonly tags: TagVocabulary;
  readonly clock: Clock;
  /** An alert waits for the answer, so not for long. */
  readonly timeoutMs?: number;
}

type Tags = Readonly<Record<string, string>>;

/** Ids a query; with their surroundings, a few dozen resources. */
const idsPerQueryMax = 100;
const rowsPerPageMax = 1000;
/** More pages than ids could fill: a service that goes on paging is not going to end. */
const pagesMax = 20;
const timeoutMsByDefault = 5_000;

export function resourceGraphClassifications(options: ResourceGraphOptions): Classifications {
  const client = open(options);
  const ask = async (query: string, page: { readonly top: number; readonly skipToken?: string }) => {
    const abortSignal = AbortSignal.timeout(options.timeoutMs ?? timeoutMsByDefault);
    try {
      // With very many subscriptions an answer about some of them is better than none.
      const request = {
        query,
        options: { ...page, allowPartialScopes: true, resultFormat: "objectArray" as const },
      };
      return await client.resources(request, { abortSignal });
    } catch (error) {
      throw failureOf(error);
    }
  };
  const tagsOf = async (ids: readonly string[], into: Map<string, Tags>): Promise<void> => {
    const query = tagQuery(ids);
    let skipToken: string | undefined;
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await ask(query, {
        top: rowsPerPageMax,
        ...(skipToken !== undefined && { skipToken }),
      });
      for (const row of TagRows.parse(answer.data)) into.set(row.id.toLowerCase(), row.tags ?? {});
      skipToken = answer.skipToken;
      if (!skipToken) return;
    }
    throw new Error(`Resource Graph answers ${ids.length} ids with more than ${pagesMax} pages`);
  };
  return {
    read: async (resources) => {
      const lineages = resources.map((id) => lineageOf(id).filter(isAskable));
      const ids = [...new Set(lineages.flat())];
      const found = new Map<string, Tags>();
      for (let start = 0; start < ids.length; start += idsPerQueryMax)
        await tagsOf(ids.slice(start, start + idsPerQueryMax), found);
      const readAt = options.clock.now();
      return resources.map((id, index) => ({
        resource: id.toLowerCase(),
        ...readingOf(lineages[index] ?? [], found, options.tags),
        readAt,
      }));
    },
    reach: async () => {
      const { totalRecords } = await ask(visibleSubscriptions, { top: 1 });
      if (totalRecords === 0) throw new Error("Resource Graph shows the service's identity no subscription");
      return `${totalRecords} ${totalRecords === 1 ? "subscription" : "subscriptions"} can be looked into at ${options.endpoint}`;
    },
  };
}

function open(options: ResourceGraphOptions): ResourceGraphClient {
  const { protocol, hostname, origin } = new URL(options.endpoint);
  const isLoopback = ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
  if (protocol !== "https:" && !isLoopback) throw new Error(`${origin} is neither https nor this machine`);
  const { credential } = options;
  const clientOptions = {
    endpoint: origin,
    credentials: { scopes: [`${origin}/.default`] },
    // Waiting inside the call would hold up alerts; whoever asks goes on with what is known.
    retryOptions: { maxRetries: 0 },
    redirectOptions: { maxRetries: 0 },
    allowInsecureConnection: protocol === "http:",
  };
  if (!("token" in credential)) return new ResourceGraphClient(credential, clientOptions);
  const { token } = credential;
  const fixed = { getToken: async () => ({ token, expiresOnTimestamp: Number.MAX_SAFE_INTEGER }) };
  const client = new ResourceGraphClient(fixed, clientOptions);
  // The library's own policy gives no token to plain http, which leaves out a stand-in on loopback.
  client.pipeline.removePolicy({ name: bearerTokenAuthenticationPolicyName });
  client.pipeline.addPolicy({
    name: "fixedTokenPolicy",
    sendRequest: (request, next) => {
      request.headers.set("authorization", `Bearer ${token}`);
      return next(request);
    },
  });
  return client;
}

/** The innermost thing with a tag about data decides. */
function readingOf(
  lineage: readonly string[],
  found: ReadonlyMap<string, Tags>,
  vocabulary: TagVocabulary,
): Pick<ClassificationReading, "value" | "because"> {
  if (lineage.length === 0) return { value: "unknown", because: "it is no resource id of Azure" };
  for (const id of lineage) {
    const statement = statementOf(found.get(id) ?? {}, vocabulary);
    if (!statement) continue;
    const { tag, value } = statement;
    const because = `tag ${tag.slice(0, 100)} of ${nameOfResource(id)}`;
    return value === "unknown"
      ? { value, because: `${because} has a value that is not declared` }
      : { value, because };
  }
  return found.has(lineage.at(-1) ?? "")
    ? { value: "unknown", because: "no tag speaks of data, up to the subscription" }
    : { value: "unknown", because: "Resource Graph does not show its subscription to the service" };
}
