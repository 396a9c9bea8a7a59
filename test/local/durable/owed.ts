/** What a host that was killed left on disk undone. Looked at in a copy, so that the next host finds what was left. */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { withoutMadeUp } from "./recording.ts";

export interface Owed {
  /** Instances for which something lies there that they have not taken in. */
  readonly messagesTo: ReadonlySet<string>;
  /** Activities without an outcome, by instance, name and input. */
  readonly activities: readonly string[];
}

export function owedAtDeath(dataDir: string): Owed {
  const copy = mkdtempSync(join(tmpdir(), "durable-left-"));
  cpSync(join(dataDir, "durable"), copy, { recursive: true });
  const db = new DatabaseSync(join(copy, "durable.sqlite"));
  try {
    const inbox = db
      .prepare("SELECT DISTINCT id FROM inbox JOIN instances ON instances.num = inbox.instance")
      .all() as { id: string }[];
    const tasks = db
      .prepare(
        "SELECT id, tasks.name, tasks.input FROM tasks JOIN instances ON instances.num = tasks.instance",
      )
      .all() as { id: string; name: string; input: string | null }[];
    for (const { id, name } of tasks) if (name === "flaky") forgetAttempt(db, dataDir, id);
    return {
      messagesTo: new Set(inbox.map(({ id }) => id)),
      activities: tasks.map(({ id, name, input }) => activityKey([id, name, JSON.parse(input ?? "null")])),
    };
  } finally {
    db.close();
    rmSync(copy, { recursive: true });
  }
}

export const activityKey = (run: readonly unknown[]): string =>
  withoutMadeUp(JSON.stringify(run)).slice(0, 500);

/** The flaky activity counts its attempts by the runs; one that was cut off counts as none. */
function forgetAttempt(db: DatabaseSync, dataDir: string, id: string): void {
  const file = join(dataDir, `runs-${id}`);
  if (!existsSync(file)) return;
  const texts = db
    .prepare("SELECT events AS text FROM steps JOIN instances ON num = instance WHERE id = ?")
    .all(id)
    .concat(
      db.prepare("SELECT event AS text FROM inbox JOIN instances ON num = instance WHERE id = ?").all(id),
    );
  const events = JSON.parse(`[${texts.map(({ text }) => String(text)).join(",")}]`) as {
    EventType: number;
  }[];
  const outcomes = events.filter(({ EventType }) => EventType === 5 || EventType === 6).length;
  const attempts = readFileSync(file, "utf8").split("\n").filter(Boolean);
  writeFileSync(
    file,
    attempts
      .slice(0, outcomes)
      .map((line) => `${line}\n`)
      .join(""),
  );
}
