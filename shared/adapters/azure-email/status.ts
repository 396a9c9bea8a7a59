/** The status of a send by its operation id, which the e-mail client does not offer: plain REST with its own signature. */
import { createCommunicationAuthPolicy } from "@azure/communication-common";
import type { KeyCredential, TokenCredential } from "@azure/core-auth";
import type { PipelineResponse } from "@azure/core-rest-pipeline";
import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createPipelineRequest,
} from "@azure/core-rest-pipeline";
import { TransientFailure } from "../../domain/failures.ts";
import type { SendOutcome } from "../../ports/mail.ts";
import { retryAfterMsOf, withoutAddresses } from "./answers.ts";

export type StatusReader = (operationId: string) => Promise<SendOutcome | { readonly kind: "unknown" }>;

const apiVersion = "2025-09-01";

export function openStatus(connection: {
  readonly endpoint: string;
  readonly credential: KeyCredential | TokenCredential;
  readonly timeoutMs: number;
  readonly clientOptions: { readonly allowInsecureConnection: boolean };
}): StatusReader {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(createCommunicationAuthPolicy(connection.credential));
  const http = createDefaultHttpClient();
  return async (operationId) => {
    const request = createPipelineRequest({
      url: `${connection.endpoint}/emails/operations/${operationId}?api-version=${apiVersion}`,
      allowInsecureConnection: connection.clientOptions.allowInsecureConnection,
      abortSignal: AbortSignal.timeout(connection.timeoutMs),
    });
    request.headers.set("accept", "application/json");
    const response = await pipeline.sendRequest(http, request).catch((cause: unknown) => {
      throw new TransientFailure("the mail provider cannot be asked for a status", { cause });
    });
    return readStatus(response);
  };
}

function readStatus(response: PipelineResponse): SendOutcome | { readonly kind: "unknown" } {
  const { status } = response;
  if (status === 404) return { kind: "unknown" };
  if (status === 429)
    return {
      kind: "throttled",
      retryAfterMs: retryAfterMsOf(response.headers),
    };
  if (status !== 200)
    throw new TransientFailure(`the mail provider answered a question about a status with ${status}`);
  const body = JSON.parse(response.bodyAsText ?? "{}") as {
    status?: string;
    error?: { code?: string; message?: string } | null;
  };
  const word = body.status ?? "Running";
  if (word !== "Failed" && word !== "Canceled") return { kind: "accepted", providerStatus: word };
  return {
    kind: "refused",
    code: body.error?.code ?? word,
    reason: withoutAddresses(body.error?.message ?? `the provider ended the send as ${word}`),
  };
}
