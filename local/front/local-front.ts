/** The front as `start` puts it before the app: the people of the stand-in directory, our page, and the clock's button. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import type { Role } from "../../shared/domain/case/events.ts";
import { pageHeaders } from "../../web/chrome/headers.ts";
import { signInPage } from "../../web/sign-in/page.ts";
import type { Front, SignInChoice } from "../front.ts";
import { createFront, localPath } from "../front.ts";
import type { HostClock } from "../host/types.ts";
import type { GraphStandIn } from "../stand-ins/graph.ts";
import { peopleOf } from "./people.ts";

export interface LocalFrontOptions {
  readonly graph: Pick<GraphStandIn, "tenant">;
  /** The product's groups, for the roles on the page. */
  readonly groups: Readonly<Record<Role, string>>;
  readonly operatorToken: string;
  readonly secrets: { readonly cookieSecret: string };
  readonly clock: Pick<HostClock, "now" | "stepTo">;
  readonly inboxUrl: string;
  readonly entity?: { readonly name: string; readonly timeZone: string };
}

const advancePath = "/.local/advance";
const hoursMax = 24 * 366;

export function localFront(options: LocalFrontOptions): Front {
  const front = createFront({
    people: async () => peopleOf(options.graph.tenant(), options.groups),
    operatorToken: options.operatorToken,
    cookieSecret: options.secrets.cookieSecret,
    clock: options.clock,
    pageHeaders,
    renderSignIn: (choice) => renderSignIn(choice, options),
  });
  return (request, response, next) =>
    front(request, response, () => {
      if (request.method === "POST" && request.url === advancePath) {
        advance(request, response, options.clock).catch((error: unknown) => {
          process.stderr.write(`the clock could not be advanced: ${String(error)}\n`);
          if (!response.headersSent) response.writeHead(500).end();
        });
      } else next();
    });
}

function renderSignIn(choice: SignInChoice, options: LocalFrontOptions): string {
  const { name, timeZone } = options.entity ?? { name: "This machine", timeZone: "UTC" };
  return signInPage({
    action: choice.action,
    returnTo: choice.returnTo,
    people: choice.people.map((person) => ({ ...person, title: person.title || null })),
    frame: {
      title: "Sign in",
      person: null,
      now: new Date(options.clock.now()).toISOString(),
      timeZone,
      entityName: name,
      drill: false,
      localTools: true,
      inboxUrl: options.inboxUrl,
      nav: [],
      csrf: choice.csrf,
      address: choice.action,
      checkpoint: null,
    },
  });
}

/**
 * The button "advance 24 hours" of the pages. Browsers say where a form comes from in `Sec-Fetch-Site`; `Origin` is
 * `null` even from our own pages, since they send no referrer.
 */
async function advance(
  request: IncomingMessage,
  response: ServerResponse,
  clock: LocalFrontOptions["clock"],
): Promise<void> {
  const site = request.headers["sec-fetch-site"];
  const form = new URLSearchParams(await text(request));
  const hours = Number(form.get("hours"));
  if (site !== undefined && site !== "same-origin") return void response.writeHead(403).end();
  if (!(hours > 0 && hours <= hoursMax)) return void response.writeHead(400).end();
  await clock.stepTo(clock.now() + hours * 3_600_000);
  response.writeHead(303, { Location: localPath(form.get("returnTo")) }).end();
}
