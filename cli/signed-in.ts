import { CliError } from "./cli-error.ts";
import type { ServiceOptions } from "./service.ts";
import { addressOf, isLoopback, problemIn, reach, sentenceOf } from "./service.ts";

/** Who acts. On one machine `as` picks somebody of its directory; anywhere else the token says who it is. */
export interface PersonOptions extends ServiceOptions {
  readonly as?: string;
}

/** A person at a running service. Refusals of the service are thrown as `CliError` 1, bad input as 65. */
export interface SignedIn {
  get<Content>(path: string): Promise<Content>;
  /** Posts JSON and answers with JSON. */
  post<Content>(path: string, content: object): Promise<Content>;
}

/**
 * Signs a person in: the operator's token of a local service may read and export, never decide. On one machine, where
 * anyone may be anyone, the name is enough (`--as`); elsewhere it is the bearer token of a person (`--token` or
 * TOCSIN_TOKEN), which App Service authentication checks.
 */
export async function signIn(options: PersonOptions): Promise<SignedIn> {
  if (options.as !== undefined && options.token !== undefined)
    throw new CliError(64, "usage", "--as and --token both say who you are: give one of them.");
  const token = options.token ?? process.env["TOCSIN_TOKEN"];
  if (options.as !== undefined) return personAt(options, { cookie: await localSession(options, options.as) });
  if (token !== undefined) return personAt(options, { authorization: `Bearer ${token}` });
  throw isLoopback(addressOf(options, "/"))
    ? new CliError(
        64,
        "who",
        `Say who you are with --as NAME. There are ${formatPeople((await directoryOf(options)).people)}.`,
      )
    : new CliError(
        64,
        "who",
        "Say who you are: give your bearer token for the service with --token or TOCSIN_TOKEN.",
      );
}

function personAt(service: ServiceOptions, identity: Readonly<Record<string, string>>): SignedIn {
  const headers = { accept: "application/json", ...identity };
  const ask = async <Content>(path: string, init: RequestInit): Promise<Content> => {
    const url = addressOf(service, path);
    const answer = await reach(url, init);
    if (!answer.ok) throw await refusalOf(url, answer);
    return (await answer.json()) as Content;
  };
  return {
    get: (path) => ask(path, { headers }),
    post: (path, content) =>
      ask(path, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(content),
      }),
  };
}

/** What the case or the roles forbid is a no; what could not be read is bad input. */
async function refusalOf(url: URL, answer: Response): Promise<CliError> {
  const problem = await problemIn(answer);
  const sentence = sentenceOf(problem, url, answer);
  switch (answer.status) {
    case 302:
    case 401:
      return new CliError(
        65,
        "not-permitted",
        `The service at ${url.origin} does not know who you are: sign in with --as, or with a person's token (--token or TOCSIN_TOKEN).`,
      );
    case 403:
      return new CliError(1, problem.kind ?? "forbidden", sentence);
    case 404:
      return new CliError(65, problem.kind ?? "not-found", sentence);
    case 409:
    case 410:
    case 422:
      return new CliError(1, problem.kind ?? "refused", sentence, problem.path);
    default:
      return new CliError(65, problem.kind ?? "refused", sentence, problem.path);
  }
}

interface LocalPerson {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly roles: readonly string[];
  readonly blocked: string | null;
}

const signInPath = "/.auth/login/aad";

/** Who may be anyone, what the sign-in form wants back, and the cookie that belongs to it. */
async function directoryOf(options: ServiceOptions): Promise<{
  readonly people: readonly LocalPerson[];
  readonly csrf: string;
  readonly cookie: string;
}> {
  const url = addressOf(options, signInPath);
  const answer = await reach(url, { headers: { accept: "application/json" } });
  const choice = (await answer.json().catch(() => undefined)) as
    { people?: readonly LocalPerson[]; csrf?: string } | undefined;
  if (!answer.ok || !choice?.people || choice.csrf === undefined)
    throw new CliError(
      65,
      "not-local",
      `The service at ${url.origin} does not let you choose who you are: give your token with --token or TOCSIN_TOKEN.`,
    );
  return { people: choice.people, csrf: choice.csrf, cookie: cookieIn(answer) };
}

/** The session cookie of the person. */
async function localSession(options: ServiceOptions, name: string): Promise<string> {
  const { people, csrf, cookie } = await directoryOf(options);
  const person = personNamed(people, name);
  if (person.blocked !== null)
    throw new CliError(1, "blocked", `${person.name} cannot sign in: ${person.blocked}.`);
  const url = addressOf(options, signInPath);
  const body = new URLSearchParams({ person: person.id, csrf, returnTo: "/" });
  const answer = await reach(url, { method: "POST", headers: { cookie }, body });
  if (answer.status !== 303)
    throw new CliError(65, "not-permitted", sentenceOf(await problemIn(answer), url, answer));
  return cookieIn(answer);
}

/** By the whole name, the account or the id; else by a part of the name that only one person has. */
function personNamed(people: readonly LocalPerson[], wanted: string): LocalPerson {
  const asked = plain(wanted);
  const exact = people.find(({ id, name, username }) =>
    [id, name, username].some((is) => plain(is) === asked),
  );
  if (exact) return exact;
  const like = asked === "" ? [] : people.filter(({ name }) => plain(name).includes(asked));
  if (like.length === 1 && like[0]) return like[0];
  throw new CliError(
    65,
    "unknown-person",
    like.length === 0
      ? `Nobody of the local directory is called ${wanted}. There are ${formatPeople(people)}.`
      : `${wanted} may be ${formatPeople(like)}.`,
  );
}

/** Without case and accents: not every keyboard has an ņ. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").trim().toLowerCase();

const formatPeople = (people: readonly LocalPerson[]): string =>
  people
    .map(({ name, roles, blocked }) => `${name} (${blocked ?? (roles.join(", ") || "no role")})`)
    .join(", ");

const cookieIn = (answer: Response): string =>
  answer.headers
    .getSetCookie()
    .map((line) => line.slice(0, line.indexOf(";")))
    .join("; ");
