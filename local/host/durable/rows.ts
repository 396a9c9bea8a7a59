/** What stands in the store, one type a table. `seq` numbers are given in memory, before the row is written. */
import { randomUUID } from "node:crypto";

/** The form of the ids that the engine makes itself: of instances, children, new generations and restarts. */
export const undashedId = (): string => randomUUID().replaceAll("-", "");

export type Status = "Pending" | "Running" | "Suspended" | "Completed" | "Failed" | "Terminated";

export const isEnded = (status: Status): boolean =>
  status === "Completed" || status === "Failed" || status === "Terminated";

export interface InstanceRow {
  readonly num: number;
  readonly id: string;
  readonly name: string;
  readonly execution: string;
  readonly status: Status;
  readonly input: string | null;
  readonly output: string | null;
  readonly custom: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** How often the id has been started anew after an end. */
  readonly generation: number;
  /** The parent of a sub-orchestration, as JSON of the history's `ParentInstance`. */
  readonly parent: string | null;
}

/** An event that waits for its instance. With an execution it is for that one only. */
export interface InboxRow {
  readonly seq: number;
  readonly instance: number;
  readonly execution: string | null;
  readonly event: string;
}

/** An activity that has not ended. */
export interface TaskRow {
  readonly seq: number;
  readonly instance: number;
  readonly execution: string;
  readonly task: number;
  readonly name: string;
  /** JSON of the action's input; null when there is none. */
  readonly input: string | null;
}

export interface TimerRow {
  readonly seq: number;
  readonly dueAt: number;
  readonly instance: number;
  readonly execution: string;
  readonly task: number;
  readonly fireAt: string;
  readonly createdAt: number;
}
