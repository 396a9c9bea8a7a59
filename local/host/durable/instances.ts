/** Instances, awake or in the store: finding one, its past, its messages, and a new one. */
import type { HostClock } from "../types.ts";
import type { Awake } from "./awake.ts";
import { nothingYet } from "./call-orchestrator.ts";
import type { Past } from "./call-orchestrator.ts";
import { textToEvents } from "./history.ts";
import type { HistoryEvent } from "./history.ts";
import type { Message, NewInstance, Start } from "./live.ts";
import type { InboxRow, InstanceRow } from "./rows.ts";
import { startEvent } from "./step.ts";
import type { Store } from "./store.ts";
import type { Writes } from "./writes.ts";

export function createInstances({ clock, store, awake }: { clock: HostClock; store: Store; awake: Awake }) {
  const find = (id: string): InstanceRow | undefined => awake.get(id)?.row ?? store.read.instance(id);

  const inboxRow = (instance: number, execution: string | null, event: HistoryEvent): InboxRow => ({
    seq: store.nextNumber("inbox"),
    instance,
    execution,
    event: JSON.stringify(event),
  });

  return {
    find,
    inboxRow,
    pastOf(row: InstanceRow): Past {
      if (row.status === "Pending") return nothingYet;
      const written = store.read.steps(row.num);
      const texts = written.map((step) => step.events);
      return {
        texts,
        events: textToEvents(texts.join(",")),
        asked: written.flatMap((step) => JSON.parse(step.asked) as string[]),
      };
    },
    /** Takes the id at once, so that of two starts in the same moment one finds it taken. */
    make(start: Start, replaced: InstanceRow | undefined): NewInstance {
      const { id, name, input, parent, execution } = start;
      awake.forget(id);
      const at = clock.now();
      const generation = parent === null && replaced !== undefined ? replaced.generation + 1 : 0;
      const one = awake.wake({
        ...{ num: store.nextNumber("instances"), id, name, execution, input, generation },
        ...{ status: "Pending", output: null, custom: null, createdAt: at, updatedAt: at },
        parent: parent === null ? null : JSON.stringify(parent),
      });
      const event = startEvent(one.row, parent, parent === null ? generation : null);
      return { one, event, inbox: inboxRow(one.row.num, execution, event), replaces: replaced?.num };
    },
  };
}

export function messageOf({ seq, execution, event: text }: InboxRow, event: HistoryEvent): Message {
  return { from: "inbox", seq, execution, event, text };
}

export function writeInstance(writes: Writes, created: NewInstance): void {
  if (created.replaces !== undefined) {
    writes.dropAllOf(created.replaces, "instances", "steps", "inbox", "timers");
  }
  writes.addInstance(created.one.row);
  writes.addInbox(created.inbox);
}
