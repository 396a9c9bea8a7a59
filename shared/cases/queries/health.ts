import { TransientFailure } from "../../domain/failures.ts";
import type { AppContext } from "../app-context.ts";

/** Whether the service can do its work at this moment, in words that name nobody and no case. */
export async function healthOf(
  appContext: Pick<AppContext, "index">,
): Promise<{ readonly isWell: boolean; readonly problems: readonly string[] }> {
  try {
    await appContext.index.listCases({ open: true });
    return { isWell: true, problems: [] };
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { isWell: false, problems: ["The ledger cannot be reached."] };
  }
}
