import { createHash } from "node:crypto";
import type { Digest } from "../../domain/ids.ts";

export const sha256 = (bytes: Uint8Array): Digest => createHash("sha256").update(bytes).digest("hex");
