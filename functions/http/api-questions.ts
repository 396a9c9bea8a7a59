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
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { jsonResponse, problemResponse } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { withJson } from "./with-json.ts";
import { badPost, refusalResponse, wrongField } from "./refusals.ts";
import { wakeCase } from "./wake.ts";

/** One question for programs. GET shows it and changes nothing; POST answers it, for the person who is signed in. */
export const apiQuestion = signedIn((context) =>
  withCase(context, async (found) => {
    const question = questionOf(found.state, context.request.params["questionId"] ?? "");
    if (!question)
      return problemResponse(404, "No such question", "This question was never asked in this case.");
    if (context.posted === null) return show(context, found, question);
    return withJson(context, (content) => answer(context, found, { question, content }));
  }),
);

async function show(context: RequestContext, found: ReadCase, question: Question): Promise<HttpResponse> {
  const { appContext, principal } = context;
  const { state, entries } = found;
  const view = decideView(state, question, {
    frame: caseFrame(context, found, { title: questionSentence(state.facts, question) }),
    principal,
    settings: appContext.settings,
    entries,
    duties: dutiesOf(appContext, factsOf(state), appContext.clock.now()),
    people: await audienceSize(appContext, state, question),
  });
  return jsonResponse(questionJson(view, question));
}

async function answer(
  context: RequestContext,
  { state }: ReadCase,
  { question, content }: { readonly question: Question; readonly content: unknown },
): Promise<HttpResponse> {
  const { appContext, principal, path } = context;
  const { caseId, entity } = state;
  const { questionId } = question;
  // Whoever comes second is told who decided, whatever they sent.
  if (question.decision) return alreadyDecided(question, entity.timeZone);
  const read = readPost(AnswerPost, content);
  if (!read.ok) return badPost(read.problem);
  if (mayAnswer(question, principal.roles) === undefined) return notYours(context);
  const form = answerFields(read.post, formContext(state, appContext.clock.now()));
  if (!form.ok) return badPost(form.problem);

  const answered = await answerQuestion(appContext, principal, { caseId, questionId, fields: form.fields });
  switch (answered.kind) {
    case "recorded": {
      await wakeCase(context, caseId);
      const recorded = questionOf(answered.state, questionId);
      return jsonResponse({
        caseId,
        questionId,
        recorded: true,
        decision: recorded && decisionJson(recorded),
      });
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
      return notYours(context);
    case "refused": {
      if (answered.error.kind !== "already-decided") return refusalResponse(answered.error);
      const now = await caseOf(appContext, caseId);
      const decided = now && questionOf(now.state, questionId);
      return decided ? alreadyDecided(decided, entity.timeZone) : refusalResponse(answered.error);
    }
  }

  function notYours(about: RequestContext): HttpResponse {
    const sentence = "This question is put to people of another role. Nothing was changed.";
    return forbidden(about, sentence);
  }
}

function alreadyDecided(question: Question, timeZone: string): HttpResponse {
  const decision = decisionJson(question);
  const said = decision
    ? `${decision.by} answered “${decision.answer}” on ${formatInstantInLine(decision.at, timeZone)}${decision.reason === "" ? "" : `: ${decision.reason}`}`
    : "This question was answered";
  return refusalResponse({ kind: "already-decided", message: `Already decided. ${said}` }, { decision });
}

route(
  "api-question",
  { path: "api/cases/{caseId}/questions/{questionId}", methods: ["GET", "HEAD", "POST"] },
  apiQuestion,
);
