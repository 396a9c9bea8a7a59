import type { Digest } from "../domain/entries.ts";

/** What arrived, byte for byte, kept under its digest. Keeping the same bytes twice is one original. */
export interface Originals {
  keep(
    digest: Digest,
    bytes: Uint8Array,
    about: { readonly contentType: string; readonly quarantined: boolean },
  ): Promise<void>;
  read(digest: Digest): Promise<Uint8Array | undefined>;
}
