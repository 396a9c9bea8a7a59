import type { Digest } from "../domain/ids.ts";

/** What arrived, byte for byte, kept under its digest. Keeping the same bytes twice is one original. */
export interface Originals {
  keep(
    digest: Digest,
    bytes: Uint8Array,
    about: { readonly contentType: string; readonly quarantined: boolean },
  ): Promise<void>;
  /** All of it, or its first bytes: originals may be as large as a request can be. */
  read(digest: Digest, most?: number): Promise<Uint8Array | undefined>;
}
