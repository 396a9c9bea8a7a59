import { spawn } from "node:child_process";
import { hash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { CaseEvent, LedgerEntry } from "../shared/domain/case/events.ts";
import { sealEntry } from "../shared/ledger/chain.ts";
import { exportLines } from "../shared/ledger/export.ts";
import { genesis } from "../shared/ledger/format.ts";
import { rowOf, tableOf } from "./table.ts";
import type { Figure } from "./table.ts";

const entriesPerCase = 40;
const rounds = 3;
const sha256 = (bytes: Uint8Array) => hash("sha256", bytes, "hex");

interface Measurement {
  /** `ledger verify` of the file, from starting the process to its verdict. */
  readonly verifySeconds: number;
  /** In units of a Node process that does nothing but hash the file: one SHA-256 over all of it. */
  readonly ratio: number;
  readonly peakMegabytes: number;
}

/** A tenth of the million that the aim speaks of: the start of the process weighs more. `node bench/ledger.ts` takes all. */
const entriesInTable = 100_000;

export async function figures(entries = entriesInTable): Promise<readonly Figure[]> {
  const { verifySeconds, ratio, peakMegabytes } = await measurement(entries);
  const name = "ledger verify";
  return [
    { name, figure: Math.round(entries / verifySeconds), unit: `entries/s of ${entries}, start included` },
    { name: `${name}, memory`, figure: peakMegabytes, unit: "MB at most" },
    {
      name: `${name} / floor`,
      figure: ratio,
      unit: "x the time of hashing the same file",
      aim: { atMost: 1.5 },
    },
  ];
}

/** How long the command line takes to verify an export, beside hashing the same bytes, each in a process of its own. */
async function measurement(entries: number): Promise<Measurement> {
  const folder = mkdtempSync(join(tmpdir(), "tocsin-bench-"));
  try {
    const file = join(folder, "export.ndjson");
    const lines = exportLines(manyEntries(entries), {
      exportedAt: "2026-11-24T12:00:00.000Z",
      scope: "all",
      sha256,
    });
    await pipeline(Readable.from(lines), createWriteStream(file));
    let hashSeconds = Infinity;
    let verifySeconds = Infinity;
    let peakMegabytes = 0;
    // Turn by turn, so that whatever else the machine does disturbs both alike.
    for (let round = 0; round < rounds; round += 1) {
      hashSeconds = Math.min(hashSeconds, (await measured(["--eval", hashing, file])).seconds);
      const verified = await measured([
        "--import",
        reporter,
        "cli/tocsin.ts",
        "ledger",
        "verify",
        "--json",
        file,
      ]);
      verifySeconds = Math.min(verifySeconds, verified.seconds);
      peakMegabytes = Math.max(peakMegabytes, Number(/peak (\d+)/.exec(verified.said)?.[1]));
    }
    const ratio = Number((verifySeconds / hashSeconds).toFixed(2));
    return { verifySeconds, ratio, peakMegabytes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Read in the same chunks as the command line reads. */
const hashing = `
  const digest = require("node:crypto").createHash("sha256");
  const stream = require("node:fs").createReadStream(process.argv[1], { highWaterMark: 1024 * 1024 });
  stream.on("data", (chunk) => digest.update(chunk)).on("end", () => digest.digest("hex"));
`;
/** Lets the process say at its end how much memory it had at most. */
const reporter = `data:text/javascript,process.on("exit",()=>console.error("peak",Math.round(process.resourceUsage().maxRSS/1024)))`;

async function measured(args: readonly string[]): Promise<{ seconds: number; said: string }> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, { stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
  const [code] = (await once(child, "close")) as [number];
  if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}: ${said}`);
  return { seconds: (performance.now() - startedAt) / 1000, said };
}

function* manyEntries(count: number): Generator<LedgerEntry, void, undefined> {
  const kinds = [reminded, clock, drafted, intended];
  let previous = genesis;
  for (let index = 0; index < count; index += 1) {
    const seq = index % entriesPerCase;
    const caseId = `case-${String(Math.floor(index / entriesPerCase)).padStart(16, "0")}`;
    const actor = { kind: "person", id: "7d1c0b0e-5f1a-4a43-8d8e-0f6f1f3f0001", name: "Zoë Müller" } as const;
    const event = (kinds[seq % kinds.length] ?? reminded)(index);
    const recordedAt = "2026-11-24T03:12:00.000Z";
    const entry = sealEntry(
      { caseId, seq, recordedAt, actor, event, previous: seq === 0 ? genesis : previous },
      sha256,
    );
    previous = entry.hash;
    yield entry;
  }
}

const reminded = (index: number): CaseEvent => ({
  kind: "questionReminded",
  body: { questionId: `is-breach-${index}`, round: 2, role: "executive", escalated: true },
});
const clock = (index: number): CaseEvent => ({
  kind: "clockMoved",
  body: {
    obligationId: "gdpr.art33.authority",
    title: "Notify the supervisory authority",
    citation: "Regulation (EU) 2016/679, Art. 33(1)",
    clockStart: "2026-11-24T03:12:00.000Z",
    due: "2026-11-27T03:12:00.000Z",
    from: "2026-11-27T04:00:00.000Z",
    notBefore: null,
    latestArguable: null,
    rule: { validFrom: "2018-05-25", textAsOf: "2026-11-01", timeZoneData: "2026a" },
    why: [`The controller became aware earlier than was thought (${index}).`, "Awareness starts this clock."],
  },
});
const drafted = (index: number): CaseEvent => ({
  kind: "noticeDrafted",
  body: {
    noticeId: `notice-${index}`,
    version: 1,
    obligationId: "gdpr.art33.authority",
    audience: "counsel",
    subject: "Notification of a personal data breach",
    text: "On 24 November 2026 we became aware of access to records.\n\nWhat happened: …\nWhat we do: …\n".repeat(
      8,
    ),
    digest: sha256(new Uint8Array([index % 256])),
    elements: [{ element: "nature", label: "Nature of the breach", sentence: "Access to records." }],
    basis: 3,
  },
});
const intended = (index: number): CaseEvent => ({
  kind: "sendIntended",
  body: {
    key: `case|notice-${index}|1|7d1c0b0e`,
    operationId: "5b9ab1f6-4d4e-5c61-8a55-1f0c27e3b001",
    purpose: { kind: "notice", noticeId: `notice-${index}`, version: 1 },
    recipient: {
      personId: "7d1c0b0e",
      name: "Zoë Müller",
      address: "zoe@example.org",
      via: ["Incident command", "On call"],
    },
    subject: "Notification of a personal data breach",
    messageDigest: sha256(new Uint8Array([index % 251])),
  },
});

if (import.meta.main) console.log(tableOf((await figures(Number(process.argv[2] ?? 1_000_000))).map(rowOf)));
