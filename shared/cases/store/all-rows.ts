import type { CaseRow } from "../../contracts/case-row.ts";
import type { CaseIndex, RowFilter } from "../../ports/case-index.ts";

/** Every row that is chosen, newest first, page by page. */
export async function* rowsOf(index: CaseIndex, filter: RowFilter): AsyncGenerator<CaseRow, void, undefined> {
  let after: string | undefined;
  do {
    const page = await index.listPage(filter, after === undefined ? {} : { after });
    yield* page.rows;
    after = page.next ?? undefined;
  } while (after !== undefined);
}
