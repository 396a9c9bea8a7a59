import chromium from "@sparticuz/chromium";
import { chromium as playwright, type Browser } from "playwright-core";

/** A headless browser from the packages alone: nothing is looked for on the machine. One a test file; close it after. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({
    executablePath: await chromium.executablePath(),
    // In a single process the whole browser ends with the first context that is closed.
    args: [...chromium.args.filter((arg) => arg !== "--single-process"), "--no-sandbox", "--disable-gpu"],
    headless: true,
  });
}
