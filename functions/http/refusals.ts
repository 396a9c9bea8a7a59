import type { PostProblem } from "../../shared/contracts/program-posts.ts";
import { problemResponse } from "./responses.ts";
import type { HttpResponse } from "./request-context.ts";

/** The content itself is wrong: it could never be taken. */
export const badPost = ({ path, message }: PostProblem): HttpResponse =>
  problemResponse(400, "Not understood", message, {}, { kind: "bad-input", path });

/** Understood, and this one field stands in the way: a reason that is missing, a time that is locked. */
export const wrongField = ({ path, message }: PostProblem): HttpResponse =>
  problemResponse(
    422,
    "Not taken",
    message,
    {},
    { kind: path === "reason" ? "reason-missing" : "wrong-field", path },
  );

const statuses: Readonly<Record<string, number>> = {
  "unknown-case": 404,
  "unknown-question": 404,
  "question-expired": 410,
  "text-changed": 409,
  "already-decided": 409,
  "case-closed": 409,
};

/** A refusal of the case, in its own words. */
export const refusalResponse = (
  { kind, message }: { readonly kind: string; readonly message: string },
  more: Readonly<Record<string, unknown>> = {},
): HttpResponse => problemResponse(statuses[kind] ?? 422, "Not taken", message, {}, { kind, ...more });
