import type { Instant } from "../domain/instants.ts";

/** Tells the time everywhere outside the domain (an argument there) and orchestrations (their own clock). */
export interface Clock {
  now(): Instant;
}
