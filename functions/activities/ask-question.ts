import { AskInput } from "../../shared/contracts/orchestrations.ts";
import { carryOut } from "../../shared/cases/commands/steps.ts";
import { activities } from "../../orchestrations/names.ts";
import { activity } from "./activity.ts";

/** Writes down that a question is open; its approval orchestration asks it. Safe to repeat. */
activity(activities.askQuestion, AskInput, (appContext, { caseId, ...question }) =>
  carryOut(appContext, caseId, { kind: "ask", ...question }),
);
