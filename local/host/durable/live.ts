/** An instance that is awake, what comes to it and what it sends off. */
import type { Past } from "./call-orchestrator.ts";
import type { HistoryEvent, Parent, Told } from "./history.ts";
import type { InboxRow, InstanceRow, TaskRow, TimerRow } from "./rows.ts";

export interface Message extends Told {
  readonly from: "inbox" | "timers";
  readonly seq: number;
  /** Null: for whatever execution the instance has. */
  readonly execution: string | null;
}

export interface Live {
  row: InstanceRow;
  past: Past | undefined;
  inbox: Message[];
  stepping: boolean;
  /** Replaced or purged: what is still on its way for it is dropped. */
  gone: boolean;
}

export interface Start {
  readonly id: string;
  readonly name: string;
  readonly input: string | null;
  readonly parent: Parent | null;
  readonly execution: string;
}

/** An event and the row in which it waits. */
interface Posted {
  readonly one: Live;
  readonly inbox: InboxRow;
  readonly event: HistoryEvent;
}

export interface NewInstance extends Posted {
  /** The instance that had the id before, and leaves. */
  readonly replaces: number | undefined;
}

export interface Outgoing {
  readonly tasks: readonly TaskRow[];
  readonly timers: readonly TimerRow[];
  readonly children: readonly NewInstance[];
  /** To the parent, when a child has ended. */
  readonly answer: Posted | undefined;
}
