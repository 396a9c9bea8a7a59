/** Handing out or renewing what opens a store: `listKeys`, `listAccountSas`, `regenerateKey`, `listConnectionStrings` … */
const handsOutSecrets =
  /^(?:list|regenerate|rotate|renew|reset|get|generate|retrieve|show)\w*(?:keys?|sas|secrets?|credentials?|connectionstrings?|tokens?|passwords?)$/;
const alsoHandsOutSecrets: ReadonlySet<string> = new Set(["begingetaccess", "publishxml", "readonlykeys"]);

/** What silences the audit trail, frees a resource for deletion or gives rights away. */
const guardedTypes: ReadonlySet<string> = new Set([
  "microsoft.insights/diagnosticsettings",
  "microsoft.authorization/locks",
  "microsoft.authorization/roleassignments",
]);

/** An operation of the management plane that a commander may want to know of, such as a key list or a lost lock. */
export function isWatchedOperation(operation: string): boolean {
  const segments = operation.trim().toLowerCase().split("/");
  const verb = segments.at(-1);
  const subject = segments.at(-2) ?? "";
  if (verb === "action") return handsOutSecrets.test(subject) || alsoHandsOutSecrets.has(subject);
  if (verb !== "write" && verb !== "delete") return false;
  // The type may follow that of the resource it hangs on, so only its own provider and name are compared.
  return (
    guardedTypes.has(segments.slice(-3, -1).join("/")) || guardedTypes.has(`${segments[0] ?? ""}/${subject}`)
  );
}
