/** Who was written to and what became of it: `deliveryRows`, `deliveryCounts`, `deliveryView`. */
import type {
  DeliveryCounts,
  DeliveryRow,
  DeliveryView,
  FormState,
  PageFrame,
} from "../../shared/contracts/views.ts";
import { allSends } from "../../shared/domain/case/state.ts";
import type { CaseState, Send } from "../../shared/domain/case/state.ts";
import type { DeliveryStatus } from "../../shared/domain/case/events.ts";
import { isDeadLetter } from "../../shared/domain/case/state.ts";
import { mayBeSentAgain } from "../../shared/domain/delivery/resend.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { caseHeading, caseHref } from "../chrome/case-heading.ts";
import { purposeTitle } from "../chrome/case-words.ts";
import { withdrawalWords } from "../chrome/withdrawal-words.ts";

export const deliveryRows = (
  state: CaseState,
  sends: readonly Send[],
  options: { readonly mayResend: boolean } = { mayResend: false },
): readonly DeliveryRow[] =>
  sends.map((send) => ({
    key: send.key,
    operationId: send.operationId,
    purpose: purposeTitle(state, send.purpose),
    recipient: { name: send.recipient.name, address: send.recipient.address },
    state: send.delivery?.status ?? send.status,
    at: send.delivery?.at ?? send.settledAt ?? send.intendedAt,
    proof: proofOf(send, state.entity.timeZone),
    entrySeq: send.seq,
    replayHref:
      options.mayResend && mayBeSentAgain(state, send)
        ? `${deliveryHref(state)}/${encodeURIComponent(send.operationId)}`
        : null,
  }));

function proofOf({ delivery, problem, status, settledAt }: Send, timeZone: string): string | null {
  if (delivery) {
    const reported = `Reported “${delivery.nativeStatus}” at ${formatInstantInLine(delivery.at, timeZone)}`;
    return delivery.detail === null ? reported : `${reported}: ${delivery.detail}`;
  }
  if (status === "withdrawn" || status === "held") return withdrawalWords(problem) ?? problem;
  if (problem !== null) return problem;
  if (status === "accepted" && settledAt !== null)
    return `Accepted by the provider at ${formatInstantInLine(settledAt, timeZone)}; no report yet`;
  return null;
}

export function deliveryCounts(sends: readonly Send[], recipients: number): DeliveryCounts {
  const counted = (is: (send: Send) => boolean): number => sends.filter(is).length;
  const isFailed = ({ delivery, status }: Send): boolean =>
    delivery ? !isDelivered(delivery.status) && delivery.status !== "unknown" : status === "refused";
  return {
    recipients,
    delivered: counted(({ delivery }) => delivery !== null && isDelivered(delivery.status)),
    accepted: counted(({ delivery, status }) => delivery === null && status === "accepted"),
    failed: counted(isFailed),
    uncertain: counted(
      ({ delivery, status }) =>
        delivery?.status === "unknown" || (delivery === null && status === "uncertain"),
    ),
  };
}

export function deliveryView(
  state: CaseState,
  about: {
    readonly frame: PageFrame;
    readonly mayResend: boolean;
    readonly showsAll?: boolean;
    readonly form?: FormState | undefined;
  },
): DeliveryView {
  const { frame, mayResend } = about;
  const sends = newestFirst(state);
  const isAnyDead = sends.some((send) => isDeadLetter(send) && mayBeSentAgain(state, send));
  return {
    frame,
    heading: caseHeading(state),
    rows: deliveryRows(state, sends, { mayResend }),
    counts: deliveryCounts(sends, sends.length),
    allHref: about.showsAll === true ? null : `${deliveryHref(state)}?all=yes`,
    replayAllHref: mayResend && isAnyDead ? deliveryHref(state) : null,
    form: about.form ?? { values: {}, errors: [] },
  };
}

const deliveryHref = ({ caseId }: CaseState): string => `${caseHref(caseId)}/delivery`;

const newestFirst = (state: CaseState): readonly Send[] => allSends(state).toSorted((a, b) => b.seq - a.seq);

const isDelivered = (status: DeliveryStatus): boolean => status === "delivered" || status === "expanded";
