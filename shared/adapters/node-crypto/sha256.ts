import { createHash } from "node:crypto";
import type { Digest } from "../../domain/case/events.ts";

export const sha256 = (bytes: Uint8Array): Digest => createHash("sha256").update(bytes).digest("hex");
