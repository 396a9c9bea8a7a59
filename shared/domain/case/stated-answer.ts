import type { Command } from "./commands.ts";

/** What a person answers, before it is known in which role: the command without who and about what. */
export type StatedAnswer = Omit<Extract<Command, { kind: "answer" }>, "kind" | "questionId" | "role">;
