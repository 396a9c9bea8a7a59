/** A failure that the command line tells in one sentence and ends with a code of its own; never a stack. */

/** 1: a negative answer; 64: usage; 65: bad input; 70: our fault. */
export type ExitCode = 64 | 65 | 70 | 1;

export class CliError extends Error {
  readonly exitCode: ExitCode;
  readonly kind: string;
  /** Where in the input, or which file. */
  readonly path: string | undefined;

  constructor(exitCode: ExitCode, kind: string, message: string, path?: string) {
    super(message);
    this.exitCode = exitCode;
    this.kind = kind;
    this.path = path;
  }
}
