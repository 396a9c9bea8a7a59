/** Documents that the person's settings name: a running service would go on without them, but at a start somebody can mend them. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { z } from "zod";
import { readDocument } from "../shared/adapters/yaml/read-document.ts";
import { Registry } from "../shared/contracts/classification-registry.ts";
import { TriageRules } from "../shared/contracts/intake-rules.ts";
import { StartProblem } from "./data-folder.ts";

const documents: Readonly<Record<string, z.ZodType>> = {
  Triage__rules: TriageRules,
  Classification__registry: Registry,
};

/** Throws StartProblem, which names the setting, the file and the place in it. Blobs are looked at by the service. */
export function checkGivenDocuments(environment: Readonly<Record<string, string | undefined>>): void {
  for (const [setting, schema] of Object.entries(documents)) {
    const place = environment[setting]?.trim();
    if (!place || place.startsWith("blob:")) continue;
    const path = resolve(place);
    try {
      readDocument(readFileSync(path, "utf8"), schema);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new StartProblem("configuration", `${setting}: ${path} cannot be used: ${why}`);
    }
  }
}
