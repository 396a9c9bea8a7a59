import { noticeTitle } from "../../chrome/case-words.ts";
import { formatList, lowerFirst } from "../../chrome/words.ts";
import { describe } from "./entry.ts";
import type { Describers } from "./entry.ts";

/** The texts of notices. What is decided about them stands among the questions. */
export const notices: Describers<"noticeDrafted"> = {
  noticeDrafted: ({ obligationId, version, elements, digest }, { state }) => {
    const missing = elements.filter(({ sentence }) => sentence === null).map(({ label }) => label);
    return describe(
      missing.length > 0 ? "trouble" : "plain",
      `The text was drafted: ${lowerFirst(noticeTitle(state, obligationId))}, version ${version}.`,
      missing.length > 0 ? `Missing: ${formatList(missing)}.` : null,
      `SHA-256 ${digest}`,
    );
  },
};
