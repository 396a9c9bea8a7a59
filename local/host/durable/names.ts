/** The app's functions by name; the engine does not mind the case of names. */
import type { RegisteredFunction } from "../types.ts";

export interface FunctionNames {
  readonly orchestrator: (name: string) => RegisteredFunction | undefined;
  readonly activity: (name: string) => RegisteredFunction | undefined;
  readonly orchestrators: () => readonly string[];
}

export function functionNames(functions: () => readonly RegisteredFunction[]): FunctionNames {
  const of = (trigger: string) =>
    functions().filter(({ triggerType }) => triggerType.toLowerCase() === trigger);
  const named = (trigger: string, name: string) =>
    of(trigger).find((one) => one.name.toLowerCase() === name.toLowerCase());
  return {
    orchestrator: (name) => named("orchestrationtrigger", name),
    activity: (name) => named("activitytrigger", name),
    orchestrators: () => of("orchestrationtrigger").map(({ name }) => name),
  };
}
