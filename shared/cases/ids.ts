import type { CaseId, Digest } from "../domain/case/events.ts";
import type { House } from "./app-context.ts";

/** Without letters that are read for digits or the other way round. */
const alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

/** The same alert key gives the same case, whoever derives it; nothing of the key can be read from the id. */
export const caseIdFor = (house: Pick<House, "sha256">, alertKey: string): CaseId =>
  `case-${spelled(house, `case|${alertKey}`, 16)}`;

/** The same bytes through the same door are one thing to look at, however often they come. */
export const quarantineIdFor = (
  house: Pick<House, "sha256">,
  arrived: { readonly source: string; readonly digest: Digest },
): CaseId => `quarantine-${spelled(house, `quarantine|${arrived.source}|${arrived.digest}`, 16)}`;

/** Four letters or digits that people say on the phone; not unique, the case id is. */
export const codeFor = (house: Pick<House, "sha256">, caseId: CaseId): string =>
  spelled(house, `code|${caseId}`, 4).toUpperCase();

function spelled(house: Pick<House, "sha256">, text: string, length: number): string {
  const hex = house.sha256(new TextEncoder().encode(text));
  const letters = Array.from(
    { length },
    (_, at) => Number.parseInt(hex.slice(at * 4, at * 4 + 4), 16) % alphabet.length,
  );
  return letters.map((letter) => alphabet[letter]).join("");
}
