import type { MessageView } from "../../shared/contracts/views.ts";
import type { Answerability } from "../../shared/domain/case/answerability.ts";
import type { CaseState, Question } from "../../shared/domain/case/state.ts";
import { questionSentence } from "../chrome/case-words.ts";

export type NotAnswerable = Exclude<Answerability, { kind: "open" }>;
type Message = Pick<MessageView, "kind"> & { readonly title: string } & Partial<MessageView>;

/** What the page says of a question that takes no answer. `isAnswering`: the reader has just posted one. */
export function notAnswerableMessage(
  standing: NotAnswerable,
  about: { readonly state: CaseState; readonly question: Question; readonly isAnswering: boolean },
): Message {
  switch (standing.kind) {
    case "answered": {
      const { person, at, answer, reason } = standing.decision;
      const decision = { who: person.name, at, answer, reason };
      if (about.isAnswering) return { kind: "already-decided", title: "Already decided", decision };
      const sentence = questionSentence(about.state, about.question);
      return { kind: "decided", title: "This is decided", sentence, decision };
    }
    case "withdrawn":
      return {
        kind: "withdrawn",
        title: "No longer asked",
        sentence: `${standing.because === null ? "" : `It was taken back: ${standing.because} `}What is still to be answered is asked anew.`,
      };
    case "text-changed":
      return {
        kind: "withdrawn",
        title: "No longer asked",
        sentence: "The case has changed since. What is still to be answered is asked anew.",
      };
    case "expired":
      return { kind: "expired", title: "This question has expired" };
    case "case-closed":
      return { kind: "withdrawn", title: "Closed", sentence: "The case is closed." };
  }
}
