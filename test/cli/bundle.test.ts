/** The bundle of the app itself: what a start loads, that each part loads, and that a bad setting stops the start. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Metafile } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundleApp, loadedWith } from "../../cli/bundle.ts";

const root = join(import.meta.dirname, "..", "..");
let app: string;
let metafile: Metafile;

beforeAll(async () => {
  app = mkdtempSync(join(tmpdir(), "tocsin-bundle-"));
  ({ metafile } = await bundleApp({ root, entry: "functions/main.ts", outdir: join(app, "dist") }));
  writeFileSync(join(app, "package.json"), JSON.stringify({ type: "module", main: "dist/functions.mjs" }));
});

afterAll(() => rmSync(app, { recursive: true }));

describe("a start", () => {
  test.each([
    "@azure/cosmos",
    "@azure/storage-blob",
    "apache-arrow",
    "@azure/identity",
    "@azure/msal-node",
    "@azure/communication-email",
    "@azure/arm-resourcegraph",
    "@azure/core-rest-pipeline",
    "@microsoft/microsoft-graph-client",
    "axios",
    "yaml",
    "ical-generator",
    "jose",
  ])("does not load %s, which the app has", (name) => {
    const isOf = (source: string) => source.includes(`node_modules/${name}/`);
    expect(Object.keys(metafile.inputs).some(isOf)).toBe(true);
    for (const entry of ["functions/main.ts", "functions/index.ts", "shared/wiring.ts"])
      expect(loadedWith(metafile, entry).filter(isOf)).toEqual([]);
  });

  test("has its compile cache before the app is loaded", () => {
    expect(loadedWith(metafile, "functions/main.ts")).toEqual([
      "shared/compile-cache.ts",
      "functions/main.ts",
    ]);
  });

  test("speaks of one language only", () => {
    const languages = Object.keys(metafile.inputs).filter((source) => source.includes("zod/v4/locales/"));
    const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([source, { bytesInOutput }]) => (bytesInOutput > 0 ? [source] : [])),
    );
    expect(
      languages.filter((source) => used.includes(source)).map((source) => source.split("/").at(-1)),
    ).toEqual(["en.js"]);
  });

  test("with settings that can be used registers the functions", () => {
    const { status, stdout, stderr } = start({});
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { ms: number }).ms).toBeGreaterThan(0);
  });

  test.each([
    [{ PublicUrl: undefined }, "PublicUrl is not set."],
    [{ Entity__timeZone: "Mars/Olympus" }, "Entity__timeZone: must be an IANA zone"],
    [{ Roles__counsel: "counsel" }, "Roles__counsel: Invalid GUID."],
    [
      { Graph__endpoint: "https://graph.example" },
      "https://graph.example is neither Microsoft Graph nor this machine",
    ],
    [{ OriginalsBlob__connectionString: "secret" }, "OriginalsBlob__connectionString names neither"],
  ])("is stopped by %o", (change, message) => {
    const { status, stderr } = start(change);
    expect(status).not.toBe(0);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("secret");
  });
});

/** A part stands by itself: its imports are there, and evaluating it needs nothing that another has set up. */
test("each part loads", () => {
  const parts = Object.entries(metafile.outputs)
    .filter(([, { entryPoint }]) => entryPoint !== undefined && !entryPoint.startsWith("functions/"))
    .map(([file]) => join(root, file));
  expect(parts.length).toBeGreaterThan(10);
  const script = `import Module from "node:module";
    const load = Module._load;
    Module._load = (name, ...rest) => (name === "@azure/functions-core" ? {} : load(name, ...rest));
    for (const file of process.argv.slice(1)) if (Object.keys(await import(file)).length === 0) throw new Error(file);`;
  const args = ["--input-type=module", "--eval", script, ...parts];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
});

test("a durable client that asks more of axios than is put off stops the build", async () => {
  const library = join(
    app,
    "node_modules",
    "durable-functions",
    "lib",
    "src",
    "durableClient",
    "DurableClient.js",
  );
  mkdirSync(dirname(library), { recursive: true });
  const uses = (verb: string) =>
    writeFileSync(
      library,
      `const axios_1 = require("axios");\nexports.ask = () => axios_1.default.create({}).${verb}("");\n` +
        `exports.send = (axiosInstance) => axiosInstance.${verb}("");\n`,
    );
  writeFileSync(
    join(app, "app.ts"),
    'export * from "durable-functions/lib/src/durableClient/DurableClient.js";\n',
  );
  mkdirSync(join(app, "node_modules", "axios"));
  writeFileSync(join(app, "node_modules", "axios", "index.js"), "exports.default = {};\n");
  const built = () => bundleApp({ root: app, entry: "app.ts", outdir: join(app, "other") });
  uses("get");
  await expect(built()).resolves.toMatchObject({ errors: [] });
  uses("patch");
  await expect(built()).rejects.toThrow("axiosInstance.patch");
});

/** In a process of its own, as a worker is. */
function start(change: Readonly<Record<string, string | undefined>>) {
  const role = (name: string, nth: number) => [`Roles__${name}`, `00000000-0000-4000-8000-00000000000${nth}`];
  const names = ["incidentCommander", "privacyOfficer", "counsel", "executive", "operator", "auditor"];
  const settings: Record<string, string | undefined> = {
    PATH: process.env["PATH"],
    TMPDIR: app,
    Entity__name: "Clinic",
    Entity__timeZone: "Europe/Berlin",
    PublicUrl: "https://tocsin.example",
    Links__signingKey: Buffer.alloc(32).toString("base64"),
    ...(Object.fromEntries([...names, "noticeDesk", "fallback"].map(role)) as Record<string, string>),
    CosmosDb__endpoint: "https://clinic.documents.azure.com",
    OriginalsBlob__serviceUri: "https://clinic.blob.core.windows.net",
    Email__endpoint: "https://clinic.communication.azure.com",
    Email__sender: "notices@clinic.example",
    ...change,
  };
  const script = join(root, "bench", "cold-start-load.ts");
  return spawnSync(process.execPath, [script, app], { encoding: "utf8", env: settings });
}
