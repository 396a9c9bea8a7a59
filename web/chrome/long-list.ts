import { html, nothing, safeHref, type Html } from "./markup.ts";

/** So many rows of one list are shown at first. */
const shownMax = 50;

/** The first rows of a long list; all of them where the page was asked for all. `allHref` is null then. */
export const shownOf = <Row>(rows: readonly Row[], allHref: string | null): readonly Row[] =>
  allHref === null ? rows : rows.slice(0, shownMax);

/** How many more there are, and the way to them. `of` tells several lists of a page apart. */
export const restLink = (rows: readonly unknown[], allHref: string | null, of: string): Html =>
  allHref === null || rows.length <= shownMax
    ? nothing
    : html`<p>
        The first ${shownMax} of ${rows.length.toLocaleString("en-US")} are shown.
        <a href="${safeHref(allHref)}">Show all<span class="unseen">: ${of}</span></a>
      </p>`;
