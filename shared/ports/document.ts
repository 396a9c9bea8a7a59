/** A text that an operator may replace while the service runs: a file, or a blob. */
export interface OperatorsDocument {
  /** Where it is, as a person would look for it. */
  readonly name: string;
  /** Its text at this moment; `undefined` where there is none. Throws when it cannot be read. */
  read(): Promise<string | undefined>;
}
