import type { Command } from "./commands.ts";

/** What people do about requests of law enforcement to wait. */
export type HoldCommand = Extract<Command, { kind: "placeHold" | "extendHold" | "liftHold" }>;
