import type { Command } from "../../shared/domain/case/commands.ts";
import type { Answer, QuestionKind, Recipient, SendPurpose } from "../../shared/domain/case/events.ts";
import { latestQuestion, noticeIdFor, sendKey } from "../../shared/domain/case/state.ts";
import type { Notice, Question, Send } from "../../shared/domain/case/state.ts";
import type { CaseStep } from "../../shared/domain/case/steps.ts";
import type { Instant } from "../../shared/domain/instants.ts";
import { caseStory } from "./case-story.ts";
import type { CaseStory } from "./case-story.ts";

/** Stretches of a case told in commands: what its orchestration and its courier would do, what people answer. */
export const openedAt = "2026-11-24T03:12:00.000Z";
export const hour = 3_600_000;
export const day = 24 * hour;
export const from = (at: Instant, ms: number): Instant => new Date(Date.parse(at) + ms).toISOString();
export const later = (ms: number): Instant => from(openedAt, ms);

export const individuals = "hipaa.individuals";
export const authority = "gdpr.art33.authority";
export const mara: Recipient = { personId: "mara", name: "Mara", address: "mara@house.example", via: [] };
export const otto: Recipient = { personId: "otto", name: "Otto", address: "otto@house.example", via: [] };

/** Each step that is due at that instant is carried out; messages and reports are left alone. */
export function settled(story: CaseStory, at: Instant): CaseStory {
  for (let now = story, turn = 0; turn < 200; turn++) {
    const clocked = now.withClocks(at);
    const step = clocked.next(at);
    if (step.kind === "sleep" || step.kind === "settled" || step.kind === "giveUp") return clocked;
    now = commandsOf(step, clocked).reduce((each, command) => each.after(command, at), clocked);
  }
  throw new Error("the case does not come to rest");
}

function commandsOf(step: CaseStep, { state }: CaseStory): readonly Command[] {
  switch (step.kind) {
    case "strike":
      return step.strikes.map((strike) => ({ kind: "strike", ...strike }));
    case "withdrawQuestion":
      return [{ kind: "withdrawQuestion", questionId: step.questionId, why: step.because }];
    case "draftNotice": {
      const text = `People affected: ${String(state.facts.affectedTotal ?? "not yet known")}`;
      return [drafted(step.obligationId, text)];
    }
    case "ask":
    case "remind":
    case "expire":
    case "meet":
    case "close":
      return [step];
    default:
      throw new Error(`${step.kind} is no command`);
  }
}

export const drafted = (obligationId: string, text: string): Extract<Command, { kind: "draft" }> => ({
  kind: "draft",
  obligationId,
  noticeId: noticeIdFor(obligationId),
  audience: "notice-desk",
  subject: `About ${obligationId}`,
  text,
  digest: Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64),
  elements: [],
});

type Said = Partial<Extract<Command, { kind: "answer" }>> & { readonly noticeId?: string };

/** The answer to the newest question of that kind, as somebody of its role gives it. */
export function answerTo(
  { state }: CaseStory,
  kind: QuestionKind,
  answer: Answer,
  { noticeId, ...said }: Said = {},
): Extract<Command, { kind: "answer" }> {
  const question = latestQuestion(state, kind, noticeId ?? null);
  if (!question) throw new Error(`${kind} was not asked`);
  const { questionId, textDigest, role } = question;
  const plain = { reason: "as established", reference: null, filedAt: null, facts: null };
  return { kind: "answer", questionId, answer, textDigest, role, ...plain, ...said };
}

export const questionIn = ({ state }: CaseStory, kind: QuestionKind, noticeId?: string): Question => {
  const found = latestQuestion(state, kind, noticeId ?? null);
  if (!found) throw new Error(`${kind} was not asked`);
  return found;
};

export const noticeIn = ({ state }: CaseStory, obligationId: string): Notice => {
  const found = state.notices[noticeIdFor(obligationId)];
  if (!found) throw new Error(`no notice of ${obligationId} was drafted`);
  return found;
};

export const sendIn = ({ state }: CaseStory, purpose: SendPurpose, { personId }: Recipient): Send => {
  const found = state.sends.get(sendKey(state.caseId, purpose, personId));
  if (!found) throw new Error(`no message to ${personId} was intended`);
  return found;
};

/** A breach of Harbour Clinic, one hour after the alert: one notice to patients, one to the authority, both to be approved. */
export function breach(at: Instant = later(hour)): CaseStory {
  const asked = settled(caseStory({ affectedTotal: 40, riskLevel: "risk", residentsInEU: true }), openedAt);
  return settled(asked.after(answerTo(asked, "is-breach", "yes"), at), at);
}

export const noticeOf = (
  story: CaseStory,
  obligationId: string,
): Extract<SendPurpose, { kind: "notice" }> => {
  const { noticeId, version } = noticeIn(story, obligationId);
  return { kind: "notice", noticeId, version };
};

export const approve = (story: CaseStory, obligationId: string, at: Instant): CaseStory =>
  settled(
    story.after(answerTo(story, "approve-notice", "approve", { noticeId: noticeIdFor(obligationId) }), at),
    at,
  );

export const resolveTo = (
  purpose: SendPurpose,
  recipients: readonly Recipient[],
  more: Partial<Extract<Command, { kind: "resolve" }>> = {},
): Extract<Command, { kind: "resolve" }> => ({
  kind: "resolve",
  purpose,
  role: "notice-desk",
  source: "directory",
  recipients,
  excluded: [],
  problem: null,
  ...more,
});

export const intendTo = (
  purpose: SendPurpose,
  recipient: Recipient,
  attempt = 0,
): Extract<Command, { kind: "intend" }> => ({
  kind: "intend",
  purpose,
  recipient,
  operationId: `${JSON.stringify(purpose)}-${recipient.personId}-${attempt}`,
  subject: "S",
  messageDigest: "d".repeat(64),
  basis: 0,
});

/** Intended and taken over by the provider, for people who were found before. */
export const handedOver = (
  story: CaseStory,
  purpose: SendPurpose,
  to: readonly Recipient[],
  at: Instant,
): CaseStory =>
  to.reduce(
    (each, recipient) =>
      each
        .after(intendTo(purpose, recipient), at)
        .after({ kind: "accept", key: sendKey(story.state.caseId, purpose, recipient.personId) }, at),
    story,
  );

/** These people were found, written to, and the provider has taken it over; nobody has reported on it yet. */
export const accepted = (
  story: CaseStory,
  purpose: SendPurpose,
  to: readonly Recipient[],
  at: Instant,
): CaseStory => handedOver(story.after(resolveTo(purpose, to), at), purpose, to, at);

export const reportOf = (
  { state }: CaseStory,
  purpose: SendPurpose,
  { personId }: Recipient,
  said: Pick<Extract<Command, { kind: "report" }>, "status" | "reportedAt"> &
    Partial<Extract<Command, { kind: "report" }>>,
): Extract<Command, { kind: "report" }> => ({
  kind: "report",
  key: sendKey(state.caseId, purpose, personId),
  nativeStatus: said.status,
  detail: null,
  ...said,
});

/** A notice that was approved, written and delivered to one desk; its filing is asked about. */
export function delivered(story: CaseStory, obligationId: string, at: Instant): CaseStory {
  const approved = approve(story, obligationId, at);
  const purpose = noticeOf(approved, obligationId);
  const sent = accepted(approved, purpose, [mara], at);
  return settled(sent.after(reportOf(sent, purpose, mara, { status: "delivered", reportedAt: at }), at), at);
}

export const filed = (story: CaseStory, obligationId: string, at: Instant, said: Said = {}): CaseStory =>
  settled(
    story.after(
      answerTo(story, "confirm-filing", "filed", {
        noticeId: noticeIdFor(obligationId),
        reference: "F-1",
        filedAt: at,
        ...said,
      }),
      at,
    ),
    at,
  );

/** Every duty of `breach` with a notice is done; whether to close is asked. */
export function allFiled(at: Instant = later(2 * hour)): CaseStory {
  const owing = Object.values(breach().state.clocks).map(({ reading }) => reading.obligationId);
  return owing.reduce((story, obligationId) => {
    if (!(noticeIdFor(obligationId) in story.state.notices)) return story;
    return filed(delivered(story, obligationId, at), obligationId, at);
  }, breach());
}
