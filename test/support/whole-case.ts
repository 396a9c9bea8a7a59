/** What the people of the demo answer from the alert to the end, and what its books must show whatever went wrong on the way. */
import { expect } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import type { LedgerEntry, SendPurpose } from "../../shared/domain/case/events.ts";
import { decide, eventually, listCases, readCase, signIn, witness } from "./service.ts";
import type { Question, Service, Session } from "./service.ts";

/** Times a question was answered and the answer taken, by question. */
export type Posted = Map<string, number>;

export interface AnsweringOptions {
  /** A single question, the first that is open. */
  readonly one?: boolean;
  /** Whether the question that ends the case may be answered. */
  readonly maybeTheEnd?: boolean;
  /** Called when a question is about to be answered. */
  readonly before?: () => void;
  /** What the service's clock shows, if it was moved. */
  readonly now?: Date;
}

/** Answers what is open in every case. */
export async function answerWhatIsOpen(
  service: Service,
  posted: Posted,
  { one = false, maybeTheEnd = !one, before, now = new Date() }: AnsweringOptions = {},
): Promise<void> {
  // The chief executive may answer whatever is asked.
  const session = await signIn(service, people.solveigAune);
  for (const { caseId } of await listCases(session)) {
    const { questions } = await readCase(session, caseId);
    const open = questions.filter(
      ({ status, kind }) => status === "open" && (maybeTheEnd || kind !== "close-case"),
    );
    for (const question of one ? open.slice(0, 1) : open) {
      before?.();
      await answer(session, caseId, question, posted, now);
    }
  }
}

async function answer(
  session: Session,
  caseId: string,
  { questionId, kind }: Question,
  posted: Posted,
  now: Date,
): Promise<void> {
  const status = await decide(session, { caseId, questionId }, answers[kind]?.(now) ?? {});
  if (status === 303) posted.set(questionId, (posted.get(questionId) ?? 0) + 1);
  // 409 and 410: somebody, or an earlier run that died while answering, was faster.
  else if (status !== 200 && status !== 409 && status !== 410)
    throw new Error(`the answer to ${questionId} (${kind}) was answered with ${status}`);
}

const answers: Readonly<Record<string, (now: Date) => Readonly<Record<string, string>>>> = {
  "is-breach": () => ({
    answer: "yes",
    affectedTotal: "620",
    affectedByState: "ME 620",
    fourFactorResult: "not-low",
    riskLevel: "high",
    dataCategories: "health",
  }),
  "approve-notice": () => ({ answer: "approve" }),
  "confirm-filing": (now) => ({
    answer: "filed",
    reference: "HHS-2026-0042",
    filedAt: localMinute(now),
    reason: "",
  }),
  "close-case": () => ({ answer: "close", reason: "Everybody has been told." }),
};

const localMinute = (at: Date): string =>
  at.toLocaleString("sv-SE", { timeZone: "America/New_York" }).slice(0, 16);

export async function everythingReported(service: Service): Promise<void> {
  await eventually("each message is done and its report posted", async () => {
    const messages = await witness(service);
    return messages.every(
      ({ state, reports }) => state === "done" && reports.every((report) => report.posted),
    )
      ? true
      : undefined;
  });
}

export function expectOneOfEach(entries: readonly LedgerEntry[]): void {
  expect(count(entries, "caseOpened")).toBe(1);
  expect(count(entries, "caseClosed")).toBe(1);
  const onceEach = (kind: LedgerEntry["kind"], keyOf: (entry: LedgerEntry) => string) => {
    const keys = entries.filter((entry) => entry.kind === kind).map(keyOf);
    expect(keys, kind).toEqual([...new Set(keys)]);
  };
  onceEach("questionAsked", ({ body }) => (body as { questionId: string }).questionId);
  onceEach("decisionRecorded", ({ body }) => (body as { questionId: string }).questionId);
  onceEach("sendIntended", ({ body }) => (body as { key: string }).key);
  onceEach("sendAccepted", ({ body }) => (body as { key: string }).key);
  onceEach("deliveryReported", ({ body }) => (body as { key: string }).key);
  onceEach("obligationMet", ({ body }) => (body as { obligationId: string }).obligationId);
  onceEach("clockOpened", ({ body }) => (body as { obligationId: string }).obligationId);
}

const count = (entries: readonly LedgerEntry[], kind: LedgerEntry["kind"]): number =>
  entries.filter((entry) => entry.kind === kind).length;

/** Whoever was told "recorded" finds the decision in the ledger. */
export function expectDecisions(entries: readonly LedgerEntry[], posted: Posted): void {
  const decided = entries.flatMap((entry) =>
    entry.kind === "decisionRecorded" ? [entry.body.questionId] : [],
  );
  expect([...posted.values()].every((times) => times === 1)).toBe(true);
  expect(decided).toEqual(expect.arrayContaining([...posted.keys()]));
}

/**
 * Each intended message was handed over once under its operation id, and nothing else was sent. Only what had become
 * needless by then stayed behind: the mail about a question that was answered, or about a clock that had stopped.
 */
export async function expectMessages(service: Service, entries: readonly LedgerEntry[]): Promise<void> {
  const messages = await witness(service);
  expect(messages.filter(({ handOvers }) => handOvers !== 1)).toEqual([]);
  const intended = entries.filter((entry) => entry.kind === "sendIntended");
  const sent = new Set(messages.map(({ operationId }) => operationId));
  const behind = intended.filter(({ body }) => !sent.has(body.operationId));
  expect(behind.filter(({ body }) => !isNeedless(entries, body.purpose))).toEqual([]);
  expect(sent.size).toBe(intended.length - behind.length);
  const mails = (await (await fetch(`${service.urls.inbox}/api/email`)).json()) as unknown[];
  expect(mails).toHaveLength(messages.length);
}

function isNeedless(entries: readonly LedgerEntry[], purpose: SendPurpose): boolean {
  return entries.some((entry) => {
    if (purpose.kind === "milestone")
      return entry.kind === "obligationMet" && entry.body.obligationId === purpose.obligationId;
    return (
      purpose.kind === "question" &&
      (entry.kind === "decisionRecorded" || entry.kind === "questionWithdrawn") &&
      entry.body.questionId === purpose.questionId
    );
  });
}

/** Each duty of the demo's breach was met. */
export async function expectDutiesMet(session: Session, caseId: string): Promise<void> {
  const clocks = (await readCase(session, caseId)).obligations.filter(({ applies }) => applies);
  expect(clocks.map(({ obligationId }) => obligationId)).toEqual(
    expect.arrayContaining(["hipaa.individuals", "hipaa.hhs.500plus", "hipaa.media", "gdpr.art33.authority"]),
  );
  expect(clocks.map(({ state }) => state)).toEqual(clocks.map(() => "met"));
}
