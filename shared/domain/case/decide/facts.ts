import { governingAwareness, isLocked, proposalAt, proposalIdFor, wantsReason } from "../awareness.ts";
import type { CaseState } from "../state.ts";
import { newsOf } from "../../alert/news.ts";
import { raisedAtOf } from "../../alert/raised.ts";
import { ok, refuse } from "../commands.ts";
import type { Command, Decided } from "../commands.ts";
import type { AwarenessSource, CaseAlert, FactsPatch, CaseEvent } from "../events.ts";
import type { Instant } from "../../instants.ts";
import { isSameValue } from "../../same-value.ts";

/** What becomes known in a case: alerts, facts, moments of awareness. */
type Of<Kind extends Command["kind"]> = Extract<Command, { kind: Kind }>;

/**
 * A related alert is remembered. If its product had raised it before the case's first one, that is an earlier moment
 * of awareness to be judged, and the discovery moves back with it: whoever had looked would have known then. The alert
 * itself comes last: it marks the repeat of a command, and one that was torn before it is carried to its end.
 */
export function joinAlert(state: CaseState, { alert, reason }: Of<"joinAlert">): Decided {
  // The same thing through another path has a name more, and is remembered under it once.
  if (alert.keys.every((key) => state.alertKeys.has(key))) return ok();
  const raisedAt = raisedAtOf(alert);
  const isEarlier =
    startsBefore(state, raisedAt) ||
    // Its discovery was written before the host died, and the alert itself was not.
    (raisedAt === state.facts.discoveredAt &&
      state.alerts.every((each) => isBefore(raisedAt, raisedAtOf(each))));
  const news = [
    ...newsOf(alert, state.alerts),
    ...(isEarlier ? [`it was raised before the first alert, on ${raisedAt}`] : []),
  ];
  // Nobody is woken over what the case knew already.
  const joined: CaseEvent = {
    kind: "alertJoined",
    body: { alert, reason, ...(news.length > 0 && { news }) },
  };
  return state.closed ? ok(joined) : ok(...earlierStart(state, alert), joined);
}

/** Opens a closed case again, with what alerts that came in the meantime say of its beginning. */
export function reopen(state: CaseState, { reason }: Of<"reopen">): Decided {
  const { closed } = state;
  if (!closed) return ok();
  if (reason.trim() === "")
    return refuse({ kind: "reason-missing", message: "Say why the case is opened again." });
  const first = state.alerts
    .filter(({ receivedAt }) => !isBefore(receivedAt, closed.at))
    .toSorted((a, b) => Date.parse(raisedAtOf(a)) - Date.parse(raisedAtOf(b)))[0];
  return ok(...(first ? earlierStart(state, first) : []), { kind: "caseReopened", body: { reason } });
}

/** What an alert says of the beginning, where it was raised before anything that is known. */
function earlierStart(state: CaseState, alert: CaseAlert): readonly CaseEvent[] {
  const raisedAt = raisedAtOf(alert);
  const why = `${alert.product ?? "another product"} raised a related alert before the first one`;
  const governing = governingAwareness(state.awareness);
  return [
    ...(governing !== null && isBefore(raisedAt, governing) ? [proposal(raisedAt, "alert-raised", why)] : []),
    ...(startsBefore(state, raisedAt)
      ? [{ kind: "factsChanged", body: { set: { discoveredAt: raisedAt }, reason: why } } as const]
      : []),
  ];
}

const isBefore = (a: Instant, b: Instant): boolean => Date.parse(a) < Date.parse(b);

const startsBefore = ({ facts: { discoveredAt } }: CaseState, raisedAt: Instant): boolean =>
  discoveredAt != null && isBefore(raisedAt, discoveredAt);

export function changeFacts(state: CaseState, { set, reason }: Of<"changeFacts">): Decided {
  const { awareAt, ...facts } = set;
  const stated = factEvents(state, facts, reason);
  if (!stated.ok || awareAt == null) return stated;
  const known = new Date(awareAt).toISOString();
  if (proposalAt(state.awareness, known) || known === governingAwareness(state.awareness)) return stated;
  if (isLocked(state.awareness, known)) return lockedRefusal(state);
  return ok(...withoutRepeats([...stated.events, proposal(known, "person", reason)]));
}

/** A processor's message may be the very moment that is stated or chosen: it is proposed once. */
export const withoutRepeats = (events: readonly CaseEvent[]): readonly CaseEvent[] => {
  const said = new Set<string>();
  return events.filter((event) => {
    if (event.kind !== "awarenessProposed") return true;
    const { proposalId } = event.body;
    return !said.has(proposalId) && said.add(proposalId);
  });
};

/** Only what differs from what is known. A processor's message is a moment of awareness to be judged, too. */
export function factEvents(state: CaseState, set: FactsPatch, reason: string): Decided {
  if (set.lawEnforcementHolds !== undefined)
    return refuse({
      kind: "wrong-hold",
      message: "A request of law enforcement is recorded as a hold, so that it can be extended and lifted.",
    });
  const news = newsIn(state, set);
  if (!news) return ok();
  const changed: CaseEvent = { kind: "factsChanged", body: { set: news, reason } };
  const toldAt = news.processor?.notifiedControllerAt;
  const isNew = toldAt != null && toldAt !== state.facts.processor?.notifiedControllerAt;
  if (!isNew) return ok(changed);
  const at = new Date(toldAt).toISOString();
  if (proposalAt(state.awareness, at) || isLocked(state.awareness, at)) return ok(changed);
  // The fact comes last: a repeat finds it standing and says nothing more.
  return ok(proposal(at, "processor", "the processor told us"), changed);
}

function newsIn(state: CaseState, set: FactsPatch): FactsPatch | undefined {
  const known = state.facts as Readonly<Record<string, unknown>>;
  const news = Object.entries(set).filter(([key, value]) => !isSameValue(known[key], value));
  return news.length > 0 ? Object.fromEntries(news) : undefined;
}

const proposal = (awareAt: Instant, source: AwarenessSource, reason: string): CaseEvent => ({
  kind: "awarenessProposed",
  body: { proposalId: proposalIdFor(awareAt), awareAt, source, reason },
});

/**
 * The moment chosen in an answer, or the one that governs where nobody chose: "yes, it is a breach" locks it. A later
 * one than the earliest that is known gives hours away, so it needs its own words.
 */
export function awarenessInAnswer(
  state: CaseState,
  answer: Pick<Of<"answer">, "questionId" | "answer" | "reason" | "awarenessReason"> & {
    readonly awareAt: string | null;
  },
): Decided {
  const { awareness } = state;
  const chosen = answer.awareAt === null ? null : new Date(answer.awareAt).toISOString();
  const awareAt = chosen ?? governingAwareness(awareness);
  if (awareAt === null) return ok();
  const reason = (answer.awarenessReason ?? "").trim() || answer.reason.trim();
  const locks = answer.answer === "yes" || answer.answer === "set";
  if (chosen === null && !locks) return ok();
  if (isLocked(awareness, awareAt)) return lockedRefusal(state);
  if (locks && wantsReason(awareness, awareAt) && reason === "")
    return refuse({
      kind: "reason-missing",
      message: "An earlier moment is known. Say why awareness began only then.",
    });
  const known = proposalAt(awareness, awareAt);
  const proposed = known ? [] : [proposal(awareAt, "person", reason || "stated with the answer")];
  if (!locks) return ok(...proposed);
  const proposalId = known?.proposalId ?? proposalIdFor(awareAt);
  const { questionId } = answer;
  const standing = awareness.decided;
  if (standing?.questionId === questionId && standing.awareAt === awareAt) return ok();
  const why = reason || "the earliest moment that is known";
  return ok(...proposed, {
    kind: "awarenessDecided",
    body: { awareAt, proposalId, questionId, reason: why },
  });
}

function lockedRefusal({ awareness }: CaseState): Decided {
  return refuse({
    kind: "awareness-locked",
    message: `Awareness was decided as ${awareness.decided?.awareAt ?? ""}. It may be corrected to an earlier time, never to a later one.`,
  });
}
