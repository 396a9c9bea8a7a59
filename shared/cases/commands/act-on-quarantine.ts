import type { Principal } from "../../domain/case/authority.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { Orchestrator } from "../../ports/orchestrator.ts";
import type { AppContext } from "../app-context.ts";
import { dismiss, resubmit } from "./resubmit.ts";
import type { Acted } from "./resubmit.ts";

/** What a person wants done about something in quarantine. */
export interface QuarantineAction {
  readonly quarantineId: CaseId;
  readonly action: "resubmit" | "dismiss";
  readonly reason: string;
  /** The text to be submitted in the original's stead; null: the original as it is. */
  readonly edited: string | null;
}

/** Does what a person wants done about something in quarantine. May be repeated. Throws TransientFailure. */
export function actOnQuarantine(
  appContext: AppContext,
  orchestrator: Orchestrator,
  principal: Principal,
  { quarantineId, action, reason, edited }: QuarantineAction,
): Promise<Acted> {
  if (action === "dismiss") return dismiss(appContext, principal, { quarantineId, reason });
  const bytes = edited === null ? null : new TextEncoder().encode(edited);
  return resubmit(appContext, orchestrator, principal, { quarantineId, edited: bytes, reason });
}
