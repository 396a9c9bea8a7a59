/** The questions of a case at a running service: found, shown, answered. */
import { CliError } from "./cli-error.ts";
import { printJson, printLines, utc } from "./say.ts";
import type { SignedIn } from "./signed-in.ts";

/** Whoever may look: a person, or the operator's token. */
export type Reader = Pick<SignedIn, "get">;

interface QuestionInList {
  readonly questionId: string;
  readonly kind: string;
  readonly obligationId: string | null;
  readonly sentence: string;
  readonly status: string;
}

interface CaseWithQuestions {
  readonly questions: readonly QuestionInList[];
  readonly obligations: readonly { readonly obligationId: string; readonly state: string }[];
}

interface ShownQuestion extends QuestionInList {
  readonly role: string;
  readonly answerBy: string;
  readonly whatHappened: string;
  readonly outcomes: readonly {
    readonly answer: string;
    readonly label: string;
    readonly then: readonly string[];
    readonly irreversible: boolean;
  }[];
  readonly reasonWanted: string | null;
  readonly notice: { readonly subject: string; readonly text: string; readonly digest: string } | null;
  readonly filing: {
    readonly where: { readonly label: string; readonly href: string } | null;
    readonly fields: readonly { readonly label: string; readonly value: string | null }[];
  } | null;
  readonly openDuties: readonly string[] | null;
  readonly awareness: {
    readonly proposals: readonly {
      readonly awareAt: string;
      readonly source: string;
      readonly reason: string;
    }[];
    readonly governingAt: string | null;
  } | null;
  readonly decision: Decision | null;
}

interface Decision {
  readonly answer: string;
  readonly reason: string;
  readonly by: string;
  readonly at: string;
}

export const caseAt = (from: Reader, caseId: string): Promise<CaseWithQuestions> =>
  from.get(`/api/cases/${encodeURIComponent(caseId)}`);

const pathOf = (caseId: string, questionId: string): string =>
  `/api/cases/${encodeURIComponent(caseId)}/questions/${encodeURIComponent(questionId)}`;

export const questionAt = (from: Reader, caseId: string, questionId: string): Promise<ShownQuestion> =>
  from.get(pathOf(caseId, questionId));

/**
 * The question that is meant: by its id, its kind or its obligation, or the only one that is open and takes the answer.
 * One that is settled already is still found, so that the service can say who decided.
 */
export function pickQuestion(
  questions: readonly QuestionInList[],
  { name, kind }: { readonly name: string | undefined; readonly kind: string | undefined },
): QuestionInList {
  const exact = questions.find(({ questionId }) => questionId === name);
  if (exact) return exact;
  const named = questions.filter(
    (each) => name === undefined || each.kind === name || each.obligationId === name,
  );
  const meant = named.filter((each) => kind === undefined || each.kind === kind);
  const open = meant.filter(({ status }) => status === "open");
  if (open.length > 1)
    throw new CliError(
      64,
      "which-question",
      `Say which question: ${open.map(({ questionId, sentence }) => `${questionId} (${sentence})`).join(", ")}.`,
    );
  const found = open[0] ?? meant.at(-1);
  if (found) return found;
  if (name !== undefined && named.length === 0)
    throw new CliError(65, "unknown-question", `No question ${name} was ever asked in this case.`);
  throw new CliError(1, "not-asked", "This is not asked yet in this case.");
}

export async function giveAnswer(
  person: SignedIn,
  about: { readonly caseId: string; readonly questionId: string; readonly json: boolean },
  content: { readonly answer: string; readonly digest?: string | undefined } & Readonly<
    Record<string, unknown>
  >,
): Promise<void> {
  const { caseId, questionId, json } = about;
  const shown = await questionAt(person, caseId, questionId);
  if (!shown.decision && !shown.outcomes.some(({ answer }) => answer === content.answer))
    throw new CliError(
      64,
      "usage",
      `${questionId} is answered with ${shown.outcomes.map(({ answer }) => answer).join(" or ")}.`,
    );
  // Without --digest, the text that stands there at this moment is the one that the answer is about.
  const digest = content.digest ?? shown.notice?.digest;
  const isAbout = shown.kind === "approve-notice" && digest !== undefined;
  const recorded = await person.post<{ readonly decision: Decision }>(pathOf(caseId, questionId), {
    ...content,
    digest: isAbout ? digest : undefined,
  });
  if (json) return printJson(recorded);
  printLines([
    `${caseId} ${questionId}: “${recorded.decision.answer}” recorded for ${recorded.decision.by}, ${utc(recorded.decision.at)}.`,
  ]);
}

export function showQuestion(question: ShownQuestion, json: boolean): void {
  if (json) return printJson(question);
  const { notice, filing, openDuties, awareness, decision } = question;
  printLines([
    `${question.questionId}: ${question.sentence}`,
    decision
      ? `  Answered “${decision.answer}” by ${decision.by}, ${utc(decision.at)}${decision.reason === "" ? "." : `: ${decision.reason}`}`
      : `  ${question.status}, put to the role ${question.role}; answer by ${utc(question.answerBy)}`,
    "",
    question.whatHappened,
    ...(notice ? ["", `Subject: ${notice.subject}`, notice.text, `Digest: ${notice.digest}`] : []),
    ...(filing?.where ? ["", `Where: ${filing.where.label}, ${filing.where.href}`] : []),
    ...(filing?.fields ?? []).map(({ label, value }) => `  ${label}: ${value ?? "missing"}`),
    ...(awareness?.proposals ?? []).map(
      ({ awareAt, source }) =>
        `  Aware ${utc(awareAt)}, ${source}${awareAt === awareness?.governingAt ? "; the clocks count from it" : ""}: --set awareness=${awareAt}`,
    ),
    ...(openDuties ?? []).map((duty) => `  Still running: ${duty}`),
    ...question.outcomes.flatMap(({ answer, label, then, irreversible }) => [
      "",
      `--answer ${answer}   ${label}${irreversible ? " (cannot be taken back)" : ""}`,
      ...then.map((sentence) => `    ${sentence}`),
    ]),
    ...(question.reasonWanted === null ? [] : ["", `--reason   ${question.reasonWanted}`]),
  ]);
}
