/**
 * Pictures of every page, to be looked at: `node test/support/take-pictures.ts FOLDER [PAGE…]`, with 390 and 1440 px,
 * light and dark. The folder is best outside the repository.
 */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { launchBrowser } from "./browser.ts";
import { everyPage } from "./every-page.ts";
import { servePages } from "./page-server.ts";

const [folder, ...wanted] = process.argv.slice(2);
if (folder === undefined) throw new Error("Name the folder for the pictures.");
await mkdir(folder, { recursive: true });
const browser = await launchBrowser();
try {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [390, 1440]) {
      const context = await browser.newContext({
        colorScheme,
        viewport: { width, height: 844 },
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      await servePages(context, (path) => everyPage[path]?.());
      for (const name of Object.keys(everyPage).filter(
        (each) => wanted.length === 0 || wanted.includes(each),
      )) {
        await page.goto(`https://pages.test/${name}`);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
}
