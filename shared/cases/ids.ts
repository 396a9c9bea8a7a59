import type { CaseId, Digest } from "../domain/ids.ts";
import type { AppContext } from "./app-context.ts";

/** Without letters that are read for digits or the other way round. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** The same alert key gives the same case, whoever derives it; nothing of the key can be read from the id. */
export const caseIdFor = (appContext: Pick<AppContext, "sha256">, alertKey: string): CaseId =>
  `case-${spelled(appContext, `case|${alertKey}`, 16)}`;

/** The same bytes through the same channel are one thing to look at, however often they come. */
export const quarantineIdFor = (
  appContext: Pick<AppContext, "sha256">,
  arrived: { readonly source: string; readonly digest: Digest },
): CaseId => `quarantine-${spelled(appContext, `quarantine|${arrived.source}|${arrived.digest}`, 16)}`;

/** Four letters or digits that people say on the phone; not unique, the case id is. */
export const codeFor = (appContext: Pick<AppContext, "sha256">, caseId: CaseId): string =>
  spelled(appContext, `code|${caseId}`, 4).toUpperCase();

function spelled(appContext: Pick<AppContext, "sha256">, text: string, length: number): string {
  const hex = appContext.sha256(new TextEncoder().encode(text));
  const letters = Array.from(
    { length },
    (_, at) => Number.parseInt(hex.slice(at * 4, at * 4 + 4), 16) % alphabet.length,
  );
  return letters.map((letter) => alphabet[letter]).join("");
}
