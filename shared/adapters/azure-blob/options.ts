import type { TokenCredential } from "@azure/core-auth";

export type BlobOptions =
  { readonly connectionString: string } | { readonly url: string; readonly credential: TokenCredential };

/**
 * Refuses, before the client is loaded, what the client could not use: a connection string names an account or an
 * endpoint. Throws without showing it, since there is a key in it.
 */
export function checkBlobOptions(options: BlobOptions): void {
  if (!("connectionString" in options)) return;
  const names = options.connectionString.split(";").map((part) => part.split("=", 1)[0]?.trim());
  if (!["AccountName", "BlobEndpoint", "UseDevelopmentStorage"].some((name) => names.includes(name)))
    throw new Error("OriginalsBlob__connectionString names neither an account nor a blob endpoint");
}
