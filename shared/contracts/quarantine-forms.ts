/**
 * What a person does about something in quarantine. As a form: `action` resubmit, dismiss; `reason`; `body`, the text to
 * be submitted in the original's stead (absent or unchanged: the original). As JSON the same, without `csrf`.
 */
import { z } from "zod";
import { choice, words } from "./form-fields.ts";

export interface QuarantineAct {
  readonly action: "resubmit" | "dismiss";
  readonly reason: string;
  /** Null: the original as it is. */
  readonly edited: string | null;
}

/**
 * The original's text, if it has one, tells whether anything was edited. A browser's form has line ends of its own, so
 * they are made one kind there; a program's text is kept as it is.
 */
export const quarantineForm = ({
  original,
  isForm,
}: {
  readonly original: string | null;
  readonly isForm: boolean;
}) =>
  z
    .object({
      action: choice(["resubmit", "dismiss"], "Choose what is to be done."),
      reason: words,
      body: z.string().optional(),
    })
    .transform((typed, check): QuarantineAct => {
      const complain = (field: string, message: string) =>
        check.addIssue({ code: "custom", message, path: [field] });
      const spelled = isForm ? unixLines : asItIs;
      const body = typed.body === undefined ? null : spelled(typed.body);
      const edited = body === null || (original !== null && body === spelled(original)) ? null : body;
      if (typed.action === null) complain("action", "Choose what is to be done.");
      if (typed.action === "dismiss" && typed.reason === null)
        complain("reason", "Say why nothing is to come of this: an auditor will ask.");
      if (typed.action === "resubmit" && edited !== null && typed.reason === null)
        complain("reason", "Say what you have changed, and why.");
      if (typed.action === "resubmit" && edited?.trim() === "")
        complain("body", "There is nothing in it. Write what should be submitted.");
      return { action: typed.action ?? "resubmit", reason: typed.reason ?? "", edited };
    });

const asItIs = (text: string): string => text;
const unixLines = (text: string): string => text.replace(/\r\n?/g, "\n");
