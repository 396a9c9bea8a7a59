import type { CaseClock, CaseState, Notice, Question, Send } from "./case-state.ts";
import type { ClockReading, LedgerEntry } from "./entries.ts";
import { assert, unreachable } from "./failures.ts";

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

function opened(entry: Extract<LedgerEntry, { kind: "caseOpened" }>): CaseState {
  const { alert, rule, reason, code, entity, facts, drill } = entry.body;
  return {
    caseId: entry.caseId,
    seq: entry.seq,
    head: entry.hash,
    openedAt: entry.recordedAt,
    title: alert.title,
    code,
    rule,
    reason,
    entity,
    drill,
    alerts: [alert],
    facts,
    factsSeq: entry.seq,
    factChanges: [
      {
        seq: entry.seq,
        at: entry.recordedAt,
        by: "alert",
        set: facts,
        reason: "known when the case was opened",
      },
    ],
    clocks: {},
    questions: [],
    notices: {},
    resolutions: [],
    sends: {},
    closed: null,
  };
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
      return { ...state, alerts: [...state.alerts, entry.body.alert] };
    case "factsChanged": {
      const by = entry.actor.name;
      return {
        ...state,
        facts: { ...state.facts, ...entry.body.set },
        factsSeq: entry.seq,
        factChanges: [
          ...state.factChanges,
          { seq: entry.seq, at, by, set: entry.body.set, reason: entry.body.reason },
        ],
      };
    }
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
    case "deliveryReported": {
      const { status, nativeStatus, reportedAt, detail } = entry.body;
      return setSend(state, entry.body.key, { delivery: { status, nativeStatus, at: reportedAt, detail } });
    }
    case "caseClosed":
      return { ...state, closed: { at, outcome: entry.body.outcome, reason: entry.body.reason } };
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
  if (!notice || question?.question !== "approve-notice") return next;
  const mark: Partial<Notice> =
    answer === "approve"
      ? { approved: { at: entry.recordedAt, by: person.name } }
      : { refused: { at: entry.recordedAt, by: person.name, reason } };
  return { ...next, notices: { ...next.notices, [notice.noticeId]: { ...notice, ...mark } } };
}

function readingOf(body: ClockReading): ClockReading {
  const { obligationId, title, citation, clockStart, due, notBefore, latestArguable, rule } = body;
  return { obligationId, title, citation, clockStart, due, notBefore, latestArguable, rule };
}

function withClock(
  state: CaseState,
  reading: ClockReading,
  opening: Pick<CaseClock, "seq" | "since" | "why">,
): CaseState {
  const struck = state.clocks[reading.obligationId]?.struck ?? [];
  return setClock(state, { reading, ...opening, status: "running", struck, met: null });
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
