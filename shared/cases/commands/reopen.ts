import { actorOf } from "../../domain/case/authority.ts";
import type { Principal } from "../../domain/case/authority.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { commit } from "../store/commit.ts";
import type { Committed } from "../store/commit.ts";

/** Opens a closed case again, with a reason. May be repeated: an open case stays as it is. Throws TransientFailure. */
export const reopenCase = (
  appContext: AppContext,
  principal: Principal,
  { caseId, reason }: { readonly caseId: CaseId; readonly reason: string },
): Promise<Committed> => commit(appContext, caseId, actorOf(principal), { kind: "reopen", reason });
