/** Every operation and every delivery report of the e-mail stand-in, in SQLite: the witness of what was sent. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { EmailMessage } from "./email-message.ts";

/** `handing`: the inbox was or will be given the mail, and whether it has it must be asked there. */
export type OperationState = "accepted" | "handing" | "done";

export interface StoredOperation {
  readonly id: string;
  readonly digest: string;
  readonly acceptedAt: number;
  readonly state: OperationState;
  /** Null once handed over: a million messages need not be kept. */
  readonly message: EmailMessage | null;
}

export interface PendingReport {
  readonly eventId: string;
  readonly event: string;
  readonly attempts: number;
  readonly dueAt: number;
}

export interface MessageRecord {
  readonly operationId: string;
  readonly acceptedAt: string;
  readonly state: OperationState;
  readonly sender: string;
  readonly recipients: readonly string[];
  readonly subject: string;
  /** SHA-256 of the request body. */
  readonly digest: string;
  /** How often a send of this operation was answered with 202. */
  readonly posts: number;
  /** How often the inbox took the mail. More than one is a defect. */
  readonly handOvers: number;
  readonly reports: readonly {
    readonly recipient: string;
    readonly status: string;
    readonly posted: boolean;
  }[];
}

const schema = `
  CREATE TABLE IF NOT EXISTS operations (
    id TEXT PRIMARY KEY, digest TEXT NOT NULL, accepted_at INTEGER NOT NULL, state TEXT NOT NULL, sender TEXT NOT NULL,
    recipients TEXT NOT NULL, subject TEXT NOT NULL, message TEXT, posts INTEGER NOT NULL DEFAULT 1,
    hand_overs INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS accepted ON operations (accepted_at);
  CREATE INDEX IF NOT EXISTS unfinished ON operations (accepted_at) WHERE state <> 'done';
  CREATE TABLE IF NOT EXISTS reports (
    event_id TEXT PRIMARY KEY, operation_id TEXT NOT NULL, recipient TEXT NOT NULL, status TEXT NOT NULL, event TEXT NOT NULL,
    due_at INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, posted INTEGER NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS pending ON reports (due_at) WHERE posted = 0;
  CREATE INDEX IF NOT EXISTS reports_of ON reports (operation_id);
`;

export type EmailStore = ReturnType<typeof openEmailStore>;

export function openEmailStore(dataDir: string) {
  mkdirSync(dataDir, { recursive: true });
  const db = new DatabaseSync(join(dataDir, "email.sqlite"));
  // A killed process loses nothing that was written to the log; only the machine's own death could, and is not emulated.
  db.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
  db.exec(schema);
  const accept = db.prepare(
    `INSERT INTO operations (id, digest, accepted_at, state, sender, recipients, subject, message) VALUES (?, ?, ?, 'accepted', ?, ?, ?, ?)`,
  );
  const byId = db.prepare(`SELECT * FROM operations WHERE id = ?`);
  const unfinished = db.prepare(
    `SELECT * FROM operations WHERE state <> 'done' ORDER BY accepted_at, rowid LIMIT 1`,
  );
  const repeated = db.prepare(`UPDATE operations SET posts = posts + 1 WHERE id = ?`);
  const handing = db.prepare(`UPDATE operations SET state = 'handing' WHERE id = ?`);
  const finish = db.prepare(
    `UPDATE operations SET state = 'done', message = NULL, hand_overs = hand_overs + ? WHERE id = ?`,
  );
  const addReport = db.prepare(
    `INSERT INTO reports (event_id, operation_id, recipient, status, event, due_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const nextReport = db.prepare(`SELECT * FROM reports WHERE posted = 0 ORDER BY due_at, rowid LIMIT 1`);
  const postponed = db.prepare(`UPDATE reports SET due_at = ?, attempts = attempts + 1 WHERE event_id = ?`);
  const posted = db.prepare(`UPDATE reports SET posted = 1, attempts = attempts + 1 WHERE event_id = ?`);
  const window = db.prepare(
    `SELECT accepted_at FROM operations WHERE accepted_at > ? ORDER BY accepted_at DESC LIMIT 1 OFFSET ?`,
  );
  const all = db.prepare(`SELECT * FROM operations ORDER BY rowid`);
  const reportsOf = db.prepare(
    `SELECT recipient, status, posted FROM reports WHERE operation_id = ? ORDER BY rowid`,
  );
  const summary = db.prepare(
    `SELECT count(*) AS operations, coalesce(sum(hand_overs), 0) AS handOvers, coalesce(max(hand_overs), 0) AS handOversMax,
     (SELECT count(*) FROM reports WHERE posted = 0) AS reportsPending, count(*) FILTER (WHERE state <> 'done') AS unfinished FROM operations`,
  );

  return {
    find: (id: string): StoredOperation | undefined => operationOf(byId.get(id)),
    nextUnfinished: (): StoredOperation | undefined => operationOf(unfinished.get()),
    /** Committed when it returns. */
    accept(
      id: string,
      digest: string,
      at: number,
      message: EmailMessage,
      recipients: readonly string[],
    ): void {
      const { senderAddress, content } = message;
      accept.run(
        id,
        digest,
        at,
        senderAddress,
        JSON.stringify(recipients),
        content.subject,
        JSON.stringify(message),
      );
    },
    countRepetition: (id: string) => void repeated.run(id),
    markHanding: (id: string) => void handing.run(id),
    /** The end of an operation and the reports that follow from it are one transaction. */
    finish(
      id: string,
      handOvers: 0 | 1,
      reports: readonly { recipient: string; status: string; event: { id: string } }[],
      dueAt: number,
    ): void {
      db.exec("BEGIN IMMEDIATE");
      finish.run(handOvers, id);
      for (const { recipient, status, event } of reports)
        addReport.run(event.id, id, recipient, status, JSON.stringify(event), dueAt);
      db.exec("COMMIT");
    },
    nextReport(): PendingReport | undefined {
      const row = nextReport.get();
      return (
        row && {
          eventId: String(row["event_id"]),
          event: String(row["event"]),
          attempts: Number(row["attempts"]),
          dueAt: Number(row["due_at"]),
        }
      );
    },
    postponeReport: (eventId: string, dueAt: number) => void postponed.run(dueAt, eventId),
    markPosted: (eventId: string) => void posted.run(eventId),
    /** When the latest but `count - 1` was accepted, if that many were accepted since. */
    acceptedSince(since: number, count: number): number | undefined {
      const row = window.get(since, count - 1);
      return row && Number(row["accepted_at"]);
    },
    messages: (): MessageRecord[] => all.all().map((row) => recordOf(row, reportsOf.all(String(row["id"])))),
    summary: () => ({ ...summary.get() }),
    close: () => db.close(),
  };
}

type Row = Record<string, unknown>;

function operationOf(row: Row | undefined): StoredOperation | undefined {
  return (
    row && {
      id: String(row["id"]),
      digest: String(row["digest"]),
      acceptedAt: Number(row["accepted_at"]),
      state: row["state"] as OperationState,
      message: typeof row["message"] === "string" ? (JSON.parse(row["message"]) as EmailMessage) : null,
    }
  );
}

function recordOf(row: Row, reports: readonly Row[]): MessageRecord {
  return {
    operationId: String(row["id"]),
    acceptedAt: new Date(Number(row["accepted_at"])).toISOString(),
    state: row["state"] as OperationState,
    sender: String(row["sender"]),
    recipients: JSON.parse(String(row["recipients"])) as string[],
    subject: String(row["subject"]),
    digest: String(row["digest"]),
    posts: Number(row["posts"]),
    handOvers: Number(row["hand_overs"]),
    reports: reports.map((report) => ({
      recipient: String(report["recipient"]),
      status: String(report["status"]),
      posted: report["posted"] === 1,
    })),
  };
}
