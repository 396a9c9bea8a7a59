/**
 * Pictures of every page, to be looked at: `node test/support/take-pictures.ts FOLDER [PAGE…]`, with 390 and 1440 px,
 * light and dark. The folder is best outside the repository. The README's picture is its first screen by day:
 * `node test/support/take-pictures.ts docs/images case --first-screen`.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "./browser.ts";
import { everyPage } from "./every-page.ts";
import { servePages } from "./page-server.ts";

const [folder, ...wanted] = process.argv.slice(2).filter((each) => each !== "--first-screen");
if (folder === undefined) throw new Error("Name the folder for the pictures.");
const firstScreenOnly = process.argv.includes("--first-screen");
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  if (firstScreenOnly) await take("light", { width: 1440, height: 1060 }, (name) => `${name}.png`);
  else {
    for (const colorScheme of ["light", "dark"] as const) {
      for (const width of [390, 1440])
        await take(colorScheme, { width, height: 844 }, (name) => `${name}-${width}-${colorScheme}.png`);
    }
  }
} finally {
  await browser.close();
}

async function take(
  colorScheme: "light" | "dark",
  viewport: { width: number; height: number },
  fileOf: (name: string) => string,
): Promise<void> {
  const context = await browser.newContext({ colorScheme, viewport, reducedMotion: "reduce" });
  await servePages(context, (path) => everyPage[path]?.());
  const page = await context.newPage();
  for (const name of Object.keys(everyPage).filter((each) => wanted.length === 0 || wanted.includes(each))) {
    await page.goto(`https://pages.test/${name}`);
    await page.screenshot({ path: join(folder ?? ".", fileOf(name)), fullPage: !firstScreenOnly });
  }
  await context.close();
}
