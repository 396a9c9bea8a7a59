import { noticeIdFor } from "./state.ts";
import type { CaseClock, CaseState, Decision, Notice, Question, Send } from "./state.ts";
import type { Answer, ClockReading, LedgerEntry } from "./events.ts";
import { alertJoined, held, opened, withAwareness, withFacts } from "./evolve/facts.ts";
import { assert, unreachable } from "../failures.ts";

/** Folds a case's entries, from the first on, into its state. No entries: no case. */
export function foldCase(entries: readonly LedgerEntry[]): CaseState | undefined {
  let state: CaseState | undefined;
  for (const entry of entries) state = evolve(state, entry);
  return state;
}

/** The state after one more entry. The entries of one case in the order of their `seq`, none left out. */
export function evolve(state: CaseState | undefined, entry: LedgerEntry): CaseState {
  if (entry.kind === "caseOpened") {
    assert(state === undefined, `case ${entry.caseId} was opened twice`);
    return opened(entry);
  }
  assert(state !== undefined, `entry ${entry.seq} of ${entry.caseId} stands before the case was opened`);
  assert(entry.seq === state.seq + 1, `entry ${entry.seq} of ${entry.caseId} follows entry ${state.seq}`);
  return { ...after(state, entry), seq: entry.seq, head: entry.hash };
}

function after(state: CaseState, entry: LedgerEntry): CaseState {
  const at = entry.recordedAt;
  switch (entry.kind) {
    case "caseOpened":
    case "alertTriaged":
    case "payloadQuarantined":
    case "payloadResubmitted":
    case "payloadDismissed":
      return state;
    case "alertJoined":
      return alertJoined(state, entry);
    case "factsChanged":
      return withFacts(state, entry, entry.body.set, entry.body.reason);
    case "awarenessProposed": {
      const proposal = { ...entry.body, seq: entry.seq, by: entry.actor.name };
      const proposals = [...state.awareness.proposals, proposal];
      return withAwareness(state, entry, { ...state.awareness, proposals }, entry.body.reason);
    }
    case "awarenessDecided": {
      const decided = { ...entry.body, seq: entry.seq, at, by: entry.actor.name };
      return withAwareness(state, entry, { ...state.awareness, decided }, entry.body.reason);
    }
    case "holdPlaced":
    case "holdExtended":
    case "holdLifted":
      return held(state, entry);
    case "clockOpened":
    case "clockMoved": {
      const { why } = entry.body;
      return withClock(state, readingOf(entry.body), { seq: entry.seq, since: at, why });
    }
    case "clockWithdrawn": {
      const clock = state.clocks[entry.body.obligationId];
      assert(clock, `clock ${entry.body.obligationId} was withdrawn before it was opened`);
      return setClock(state, { ...clock, status: "withdrawn", since: at, why: entry.body.why });
    }
    case "milestoneStruck": {
      const clock = state.clocks[entry.body.obligationId];
      assert(clock, `clock ${entry.body.obligationId} struck before it was opened`);
      const { milestone, due } = entry.body;
      return setClock(state, { ...clock, struck: [...clock.struck, { milestone, due, at }] });
    }
    case "obligationMet": {
      const clock = state.clocks[entry.body.obligationId];
      assert(clock, `clock ${entry.body.obligationId} was met before it was opened`);
      const { metAt, how, reference, late, reason } = entry.body;
      return setClock(state, { ...clock, status: "met", met: { at: metAt, how, reference, late, reason } });
    }
    case "questionAsked": {
      const { role } = entry.body;
      const question: Question = {
        ...entry.body,
        askedAt: at,
        rounds: [{ round: 0, role, at }],
        status: "open",
        decision: null,
      };
      return { ...state, questions: [...state.questions, question] };
    }
    case "questionReminded": {
      const { questionId, round, role } = entry.body;
      return setQuestion(state, questionId, (question) => ({
        ...question,
        rounds: [...question.rounds, { round, role, at }],
      }));
    }
    case "questionExpired":
      return setQuestion(state, entry.body.questionId, (question) => ({ ...question, status: "expired" }));
    case "questionWithdrawn":
      return setQuestion(state, entry.body.questionId, (question) => ({ ...question, status: "withdrawn" }));
    case "decisionRecorded":
      return decided(state, entry);
    case "noticeDrafted": {
      const { basis: _basis, ...body } = entry.body;
      const before = state.notices[body.noticeId];
      const same = before?.version === body.version;
      const notice: Notice = {
        ...body,
        basis: entry.body.basis,
        draftedAt: same ? before.draftedAt : at,
        approved: same ? before.approved : null,
        refused: same ? before.refused : null,
        filedInPart: null,
      };
      return { ...state, notices: { ...state.notices, [body.noticeId]: notice } };
    }
    case "recipientsResolved":
      return { ...state, resolutions: [...state.resolutions, { ...entry.body, seq: entry.seq, at }] };
    case "sendIntended": {
      const send: Send = {
        ...entry.body,
        seq: entry.seq,
        intendedAt: at,
        status: "intended",
        attempt: (state.sends[entry.body.key]?.attempt ?? -1) + 1,
        settledAt: null,
        problem: null,
        delivery: null,
      };
      return { ...state, sends: { ...state.sends, [send.key]: send } };
    }
    case "sendAccepted":
      return setSend(state, entry.body.key, { status: "accepted", settledAt: at, problem: null });
    case "sendRefused":
      return setSend(state, entry.body.key, {
        status: "refused",
        settledAt: at,
        problem: `${entry.body.code}: ${entry.body.reason}`,
      });
    case "sendUncertain":
      return setSend(state, entry.body.key, {
        status: "uncertain",
        settledAt: at,
        problem: entry.body.reason,
      });
    case "resendOrdered":
      return setSend(state, entry.body.key, {
        status: "again",
        settledAt: null,
        problem: null,
        delivery: null,
      });
    case "deliveryReported": {
      const { status, nativeStatus, reportedAt, detail } = entry.body;
      return setSend(state, entry.body.key, { delivery: { status, nativeStatus, at: reportedAt, detail } });
    }
    case "caseClosed":
      return { ...state, closed: { at, outcome: entry.body.outcome, reason: entry.body.reason } };
    case "caseReopened":
      return { ...state, closed: null, reopened: { seq: entry.seq, at, reason: entry.body.reason } };
    default:
      return unreachable(entry);
  }
}

function decided(state: CaseState, entry: Extract<LedgerEntry, { kind: "decisionRecorded" }>): CaseState {
  assert(entry.actor.kind === "person", "a decision was recorded without a person");
  const { questionId, answer, reason, role, reference, filedAt } = entry.body;
  const person = { id: entry.actor.id, name: entry.actor.name };
  const decision = { seq: entry.seq, at: entry.recordedAt, answer, reason, person, role, reference, filedAt };
  const next = setQuestion(state, questionId, (question) => ({ ...question, status: "answered", decision }));
  const question = next.questions.find((candidate) => candidate.questionId === questionId);
  const notice = question?.noticeId ? next.notices[question.noticeId] : undefined;
  if (!notice) return next;
  const mark = markOn(answer, { at: entry.recordedAt, by: person.name, reason, reference });
  return { ...next, notices: { ...next.notices, [notice.noticeId]: { ...notice, ...mark } } };
}

/** What an answer about a notice does to it. */
function markOn(
  answer: Answer,
  { at, by, reason, reference }: Pick<Decision, "at" | "reason" | "reference"> & { readonly by: string },
): Partial<Notice> {
  switch (answer) {
    case "approve":
      return { approved: { at, by } };
    case "refuse":
      return { refused: { at, by, reason } };
    case "filed-in-part":
      return { filedInPart: { at, reference } };
    default:
      return {};
  }
}

function readingOf(body: ClockReading): ClockReading {
  const { obligationId, title, citation, clockStart, due, notBefore, latestArguable, rule } = body;
  const reading = { obligationId, title, citation, clockStart, due, notBefore, latestArguable, rule };
  return body.jurisdictions === undefined ? reading : { ...reading, jurisdictions: body.jurisdictions };
}

function withClock(
  state: CaseState,
  reading: ClockReading,
  opening: Pick<CaseClock, "seq" | "since" | "why">,
): CaseState {
  const before = state.clocks[reading.obligationId];
  const struck = before?.struck ?? [];
  const filed = before?.met && {
    seq: opening.seq,
    at: before.met.at,
    version: state.notices[noticeIdFor(reading.obligationId)]?.version ?? 0,
    jurisdictions: before.reading.jurisdictions ?? [],
  };
  const metBefore = [...(before?.metBefore ?? []), ...(filed ? [filed] : [])];
  return setClock(state, { reading, ...opening, status: "running", struck, metBefore, met: null });
}

const setClock = (state: CaseState, clock: CaseClock): CaseState => ({
  ...state,
  clocks: { ...state.clocks, [clock.reading.obligationId]: clock },
});

function setQuestion(
  state: CaseState,
  questionId: string,
  change: (question: Question) => Question,
): CaseState {
  assert(
    state.questions.some((question) => question.questionId === questionId),
    `question ${questionId} was never asked`,
  );
  return {
    ...state,
    questions: state.questions.map((question) =>
      question.questionId === questionId ? change(question) : question,
    ),
  };
}

function setSend(state: CaseState, key: string, change: Partial<Send>): CaseState {
  const send = state.sends[key];
  assert(send, `no intent stands before the outcome of ${key}`);
  return { ...state, sends: { ...state.sends, [key]: { ...send, ...change } } };
}
