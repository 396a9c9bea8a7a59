/**
 * Makes a page keep up: what is left ticks, lists are fetched again while somebody looks. Everything works without it,
 * and it does nothing that the page without it could not show.
 */
import { formatTimeLeft } from "../../shared/domain/wording/durations.ts";

const tickMs = 1_000;
const refreshMs = 20_000;

/** The page's own time: a service may run on a stepped or scaled clock, and a reader's machine may be wrong. */
let pageNowMs = Date.parse(document.body.dataset["now"] ?? "");
let readAtMs = performance.now();

function tick(): void {
  const now = pageNowMs + (performance.now() - readAtMs);
  for (const element of document.querySelectorAll<HTMLElement>("[data-due]")) {
    const leftMs = Date.parse(element.dataset["due"] ?? "") - now;
    if (Number.isNaN(leftMs)) continue;
    const words = formatTimeLeft(Math.trunc(leftMs));
    if (element.textContent !== words) element.textContent = words;
    element.classList.toggle("late", leftMs < 0);
  }
}

/** Not while somebody is in the middle of it: what has the focus is never pulled away. */
function mayReplace(live: Element): boolean {
  const focused = document.activeElement;
  return (
    document.visibilityState === "visible" &&
    (focused === null || !live.contains(focused)) &&
    (getSelection()?.isCollapsed ?? true)
  );
}

async function refresh(): Promise<void> {
  const live = document.querySelector("[data-live]");
  if (live === null || !mayReplace(live)) return;
  const response = await fetch(location.href, { credentials: "same-origin", redirect: "error" });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const replacement = fresh.querySelector("[data-live]");
  if (replacement === null || !mayReplace(live)) return;
  pageNowMs = Date.parse(fresh.body.dataset["now"] ?? "");
  readAtMs = performance.now();
  keepOpen(live, replacement);
  live.replaceWith(document.adoptNode(replacement));
  tick();
}

/** What the reader had unfolded stays unfolded. */
function keepOpen(from: Element, to: Element): void {
  const nameOf = (details: Element): string =>
    details.querySelector("summary")?.textContent.replace(/\d+/g, "") ?? "";
  const open = [...from.querySelectorAll("details[open]")].map(nameOf);
  for (const details of to.querySelectorAll("details")) {
    const index = open.indexOf(nameOf(details));
    if (index >= 0) {
      details.open = true;
      open.splice(index, 1);
    }
  }
}

setInterval(tick, tickMs);
// A network that is away for a while is no error: the page says when it was made, and the next turn tries again.
setInterval(() => void refresh().catch(() => undefined), refreshMs);
// The list of errors, after a form came back with it, is where reading has to go on.
document.querySelector<HTMLElement>(".errors")?.focus();
