/** What only a browser can tell: contrast, landmarks, width, touch targets, the keyboard, and the page's own script. */
import { AxeBuilder } from "@axe-core/playwright";
import { build } from "esbuild";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { boardPage } from "../../web/board/page.ts";
import { casePage } from "../../web/case/page.ts";
import { decidePage } from "../../web/decide/page.ts";
import { launchBrowser } from "../support/browser.ts";
import { everyPage } from "../support/every-page.ts";
import { servePages } from "../support/page-server.ts";
import * as sample from "../support/sample-views.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});

/** Runs within a page of its own, closed at the end, with what the policy forbade and the page complained of. */
async function withPage(
  options: Parameters<Browser["newContext"]>[0],
  run: (page: Page, context: BrowserContext) => Promise<void>,
  pages: (path: string) => string | undefined = (path) => everyPage[path]?.(),
  script?: string,
): Promise<void> {
  const context = await browser.newContext({ reducedMotion: "reduce", ...options });
  try {
    await servePages(context, pages, script);
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(error.message));
    await run(page, context);
    expect(complaints).toEqual([]);
  } finally {
    await context.close();
  }
}

const phone = { width: 390, height: 844 };
const desk = { width: 1440, height: 900 };

// Structure does not change with the light, so half of the combinations look at contrast only.
describe.each([
  ["a phone by day", { viewport: phone, colorScheme: "light" }, { isWhole: true }],
  ["a phone by night", { viewport: phone, colorScheme: "dark" }, { isWhole: false }],
  ["a desk by day", { viewport: desk, colorScheme: "light" }, { isWhole: false }],
  ["a desk by night", { viewport: desk, colorScheme: "dark" }, { isWhole: true }],
] as const)("on %s", (_name, options, { isWhole }) => {
  test(
    "every page passes axe, fits its width, and has targets that a thumb can hit",
    { timeout: 240_000 },
    async () => {
      await withPage(options, async (page) => {
        for (const name of Object.keys(everyPage)) {
          await page.goto(`https://pages.test/${name}`);
          expect(await overflow(page), `${name} scrolls sideways`).toBe(0);
          expect(await smallTargets(page), `${name} has small targets`).toEqual([]);
          // Folded parts count too: they are opened before axe looks.
          await page.evaluate(() => {
            for (const details of document.querySelectorAll("details")) details.open = true;
          });
          expect(await overflow(page), `${name} scrolls sideways when unfolded`).toBe(0);
          // Legacy mode spares a second page: there are no frames here to put together.
          const axe = new AxeBuilder({ page }).setLegacyMode();
          const { violations } = await (isWhole ? axe : axe.withRules("color-contrast")).analyze();
          expect(
            violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html).join(" | ")}`),
          ).toEqual([]);
        }
      });
    },
  );
});

const overflow = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth),
  );

/** Whatever acts as a button, every field, and what unfolds: 44 px each way. */
const smallTargets = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() =>
    [
      ...document.querySelectorAll<HTMLElement>(
        "button, .button, summary, .banner a, .act a, .crumb a, label.choice, input[type=text], input[type=datetime-local], textarea",
      ),
    ]
      .filter((element) => element.getClientRects().length > 0)
      .filter((element) => {
        const { width, height } = element.getBoundingClientRect();
        return width < 44 || height < 44;
      })
      .map((element) => `${element.tagName} ${element.textContent.trim().slice(0, 40)}`),
  );

test("the one thing to do is seen on a phone without scrolling", async () => {
  await withPage({ viewport: phone }, async (page) => {
    for (const name of [
      "board",
      "case",
      "decide-is-breach",
      "decide-approve-notice",
      "message-already-decided",
    ]) {
      await page.goto(`https://pages.test/${name}`);
      const action = page.locator("main .button, main .actions button").first();
      const box = await action.boundingBox();
      expect(box, name).not.toBeNull();
      expect((box?.y ?? 0) + (box?.height ?? 0), name).toBeLessThanOrEqual(phone.height);
    }
  });
});

test("names without a break in them, and the narrowest phone, make nothing scroll sideways", async () => {
  const long = `/subscriptions/${"0f8fad5b-d9cb-469f-a165-70867728950e".repeat(6)}`;
  const [firstAlert] = sample.caseView.alerts;
  if (!firstAlert) throw new Error("the sample has an alert");
  const longCase = () =>
    casePage({
      ...sample.caseView,
      frame: { ...sample.caseView.frame, title: long, entityName: long },
      alerts: [{ ...firstAlert, title: long, resources: [long, long] }],
      clocks: sample.caseView.clocks.map((clock) => ({ ...clock, citation: long, why: [long] })),
      facts: sample.caseView.facts.map((fact) => ({ ...fact, label: long })),
      timeline: sample.caseView.timeline.map((item) => ({ ...item, sentence: long, who: long })),
    });
  await withPage(
    { viewport: { width: 320, height: 700 } },
    async (page) => {
      for (const name of [...Object.keys(everyPage), "long"]) {
        await page.goto(`https://pages.test/${name}`);
        expect(await overflow(page), `${name} scrolls sideways at 320 px`).toBe(0);
      }
    },
    (path) => (path === "long" ? longCase() : everyPage[path]?.()),
  );
});

test("the keyboard reaches the answer, and what it is on can be seen", async () => {
  await withPage({ viewport: desk }, async (page) => {
    await page.goto("https://pages.test/decide-close-case");
    await page.keyboard.press("Tab");
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Skip to the content");
    const reached: string[] = [];
    for (let presses = 0; presses < 40 && !reached.includes("Close the case"); presses += 1) {
      await page.keyboard.press("Tab");
      const { text, seen } = await page.evaluate(() => {
        const focused = document.activeElement as HTMLElement;
        return { text: focused.textContent.trim(), seen: getComputedStyle(focused).outlineStyle !== "none" };
      });
      expect(seen, text).toBe(true);
      reached.push(text);
    }
    expect(reached).toContain("Close the case");
  });
});

test("without JavaScript a form posts its answer, its fields and its token to the page's own address", async () => {
  await withPage({ viewport: phone, javaScriptEnabled: false }, async (page) => {
    await page.goto("https://pages.test/decide-is-breach");
    await page.getByRole("textbox", { name: "People affected" }).fill("1,200");
    await page.getByRole("textbox", { name: "Reason" }).fill("The access log shows it.\nLine two.");
    const posted = page.waitForRequest((request) => request.method() === "POST");
    await page.getByRole("button", { name: "Yes, it is a breach" }).click();
    const request = await posted;
    const fields = new URLSearchParams(request.postData() ?? "");
    expect(new URL(request.url()).pathname).toBe("/decide-is-breach");
    expect(fields.get("answer")).toBe("yes");
    expect(fields.get("csrf")).toBe(sample.frame.csrf);
    expect(fields.get("affectedTotal")).toBe("1,200");
    expect(fields.get("reason")).toBe("The access log shows it.\r\nLine two.");
    expect(fields.getAll("dataCategories")).toEqual(["name", "health"]);
  });
});

test("text that begins with an empty line comes back from its field as it went in", async () => {
  const reason = "\n\n  indented, after two empty lines";
  const view = { ...sample.breachView, form: { values: { reason }, errors: [] } };
  await withPage(
    { viewport: phone },
    async (page) => {
      await page.goto("https://pages.test/decide");
      expect(await page.getByRole("textbox", { name: "Reason" }).inputValue()).toBe(reason);
    },
    () => decidePage(view),
  );
});

describe("the page's script", () => {
  let script: string;
  beforeAll(async () => {
    const bundle = await build({
      entryPoints: ["web/client/live.ts"],
      bundle: true,
      write: false,
      format: "iife",
      target: "es2022",
    });
    script = bundle.outputFiles[0]?.text ?? "";
  });

  test("lets what is left tick from the page's own time, whatever the reader's machine believes", async () => {
    await withPage(
      { viewport: phone },
      async (page) => {
        await page.clock.install({ time: new Date("2031-01-01T00:00:00Z") });
        await page.goto("https://pages.test/decide-is-breach");
        const left = page.locator(".nearest .left");
        await page.clock.runFor(61_000);
        expect(await left.textContent()).toBe("5 hours 13 minutes left");
        await page.clock.runFor(5 * 3_600_000 + 14 * 60_000);
        expect(await left.textContent()).toMatch(/^\d+ minutes? overdue$|^less than a minute overdue$/);
        expect(await left.getAttribute("class")).toBe("left late");
      },
      undefined,
      script,
    );
  });

  test("fetches the list again, and leaves it alone while somebody is in it", async () => {
    let made = 0;
    const board = () => {
      made += 1;
      return boardPage({
        ...sample.boardView,
        cases: made > 1 ? sample.boardView.cases.slice(0, 1) : sample.boardView.cases,
      });
    };
    await withPage(
      { viewport: desk },
      async (page) => {
        await page.clock.install({ time: new Date("2031-01-01T00:00:00Z") });
        await page.goto("https://pages.test/board");
        await page.getByText("Closed cases").click();
        expect(await page.locator(".case-card").count()).toBe(2);
        await page.clock.runFor(21_000);
        expect(made).toBe(1);
        await page.evaluate(() => (document.activeElement as HTMLElement).blur());
        await page.clock.runFor(21_000);
        await page.waitForFunction(() => document.querySelectorAll(".case-card").length === 1);
        expect(await page.locator("details[open]").count()).toBe(1);
      },
      board,
      script,
    );
  });
});
