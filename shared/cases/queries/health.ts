import { TransientFailure } from "../../domain/failures.ts";
import type { House } from "../app-context.ts";

/** Whether the service can do its work at this moment, in words that name nobody and no case. */
export async function healthOf(
  house: Pick<House, "index">,
): Promise<{ readonly isWell: boolean; readonly problems: readonly string[] }> {
  try {
    await house.index.listCases({ open: true });
    return { isWell: true, problems: [] };
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return { isWell: false, problems: ["The ledger cannot be reached."] };
  }
}
