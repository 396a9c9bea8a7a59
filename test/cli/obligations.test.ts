import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const tocsin = fileURLToPath(new URL("../../cli/tocsin.ts", import.meta.url));

interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

async function run(
  args: readonly string[],
  input = "",
  env: Readonly<Record<string, string>> = {},
): Promise<Run> {
  const child = spawn(process.execPath, [tocsin, ...args], { env: { ...process.env, ...env } });
  child.stdin.end(input);
  const exit = new Promise<number | null>((resolve) => child.once("close", resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), exit]);
  return { code, stdout, stderr };
}

const errorOf = ({ stderr }: Run): unknown => JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "");
const linesOf = ({ stdout }: Run) =>
  stdout
    .trimEnd()
    .split("\n")
    .map(
      (line) =>
        JSON.parse(line) as {
          id: unknown;
          error?: { path?: string };
          obligations?: { due: string | null }[];
        },
    );

const facts = {
  regimes: ["gdpr"],
  role: { gdpr: "controller" },
  timeZone: "Europe/Vienna",
  awareAt: "2026-09-01T08:30:00+02:00",
  riskLevel: "risk",
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tocsin-obligations-"));
});
afterAll(() => rm(folder, { recursive: true }));

describe("tocsin obligations", () => {
  it("answers a file with the date of the text and every duty", async () => {
    const file = join(folder, "facts.json");
    await writeFile(file, JSON.stringify(facts));
    const answer = await run(["obligations", file, "--at", "2026-09-05T00:00:00Z"]);
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.stdout)).toMatchObject({
      textAsOf: "2026-11-22",
      obligations: expect.arrayContaining([
        expect.objectContaining({
          obligationId: "gdpr.art33.authority",
          due: "2026-09-04T06:30:00.000Z",
          overdue: true,
        }),
      ]) as unknown,
    });
  });

  it("applies the law of another date when asked", async () => {
    const answer = await run(["obligations", "-", "--law-as-of", "2017-01-01"], JSON.stringify(facts));
    expect(JSON.parse(answer.stdout)).toMatchObject({
      obligations: expect.not.arrayContaining([expect.objectContaining({ applies: true })]) as unknown,
    });
  });

  it("shows beside the law what a proposed text would change", async () => {
    const answer = await run(["obligations", "-", "--under", "digital-omnibus"], JSON.stringify(facts));
    expect(JSON.parse(answer.stdout)).toMatchObject({
      obligations: expect.arrayContaining([
        expect.objectContaining({ obligationId: "gdpr.art33.authority", applies: true }),
      ]) as unknown,
      under: { changes: [{ obligationId: "gdpr.art33.authority", kind: "withdrawn" }] },
    });
    expect((await run(["obligations", "-", "--under", "wishful"], JSON.stringify(facts))).code).toBe(64);
  });

  it("says the same wherever the machine stands", async () => {
    const [here, there] = await Promise.all(
      ["America/Anchorage", "Asia/Tokyo"].map((TZ) =>
        run(["obligations", "-"], JSON.stringify(facts), { TZ }),
      ),
    );
    expect(here?.stdout).toBe(there?.stdout);
  });

  it.each([
    ["bad facts", ["obligations", "-"], JSON.stringify({ ...facts, affectedTotal: -4 }), 65, "affectedTotal"],
    ["no JSON", ["obligations", "-"], "{", 65, undefined],
    ["no such file", ["obligations", "/nowhere/facts.json"], "", 65, undefined],
    ["a bad option", ["obligations", "-", "--at", "yesterday"], JSON.stringify(facts), 64, undefined],
  ])("ends with its own code over %s and names the place", async (_, args, input, code, path) => {
    const answer = await run(args, input);
    expect(answer.code).toBe(code);
    expect(answer.stdout).toBe("");
    expect(errorOf(answer)).toMatchObject({
      error: { kind: expect.any(String) as unknown, ...(path && { path }) },
    });
  });

  it("answers a batch line by line; a bad line harms no other", async () => {
    const lines = [
      JSON.stringify({ id: "good", facts }),
      "",
      JSON.stringify({ id: "bad", facts: { ...facts, awareAt: "soon" } }),
      "not json",
      "[]",
      JSON.stringify({ id: 7, facts, at: "later" }),
      JSON.stringify({ id: "none" }),
      JSON.stringify({ id: "last", facts, at: "2026-09-05T00:00:00Z" }),
    ];
    const answer = await run(["obligations", "--batch", "-"], `${lines.join("\r\n")}`);
    expect(answer.code).toBe(0);
    const answers = linesOf(answer);
    expect(answers.map(({ id }) => id)).toEqual(["good", "bad", null, null, 7, "none", "last"]);
    expect(answers.map(({ error }) => error?.path)).toEqual([
      undefined,
      "awareAt",
      undefined,
      undefined,
      "at",
      "facts",
      undefined,
    ]);
    expect(answers.at(-1)?.obligations?.[0]).toMatchObject({ overdue: true });
  });

  it("streams a long batch", { timeout: 60_000 }, async () => {
    const line = (id: number) => JSON.stringify({ id, facts: { ...facts, affectedTotal: id } });
    const answer = await run(
      ["obligations", "--batch", "-"],
      Array.from({ length: 3000 }, (_, id) => line(id)).join("\n"),
    );
    const answers = linesOf(answer);
    expect(answers).toHaveLength(3000);
    expect(answers.every(({ id }, index) => id === index)).toBe(true);
  });
});

describe("tocsin assess", () => {
  it("shows both questions, the arithmetic and no decision", async () => {
    const answer = await run(
      ["assess", "-", "--json"],
      JSON.stringify({
        ...facts,
        dataCategories: ["health"],
        enisa: { dpc: 4, ei: 0.75, cb: { maliciousIntent: 0.5 } },
      }),
    );
    expect(answer.code).toBe(0);
    expect(JSON.parse(answer.stdout)).toMatchObject({
      fourFactors: { recorded: "not-performed" },
      enisa: { se: 3.5, level: "high", candidate: "high" },
    });
  });

  it("takes the inputs alone, and refuses a step that the method does not know", async () => {
    const alone = await run(["assess", "-"], JSON.stringify({ dpc: 1, ei: 1, cb: {} }));
    expect(JSON.parse(alone.stdout)).toMatchObject({ enisa: { se: 1, level: "low" } });
    const wrong = await run(["assess", "-"], JSON.stringify({ enisa: { dpc: 1, ei: 0.3, cb: {} } }));
    expect(wrong.code).toBe(65);
    expect(errorOf(wrong)).toMatchObject({ error: { path: "enisa.ei" } });
  });
});
