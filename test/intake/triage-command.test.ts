import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { triageCommand } from "../../cli/triage.ts";
import { armAlert, eventGrid, store } from "./payloads.ts";

const folder = mkdtempSync(join(tmpdir(), "tocsin-triage-"));
afterAll(() => rmSync(folder, { recursive: true }));

let printed = "";
beforeEach(() => {
  printed = "";
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => {
    printed += String(chunk);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

interface Answer {
  readonly file: string;
  readonly items?: readonly {
    form: string | null;
    class: string | null;
    outcome: string;
    rule: string;
    reason: string;
    alert: Record<string, unknown>;
  }[];
  readonly error?: { kind: string; message: string };
}

let files = 0;
function fileOf(content: string | Uint8Array): string {
  const path = join(folder, `payload-${(files += 1)}.json`);
  writeFileSync(path, content);
  return path;
}

async function answersFor(...contents: (string | Uint8Array)[]): Promise<Answer[]> {
  await triageCommand({ files: contents.map(fileOf), json: true });
  return printed
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Answer);
}

const alert = JSON.stringify(armAlert());
const noise = JSON.stringify(eventGrid("Microsoft.Storage.BlobCreated", {}));

describe("one line a file, in order, with every field that is promised", () => {
  test("an alert", async () => {
    const [answer] = await answersFor(alert);
    expect(answer?.items).toMatchObject([
      { form: "defender.arm", class: "alert", outcome: "open", rule: "exfiltration-or-credentials" },
    ]);
    expect(Object.keys(answer?.items?.[0]?.alert ?? {})).toEqual(
      expect.arrayContaining(["nativeId", "title", "severity", "startedAt", "resources", "simulated"]),
    );
  });

  test("what is rejected has the same fields, with nothing in them", async () => {
    const [answer] = await answersFor('[{"odd":1}]');
    expect(answer?.items).toEqual([
      {
        form: null,
        class: null,
        outcome: "reject",
        rule: "unreadable",
        reason: "a kind that no source knows",
        alert: {
          nativeId: null,
          title: null,
          severity: "unknown",
          startedAt: null,
          resources: [],
          simulated: false,
        },
      },
    ]);
  });

  test("several files", async () => {
    const answers = await answersFor(alert, "not json", noise);
    expect(answers.map(({ items, error }) => items?.[0]?.outcome ?? error?.kind)).toEqual([
      "open",
      "not-json",
      "ignore",
    ]);
  });
});

describe("however the file is written", () => {
  test.each<[string, string | Uint8Array, string[]]>([
    ["lines of JSON", `${alert}\n\n${noise}\r\n`, ["open", "ignore"]],
    ["lines of JSON with a bad one", `${alert}\n{cut\n${noise}`, ["open", "reject", "ignore"]],
    ["an array", `[${alert},${noise}]`, ["open", "ignore"]],
    ["a byte order mark", `\uFEFF${alert}`, ["open"]],
    ["UTF-16, little end first", Buffer.from(`\uFEFF${alert}`, "utf16le"), ["open"]],
    ["UTF-16, big end first", Buffer.from(`\uFEFF${alert}`, "utf16le").swap16(), ["open"]],
    ["Base64 as in a storage queue", btoa(noise), ["ignore"]],
    ["huge numbers", `{"SystemAlertId":${"9".repeat(400)},"AlertType":"x","Severity":1e999}`, ["watch"]],
    ["no JSON object", "42", ["reject"]],
    ["an empty list", "[]", []],
    ["deep nesting", `${"[".repeat(50_000)}${"]".repeat(50_000)}`, ["reject"]],
  ])("%s", async (_how, content, outcomes) => {
    const [answer] = await answersFor(content);
    expect(answer?.items?.map(({ outcome }) => outcome)).toEqual(outcomes);
  });

  test.each<[string, string | Uint8Array, string]>([
    ["an empty file", "", "empty"],
    ["blanks", " \n\t", "empty"],
    ["a mark and nothing else", "\uFEFF", "empty"],
    ["cut JSON", alert.slice(0, 100), "not-json"],
    ["bytes that are no text", Uint8Array.from([0x80, 0xfe, 0x00, 0x01]), "not-json"],
  ])("%s is answered with an error in its line", async (_how, content, kind) => {
    const [answer] = await answersFor(content);
    expect(answer?.error?.kind).toBe(kind);
    expect(answer?.error?.message).not.toBe("");
  });
});

test("a file that cannot be read ends in 65, after every file has its line", async () => {
  const missing = join(folder, "missing.json");
  await expect(triageCommand({ files: [missing, fileOf(noise)], json: true })).rejects.toMatchObject({
    exitCode: 65,
    kind: "unreadable",
    path: missing,
  });
  expect(printed.trimEnd().split("\n")).toHaveLength(2);
});

describe("an operator's rules", () => {
  const rules = (text: string) => triageCommand({ files: [fileOf(alert)], json: true, rules: fileOf(text) });

  test("decide, from YAML", async () => {
    await rules(
      "rules:\n  - id: mine\n    when: { all: [{ field: severity, atLeast: high }, { field: tactics, is: exfiltration }] }\n    outcome: ignore\n    reason: We know.\n",
    );
    expect(printed).toContain('"outcome":"ignore","rule":"mine","reason":"We know."');
  });

  test.each([["rules: [{}]"], ["{{{"], [""], ["- 1"]])(
    "that cannot be used (%s) end in 65 before anything is said",
    async (text) => {
      await expect(rules(text)).rejects.toMatchObject({ exitCode: 65, kind: "bad-rules" });
      expect(printed).toBe("");
    },
  );
});

describe("a registry", () => {
  const about = (holds: string) =>
    `{"resources":[{"id":"${store}","holds":"${holds}","because":"owner, 2026"}]}`;
  const item = async (registry: string) => {
    await triageCommand({ files: [fileOf(alert)], json: true, registry: fileOf(registry) });
    return (JSON.parse(printed) as Answer).items?.[0];
  };

  test("decides over what nobody else knows here, and says so", async () => {
    expect(await item(about("neither"))).toMatchObject({
      outcome: "watch",
      classification: {
        value: "neither",
        because: ["neither: registry, storageaccounts scans: owner, 2026"],
      },
    });
  });

  test("that says yes lets a rule for classified stores open a case", async () => {
    expect(await item(about("phi"))).toMatchObject({
      outcome: "open",
      rule: "exfiltration-or-credentials",
      reason: expect.not.stringContaining("unknown") as string,
      classification: { value: "phi" },
    });
  });

  test("that is silent about it leaves it unknown, which counts as classified at high severity", async () => {
    expect(await item('{"resources":[]}')).toMatchObject({
      outcome: "open",
      reason: expect.stringContaining("unknown counts as classified at high severity") as string,
      classification: { value: "unknown", because: ["unknown: the registry does not name it"] },
    });
  });

  test("that cannot be used ends in 65 with its path and the place in it, before anything is said", async () => {
    const registry = fileOf('{"resources":[{"id":"x","holds":"phi"}]}');
    await expect(triageCommand({ files: [fileOf(alert)], json: true, registry })).rejects.toMatchObject({
      exitCode: 65,
      kind: "bad-registry",
      path: registry,
      message: expect.stringContaining("resources[0].id") as string,
    });
    expect(printed).toBe("");
  });
});

describe("the rules, printed", () => {
  test("need no payload", async () => {
    await triageCommand({ files: [], json: false, printRules: true });
    expect(printed).toMatch(/^# The triage rules[^]*\nrules:\n[^]*- id: audit-log-tampering/);
  });

  test("name the place of a mistake when they are somebody's own", async () => {
    const rules = fileOf(
      "- id: mine\n  when: { all: [{ field: severity, ist: high }] }\n  outcome: open\n  reason: r\n",
    );
    await expect(triageCommand({ files: [], json: false, rules, printRules: true })).rejects.toMatchObject({
      exitCode: 65,
      path: rules,
      message: expect.stringContaining("[0].when.all[0]") as string,
    });
  });
});

test("in words, a hostile title cannot steer the terminal", async () => {
  await triageCommand({
    files: [fileOf(JSON.stringify(armAlert({ alertDisplayName: "red \u001B[31m \u202Ealert\nfake line" })))],
    json: false,
  });
  expect(printed).toContain("open");
  // eslint-disable-next-line no-control-regex
  expect(printed).not.toMatch(/[\u001B\u202E]|\nfake/);
});
