/** What is asked of the store. */
import type { DatabaseSync } from "node:sqlite";
import type { InboxRow, InstanceRow, TaskRow, TimerRow } from "./rows.ts";

export type Reads = ReturnType<typeof readsOf>;

export interface InstanceFilter {
  readonly prefix: string;
  readonly createdFrom?: number;
  readonly createdTo?: number;
  /** Empty: any. */
  readonly statuses: readonly string[];
}

export function readsOf(db: DatabaseSync) {
  const instanceById = db.prepare("SELECT * FROM instances WHERE id = ?");
  const instanceByNum = db.prepare("SELECT * FROM instances WHERE num = ?");
  const stepsOf = db.prepare("SELECT n, events, asked FROM steps WHERE instance = ? ORDER BY n");
  const dueTimers = db.prepare(
    "SELECT * FROM timers WHERE dueAt <= ? AND (dueAt, seq) > (?, ?) ORDER BY dueAt, seq LIMIT 256",
  );
  const nextDue = db.prepare("SELECT dueAt FROM timers WHERE dueAt > ? ORDER BY dueAt LIMIT 1");
  const page = db.prepare(
    `SELECT * FROM instances WHERE id > $after AND id >= $prefix AND id < $prefixEnd
     AND createdAt >= $createdFrom AND createdAt <= $createdTo
     AND ($statuses = '' OR instr($statuses, ',' || status || ',') > 0) ORDER BY id LIMIT $limit`,
  );
  return {
    instance: (id: string) => instanceById.get(id) as InstanceRow | undefined,
    instanceByNum: (num: number) => instanceByNum.get(num) as InstanceRow | undefined,
    steps: (instance: number) =>
      stepsOf.all(instance) as unknown as readonly { n: number; events: string; asked: string }[],
    allInbox: () => db.prepare("SELECT * FROM inbox ORDER BY seq").all() as unknown as readonly InboxRow[],
    allTasks: () => db.prepare("SELECT * FROM tasks ORDER BY seq").all() as unknown as readonly TaskRow[],
    /** Timers due at `now`, a few hundred at a time, in the order in which they are due. */
    dueTimers: (now: number, after: { readonly dueAt: number; readonly seq: number }) =>
      dueTimers.all(now, after.dueAt, after.seq) as unknown as readonly TimerRow[],
    nextDueAfter: (now: number) => nextDue.get(now)?.dueAt as number | undefined,
    /** Instances in the order of their ids. */
    page(filter: InstanceFilter, after: string, limit: number) {
      return page.all({
        $after: after,
        $prefix: filter.prefix,
        $prefixEnd: `${filter.prefix}\u{10FFFF}`,
        $createdFrom: filter.createdFrom ?? -8.64e15,
        $createdTo: filter.createdTo ?? 8.64e15,
        $statuses: filter.statuses.length === 0 ? "" : `,${filter.statuses.join(",")},`,
        $limit: limit,
      }) as unknown as readonly InstanceRow[];
    },
  };
}
