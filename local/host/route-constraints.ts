/** The inline constraints of route templates: `{id:int}`, `{code:regex(^x)}`, `{name:alpha:length(3)}`. */

export interface Constraint {
  readonly kind: string;
  readonly argument: string;
}

const int32 = [-(2n ** 31n), 2n ** 31n - 1n] as const;
const int64 = [-(2n ** 63n), 2n ** 63n - 1n] as const;

const tests: Readonly<Record<string, (value: string, argument: string) => boolean>> = {
  int: (value) => isInteger(value, int32),
  long: (value) => isInteger(value, int64),
  alpha: (value) => /^[a-z]*$/i.test(value),
  bool: (value) => /^\s*(?:true|false)\s*$/i.test(value),
  guid: (value) =>
    /^(?:[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}|\([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\))$/i.test(
      value,
    ),
  datetime: (value) => /\d/.test(value) && !Number.isNaN(Date.parse(value)),
  decimal: (value) => /^[+-]?(?:\d[\d,]*\.?\d*|\.\d+)$/.test(value),
  double: (value) => /^[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value),
  float: (value) => /^[+-]?(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(value),
  length: (value, argument) => {
    const [least, most = least] = numbers(argument);
    return value.length >= least! && value.length <= most!;
  },
  minlength: (value, argument) => value.length >= numbers(argument)[0]!,
  maxlength: (value, argument) => value.length <= numbers(argument)[0]!,
  min: (value, argument) => isInteger(value, [BigInt(argument), int64[1]]),
  max: (value, argument) => isInteger(value, [int64[0], BigInt(argument)]),
  range: (value, argument) => {
    const [least, most] = argument.split(",") as [string, string];
    return isInteger(value, [BigInt(least), BigInt(most)]);
  },
  regex: (value, argument) => new RegExp(argument, "i").test(value),
  required: (value) => value !== "",
};

export function isConstraintMet({ kind, argument }: Constraint, value: string): boolean {
  return tests[kind]!(value, argument);
}

/** Throws for a constraint that the platform does not know: there, too, the function would not be served. */
export function parseConstraints(
  text: string,
  parameter: string,
): { constraints: Constraint[]; rest: string } {
  const constraints: Constraint[] = [];
  let rest = text;
  while (rest.startsWith(":")) {
    const kind = /^:([a-z]+)/i.exec(rest)?.[1]?.toLowerCase();
    if (kind === undefined || tests[kind] === undefined) {
      throw new Error(`The route parameter {${parameter}} has a constraint that is not known.`);
    }
    rest = rest.slice(kind.length + 1);
    const end = rest.startsWith("(") ? closingParenthesis(rest) : 0;
    constraints.push({ kind, argument: rest.slice(1, Math.max(end - 1, 1)) });
    rest = rest.slice(end);
  }
  return { constraints, rest };
}

/** Index after the last parenthesis that is followed by the end, another constraint, a default or `?`. */
function closingParenthesis(text: string): number {
  const ends = [...text.matchAll(/\)(?=$|:[a-z]+|=|\?$)/gi)];
  const depthZero = ends.find((end) => balanced(text.slice(0, end.index + 1))) ?? ends.at(-1);
  if (depthZero === undefined) throw new Error(`The route constraint ${text} is not closed.`);
  return depthZero.index + 1;
}

function balanced(text: string): boolean {
  return text.split("(").length === text.split(")").length;
}

function isInteger(value: string, [least, most]: readonly [bigint, bigint]): boolean {
  if (!/^\s*[+-]?\d+\s*$/.test(value)) return false;
  const number = BigInt(value.trim().replace(/^\+/, ""));
  return number >= least && number <= most;
}

function numbers(argument: string): number[] {
  return argument.split(",").map(Number);
}
