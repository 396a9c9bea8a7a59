import { mayAnswer } from "../../shared/cases/access.ts";
import { answerQuestion } from "../../shared/cases/commands/answer.ts";
import { audienceSize } from "../../shared/cases/queries/audience.ts";
import { dutiesOf, factsOf } from "../../shared/cases/duties.ts";
import { caseOf } from "../../shared/cases/queries/read-case.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { decideView } from "../../web/decide/view.ts";
import { decisionJson, questionJson } from "../../web/decide/json.ts";
import { formContext } from "../../web/chrome/form-values.ts";
import { questionSentence } from "../../web/chrome/case-words.ts";
import { AnswerPost, answerFields, readPost } from "../../shared/contracts/program-posts.ts";
import type { Question } from "../../shared/domain/case/state.ts";
import { questionOf } from "../../shared/domain/case/state.ts";
import { sayInstantInLine } from "../../shared/domain/wording/times.ts";
import { jsonAnswer, problemAnswer } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { Answer, Visit } from "./route.ts";
import { withJson } from "./with-json.ts";
import { badPost, refusedAnswer, wrongField } from "./refusals.ts";
import { wakeCase } from "./wake.ts";

/** One question for programs. GET shows it and changes nothing; POST answers it, for the person who is signed in. */
export const apiQuestion = signedIn((visit) =>
  withCase(visit, async (found) => {
    const question = questionOf(found.state, visit.request.params["questionId"] ?? "");
    if (!question)
      return problemAnswer(404, "No such question", "This question was never asked in this case.");
    if (visit.posted === null) return show(visit, found, question);
    return withJson(visit, (content) => answer(visit, found, { question, content }));
  }),
);

async function show(visit: Visit, found: ReadCase, question: Question): Promise<Answer> {
  const { appContext, visitor } = visit;
  const { state, entries } = found;
  const view = decideView(state, question, {
    frame: caseFrame(visit, found, { title: questionSentence(state.facts, question) }),
    visitor,
    settings: appContext.settings,
    entries,
    duties: dutiesOf(appContext, factsOf(state), appContext.clock.now()),
    people: await audienceSize(appContext, state, question),
  });
  return jsonAnswer(questionJson(view, question));
}

async function answer(
  visit: Visit,
  { state }: ReadCase,
  { question, content }: { readonly question: Question; readonly content: unknown },
): Promise<Answer> {
  const { appContext, visitor, path } = visit;
  const { caseId, entity } = state;
  const { questionId } = question;
  // Whoever comes second is told who decided, whatever they sent.
  if (question.decision) return alreadyDecided(question, entity.timeZone);
  const read = readPost(AnswerPost, content);
  if (!read.ok) return badPost(read.problem);
  if (mayAnswer(question, visitor.roles) === undefined) return notYours(visit);
  const form = answerFields(read.post, formContext(state, appContext.clock.now()));
  if (!form.ok) return badPost(form.problem);

  const answered = await answerQuestion(appContext, visitor, { caseId, questionId, fields: form.fields });
  switch (answered.kind) {
    case "recorded": {
      await wakeCase(visit, caseId, questionId);
      const recorded = questionOf(answered.state, questionId);
      return jsonAnswer({ caseId, questionId, recorded: true, decision: recorded && decisionJson(recorded) });
    }
    case "form": {
      const { errors } = answered.form;
      const [first] = errors;
      return wrongField({
        path: first?.field ?? "",
        message: errors.map(({ message }) => message).join(" "),
      });
    }
    case "forbidden":
      return notYours(visit);
    case "refused": {
      if (answered.error.kind !== "already-decided") return refusedAnswer(answered.error);
      const now = await caseOf(appContext, caseId);
      const decided = now && questionOf(now.state, questionId);
      return decided ? alreadyDecided(decided, entity.timeZone) : refusedAnswer(answered.error);
    }
  }

  function notYours(about: Visit): Answer {
    const sentence = "This question is put to people of another role. Nothing was changed.";
    return forbidden({ desk: about, path, visitor }, sentence);
  }
}

function alreadyDecided(question: Question, timeZone: string): Answer {
  const decision = decisionJson(question);
  const said = decision
    ? `${decision.by} answered “${decision.answer}” on ${sayInstantInLine(decision.at, timeZone)}${decision.reason === "" ? "" : `: ${decision.reason}`}`
    : "This question was answered";
  return refusedAnswer({ kind: "already-decided", message: `Already decided. ${said}` }, { decision });
}

route(
  "api-question",
  { path: "api/cases/{caseId}/questions/{questionId}", methods: ["GET", "HEAD", "POST"] },
  apiQuestion,
);
