import { hash } from "node:crypto";
import type { Sha256 } from "../shared/ledger/format.ts";

export const sha256: Sha256 = (bytes) => hash("sha256", bytes, "hex");
