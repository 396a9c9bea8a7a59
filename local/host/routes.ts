/**
 * The routing table. Functions stand in the order of their names, ignoring case, and the first route that matches
 * wins; literals and constraints have no precedence.
 */
import { isConstraintMet, parseConstraints, type Constraint } from "./route-constraints.ts";

export interface Route<T> {
  readonly owner: T;
  readonly methods: ReadonlySet<string>;
  readonly pattern: RegExp;
  readonly parameters: readonly Parameter[];
}

interface Parameter {
  readonly name: string;
  readonly constraints: readonly Constraint[];
  readonly optional: boolean;
  readonly default: string | undefined;
}

export interface RouteMatch<T> {
  readonly owner: T;
  readonly params: Record<string, string>;
}

export interface RouteSpec<T> {
  readonly name: string;
  /** The template without the prefix, as registered. */
  readonly template: string;
  readonly methods: readonly string[];
  readonly owner: T;
}

export function routingTable<T>(specs: readonly RouteSpec<T>[], prefix: string): readonly Route<T>[] {
  const key = (spec: RouteSpec<T>) => spec.name.toUpperCase();
  return [...specs]
    .sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
    .map((spec) => compileRoute(spec, prefix));
}

/** `path` is decoded as by `decodePath`. */
export function findRoute<T>(
  table: readonly Route<T>[],
  method: string,
  path: string,
): RouteMatch<T> | undefined {
  for (const route of table) {
    if (!route.methods.has(method)) continue;
    const match = route.pattern.exec(path);
    if (match === null) continue;
    const params = readParameters(route.parameters, match);
    if (params !== undefined) return { owner: route.owner, params };
  }
  return undefined;
}

function readParameters(
  parameters: readonly Parameter[],
  match: RegExpExecArray,
): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [i, parameter] of parameters.entries()) {
    const value = match[i + 1] || parameter.default;
    if (value === undefined) continue;
    if (!parameter.constraints.every((constraint) => isConstraintMet(constraint, value))) return undefined;
    params[parameter.name] = value;
  }
  return params;
}

function compileRoute<T>({ template, methods, owner }: RouteSpec<T>, prefix: string): Route<T> {
  const parameters: Parameter[] = [];
  const source = [
    ...(prefix === "" ? [] : prefix.split("/").map(literal)),
    ...segments(template, parameters),
  ].join("");
  return {
    owner,
    methods: new Set(methods.map((method) => method.toUpperCase())),
    pattern: new RegExp(`^${source}/?$`, "isu"),
    parameters,
  };
}

const literal = (text: string) => `/${escapeRegExp(text)}`;
const escapeRegExp = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

function segments(template: string, parameters: Parameter[]): string[] {
  return splitSegments(template).map((segment) => {
    const parts = segmentParts(segment);
    const only = parts.length === 1 ? parts[0] : undefined;
    if (only?.braced !== true) return `/${parts.map((part) => partPattern(part, parameters)).join("")}`;
    const catchAll = /^\*{1,2}/.exec(only.text);
    const parameter = parseParameter(only.text.slice(catchAll?.[0].length ?? 0));
    parameters.push(parameter);
    if (catchAll !== null) return "(?:/(.*))?";
    return parameter.optional || parameter.default !== undefined ? "(?:/([^/]+))?" : "/([^/]+)";
  });
}

interface Part {
  readonly text: string;
  readonly braced: boolean;
}

function partPattern(part: Part, parameters: Parameter[]): string {
  if (!part.braced) return escapeRegExp(part.text);
  parameters.push(parseParameter(part.text));
  return "([^/]+)";
}

/** Splits at slashes outside braces: a regex constraint may hold some. */
function splitSegments(template: string): string[] {
  const found = template.replace(/^\/+|\/+$/g, "").match(/(?:\{(?:\{\{|\}\}|[^{}])*\}|[^/{])+/g);
  return found ?? [];
}

function segmentParts(segment: string): Part[] {
  return [...segment.matchAll(/\{((?:\{\{|\}\}|[^{}])*)\}|[^{]+/g)].map(([all, inner]) =>
    inner === undefined
      ? { text: all, braced: false }
      : { text: inner.replace(/(\{|\})\1/g, "$1"), braced: true },
  );
}

/** `name`, `name?`, `name=default`, each with `:constraint` or `:constraint(argument)` any number of times. */
function parseParameter(text: string): Parameter {
  const name = /^[^:=?]+/.exec(text)?.[0];
  if (name === undefined) throw new Error(`The route parameter {${text}} has no name.`);
  const { constraints, rest } = parseConstraints(text.slice(name.length), text);
  return {
    name,
    constraints,
    optional: rest === "?",
    default: rest.startsWith("=") ? rest.slice(1) : undefined,
  };
}
