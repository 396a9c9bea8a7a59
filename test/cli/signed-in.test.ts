/** How the command line signs a person in: against the real sign-in front, before an app that says who reached it. */
import { createServer } from "node:http";
import type { ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test, vi } from "vitest";
import { CliError } from "../../cli/cli-error.ts";
import { signIn } from "../../cli/signed-in.ts";
import { hospital, hospitalGroups, people } from "../../local/demo/hospital.ts";
import { createFront } from "../../local/front.ts";
import { peopleOf } from "../../local/front/people.ts";

const echo = { path: "/echo", status: 200 };

/** Behind the front: `/echo` says who came and with what, `/409` and the like answer with that status. */
async function open() {
  vi.stubEnv("TOCSIN_TOKEN", undefined);
  const front = createFront({
    people: async () => peopleOf(hospital, hospitalGroups),
    operatorToken: "token-of-this-run",
    cookieSecret: "secret",
    renderSignIn: () => "<p>a page for people</p>",
  });
  const server = createServer((request, response) => {
    front(request, response, () => {
      void text(request).then((body) => {
        const status = request.url === echo.path ? echo.status : Number(request.url?.slice(1));
        const { method, headers } = request;
        const who = headers["x-ms-client-principal-name"];
        const seen = { method, who, type: headers["content-type"], body };
        const problem = { title: "No", detail: "It is decided.", kind: "already-decided", path: "reason" };
        answer(response, status, status === 200 ? seen : problem);
      });
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const answer = (response: ServerResponse, status: number, body: unknown) =>
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));

async function failure(work: Promise<unknown>): Promise<Pick<CliError, "exitCode" | "kind" | "message">> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof CliError)) throw new Error(`no CliError but ${String(error)}`);
  return { exitCode: error.exitCode, kind: error.kind, message: error.message };
}

test.each(["Mara Lindqvist", "mara", "MARA.LINDQVIST@stbrigids.example", people.maraLindqvist])(
  "--as %s signs that person in, who then posts JSON",
  async (as) => {
    const person = await signIn({ url: await open(), as });
    expect(await person.post("/echo", { answer: "yes" })).toEqual({
      method: "POST",
      who: "mara.lindqvist@stbrigids.example",
      type: "application/json",
      body: '{"answer":"yes"}',
    });
    expect(await person.get("/echo")).toMatchObject({ method: "GET", body: "" });
  },
);

test("a name is found without its accents", async () => {
  const person = await signIn({ url: await open(), as: "Inese Kalnina" });
  expect(await person.get("/echo")).toMatchObject({ who: "inese.kalnina@stbrigids.example" });
});

test("without a name the people of the machine are named, and nobody is signed in", async () => {
  const url = await open();
  const told = await failure(signIn({ url }));
  expect(told).toMatchObject({ exitCode: 64, kind: "who" });
  expect(told.message).toContain("Mara Lindqvist (incident-commander");
  expect(await failure(signIn({ url: "https://tocsin.example" }))).toMatchObject({
    exitCode: 64,
    message: "Say who you are: give your bearer token for the service with --token or TOCSIN_TOKEN.",
  });
});

test("nobody, too many, a blocked account, and two identities at once are told apart", async () => {
  const url = await open();
  expect(await failure(signIn({ url, as: "Zaphod" }))).toMatchObject({
    exitCode: 65,
    kind: "unknown-person",
  });
  const several = await failure(signIn({ url, as: "an" }));
  expect(several).toMatchObject({ exitCode: 65, kind: "unknown-person" });
  expect(several.message).toMatch(/^an may be /);
  expect(await failure(signIn({ url, as: "Piet van Dael" }))).toMatchObject({ exitCode: 1, kind: "blocked" });
  expect(await failure(signIn({ url, as: "Mara", token: "t" }))).toMatchObject({ exitCode: 64 });
});

test("a person's token is sent as it is; one that the front does not know is refused", async () => {
  const url = await open();
  const known = await signIn({ url, token: "token-of-this-run" });
  expect(await known.get("/echo")).toMatchObject({ who: "operator@localhost" });
  const unknown = await signIn({ url, token: "somebody-elses" });
  expect(await failure(unknown.get("/echo"))).toMatchObject({ exitCode: 65, kind: "not-permitted" });
  vi.stubEnv("TOCSIN_TOKEN", "token-of-this-run");
  expect(await (await signIn({ url })).get("/echo")).toMatchObject({ who: "operator@localhost" });
  expect(await (await signIn({ url, as: "mara" })).get("/echo")).toMatchObject({
    who: "mara.lindqvist@stbrigids.example",
  });
});

test.each([
  [403, 1],
  [404, 65],
  [409, 1],
  [410, 1],
  [422, 1],
  [400, 65],
  [503, 65],
])("an answer of %i ends with %i and the service's own words", async (status, exitCode) => {
  const person = await signIn({ url: await open(), as: "mara" });
  expect(await failure(person.post(`/${status}`, {}))).toEqual({
    exitCode,
    kind: "already-decided",
    message: "It is decided.",
  });
});

test("a service that is not there, and an address that is none", async () => {
  vi.stubEnv("TOCSIN_TOKEN", undefined);
  onTestFinished(() => void vi.unstubAllEnvs());
  expect(await failure(signIn({ url: "http://127.0.0.1:9", as: "mara" }))).toMatchObject({
    exitCode: 65,
    kind: "unreachable",
  });
  expect(await failure(signIn({ url: "nowhere", as: "mara" }))).toMatchObject({
    exitCode: 64,
    kind: "usage",
  });
});
