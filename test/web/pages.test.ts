import { describe, expect, test } from "vitest";
import { byNearestDeadline } from "../../web/board/page.ts";
import { casePage } from "../../web/case/page.ts";
import { decidePage } from "../../web/decide/page.ts";
import { factsPage, factsPreviewPage } from "../../web/facts/page.ts";
import { noticesPage } from "../../web/case-notices/page.ts";
import { drillWords, layout } from "../../web/chrome/layout.ts";
import { pageHeaders } from "../../web/chrome/headers.ts";
import { everyPage } from "../support/every-page.ts";
import * as sample from "../support/sample-views.ts";

/** What a page says itself; the frame round it is the same for all of them, and is held once, below. */
function mainOf(page: string): string {
  const main = / *<main [^]*<\/main>\n/.exec(page)?.[0];
  if (main === undefined) throw new Error("the page has no main part");
  return main;
}

describe.each(Object.entries(everyPage))("the page %s", (name, make) => {
  const page = make();

  test("reads as it was reviewed", async () => {
    await expect(mainOf(page)).toMatchFileSnapshot(`../golden/pages/${name}.html`);
  });

  test("is light enough for a weak network", () => {
    expect(new TextEncoder().encode(page).length).toBeLessThan(60_000);
  });

  test("has one h1, a language, and a title with the product's name", () => {
    expect(page.match(/<h1[ >]/g)).toHaveLength(1);
    expect(page).toContain('<html lang="en">');
    expect(page).toMatch(/<title>[^<]+ · tocsin<\/title>/);
  });

  test("carries no inline script, style or handler, as its policy demands", () => {
    expect(page).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).toContain('<script src="/assets/live.js" defer></script>');
    expect(pageHeaders["Content-Security-Policy"]).toContain("default-src 'none'");
    expect(pageHeaders["Content-Security-Policy"]).not.toContain("unsafe");
  });

  test("gives every field that is seen a label or a legend", () => {
    const ids = [...page.matchAll(/<(?:input|textarea|select)\b[^>]*>/g)]
      .map(([tag]) => tag)
      .filter((tag) => !tag.includes('type="hidden"'));
    for (const tag of ids) {
      const id = /\bid="([^"]+)"/.exec(tag)?.[1];
      expect(page.includes(`for="${id}"`), `no label for ${tag}`).toBe(true);
    }
  });

  test("uses no id twice", () => {
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("puts the anti-forgery token into every form that posts", () => {
    const posts = page.match(/<form method="post"/g)?.length ?? 0;
    const tokens = page.match(/name="csrf"/g)?.length ?? 0;
    expect(tokens).toBe(name === "sign-in" ? 0 : posts);
  });

  test("keeps text in its lines: nothing slips in before it", () => {
    expect(page).not.toMatch(/class="pre"[^>]*>\s/);
    expect(page).not.toMatch(/<textarea[^>]*>(?!\n)/); // this one the parser swallows
  });
});

const bare = { ...sample.frame, drill: true, person: null, nav: [], localTools: false, csrf: null };
test.each([
  ["frame", sample.frame],
  ["frame-drill-signed-out", bare],
])("the %s of a page reads as it was reviewed", async (name, frame) => {
  await expect(layout(frame, "")).toMatchFileSnapshot(`../golden/pages/${name}.html`);
});

test("a drill says so on the page and in its title, and nothing else does", () => {
  expect(everyPage["case-drill"]?.()).toContain(drillWords);
  expect(everyPage["case-drill"]?.()).toContain("<title>DRILL: ");
  expect(everyPage["case"]?.()).not.toContain("DRILL");
});

test("the board puts the overdue and the soonest first, whatever order it gets", () => {
  const [later, overdue] = sample.boardView.cases;
  if (!later || !overdue) throw new Error("the sample has two cases");
  const noClock = { ...later, code: "ZZZZ", clocks: [] };
  for (const order of [
    [noClock, later, overdue],
    [overdue, noClock, later],
    [later, overdue, noClock],
  ]) {
    expect(byNearestDeadline(order).map(({ code }) => code)).toEqual(["M4QD", "7F3K", "ZZZZ"]);
  }
});

test("outside local use there is neither a way to move time nor an inbox", () => {
  const page = casePage({ ...sample.caseView, frame: { ...sample.caseView.frame, localTools: false } });
  expect(page).not.toContain("/.local/");
  expect(page).not.toContain("1080");
});

test("a reader who may change nothing is offered nothing to change", () => {
  const page = casePage({
    ...sample.caseView,
    frame: { ...sample.caseView.frame, localTools: false, csrf: null },
    questions: sample.caseView.questions.map((question) => ({ ...question, href: null })),
    links: {
      changeFacts: null,
      holds: null,
      reopen: null,
      notices: null,
      recipients: null,
      delivery: null,
      ledgerExport: null,
    },
  });
  expect(page).not.toMatch(/<form|<button|class="button/);
  expect(page).toContain(sample.letterQuestion.sentence);
});

test("a case of five hundred happenings stays a page that a phone can load", () => {
  const [first] = sample.caseView.timeline;
  if (!first) throw new Error("the sample has a timeline");
  const timeline = Array.from({ length: 500 }, (_, seq) => ({ ...first, seq, details: [] }));
  const page = casePage({ ...sample.caseView, timeline });
  expect(page).toContain("entry 499");
  expect(new TextEncoder().encode(page).length).toBeLessThan(60_000);
});

test("what was typed is still there when the form comes back, with each error at its field and on top", () => {
  const page = decidePage(sample.breachViewWithErrors);
  expect(page).toContain('value="a few"');
  expect(page).toContain(">\nTexas: many</textarea>");
  expect(page).toContain('<a href="#f-affectedTotal">');
  expect(page).toMatch(
    /id="f-affectedTotal"[^>]*aria-describedby="f-affectedTotal-hint f-affectedTotal-error" aria-invalid="true"/,
  );
  for (const { message } of sample.breachViewWithErrors.form.errors)
    expect(page.split(message)).toHaveLength(3);
});

test("what has to be clear in ten seconds stands in this order: the question, the time, what happened, each answer's consequence", () => {
  const page = decidePage(sample.breachView);
  const places = [
    sample.question.sentence,
    "5 hours 15 minutes left",
    "What happened",
    "What happens when you answer",
    "What we know",
  ].map((text) => page.indexOf(text, page.indexOf("<main")));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places.every((place) => place > 0)).toBe(true);
});

test("an approval carries the digest of the text that is shown", () => {
  if (sample.approveView.kind !== "approve-notice") throw new Error("the sample approves");
  expect(decidePage(sample.approveView)).toContain(
    `<input type="hidden" name="digest" value="${sample.approveView.notice.digest}" />`,
  );
});

test("the second post after a preview repeats the first, and only then confirms", () => {
  const page = factsPreviewPage(sample.factsPreviewView);
  expect(page).toContain('<input type="hidden" name="affectedTotal" value="480" />');
  expect(page).toContain('name="confirm" value="yes"');
  expect(factsPage(sample.factsView)).not.toContain('name="confirm"');
});

test("a notice shows what changed since the version that was approved", () => {
  const page = noticesPage(sample.noticesView);
  expect(page).toContain(
    "<ins>On November 24, 2026 we found that somebody without permission had copied files from our imaging archive.</ins>",
  );
  expect(page).toContain(
    "<del>On November 24, 2026 we found that somebody without permission had seen files from our imaging archive.</del>",
  );
});
