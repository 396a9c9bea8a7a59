import { CliError } from "./cli-error.ts";
import { caseAt, giveAnswer, pickQuestion, questionAt, showQuestion } from "./case-questions.ts";
import type { Reader } from "./case-questions.ts";
import { askService } from "./service.ts";
import { readSet } from "./set-options.ts";
import { signIn } from "./signed-in.ts";
import type { PersonOptions } from "./signed-in.ts";

export interface AnswerOptions extends PersonOptions {
  readonly json: boolean;
  readonly reason?: string;
}

/** Which question an answer can only be meant for. */
const kindsByAnswer: Readonly<Record<string, string>> = {
  yes: "is-breach",
  no: "is-breach",
  set: "set-awareness",
  approve: "approve-notice",
  refuse: "approve-notice",
  filed: "confirm-filing",
  "filed-in-part": "confirm-filing",
  "not-yet": "confirm-filing",
  close: "close-case",
  "keep-open": "close-case",
};

/** Shows a question with what follows from each answer; with an answer, gives it as the person who signs in. */
export async function caseDecideCommand(
  caseId: string,
  wanted: string | undefined,
  options: AnswerOptions & {
    readonly answer?: string;
    readonly digest?: string;
    readonly set: readonly string[];
  },
): Promise<void> {
  const { answer } = options;
  if (answer === undefined) {
    if (options.reason !== undefined || options.set.length > 0)
      throw new CliError(64, "usage", "--reason and --set go with --answer.");
    const reader = await readerFor(options);
    const question = pickQuestion((await caseAt(reader, caseId)).questions, {
      name: wanted,
      kind: undefined,
    });
    return showQuestion(await questionAt(reader, caseId, question.questionId), options.json);
  }
  const kind = kindsByAnswer[answer];
  if (kind === undefined)
    throw new CliError(64, "usage", `--answer is one of ${Object.keys(kindsByAnswer).join(", ")}.`);
  const person = await signIn(options);
  const { questions } = await caseAt(person, caseId);
  const { questionId } = pickQuestion(questions, { name: wanted, kind });
  const { digest, reason, set } = options;
  await giveAnswer(
    person,
    { caseId, questionId, json: options.json },
    { answer, reason, digest, set: readSet(set) },
  );
}

/** Confirms that a notice was filed. */
export async function caseFileCommand(
  caseId: string,
  obligationId: string,
  options: AnswerOptions & {
    readonly reference?: string;
    readonly filedAt?: string;
    readonly moreToFollow: boolean;
  },
): Promise<void> {
  const person = await signIn(options);
  const { questions, obligations } = await caseAt(person, caseId);
  const duty = obligations.find((each) => each.obligationId === obligationId);
  if (!duty)
    throw new CliError(
      65,
      "unknown-obligation",
      `${caseId} has no ${obligationId}. It has ${obligations.map((each) => each.obligationId).join(", ")}.`,
    );
  const asked = questions.filter(
    (each) => each.kind === "confirm-filing" && each.obligationId === obligationId,
  );
  const question = asked.findLast(({ status }) => status === "open") ?? asked.at(-1);
  if (!question)
    throw new CliError(
      1,
      "not-asked",
      ["running", "held", "overdue"].includes(duty.state)
        ? `Nobody is asked yet whether ${obligationId} (${duty.state}) was filed: that follows when its notice is approved and delivered.`
        : `${obligationId} is ${duty.state}: nothing is to be filed for it.`,
    );
  const { reference, filedAt, reason, moreToFollow } = options;
  const answer = moreToFollow ? "filed-in-part" : "filed";
  const about = { caseId, questionId: question.questionId, json: options.json };
  await giveAnswer(person, about, { answer, reference, filedAt, reason });
}

/** Closes a case, by answering the question whether it can be closed. */
export async function caseCloseCommand(caseId: string, options: AnswerOptions): Promise<void> {
  const person = await signIn(options);
  const { questions } = await caseAt(person, caseId);
  const asked = questions.filter(({ kind }) => kind === "close-case");
  const question = asked.findLast(({ status }) => status === "open") ?? asked.at(-1);
  if (!question) {
    const open = questions.filter(({ status }) => status === "open").map(({ questionId }) => questionId);
    const still = open.length === 0 ? "duties are still under way" : `still open: ${open.join(", ")}`;
    throw new CliError(1, "not-asked", `Whether ${caseId} can be closed is not asked yet: ${still}.`);
  }
  const about = { caseId, questionId: question.questionId, json: options.json };
  await giveAnswer(person, about, { answer: "close", reason: options.reason });
}

/** Looking needs no person: the operator's token may read. */
async function readerFor(options: PersonOptions): Promise<Reader> {
  if (options.as !== undefined) return signIn(options);
  return {
    get: async <Content>(path: string) => (await (await askService(options, path)).json()) as Content,
  };
}
