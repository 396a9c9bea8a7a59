import { allSends } from "../../domain/case/state.ts";
import type { CaseState } from "../../domain/case/state.ts";
import type { CaseId } from "../../domain/ids.ts";
import { isDeadLetter } from "../../domain/case/state.ts";
import { mayBeSentAgain } from "../../domain/delivery/resend.ts";
import type { Principal } from "../../domain/case/authority.ts";
import { commit } from "../store/commit.ts";
import type { Committed } from "../store/commit.ts";
import type { AppContext } from "../app-context.ts";

export type Resent =
  | { readonly ok: true; readonly ordered: number; readonly pagesMayLag: boolean }
  | Extract<Committed, { readonly ok: false }>;

/**
 * Orders one message, or every one that reached nobody, to be sent again; the outbox does it. May be repeated: what is
 * ordered already is not ordered twice. What may have arrived is sent again only by itself, and with a reason.
 */
export async function resendMessages(
  appContext: AppContext,
  principal: Principal,
  wanted: {
    readonly caseId: CaseId;
    readonly state: CaseState;
    /** Left out: all dead letters. */
    readonly operationId?: string;
    readonly reason: string;
  },
): Promise<Resent> {
  const { caseId, state, operationId, reason } = wanted;
  const sends = allSends(state).filter((send) =>
    operationId === undefined
      ? isDeadLetter(send) && mayBeSentAgain(state, send)
      : send.operationId === operationId,
  );
  if (operationId !== undefined && sends.length === 0)
    return {
      ok: false,
      error: {
        kind: "unknown-thing",
        message: "No such message stands in this case, or it was sent again since.",
      },
    };
  const actor = { kind: "person", id: principal.personId, name: principal.name } as const;
  const committed = await commit(
    appContext,
    caseId,
    actor,
    sends.map(({ key }) => ({ kind: "resend", key, reason })),
  );
  if (!committed.ok) return committed;
  return { ok: true, ordered: committed.written, pagesMayLag: committed.pagesMayLag };
}
