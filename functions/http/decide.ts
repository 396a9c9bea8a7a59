import { mayAnswer } from "../../shared/cases/access.ts";
import { answerQuestion } from "../../shared/cases/commands/answer.ts";
import { dutiesOf, factsOf } from "../../shared/cases/duties.ts";
import { readDecisionLink } from "../../shared/cases/links.ts";
import { audienceSize } from "../../shared/cases/queries/audience.ts";
import { caseOf } from "../../shared/cases/queries/read-case.ts";
import type { ReadCase } from "../../shared/cases/queries/read-case.ts";
import { caseHref, questionHref } from "../../web/chrome/case-heading.ts";
import { decideView } from "../../web/decide/view.ts";
import { questionSentence } from "../../web/chrome/case-words.ts";
import type { FormState, MessageView } from "../../shared/contracts/views.ts";
import { questionOf } from "../../shared/domain/case/state.ts";
import type { Question } from "../../shared/domain/case/state.ts";
import { decidePage } from "../../web/decide/page.ts";
import { messageResponse, pageResponse, redirect, unavailableResponse } from "./responses.ts";
import { caseFrame, withCase } from "./with-case.ts";
import { forbidden, route, signedIn } from "./route.ts";
import type { HttpResponse, RequestContext } from "./route.ts";
import { formToken, isOurForm } from "./posted.ts";
import type { Posted } from "./posted.ts";
import { wakeCase } from "./wake.ts";

/**
 * The link of a mail. Whoever fetches it, a scanner or a person, changes nothing: it leads to the page, and the page's
 * POST is what decides, by a signed-in person whose role is checked then.
 */
export const decideByLink = signedIn(async (context) => {
  const { appContext, request, path, principal } = context;
  const read = await readDecisionLink(
    appContext.settings.linkKey,
    request.params["token"] ?? "",
    appContext.clock.now(),
  );
  if (!read.ok) {
    return read.why === "expired"
      ? messageResponse(context, 410, { kind: "expired", title: "This link has expired" })
      : messageResponse(context, 404, {
          kind: "not-found",
          title: "This link is not one of ours",
          sentence:
            "It may have been cut off in the mail. Open questions that you may answer stand on the board.",
        });
  }
  const found = await caseOf(appContext, read.link.caseId);
  return decide(context, found, read.link.questionId);
});

/** The same page for people who come from the board. */
export const decideByQuestion = signedIn((context) =>
  withCase(context, (found) => decide(context, found, context.request.params["questionId"] ?? "")),
);

interface Asked extends ReadCase {
  readonly question: Question;
}

async function decide(
  context: RequestContext,
  found: ReadCase | undefined,
  questionId: string,
): Promise<HttpResponse> {
  const { path, principal, posted } = context;
  const question = found && questionOf(found.state, questionId);
  if (!found || !question)
    return messageResponse(context, 404, {
      kind: "not-found",
      title: "No such question",
    });
  const asked: Asked = { ...found, question };
  const closed = noLongerOpen(context, asked);
  // A repeat by the very person who decided is told the same as anybody else: the first answer stands.
  if (closed) return closed;
  if (mayAnswer(question, principal.roles) === undefined) {
    const sentence = "This question is put to people of another role. Nothing was changed.";
    return forbidden(context, sentence);
  }
  return posted ? answer(context, asked, posted) : show(context, asked);
}

const purposeOf = ({ state, question }: Asked): string => `answer:${state.caseId}:${question.questionId}`;

async function show(context: RequestContext, asked: Asked, form?: FormState): Promise<HttpResponse> {
  const { appContext, principal } = context;
  const { state, question, entries } = asked;
  const csrf = await formToken(appContext, principal.personId, purposeOf(asked));
  const frame = caseFrame(context, asked, {
    title: questionSentence(state.facts, question),
    csrf,
    // Printed at the foot: the address without the token.
    path: questionHref(state.caseId, question.questionId),
  });
  const view = decideView(state, question, {
    frame,
    principal,
    settings: appContext.settings,
    entries,
    duties: dutiesOf(appContext, factsOf(state), appContext.clock.now()),
    people: await audienceSize(appContext, state, question),
    form,
  });
  return pageResponse(decidePage(view), (form?.errors.length ?? 0) > 0 ? 422 : 200);
}

async function answer(context: RequestContext, asked: Asked, posted: Posted): Promise<HttpResponse> {
  const { appContext, request, principal, path } = context;
  const { caseId } = asked.state;
  const { questionId } = asked.question;
  const ours = await isOurForm(appContext, request, {
    personId: principal.personId,
    purpose: purposeOf(asked),
    posted,
  });
  if (!ours) {
    const sentence =
      "This form did not come from a page of ours, or is too old. Open the question again. Nothing was changed.";
    return forbidden(context, sentence);
  }
  const { csrf: _csrf, ...fields } = posted.fields;
  const answered = await answerQuestion(appContext, principal, { caseId, questionId, fields });
  switch (answered.kind) {
    case "recorded":
      await wakeCase(context, caseId);
      return redirect(303, caseHref(caseId));
    case "form":
      return show(context, asked, answered.form);
    case "forbidden":
      return forbidden(context, "This question is put to people of another role. Nothing was changed.");
    case "refused":
      return refused(context, asked, { message: answered.error.message, fields });
  }
}

/** Somebody or something was faster: the case is read again, so that the page says how it stands now. */
async function refused(
  context: RequestContext,
  asked: Asked,
  { message, fields }: { readonly message: string; readonly fields: FormState["values"] },
): Promise<HttpResponse> {
  const found = await caseOf(context.appContext, asked.state.caseId);
  const question = found && questionOf(found.state, asked.question.questionId);
  if (!found || !question) return unavailableResponse(context, fields);
  const now: Asked = { ...found, question };
  return (
    noLongerOpen(context, now) ?? show(context, now, { values: fields, errors: [{ field: "", message }] })
  );
}

/** The page for a question that takes no answer any more, and why; undefined while it does. */
function noLongerOpen(context: RequestContext, { state, question }: Asked): HttpResponse | undefined {
  const { path, principal, posted, appContext } = context;
  const next = { label: "To the case", href: caseHref(state.caseId) };
  const say = (
    status: number,
    message: Pick<MessageView, "kind"> & { title: string } & Partial<MessageView>,
  ): HttpResponse => messageResponse({ ...context, state }, status, { next, ...message });

  if (question.decision) {
    const { person, at, answer, reason } = question.decision;
    const decision = { who: person.name, at, answer, reason };
    return posted
      ? say(409, { kind: "already-decided", title: "Already decided", decision })
      : say(200, {
          kind: "decided",
          title: "This is decided",
          sentence: questionSentence(state.facts, question),
          decision,
        });
  }
  if (question.status === "withdrawn")
    return say(410, {
      kind: "withdrawn",
      title: "No longer asked",
      sentence: "The case has changed since. What is still to be answered is asked anew.",
    });
  const isPast = Date.parse(question.expiresAt) <= Date.parse(appContext.clock.now());
  if (question.status === "expired" || isPast)
    return say(410, { kind: "expired", title: "This question has expired" });
  if (state.closed) return say(409, { kind: "withdrawn", title: "Closed", sentence: "The case is closed." });
  return undefined;
}

const methods = ["GET", "HEAD", "POST"] as const;
route("decide", { path: "decide/{token}", methods }, decideByLink);
route("case-question", { path: "cases/{caseId}/questions/{questionId}", methods }, decideByQuestion);
