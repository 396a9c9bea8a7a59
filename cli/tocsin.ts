import { Command, CommanderError } from "commander";
import { CliError } from "./cli-error.ts";
import { triageCommand } from "./triage.ts";

const program = new Command("tocsin")
  .description("Turns a security alert into a breach case")
  .exitOverride()
  .version("0.1.0");

program
  .command("triage")
  .description("show what would happen to alert payloads, and why; changes nothing")
  .argument("<files...>", "files with one payload, an array or lines of JSON; - reads stdin")
  .option("--json", "one JSON line a file")
  .option("--rules <file>", "triage rules (YAML or JSON) instead of the shipped ones")
  .action((files: string[], options: { json?: boolean; rules?: string }) =>
    triageCommand({
      files,
      json: options.json ?? false,
      ...(options.rules !== undefined && { rules: options.rules }),
    }),
  );

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CliError) {
    const { kind, message, path } = error;
    process.stderr.write(
      `${JSON.stringify({ error: { kind, message, ...(path !== undefined && { path }) } })}\n`,
    );
    process.exitCode = error.exitCode;
  } else if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : 64;
  } else {
    process.stderr.write(`${JSON.stringify({ error: { kind: "internal", message: String(error) } })}\n`);
    process.exitCode = 70;
  }
}
