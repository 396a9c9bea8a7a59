/** One question of a case, for people (behind a mailed link, or from the board) and for programs. */
import { answerQuestion } from "../../shared/cases/commands/answer.ts";
import type { Answering } from "../../shared/cases/commands/answer.ts";
import { dutiesOf } from "../../shared/cases/duties.ts";
import { readDecisionLink } from "../../shared/cases/links.ts";
import { audienceSize } from "../../shared/cases/queries/audience.ts";
import { caseOf } from "../../shared/cases/queries/read-case.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import type { FormFields } from "../../shared/contracts/forms.ts";
import { AnswerPost, answerFields, readPost } from "../../shared/contracts/program-posts.ts";
import type { DecideView, FormState } from "../../shared/contracts/views.ts";
import { answerability, whyNotAnswerable } from "../../shared/domain/case/answerability.ts";
import type { Answerability } from "../../shared/domain/case/answerability.ts";
import { mayAnswer } from "../../shared/domain/case/authority.ts";
import { factsOf } from "../../shared/domain/case/case-facts.ts";
import { questionOf } from "../../shared/domain/case/state.ts";
import type { Question } from "../../shared/domain/case/state.ts";
import { questionSentence } from "../../web/chrome/case-words.ts";
import { caseHref, questionHref } from "../../web/chrome/case-heading.ts";
import { formContext } from "../../web/chrome/form-values.ts";
import { readAnswerForm } from "../../web/decide/form.ts";
import { alreadyDecidedSentence, decisionJson, questionJson } from "../../web/decide/json.ts";
import { notAnswerableMessage } from "../../web/decide/not-answerable.ts";
import type { NotAnswerable } from "../../web/decide/not-answerable.ts";
import { decidePage } from "../../web/decide/page.ts";
import { decideView } from "../../web/decide/view.ts";
import { formToken } from "./posted.ts";
import { recordedJson, recordedResponse } from "./recorded.ts";
import { badPost, refusalResponse, wrongField } from "./refusals.ts";
import {
  jsonResponse,
  messageResponse,
  pageResponse,
  problemResponse,
  unavailableResponse,
} from "./responses.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./request-context.ts";
import { wakeCase } from "./wake.ts";
import { casePageContext, withCase } from "./with-case.ts";
import { withForm } from "./with-form.ts";
import { withJson } from "./with-json.ts";

interface Asked extends ReadCase {
  readonly question: Question;
}

const standingOf = ({ appContext }: RequestContext, { state, question }: Asked): Answerability =>
  answerability(state, question, appContext.clock.now());

const notYours = (context: RequestContext): HttpResponse =>
  forbidden(context, "This question is put to people of another role. Nothing was changed.");

/** The question with what follows from each answer. */
async function viewOf(
  context: RequestContext,
  asked: Asked,
  about: { readonly csrf?: string; readonly form?: FormState | undefined } = {},
): Promise<DecideView> {
  const { appContext } = context;
  const { state, question, entries } = asked;
  const page = casePageContext(context, asked, {
    title: questionSentence(state, question),
    ...(about.csrf !== undefined && { csrf: about.csrf }),
    // Printed at the foot: the address without the token of a mailed link.
    path: questionHref(state.caseId, question.questionId),
  });
  return decideView(state, question, {
    ...page,
    settings: appContext.settings,
    entries,
    duties: dutiesOf(appContext, factsOf(state), appContext.clock.now()),
    people: await audienceSize(appContext, state, question),
    form: about.form,
  });
}

type Answered =
  Exclude<Answering, { readonly kind: "incomplete" }> | { readonly kind: "form"; readonly form: FormState };

/** Reads the answer and records it. What has to be put right comes back beside its fields. */
async function answer(
  context: RequestContext,
  { state, question }: Asked,
  fields: FormFields,
): Promise<Answered> {
  const { appContext, principal } = context;
  const { caseId } = state;
  const { questionId } = question;
  const read = readAnswerForm(state, question, { fields, now: appContext.clock.now() });
  if (!read.ok) return { kind: "form", form: read.form };
  const answered = await answerQuestion(appContext, principal, { caseId, questionId, answer: read.answer });
  if (answered.kind === "recorded") await wakeCase(context, caseId);
  if (answered.kind !== "incomplete") return answered;
  const errors = answered.problems.map(({ about, message }) => ({ field: about, message }));
  return { kind: "form", form: { values: fields, errors } };
}

// ——— For people ———

/**
 * The link of a mail. Whoever fetches it, a scanner or a person, changes nothing: it leads to the page, and the page's
 * POST is what decides, by a signed-in person whose role is checked then.
 */
export const decideByLink = signedIn(async (context) => {
  const { appContext, request } = context;
  const read = await readDecisionLink(
    appContext.settings.linkKey,
    request.params["token"] ?? "",
    appContext.clock.now(),
  );
  if (read.ok) return decide(context, await caseOf(appContext, read.link.caseId), read.link.questionId);
  return read.why === "expired"
    ? messageResponse(context, 410, { kind: "expired", title: "This link has expired" })
    : messageResponse(context, 404, {
        kind: "not-found",
        title: "This link is not one of ours",
        sentence:
          "It may have been cut off in the mail. Open questions that you may answer stand on the board.",
      });
});

/** The same page for people who come from the board. */
export const decideByQuestion = signedIn((context) =>
  withCase(context, (found) => decide(context, found, context.request.params["questionId"] ?? "")),
);

async function decide(
  context: RequestContext,
  found: ReadCase | undefined,
  questionId: string,
): Promise<HttpResponse> {
  const question = found && questionOf(found.state, questionId);
  if (!found || !question)
    return messageResponse(context, 404, { kind: "not-found", title: "No such question" });
  const asked: Asked = { ...found, question };
  const standing = standingOf(context, asked);
  // A repeat by the very person who decided is told the same as anybody else: the first answer stands.
  if (standing.kind !== "open") return notAnswerable(context, asked, standing);
  if (mayAnswer(question, context.principal) === undefined) return notYours(context);
  if (!context.posted) return show(context, asked);
  return withForm(context, purposeOf(asked), (fields) => answerByForm(context, asked, fields));
}

const purposeOf = ({ state, question }: Asked): string => `answer:${state.caseId}:${question.questionId}`;

async function show(context: RequestContext, asked: Asked, form?: FormState): Promise<HttpResponse> {
  const csrf = await formToken(context.appContext, context.principal.personId, purposeOf(asked));
  const page = decidePage(await viewOf(context, asked, { csrf, form }));
  return pageResponse(page, (form?.errors.length ?? 0) > 0 ? 422 : 200);
}

async function answerByForm(
  context: RequestContext,
  asked: Asked,
  fields: FormFields,
): Promise<HttpResponse> {
  const answered = await answer(context, asked, fields);
  switch (answered.kind) {
    case "recorded":
      return recordedResponse(context, answered, caseHref(asked.state.caseId));
    case "form":
      return show(context, asked, answered.form);
    case "forbidden":
      return notYours(context);
    case "refused":
      return refused(context, asked, { message: answered.error.message, fields });
  }
}

/** Somebody or something was faster: the case is read again, so that the page says how it stands now. */
async function refused(
  context: RequestContext,
  asked: Asked,
  { message, fields }: { readonly message: string; readonly fields: FormFields },
): Promise<HttpResponse> {
  const found = await caseOf(context.appContext, asked.state.caseId);
  const question = found && questionOf(found.state, asked.question.questionId);
  if (!found || !question) return unavailableResponse(context, { changed: "nothing" }, fields);
  const now: Asked = { ...found, question };
  const standing = standingOf(context, now);
  return standing.kind === "open"
    ? show(context, now, { values: fields, errors: [{ field: "", message }] })
    : notAnswerable(context, now, standing);
}

const statuses: Readonly<Record<NotAnswerable["kind"], number>> = {
  answered: 409,
  withdrawn: 410,
  expired: 410,
  "case-closed": 409,
  "text-changed": 409,
};

function notAnswerable(
  context: RequestContext,
  { state, question }: Asked,
  standing: NotAnswerable,
): HttpResponse {
  const isAnswering = context.posted !== null;
  const message = notAnswerableMessage(standing, { state, question, isAnswering });
  // Looking at what somebody has decided is no mistake.
  const status = standing.kind === "answered" && !isAnswering ? 200 : statuses[standing.kind];
  const next = { label: "To the case", href: caseHref(state.caseId) };
  return messageResponse({ ...context, state }, status, { next, ...message });
}

// ——— For programs ———

/** GET shows the question and changes nothing; POST answers it, for the person who is signed in. */
export const apiQuestion = signedIn((context) =>
  withCase(context, async (found) => {
    const question = questionOf(found.state, context.request.params["questionId"] ?? "");
    if (!question)
      return problemResponse(404, "No such question", "This question was never asked in this case.");
    const asked: Asked = { ...found, question };
    if (context.posted === null)
      return jsonResponse(questionJson(await viewOf(context, asked), question, standingOf(context, asked)));
    return withJson(context, (content) => answerByJson(context, asked, content));
  }),
);

async function answerByJson(context: RequestContext, asked: Asked, content: unknown): Promise<HttpResponse> {
  const { state, question } = asked;
  const { caseId } = state;
  const { questionId } = question;
  const standing = standingOf(context, asked);
  // Whoever comes second is told who decided, whatever they sent.
  if (standing.kind === "answered") return alreadyDecided(asked);
  const refusal = whyNotAnswerable(standing);
  if (refusal) return refusalResponse(refusal);
  const read = readPost(AnswerPost, content);
  if (!read.ok) return badPost(read.problem);
  if (mayAnswer(question, context.principal) === undefined) return notYours(context);
  const form = answerFields(read.post, formContext(state, context.appContext.clock.now()));
  if (!form.ok) return badPost(form.problem);

  const answered = await answer(context, asked, form.fields);
  switch (answered.kind) {
    case "recorded": {
      const recorded = questionOf(answered.state, questionId);
      return jsonResponse({
        caseId,
        questionId,
        recorded: true,
        ...recordedJson(answered),
        decision: recorded && decisionJson(recorded),
      });
    }
    case "form": {
      const { errors } = answered.form;
      const message = errors.map((error) => error.message).join(" ");
      return wrongField({ path: errors[0]?.field ?? "", message });
    }
    case "forbidden":
      return notYours(context);
    case "refused": {
      if (answered.error.kind !== "already-decided") return refusalResponse(answered.error);
      const now = await caseOf(context.appContext, caseId);
      const decided = now && questionOf(now.state, questionId);
      return decided ? alreadyDecided({ ...now, question: decided }) : refusalResponse(answered.error);
    }
  }
}

function alreadyDecided({ state, question }: Asked): HttpResponse {
  const message = alreadyDecidedSentence(question, state.entity.timeZone);
  return refusalResponse({ kind: "already-decided", message }, { decision: decisionJson(question) });
}

const methods = ["GET", "HEAD", "POST"] as const;
route("decide", { path: "decide/{token}", methods }, decideByLink);
route("case-question", { path: "cases/{caseId}/questions/{questionId}", methods }, decideByQuestion);
route("api-question", { path: "api/cases/{caseId}/questions/{questionId}", methods }, apiQuestion);
