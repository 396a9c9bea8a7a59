import type { InvocationContext } from "@azure/functions";
import * as df from "durable-functions";
import type { z } from "zod";
import type { AppContext } from "../../shared/cases/app-context.ts";
import { durableClient, appContext } from "../../shared/wiring.ts";

/**
 * Registers one activity: parses what crosses the durable boundary, does one thing with the house, answers an object.
 * Activities run at least once, so each may be repeated.
 */
export function activity<Input>(
  name: string,
  schema: z.ZodType<Input>,
  act: (appContext: AppContext, input: Input, context: InvocationContext) => Promise<object>,
): void {
  df.app.activity(name, {
    extraInputs: [durableClient],
    handler: (input: unknown, context) => act(appContext(), schema.parse(input), context),
  });
}
