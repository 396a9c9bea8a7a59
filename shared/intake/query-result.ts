import { isRecord } from "./fields.ts";

/** The rows of a Log Analytics query's result as records, named by its columns; null when it is none. */
export function rowsOf(tables: unknown): readonly unknown[] | null {
  if (!Array.isArray(tables)) return null;
  const records: unknown[] = [];
  for (const table of tables as unknown[]) {
    if (!isRecord(table) || !Array.isArray(table["columns"]) || !Array.isArray(table["rows"])) return null;
    const names = (table["columns"] as unknown[]).map(nameOf);
    for (const row of table["rows"] as unknown[])
      records.push(Array.isArray(row) ? recordOf(names, row as unknown[]) : row);
  }
  return records;
}

function nameOf(column: unknown): string {
  return isRecord(column) && typeof column["name"] === "string" ? column["name"] : "";
}

/** `Object.fromEntries` defines its members, so that a column named `__proto__` is one like any other. */
function recordOf(names: readonly string[], row: readonly unknown[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name, index) => [name, row[index] ?? null]));
}
