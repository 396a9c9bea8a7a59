import { TransientFailure } from "../../domain/failures.ts";
import type { AppContext } from "../app-context.ts";

/** No case has this id: what is asked about it tells only whether the ledger can be asked, at the price of one read. */
export const noCase = "case-none";

/** Whether the service can do its work at this moment, in words that name nobody and no case. */
export async function healthOf({
  ledger,
  index,
  clock,
}: Pick<AppContext, "ledger" | "index" | "clock">): Promise<{
  readonly isWell: boolean;
  readonly problems: readonly string[];
}> {
  const problems = await Promise.all([
    problemOf("The ledger cannot be reached.", () => ledger.read(noCase)),
    problemOf("The index cannot be reached.", () => index.listDue(clock.now(), { limit: 1 })),
  ]);
  const found = problems.flat();
  return { isWell: found.length === 0, problems: found };
}

async function problemOf(words: string, ask: () => Promise<unknown>): Promise<readonly string[]> {
  try {
    await ask();
    return [];
  } catch (error) {
    if (!(error instanceof TransientFailure)) throw error;
    return [words];
  }
}
