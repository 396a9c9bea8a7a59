import type { InvocationContext } from "@azure/functions";
import * as df from "durable-functions";
import type { z } from "zod";
import type { House } from "../../shared/cases/app-context.ts";
import { durableClient, house } from "../../shared/wiring.ts";

/**
 * Registers one activity: parses what crosses the durable boundary, does one thing with the house, answers an object.
 * Activities run at least once, so each may be repeated.
 */
export function activity<Input>(
  name: string,
  schema: z.ZodType<Input>,
  act: (house: House, input: Input, context: InvocationContext) => Promise<object>,
): void {
  df.app.activity(name, {
    extraInputs: [durableClient],
    handler: (input: unknown, context) => act(house(), schema.parse(input), context),
  });
}
