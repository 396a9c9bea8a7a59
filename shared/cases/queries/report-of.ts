import type { EmailReceipt } from "../../domain/alert/alert.ts";
import type { Command } from "../../domain/case/commands.ts";
import type { DeliveryStatus } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";

/** The provider's words (Event Grid, Microsoft.Communication.EmailDeliveryReportReceived) in ours; a word that nobody knows yet proves nothing. */
const statuses: Readonly<Record<string, DeliveryStatus>> = {
  delivered: "delivered",
  expanded: "expanded",
  bounced: "bounced",
  failed: "failed",
  suppressed: "suppressed",
  quarantined: "quarantined",
  filteredspam: "filtered-spam",
};

/** What a delivery report is to add to the case whose message it is about; undefined for a stranger's. */
export async function reportOf(
  appContext: Pick<AppContext, "index" | "clock">,
  receipt: EmailReceipt,
): Promise<{ readonly caseId: CaseId; readonly command: Extract<Command, { kind: "report" }> } | undefined> {
  const owner = await appContext.index.findOperation(receipt.messageId);
  if (!owner) return undefined;
  const nativeStatus = receipt.status ?? "unknown";
  return {
    caseId: owner.caseId,
    command: {
      kind: "report",
      key: owner.key,
      operationId: receipt.messageId,
      status: statuses[nativeStatus.toLowerCase()] ?? "unknown",
      nativeStatus,
      reportedAt: receipt.at ?? appContext.clock.now(),
      detail: receipt.detail,
    },
  };
}
