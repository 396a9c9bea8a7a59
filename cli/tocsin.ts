import { readFileSync } from "node:fs";
import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { CliError } from "./cli-error.ts";
import { addQuarantineCommands } from "./quarantine-commands.ts";
import type { StartCommandOptions } from "./start.ts";

/**
 * The command line. Commands are loaded when they are asked for, so that a small one starts at once. Standard output
 * carries the answer and nothing else; the last line of standard error is the error, as JSON.
 */
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

// node:sqlite says that it is experimental on every start under Node 22; the person at the keyboard cannot help it.
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  if (warning.name !== "ExperimentalWarning") process.stderr.write(`${warning.name}: ${warning.message}\n`);
});

const port = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value > 65_535)
    throw new InvalidArgumentError("It must be a port: 0 to 65535, 0 for any that is free.");
  return value;
};
const scale = (text: string): number => {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw new InvalidArgumentError("It must be a number above 0: 60 makes a minute of yours an hour.");
  return value;
};
/** Options that were left out are absent, not undefined. */
const given = <T extends object>(options: T): T =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;

const json = (): Option => new Option("--json", "for programs").default(false);
const dataFolder = (): Option => new Option("--data <folder>", "data folder").default(".tocsin");
const atUrl = (): Option =>
  new Option("--url <url>", "address of the service").default("http://127.0.0.1:7071");
const withToken = (): Option =>
  new Option("--token <token>", "token; default: TOCSIN_TOKEN, or the local service's own");

const asPerson = (): Option =>
  new Option("--as <name>", "who you are, on one machine; without it you are told who there is");
const personToken = (): Option => new Option("--token <token>", "a person's token; default: TOCSIN_TOKEN");
const setting = (): Option =>
  new Option("--set <name=value>", "a fact, as often as wanted; values may be JSON")
    .default([])
    .argParser((value: string, before: string[]) => [...before, value]);
const withReason = (): Option => new Option("--reason <words>", "why; an auditor will read it");

const program = new Command("tocsin")
  .description(
    "Turns a security alert into a breach case, keeps every statutory clock, and proves what was done.",
  )
  .version(version)
  .exitOverride()
  .showHelpAfterError("(tocsin help COMMAND says more)");

program
  .command("start")
  .description("everything on one machine: stand-in servers, the app, its pages")
  .addOption(new Option("--port <port>", "port of the pages").default(7071).argParser(port))
  .addOption(dataFolder())
  .option("--demo", "seed the demo, if the data folder has none yet")
  .option("--no-demo", "start empty")
  .addOption(
    new Option("--time-scale <factor>", "let time run so many times faster").default(1).argParser(scale),
  )
  .addOption(
    new Option(
      "--address <address>",
      "address to bind; anything but loopback lets others sign in as anyone",
    ).default("127.0.0.1"),
  )
  .addOption(new Option("--verbose", "log everything").default(false))
  .addOption(json())
  .action(async (options: StartCommandOptions) => {
    const { startCommand } = await import("./start.ts");
    await startCommand(given(options));
  });

program
  .command("host")
  .description("any built Functions app on the one-machine host")
  .argument("<app>", "folder of the built app")
  .addOption(new Option("--port <port>", "port").default(7071).argParser(port))
  .addOption(dataFolder())
  .option("--keys <file>", 'keys: {"master","function","system":{…}}')
  .addOption(
    new Option("--time-scale <factor>", "let time run so many times faster").default(1).argParser(scale),
  )
  .addOption(json())
  .action(
    async (
      app: string,
      options: { port: number; data: string; keys?: string; timeScale: number; json: boolean },
    ) => {
      const { hostCommand } = await import("./host.ts");
      await hostCommand(given({ app, ...options }));
    },
  );

program
  .command("triage")
  .description("what would happen to alert payloads, and why; changes nothing")
  .argument("[files...]", "files with one payload, an array or lines of JSON; - reads standard input")
  .option("--rules <file>", "triage rules (YAML or JSON) instead of the shipped ones")
  .option("--registry <file>", "what resources hold (YAML or JSON), as no tags are read here")
  .option("--print-rules", "print the rules as a file to start one's own from")
  .addOption(json())
  .action(
    async (
      files: string[],
      options: { json: boolean; rules?: string; registry?: string; printRules?: boolean },
    ) => {
      const { triageCommand } = await import("./triage.ts");
      await triageCommand(given({ files, ...options }));
    },
  );

program
  .command("obligations")
  .description("what is owed, to whom, by when and why")
  .argument("[file]", "facts as JSON; - reads standard input", "-")
  .option("--at <instant>", "moment of judging what is overdue")
  .option("--law-as-of <date>", "date of the law")
  .option("--under <proposal>", "show beside it what a proposed text would change, such as digital-omnibus")
  .addOption(
    new Option(
      "--batch",
      "lines of {id, facts, at?} in, lines of {id, obligations} or {id, error} out",
    ).default(false),
  )
  .addOption(json())
  .action(
    async (
      file: string,
      options: { at?: string; lawAsOf?: string; under?: string; batch: boolean; json: boolean },
    ) => {
      const { obligationsCommand } = await import("./obligations.ts");
      await obligationsCommand(given({ file, ...options }));
    },
  );

program
  .command("assess")
  .description("worksheet of the four HIPAA factors, and ENISA severity with the arithmetic shown")
  .argument("[file]", "facts as JSON; - reads standard input", "-")
  .addOption(json())
  .action(async (file: string, options: { json: boolean }) => {
    const { assessCommand } = await import("./assess.ts");
    await assessCommand({ file, ...options });
  });

const cases = program.command("case").description("the cases of a running service");
cases
  .command("list")
  .description("every case with its duties")
  .addOption(atUrl())
  .addOption(withToken())
  .addOption(json())
  .action(async (options: { url: string; token?: string; json: boolean }) => {
    const { caseListCommand } = await import("./case.ts");
    await caseListCommand(given(options));
  });
cases
  .command("show")
  .description("one case")
  .argument("<case>", "its id")
  .addOption(atUrl())
  .addOption(withToken())
  .addOption(json())
  .action(async (caseId: string, options: { url: string; token?: string; json: boolean }) => {
    const { caseShowCommand } = await import("./case.ts");
    await caseShowCommand(caseId, given(options));
  });

interface Acting {
  readonly url: string;
  readonly as?: string;
  readonly token?: string;
  readonly reason?: string;
  readonly json: boolean;
}
/** A command of the case that a person gives. */
const acting = (command: Command): Command =>
  command
    .addOption(withReason())
    .addOption(asPerson())
    .addOption(atUrl())
    .addOption(personToken())
    .addOption(json());

acting(cases.command("decide"))
  .description("a question with what follows from each answer; with --answer, the decision")
  .argument("<case>", "its id")
  .argument("[question]", "its id, kind or obligation; default: the only one that is open")
  .option("--answer <answer>", "yes, no, approve, refuse, filed, not-yet, close, keep-open …")
  .option("--digest <digest>", "of the text that you have read; refused if it has changed since")
  .addOption(setting())
  .action(
    async (
      caseId: string,
      question: string | undefined,
      options: Acting & { answer?: string; digest?: string; set: string[] },
    ) => {
      const { caseDecideCommand } = await import("./case-decide.ts");
      await caseDecideCommand(caseId, question, given(options));
    },
  );
acting(cases.command("fact"))
  .description("which clocks a fact would move; with --yes, records it")
  .argument("<case>", "its id")
  .argument("[file]", "facts as JSON; - reads standard input")
  .addOption(setting())
  .addOption(new Option("--yes", "record without asking").default(false))
  .action(
    async (caseId: string, file: string | undefined, options: Acting & { set: string[]; yes: boolean }) => {
      const { caseFactCommand } = await import("./case-fact.ts");
      await caseFactCommand(caseId, file, given(options));
    },
  );
acting(cases.command("file"))
  .description("confirm that a notice was filed: the clock of its duty stops")
  .argument("<case>", "its id")
  .argument("<obligation>", "its id, such as hipaa.hhs.500plus")
  .option("--reference <number>", "what the authority gave as confirmation")
  .option("--filed-at <time>", "when: 2026-11-24T03:12 in the entity's zone, or with Z or an offset")
  .addOption(
    new Option("--more-to-follow", "filed in part, where the law lets it be told in phases").default(false),
  )
  .action(
    async (
      caseId: string,
      obligation: string,
      options: Acting & { reference?: string; filedAt?: string; moreToFollow: boolean },
    ) => {
      const { caseFileCommand } = await import("./case-decide.ts");
      await caseFileCommand(caseId, obligation, given(options));
    },
  );
acting(cases.command("close"))
  .description("close a case whose duties are settled")
  .argument("<case>", "its id")
  .action(async (caseId: string, options: Acting) => {
    const { caseCloseCommand } = await import("./case-decide.ts");
    await caseCloseCommand(caseId, given(options));
  });
acting(cases.command("hold"))
  .description("requests of law enforcement to wait, and which clocks another one would move")
  .argument("<case>", "its id")
  .argument("[action]", "place, extend or lift; without it, what stands there is listed")
  .argument("[hold]", "its id, such as hold-1")
  .option("--form <form>", "oral or written")
  .option("--stated-at <time>", "when: 2026-11-24T03:12 in the entity's zone, or with Z or an offset")
  .option("--until <time>", "a date, which means its end, or a time; left out: no time was named")
  .option("--official <name>", "who stated it: the law asks for the identity")
  .option("--agency <name>", "of which agency")
  .option("--document <reference>", "where the writing or the note of the call is kept")
  .option("--lifted-at <time>", "when it was lifted; default: now")
  .addOption(new Option("--yes", "record, rather than show").default(false))
  .action(
    async (
      caseId: string,
      action: string | undefined,
      holdId: string | undefined,
      options: Acting & { yes: boolean },
    ) => {
      const { caseHoldCommand } = await import("./case-hold.ts");
      await caseHoldCommand(caseId, { action, holdId }, given(options));
    },
  );
acting(cases.command("reopen"))
  .description("open a closed case again, because something has become known since")
  .argument("<case>", "its id")
  .action(async (caseId: string, options: Acting) => {
    const { caseReopenCommand } = await import("./case-hold.ts");
    await caseReopenCommand(caseId, given(options));
  });
acting(cases.command("waive"))
  .description("what nobody could be found for; with one of them, nobody is to be written to about it")
  .argument("<case>", "its id")
  .argument("[purpose]", "as the list names it, such as question:is-breach-1:0")
  .action(async (caseId: string, purpose: string | undefined, options: Acting) => {
    const { caseWaiveCommand } = await import("./case-waive.ts");
    await caseWaiveCommand(caseId, purpose, given(options));
  });
cases
  .command("annual-log")
  .description("breaches of fewer than 500 people, to be entered at HHS after the end of their year")
  .argument("<year>", "year of their discovery")
  .addOption(new Option("--csv", "a table, one row a breach, one column a field of the form").default(false))
  .addOption(atUrl())
  .addOption(withToken())
  .addOption(json())
  .action(async (year: string, options: { url: string; token?: string; csv: boolean; json: boolean }) => {
    const { annualLogCommand } = await import("./annual-log.ts");
    await annualLogCommand(year, given(options));
  });
addQuarantineCommands(cases);

const ledger = program.command("ledger").description("the record of everything");
ledger
  .command("export")
  .description("every entry as lines of JSON, ready to be verified elsewhere")
  .option("--url <url>", "address of a running service (default http://127.0.0.1:7071)")
  .option("--data <folder>", "read a data folder instead, without a service")
  .option("--case <case>", "one case only")
  .addOption(withToken())
  .action(async (options: { url?: string; data?: string; case?: string; token?: string }) => {
    const { exportCommand } = await import("./ledger.ts");
    await exportCommand(given(options));
  });
ledger
  .command("verify")
  .description("check an export; needs no service and no network")
  .argument("[file]", "the export; - reads standard input", "-")
  .option("--key <file>", "public key that checkpoints are signed with")
  .option("--checkpoint <file>", "a checkpoint kept elsewhere")
  .addOption(json())
  .action(async (file: string, options: { key?: string; checkpoint?: string; json: boolean }) => {
    const { verifyCommand } = await import("./ledger.ts");
    await verifyCommand(given({ file, ...options }));
  });

program
  .command("doctor")
  .description("each dependency of a running service: healthy, or the fix")
  .addOption(atUrl())
  .addOption(withToken())
  .addOption(json())
  .action(async (options: { url: string; token?: string; json: boolean }) => {
    const { doctorCommand } = await import("./doctor.ts");
    await doctorCommand(given(options));
  });

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Says what went wrong, as JSON on the last line, and answers the exit code. */
function tell(error: unknown): number {
  if (error instanceof CliError) {
    const { kind, message, path } = error;
    process.stderr.write(
      `${JSON.stringify({ error: { kind, message, ...(path !== undefined && { path }) } })}\n`,
    );
    return error.exitCode;
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0;
    // Asking for nothing shows the help, and is a usage error all the same.
    const message =
      error.code === "commander.help" ? "no command was given" : error.message.replace(/^error: /, "");
    process.stderr.write(`${JSON.stringify({ error: { kind: "usage", message } })}\n`);
    return 64;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? message) : message}\n`);
  process.stderr.write(`${JSON.stringify({ error: { kind: "internal", message } })}\n`);
  return 70;
}
