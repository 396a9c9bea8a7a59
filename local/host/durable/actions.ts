/** What an orchestrator asks for, as its library returns it: all of it since the start, every time. */
import { createHash } from "node:crypto";

export interface RetryOptions {
  readonly firstRetryIntervalInMilliseconds: number;
  readonly maxNumberOfAttempts: number;
  readonly backoffCoefficient?: number;
  readonly maxRetryIntervalInMilliseconds?: number;
  readonly retryTimeoutInMilliseconds?: number;
}

interface Call {
  readonly functionName: string;
  readonly input?: unknown;
}

export interface ChildCall extends Call {
  readonly instanceId?: string;
  readonly version?: string;
}

export type Action =
  | (Call & { readonly actionType: 0 })
  | (Call & { readonly actionType: 1; readonly retryOptions: RetryOptions })
  | (ChildCall & { readonly actionType: 2 })
  | (ChildCall & { readonly actionType: 3; readonly retryOptions: RetryOptions })
  | { readonly actionType: 4; readonly input?: unknown }
  | { readonly actionType: 5; readonly fireAt: string; readonly isCanceled: boolean }
  | { readonly actionType: 6; readonly externalEventName: string }
  | { readonly actionType: 11 | 12; readonly compoundActions: readonly Action[] }
  | { readonly actionType: 7 | 8 | 9 | 10 | 13 | 14 };

export interface OrchestratorState {
  readonly isDone: boolean;
  readonly actions: readonly (readonly Action[])[];
  readonly output?: unknown;
  readonly error?: string;
  readonly customStatus?: unknown;
}

const failureLabel = "$OutOfProcData$:";

/** The state inside the message that the library throws when an orchestration fails; undefined when there is none. */
export function stateInFailure(message: string): OrchestratorState | undefined {
  const at = message.indexOf(failureLabel);
  return at < 0 ? undefined : (JSON.parse(message.slice(at + failureLabel.length)) as OrchestratorState);
}

/** Names of the actions that this host refuses, for its message. */
export const refusedActions: Readonly<Record<7 | 8 | 9 | 10 | 13 | 14, string>> = {
  7: "callEntity",
  8: "callHttp",
  9: "signalEntity",
  10: "scheduled signalEntity",
  13: "lock of entities",
  14: "release of entities",
};

/**
 * One action in words: for a person, and to compare what the code asks for now with what it asked for before.
 * Whether a timer has been cancelled is left out, because that changes rightly between two episodes.
 */
export function actionInWords(action: Action): string {
  switch (action.actionType) {
    case 0:
      return `activity ${action.functionName}(${inBrief(action.input)})`;
    case 1:
      return `activity ${action.functionName}(${inBrief(action.input)}) with retries ${inBrief(action.retryOptions)}`;
    case 2:
      return `sub-orchestration ${action.functionName}(${inBrief(action.input)}) as ${action.instanceId ?? "any id"}`;
    case 3:
      return `sub-orchestration ${action.functionName}(${inBrief(action.input)}) as ${action.instanceId ?? "any id"} with retries ${inBrief(action.retryOptions)}`;
    case 4:
      return `continueAsNew(${inBrief(action.input)})`;
    case 5:
      return `timer until ${action.fireAt}`;
    case 6:
      return `wait for event ${action.externalEventName}`;
    case 11:
    case 12:
      return `${action.actionType === 11 ? "any" : "all"} of [${action.compoundActions.map(actionInWords).join("; ")}]`;
    default:
      return refusedActions[action.actionType];
  }
}

export interface Departure {
  /** Number of the step, counted from 1. */
  readonly step: number;
  readonly before: string;
  readonly now: string;
}

/** Where the code first asks for something else than it did in an earlier episode of this execution. */
export function departureFrom(before: readonly string[], actions: readonly Action[]): Departure | undefined {
  for (const [index, words] of before.entries()) {
    const action = actions[index];
    const now = action === undefined ? "nothing more" : actionInWords(action);
    if (now !== words) return { step: index + 1, before: words, now };
  }
  return undefined;
}

const inBriefLengthMax = 200;

function inBrief(value: unknown): string {
  const text = value === undefined ? "" : JSON.stringify(value);
  if (text.length <= inBriefLengthMax) return text;
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 16);
  return `${text.slice(0, 80)}… of ${text.length} characters, sha256 ${digest}`;
}
