/**
 * A person works through the demo case from the command line alone: every command is the real process, against the real
 * service. The operator's token, which the commands find by themselves, may look but not decide.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import {
  eventually,
  listCases,
  makePlace,
  readCase,
  runCommand,
  signIn,
  startService,
} from "../support/service.ts";
import type { CaseSummary, Ended, Service, Session } from "../support/service.ts";

const place = makePlace();
let service: Service;
/** For waiting only: a process for each look would take the time. */
let watcher: Session;
beforeAll(async () => {
  service = await startService(place);
  watcher = await signIn(service, people.solveigAune);
}, 60_000);
afterAll(async () => {
  await service.stop();
  place.remove();
});

const tocsin = (...args: readonly string[]): Promise<Ended> =>
  runCommand(place, ["case", ...args, "--url", service.urls.app]);

async function json<Content>(...args: readonly string[]): Promise<Content> {
  const { code, stdout, stderr } = await tocsin(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout) as Content;
}

const errorOf = ({ code, stdout, stderr }: Ended) => ({
  code,
  stdout,
  ...(JSON.parse(stderr.trimEnd().split("\n").at(-1) ?? "") as {
    readonly error: { readonly kind: string; readonly message: string; readonly path?: string };
  }),
});

const openOf = async (caseId: string, kind: string) =>
  (await readCase(watcher, caseId)).questions.filter(
    (question) => question.kind === kind && question.status === "open",
  );

const clocks = (stated: { readonly clocks: readonly { obligationId: string; kind: string }[] }) =>
  Object.fromEntries(stated.clocks.map(({ obligationId, kind }) => [obligationId, kind]));

test("from the alert to the end of the case", async () => {
  await eventually("the demo's case waits for an answer", async () =>
    (await listCases(watcher)).some(({ state }) => state === "waiting") ? true : undefined,
  );
  const [found] = (await json<{ cases: readonly CaseSummary[] }>("list")).cases;
  const caseId = found?.caseId ?? "";
  const as = ["--as", "Mara Lindqvist"] as const;
  // As long as nobody knows how many people it is, the law takes it for fewer than 500.
  const log = found?.obligations.find(({ obligationId }) => obligationId === "hipaa.hhs.annual-log");
  const year = String(Number(log?.due?.slice(0, 4)) - 1);
  const listed = async () => (await json<{ entries: readonly CaseSummary[] }>("annual-log", year)).entries;
  expect(await listed()).toMatchObject([{ caseId, people: null, state: "running" }]);

  // Looking needs no person, and changes nothing.
  const looked = await tocsin("decide", caseId);
  expect(looked).toMatchObject({ code: 0, stderr: "" });
  expect(looked.stdout).toContain("Was patient data breached?");
  expect(looked.stdout).toContain("--answer yes");
  expect(await json("decide", caseId, "is-breach")).toMatchObject({
    questionId: "is-breach-1",
    status: "open",
  });

  // Whoever acts says who they are; without that the answer says who there is.
  expect(errorOf(await tocsin("decide", caseId, "--answer", "yes"))).toMatchObject({
    code: 64,
    stdout: "",
    error: { kind: "who", message: expect.stringContaining("Mara Lindqvist (incident-commander") as string },
  });
  const noted = ["--set", "affectedTotal=12", "--set", 'affectedByState={"ME":12}'];
  const preview = await json<Parameters<typeof clocks>[0]>("fact", caseId, ...noted, ...as);
  expect(preview).toMatchObject({ recorded: false, changes: [{ fact: "affectedTotal", after: 12 }, {}] });
  expect(await json("fact", caseId, ...noted, ...as)).toMatchObject({ recorded: false });
  expect(errorOf(await tocsin("fact", caseId, ...noted, ...as, "--yes"))).toMatchObject({
    code: 1,
    error: { kind: "reason-missing", path: "reason" },
  });
  expect(errorOf(await tocsin("fact", caseId, "--set", "affectedTotal=-1", ...as))).toMatchObject({
    code: 65,
    error: { kind: "bad-input", path: "affectedTotal" },
  });
  const file = join(place.folder, "facts.json");
  writeFileSync(file, JSON.stringify({ affectedTotal: 620, affectedByState: { ME: 560, NH: 60 } }));
  const reason = ["--reason", "the audit log of the archive"];
  const stated = await json<Parameters<typeof clocks>[0]>("fact", caseId, file, ...as, ...reason, "--yes");
  expect(stated).toMatchObject({ recorded: true });
  expect(clocks(stated)).toMatchObject({ "hipaa.media": "opens" });
  await eventually("500 people and more make it a report of its own", async () =>
    (await readCase(watcher, caseId)).obligations.some(
      ({ obligationId, state }) => obligationId === "hipaa.hhs.annual-log" && state === "withdrawn",
    )
      ? true
      : undefined,
  );
  expect(await listed()).toEqual([]);
  expect(errorOf(await tocsin("fact", "case-nobody", file, ...as))).toMatchObject({
    code: 65,
    error: { kind: "not-found" },
  });

  // The decision, once; the second hears who decided.
  expect(errorOf(await tocsin("decide", caseId, "--answer", "no", ...as))).toMatchObject({
    code: 1,
    error: { kind: "reason-missing", path: "reason" },
  });
  const answer = ["--answer", "yes", "--set", "riskLevel=high", "--set", "fourFactorResult=not-low"];
  const kinds = ["--set", 'dataCategories=["health"]'];
  expect(await json("decide", caseId, ...answer, ...kinds, ...as)).toMatchObject({
    recorded: true,
    decision: { answer: "yes", by: "Mara Lindqvist" },
  });
  const again = errorOf(await tocsin("decide", caseId, "--answer", "no", "--as", "Solveig Aune"));
  expect(again).toMatchObject({ code: 1, error: { kind: "already-decided" } });
  expect(again.error.message).toContain("Mara Lindqvist answered “yes”");

  const notices = await eventually("each notice waits to be approved", async () => {
    const open = await openOf(caseId, "approve-notice");
    return open.length === 5 ? open : undefined;
  });
  expect(errorOf(await tocsin("decide", caseId, "--answer", "approve", ...as))).toMatchObject({
    code: 64,
    error: { kind: "which-question" },
  });
  await Promise.all(
    notices.map(async ({ questionId }) => {
      const approved = await json("decide", caseId, questionId, "--answer", "approve", ...as);
      expect(approved).toMatchObject({ recorded: true, questionId });
    }),
  );

  const filings = await eventually(
    "each notice is delivered and to be filed",
    async () => {
      const open = await openOf(caseId, "confirm-filing");
      return open.length === notices.length ? open : undefined;
    },
    60_000,
  );
  const desk = ["--as", "Gus Tremblay"] as const;
  const unfiled = errorOf(await tocsin("file", caseId, "hipaa.media", ...desk));
  expect(unfiled).toMatchObject({ code: 1, error: { path: "reference" } });
  expect(errorOf(await tocsin("file", caseId, "hipaa.mars", ...desk))).toMatchObject({ code: 65 });
  expect(errorOf(await tocsin("file", caseId, "hipaa.hhs.annual-log", ...desk))).toMatchObject({
    code: 1,
    error: {
      kind: "not-asked",
      message: "hipaa.hhs.annual-log is withdrawn: nothing is to be filed for it.",
    },
  });
  const filed = ["--reference", "REF-2026-0042", "--filed-at", new Date().toISOString()];
  await Promise.all(
    (filings as readonly { obligationId?: string }[]).map(({ obligationId }) =>
      json("file", caseId, obligationId ?? "", ...filed, ...desk),
    ),
  );
  expect(errorOf(await tocsin("file", caseId, "hipaa.media", ...filed, ...desk))).toMatchObject({
    code: 1,
    error: { kind: "already-decided" },
  });

  await eventually("the end is put to the privacy officer", async () =>
    (await openOf(caseId, "close-case")).length === 1 ? true : undefined,
  );
  const officer = ["--as", "Inese Kalnina"] as const;
  expect(errorOf(await tocsin("close", caseId, ...officer))).toMatchObject({
    code: 1,
    error: { kind: "reason-missing", path: "reason" },
  });
  expect(errorOf(await tocsin("close", caseId, ...desk, "--reason", "done"))).toMatchObject({
    code: 1,
    error: { kind: "forbidden" },
  });
  const closed = await tocsin("close", caseId, ...officer, "--reason", "Everybody has been told.");
  expect(closed).toMatchObject({ code: 0, stderr: "" });
  expect(closed.stdout).toContain("“close” recorded for Inese Kalniņa");
  await eventually("the case is closed", async () =>
    (await readCase(watcher, caseId)).state === "closed" ? true : undefined,
  );
  expect(errorOf(await tocsin("fact", caseId, file, ...as, ...reason, "--yes"))).toMatchObject({
    code: 1,
    error: { kind: "case-closed" },
  });
}, 180_000);
