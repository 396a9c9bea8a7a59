/** The app's functions by name; the engine does not mind the case of names. */
import type { RegisteredFunction } from "../types.ts";

export interface FunctionNames {
  readonly orchestrator: (name: string) => RegisteredFunction | undefined;
  readonly activity: (name: string) => RegisteredFunction | undefined;
  readonly orchestrators: () => readonly string[];
}

export function functionNames(functions: () => readonly RegisteredFunction[]): FunctionNames {
  const orchestrators = byName(functions, "orchestrationtrigger");
  const activities = byName(functions, "activitytrigger");
  return {
    orchestrator: (name) => orchestrators().get(name.toLowerCase()),
    activity: (name) => activities().get(name.toLowerCase()),
    orchestrators: () => [...orchestrators().values()].map(({ name }) => name),
  };
}

/** Made once for each list of functions, because an engine asks several times a step. */
function byName(functions: () => readonly RegisteredFunction[], trigger: string) {
  let list: readonly RegisteredFunction[] | undefined;
  let named = new Map<string, RegisteredFunction>();
  return () => {
    if (list === functions()) return named;
    list = functions();
    const own = list.filter(({ triggerType }) => triggerType.toLowerCase() === trigger);
    named = new Map(own.map((found) => [found.name.toLowerCase(), found]));
    return named;
  };
}
