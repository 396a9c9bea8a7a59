/**
 * Keeps what the Cosmos server holds in memory. A commit is on the disk when `keep` returns, so an answer sent after
 * it can be relied on whatever happens to the process.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { Change } from "./cosmos-account.ts";
import type { Resource } from "./cosmos-answers.ts";

export const journalFile = "cosmos.sqlite";

export interface Journal {
  keep(changes: readonly Change[]): void;
  /** What stands, parents before children, in the order in which it was last written. */
  kept(): Iterable<Change>;
  close(): void;
}

export function openJournal(dataDir: string): Journal {
  mkdirSync(dataDir, { recursive: true });
  const sqlite = new DatabaseSync(join(dataDir, journalFile));
  sqlite.exec(`
    pragma journal_mode = wal;
    pragma synchronous = full;
    create table if not exists resources (
      written integer primary key,
      kind text not null check (kind in ('database', 'container', 'document')),
      database text not null,
      container text not null,
      rid text not null unique,
      ridCount integer not null,
      json text not null
    );
    create index if not exists byKind on resources (kind, database, container);
  `);
  const put = sqlite.prepare(
    "insert or replace into resources (kind, database, container, rid, ridCount, json) values (?, ?, ?, ?, ?, ?)",
  );
  const remove = sqlite.prepare("delete from resources where rid = ?");
  const removeContainer = sqlite.prepare("delete from resources where database = ? and container = ?");
  const removeDatabase = sqlite.prepare("delete from resources where database = ?");
  const columns = "kind, database, container, ridCount, json";
  const parents = sqlite.prepare(
    `select ${columns} from resources where kind in ('database', 'container') order by kind desc, written`,
  );
  // `+`: nearly every row is a document, so they are read as they lie and not through the index and a sort.
  const documents = sqlite.prepare(
    `select ${columns} from resources where +kind = 'document' order by written`,
  );

  return {
    keep(changes) {
      sqlite.exec("begin immediate");
      try {
        for (const change of changes) apply(change);
        sqlite.exec("commit");
      } catch (cause) {
        if (sqlite.isTransaction) sqlite.exec("rollback");
        throw cause;
      }
    },
    *kept() {
      for (const statement of [parents, documents]) {
        for (const row of statement.iterate()) {
          const { json, ...rest } = row as unknown as Omit<Change, "op" | "resource"> & { json: string };
          yield { op: "put", ...rest, resource: JSON.parse(json) as Resource };
        }
      }
    },
    close: () => sqlite.close(),
  };

  function apply({ op, kind, database, container, resource, ridCount }: Change): void {
    if (op === "put") put.run(kind, database, container, resource._rid, ridCount, JSON.stringify(resource));
    else if (kind === "document") remove.run(resource._rid);
    else if (kind === "container") removeContainer.run(database, container);
    else removeDatabase.run(database);
  }
}

/**
 * The documents of one container, read from the disk without the server, in the order of two of their members. The
 * server may run meanwhile. Throws when there is no journal in the folder.
 */
export function* readJournal(
  dataDir: string,
  container: string,
  orderBy: readonly [string, string],
): Generator<Resource, void, undefined> {
  const sqlite = new DatabaseSync(join(dataDir, journalFile), { readOnly: true });
  try {
    const order = orderBy.map((member) => `json ->> '$.${member}'`).join(", ");
    const documents = sqlite.prepare(
      `select json from resources where kind = 'document' and container = ? order by ${order}`,
    );
    for (const { json } of documents.iterate(container)) yield JSON.parse(json as string) as Resource;
  } finally {
    sqlite.close();
  }
}
