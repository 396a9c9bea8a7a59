/** The shipped triage rules as a file to start one's own from: `npx node cli/print-rules.ts` writes docs/triage-rules.yaml. */
import { writeFile } from "node:fs/promises";
import { Document, isMap, isScalar, isSeq, visit } from "yaml";
import type { TriageRule } from "../shared/contracts/intake-rules.ts";
import { defaultRules } from "../shared/intake/default-rules.ts";

const head = `The triage rules that tocsin ships. "tocsin triage --print-rules" prints this file; the setting Triage__rules names
one of your own. It may be changed while the service runs and counts from the next alert on. A version that cannot be
used is refused (in the log and by "tocsin doctor") and the last good one stays in force. Try it before:

  npm run -s tocsin -- triage --rules my-rules.yaml --registry my-registry.yaml alert.json

Rules are asked in order, and the first that matches decides:

  id       lower-case words with hyphens; the ledger remembers it with each decision, beside the digest of all rules
  when     a condition
  outcome  open: a case; correlate: join the open case that it belongs to; watch: keep in view; ignore
  reason   one sentence for the person who asks why

Whatever the rules say, one thing never opens a second case, and a vendor's sample alert opens none but a drill.

A condition is one of

  all: [conditions]   any: [conditions]   not: condition
  { field: ..., is | contains | startsWith | endsWith: text or list, present: true or false }
  { field: severity, atLeast: high | medium | low | informational }

Texts are compared without regard to case, and of a list one matching member is enough. A field is one of the alert's
(class, source, form, type, title, severity, nativeSeverity, status, conclusion, change, startedAt, tactics, techniques,
product, tenant, subscription, resources, entities, simulated, verdict, nativeId, sensitivity.labels,
sensitivity.informationTypes, policy.complianceState, policy.assignmentId, policy.definitionId, policy.setDefinitionId,
policy.referenceId, operation.name, operation.result, hints.<custom property>), or one of

  classification  phi, eu-personal, both, neither or unknown: what the resources hold, by the registry, their tags
                  and the labels in the payload
  resourceTypes   such as microsoft.storage/storageaccounts
  openCase        same (the very thing has an open case) or related (it shares something with one); absent otherwise
  drill           whether the alert was posted as a drill`;

/** What the next editor should know of a rule. The reason tells what it does; this tells why it stands there. */
const notes: Readonly<Record<string, string>> = {
  "audit-log-tampering":
    "First of all, since nothing may hide it. Only deletions: setting a trail up or changing it is daily work.",
  handshake: "From here on: what says nothing about a breach, whatever is in it.",
  receipt: "Reports on our own mail.",
  noise: "Storage events, engagement reports and the like: thousands an hour.",
  reference: "Graph notifications carry ids only.",
  "health-data-changed": "FHIR and DICOM resources that changed.",
  enrichment: "Assessments, scores, rows about sensitivity.",
  "already-open":
    "Two paths (Defender and Sentinel, say) name one thing differently; its keys make them one.",
  "sample-alert": "SIMULATED_ in the type, [SAMPLE ALERT] in the text, and the like.",
  "closed-by-sender": "A sender that closes its alert has not decided whether it was a breach.",
  "sentinel-update": "Automation rules send an incident again at each change.",
  "related-to-open-case": "A busy processor is no part of a breach, so metrics join nothing.",
  "rule-author-says-breach":
    "The authors of alert rules know what their rule means: a custom property tocsin with the value breach opens.",
  "malware-in-classified-store":
    "Any verdict but the exact clean text is not clean; only this one is malware.",
  "unclean-scan": "A scan that could not finish is somebody's work, not a case.",
  "malware-alert-on-classified-store":
    "The same, as Defender raises it. Classified: known to hold protected data, or unknown at high severity.",
  "exfiltration-or-credentials":
    "Some senders leave the tactic out, so type and title are asked too. Informational never opens.",
  "audit-tampering-alert": "What a product saw, where audit-log-tampering saw the operation itself.",
  "protected-data-left": "Data loss prevention knows the data, not the store; unknown severity is not low.",
  "high-severity": "For security products only: a metric's Sev1 may be a full disk.",
  "unknown-severity-on-classified-store": "A sender that does not say how grave it is.",
  "hipaa-policy-noncompliant":
    "By the name of the assignment, set or reference, or by the built-in HITRUST/HIPAA initiatives. Add your own assignments here.",
  "policy-compliant": "Good news.",
  posture: "Every other policy and assessment.",
  informational: "From here on: alerts that opened nothing.",
  "monitor-alert": "Mark the alert rule with the custom property tocsin to have it open a case.",
  "other-alert": "Whatever matches no rule is watched too; this one gives it a reason.",
};

/** The shipped rules with their comments; or somebody's own, as they are understood. */
export function printedRules(rules: readonly TriageRule[] = defaultRules, from?: string): string {
  const document = new Document({ rules }, { aliasDuplicateObjects: false });
  document.commentBefore = commented(from === undefined ? head : `Triage rules, as understood from ${from}.`);
  visit(document, {
    Seq: (_key, seq) => {
      if (seq.items.every(isScalar) && seq.items.join(", ").length < 80) seq.flow = true;
    },
    Map: (_key, map) => {
      if (map.has("field") && map.items.every(({ value }) => isScalar(value))) map.flow = true;
      const id = map.get("id");
      if (typeof id !== "string") return;
      if (from === undefined) map.commentBefore = commented(notes[id] ?? "");
      map.spaceBefore = true;
    },
  });
  const list = document.get("rules");
  if (isSeq(list) && isMap(list.items[0])) list.items[0].spaceBefore = false;
  // As the formatter of this project has it: blanks inside of braces, none inside of brackets.
  return document
    .toString({ lineWidth: 100, flowCollectionPadding: true })
    .replace(/^( +\w+: )\[ (.*) \]$/gm, "$1[$2]");
}

const commented = (text: string): string =>
  text
    .split("\n")
    .map((line) => (line === "" ? " " : ` ${line}`))
    .join("\n");

/** Every shipped rule has its note, and there is no note without its rule. */
export const notedRules = (): readonly string[] => Object.keys(notes);

if (import.meta.main) await writeFile(new URL("../docs/triage-rules.yaml", import.meta.url), printedRules());
