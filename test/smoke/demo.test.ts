/**
 * The demo as a person walks through it, on the real service and in a real browser without JavaScript: the mail, its
 * link, the decision, each notice's exact words, the delivery, the filing, the end. Each page is held against axe.
 */
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { people } from "../../local/demo/hospital.ts";
import { launchBrowser } from "../support/browser.ts";
import {
  eventually,
  listCases,
  makePlace,
  readCase,
  signIn,
  startService,
  verifiedLedger,
} from "../support/service.ts";
import type { Service } from "../support/service.ts";

const place = makePlace();
let service: Service;
let browser: Browser;
beforeAll(async () => {
  [service, browser] = await Promise.all([startService(place), launchBrowser()]);
}, 60_000);
afterAll(async () => {
  await browser.close();
  await service.stop();
  place.remove();
});

/** One person with a telephone and no JavaScript. */
async function phoneOf(name: string): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(8000);
  await page.goto(`${service.urls.app}/.auth/login/aad?post_login_redirect_uri=/`);
  await page.getByRole("button", { name }).click();
  return page;
}

interface ListedMail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly to: readonly { readonly address: string }[];
}

const mailsTo = async (address: string): Promise<readonly ListedMail[]> =>
  ((await (await fetch(`${service.urls.inbox}/email`)).json()) as readonly ListedMail[]).filter(
    ({ to }) => to[0]?.address === address,
  );

/** With a folder named in TOCSIN_PICTURES each page is also kept as a picture. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env["TOCSIN_PICTURES"];
  if (folder) {
    await page.screenshot({ path: join(folder, `${name}-390.png`), fullPage: true });
    await page.setViewportSize({ width: 1440, height: 900 });
    await page.screenshot({ path: join(folder, `${name}-1440.png`) });
    await page.setViewportSize({ width: 390, height: 844 });
  }
  const wide = await pageWidth(page);
  expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(390);
}

/** Without JavaScript the page cannot be asked; its outermost box can. */
const pageWidth = async (page: Page): Promise<number> =>
  (await page.locator("main").boundingBox())?.width ?? 0;

/** axe is a script: a second look at the same address, in a context that runs scripts. */
async function checkAxe(page: Page, paths: readonly string[]): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  await context.addCookies(await page.context().cookies());
  const scripted = await context.newPage();
  for (const path of paths) {
    await scripted.goto(new URL(path, service.urls.app).href);
    const { violations } = await new AxeBuilder({ page: scripted }).analyze();
    expect(violations.map(({ id }) => `${path}: ${id}`)).toEqual([]);
  }
  await context.close();
}

async function answerOpen(
  page: Page,
  caseId: string,
  kind: string,
  fill: (page: Page) => Promise<void>,
  button: RegExp,
): Promise<number> {
  const session = await signIn(service, people.solveigAune);
  const { questions } = await readCase(session, caseId);
  const open = questions.filter((question) => question.kind === kind && question.status === "open");
  for (const { questionId } of open) {
    await page.goto(`${service.urls.app}/cases/${caseId}/questions/${questionId}`);
    await fill(page);
    await page.getByRole("button", { name: button }).click();
    expect(page.url(), await page.locator("main").innerText()).toBe(`${service.urls.app}/cases/${caseId}`);
  }
  return open.length;
}

test("a commander, the notice desk and the privacy officer carry the demo case to its end without JavaScript", async () => {
  const [mail] = await eventually("the mail to the commander", async () => {
    const found = await mailsTo("mara.lindqvist@stbrigids.example");
    return found.length > 0 ? found : undefined;
  });
  expect(mail?.subject.length).toBeLessThanOrEqual(70);
  const link = /https?:\/\/[^\s"]+\/decide\/[^\s"<]+/.exec(mail?.text ?? "")?.[0] ?? "";
  expect(mail?.html).toContain(link);

  // Whoever fetches the link, however often, and signed in or not: nothing is decided by it.
  const byPeople = async () =>
    (await verifiedLedger(place, service)).filter(({ actor }) => actor.kind === "person");
  for (let times = 0; times < 3; times++)
    expect((await fetch(link, { redirect: "manual" })).status).toBe(302);
  const commander = await phoneOf("Mara Lindqvist");
  await commander.goto(link);
  await commander.goto(link);
  expect(await byPeople()).toEqual([]);
  await look(commander, "decide");

  await commander.locator('[name="affectedTotal"]').fill("620");
  await commander.locator('[name="affectedByState"]').fill("ME 560\nNH 60");
  await commander.locator('[name="riskLevel"][value="high"]').check();
  await commander.locator('[name="fourFactorResult"][value="not-low"]').check();
  await commander.locator('[name="dataCategories"][value="health"]').check();
  await commander.getByRole("button", { name: /^yes/i }).click();
  const caseId = /\/cases\/([^/]+)$/.exec(commander.url())?.[1] ?? "";
  expect(caseId).toMatch(/^case-/);

  const session = await signIn(service, people.solveigAune);
  const notices = 5;
  const openOf = async (kind: string) =>
    (await readCase(session, caseId)).questions.filter(
      (question) => question.kind === kind && question.status === "open",
    ).length;
  await eventually(
    "each notice waits to be approved",
    async () => (await openOf("approve-notice")) === notices || undefined,
  );
  await commander.goto(`${service.urls.app}/cases/${caseId}`);
  await look(commander, "case");
  await commander.goto(`${service.urls.app}/cases/${caseId}/notices`);
  await look(commander, "notices");
  expect(await commander.locator("main").innerText()).not.toMatch(/\bmissing\b.*required/i);
  await checkAxe(commander, [
    "/",
    `/cases/${caseId}`,
    `/cases/${caseId}/notices`,
    `/cases/${caseId}/recipients`,
    `/cases/${caseId}/facts`,
    "/.auth/login/aad",
  ]);
  expect(
    await answerOpen(commander, caseId, "approve-notice", async (page) => look(page, "approve"), /^approve/i),
  ).toBe(notices);

  await eventually(
    "each notice is delivered and to be filed",
    async () => (await openOf("confirm-filing")) === notices || undefined,
    60_000,
  );
  await commander.goto(`${service.urls.app}/cases/${caseId}/delivery`);
  await look(commander, "delivery");
  await checkAxe(commander, [`/cases/${caseId}/delivery`, `/cases/${caseId}`]);
  const desk = await phoneOf("Gus Tremblay");
  const filed = await answerOpen(
    desk,
    caseId,
    "confirm-filing",
    async (page) => {
      await page.locator('[name="reference"]').fill("REF-2026-0042");
      await page.locator('[name="filedAt"]').fill(localMinute());
      await look(page, "filing");
    },
    /filed/i,
  );
  expect(filed).toBe(notices);

  await eventually(
    "the end is put to the privacy officer",
    async () => (await openOf("close-case")) === 1 || undefined,
  );
  const officer = await phoneOf("Inese Kalniņa");
  await answerOpen(
    officer,
    caseId,
    "close-case",
    async (page) => page.locator('[name="reason"]').fill("Everybody has been told."),
    /^close/i,
  );
  await eventually(
    "the case is closed",
    async () => (await listCases(session)).every(({ state }) => state === "closed") || undefined,
  );
  await officer.goto(`${service.urls.app}/cases/${caseId}`);
  await look(officer, "closed");
  await officer.goto(service.urls.app);
  await look(officer, "board");
  const { obligations } = await readCase(session, caseId);
  expect(obligations.filter(({ applies }) => applies).map(({ state }) => state)).not.toContain("running");
}, 180_000);

/** A minute ago, as the form wants it: local time of the hospital. */
function localMinute(): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: "America/New_York",
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(Date.now() - 60_000));
  return parts.replace(" ", "T");
}
