import type { EmailReceipt } from "../../domain/alert/alert.ts";
import type { DeliveryStatus } from "../../domain/case/events.ts";
import type { CaseId } from "../../domain/ids.ts";
import type { AppContext } from "../app-context.ts";
import { carryOut } from "./steps.ts";

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

/** Writes a delivery report to the case whose message it is about; answers the case, or undefined for a stranger's. */
export async function receiveReport(
  appContext: AppContext,
  receipt: EmailReceipt,
): Promise<CaseId | undefined> {
  const owner = await appContext.index.findOperation(receipt.messageId);
  if (!owner) return undefined;
  const nativeStatus = receipt.status ?? "unknown";
  await carryOut(appContext, owner.caseId, {
    kind: "report",
    key: owner.key,
    operationId: receipt.messageId,
    status: statuses[nativeStatus.toLowerCase()] ?? "unknown",
    nativeStatus,
    reportedAt: receipt.at ?? appContext.clock.now(),
    detail: receipt.detail,
  });
  return owner.caseId;
}
