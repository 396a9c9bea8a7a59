/** `tocsin case quarantine …`: its commands and options; what they do is in quarantine.ts. */
import type { Command } from "commander";
import { Option } from "commander";
import { defaultUrl } from "./service.ts";

interface Reading {
  readonly url: string;
  readonly token?: string;
  readonly json: boolean;
}

interface Acting extends Reading {
  readonly as?: string;
  readonly reason?: string;
}

export function addQuarantineCommands(cases: Command): void {
  const quarantine = cases
    .command("quarantine")
    .description("what arrived and could not be read; without a command, the list");

  reading(quarantine.command("list", { isDefault: true }))
    .description("what waits, and what was dealt with lately")
    .action(async (options: Reading) => {
      const { quarantineListCommand } = await import("./quarantine.ts");
      await quarantineListCommand(options);
    });

  reading(quarantine.command("show"))
    .description("one of them, with all that was done about it")
    .argument("<id>", "its id")
    .addOption(new Option("--raw", "the original itself, byte for byte").default(false))
    .action(async (id: string, options: Reading & { raw: boolean }) => {
      const { quarantineShowCommand } = await import("./quarantine.ts");
      await quarantineShowCommand(id, options);
    });

  acting(quarantine.command("resubmit"))
    .description("send it through intake again, as it came or mended")
    .argument("<id>", "its id")
    .option("--body <file>", "a mended copy to submit instead; - reads standard input")
    .action(async (id: string, options: Acting & { body?: string }) => {
      const { quarantineResubmitCommand } = await import("./quarantine.ts");
      await quarantineResubmitCommand(id, options);
    });

  acting(quarantine.command("dismiss"))
    .description("say that nothing is to come of it, and why")
    .argument("<id>", "its id")
    .action(async (id: string, options: Acting) => {
      const { quarantineDismissCommand } = await import("./quarantine.ts");
      await quarantineDismissCommand(id, options);
    });
}

const reading = (command: Command): Command =>
  command
    .addOption(new Option("--url <url>", "address of the service").default(defaultUrl))
    .addOption(new Option("--token <token>", "token; default: TOCSIN_TOKEN, or the local service's own"))
    .addOption(new Option("--json", "for programs").default(false));

const acting = (command: Command): Command =>
  reading(command)
    .addOption(new Option("--reason <words>", "why; an auditor will read it"))
    .addOption(
      new Option("--as <name>", "who you are, on one machine; without it you are told who there is"),
    );
