/**
 * Alerts, names and reasons come from outside. Each text of each view is replaced by a hostile one; the page must keep
 * the very tags and attributes that it has with a harmless one, and no address may become a script.
 */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boardPage } from "../../web/board/page.ts";
import { casePage } from "../../web/case/page.ts";
import { decidePage } from "../../web/decide/page.ts";
import { deliveryPage } from "../../web/delivery/page.ts";
import { factsPage, factsPreviewPage } from "../../web/facts/page.ts";
import { milestoneMail } from "../../web/mail/milestone.ts";
import { newsMail } from "../../web/mail/news.ts";
import { noticeMail } from "../../web/mail/notice.ts";
import { questionMail } from "../../web/mail/question.ts";
import { holdPreviewPage, holdsPage } from "../../web/holds/page.ts";
import { messagePage } from "../../web/chrome/message.ts";
import { noticesPage } from "../../web/case-notices/page.ts";
import { recipientsPage } from "../../web/recipients/page.ts";
import { reopenPage } from "../../web/reopen/page.ts";
import { signInPage } from "../../web/sign-in/page.ts";
import * as mails from "../support/sample-mails.ts";
import * as sample from "../support/sample-views.ts";

/** Closed sets of words, instants and zones: types and schemas keep hostile text out of these. */
const fixed = new Set(
  "kind state timeZone role roles source why weight answer outcome how name milestone question severity element field".split(
    " ",
  ),
);

function withText<View>(view: View, text: string): View {
  const walk = (value: unknown, key: string): unknown => {
    if (Array.isArray(value))
      return key === "why" || fixed.has(key) ? value : value.map((each) => walk(each, key));
    if (value !== null && typeof value === "object")
      return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, walk(each, name)]));
    if (
      typeof value !== "string" ||
      (fixed.has(key) && !isFreeName(key, value)) ||
      /^\d{4}-\d\d-\d\dT/.test(value)
    )
      return value;
    return text;
  };
  return walk(view, "") as View;
}

/** `name` is a closed set for facts and milestones only; people are called anything. */
const isFreeName = (key: string, value: string): boolean => key === "name" && /^[A-Z]/.test(value);

/** Tags and the names of their attributes, in order. */
const skeleton = (page: string): string =>
  [...page.matchAll(/<\/?([a-z!][a-z0-9-]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)]
    .map(
      ([, tag, attributes = ""]) =>
        `${tag} ${[...attributes.matchAll(/([a-z-]+)(?:="[^"]*")?/gi)].map(([, name]) => name).join(" ")}`,
    )
    .join("\n");

const pages: Readonly<Record<string, (text: string) => string>> = {
  board: (text) => boardPage(withText(sample.boardView, text)),
  case: (text) => casePage(withText(sample.caseView, text)),
  "is-breach": (text) => decidePage(withText(sample.breachViewWithErrors, text)),
  "set-awareness": (text) => decidePage(withText(sample.awarenessQuestionView, text)),
  "approve-notice": (text) => decidePage(withText(sample.approveView, text)),
  "confirm-filing": (text) => decidePage(withText(sample.filingView, text)),
  "close-case": (text) => decidePage(withText(sample.closeView, text)),
  notices: (text) => noticesPage(withText(sample.noticesView, text)),
  recipients: (text) => recipientsPage(withText(sample.recipientsView, text)),
  delivery: (text) => deliveryPage(withText(sample.deliveryView, text)),
  facts: (text) => factsPage(withText(sample.factsView, text)),
  "facts-preview": (text) => factsPreviewPage(withText(sample.factsPreviewView, text)),
  holds: (text) => holdsPage(withText(sample.holdsView, text)),
  "hold-preview": (text) => holdPreviewPage(withText(sample.holdPreviewView, text)),
  reopen: (text) => reopenPage(withText(sample.reopenView, text)),
  "sign-in": (text) => signInPage(withText(sample.signInView, text)),
  message: (text) => messagePage(withText(sample.messageView, text)),
  "question mail": (text) => questionMail(withText(mails.questionMailView, text)).html,
  "news mail": (text) => newsMail(withText(mails.newsMailView, text)).html,
  "milestone mail": (text) => milestoneMail(withText(mails.milestoneMailView, text)).html,
  "notice mail": (text) => noticeMail(withText(mails.noticeMailView, text)).html,
};

const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "<script>alert(1)</script>",
        '"',
        "'",
        "><img src=x onerror=alert(1)>",
        "</textarea>",
        "</title>",
        "</svg>",
        "&",
        "&lt;",
        "javascript:alert(1)",
        "]]>",
        "<!--",
        "\u202e",
        "`${x}`",
        "=",
      ),
      fc.string({ maxLength: 8 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  // Line breaks are shown as such in letters, so they may change the tags there.
  .map((parts) => `${parts.join("").replace(/[\r\n]/g, "")}~`); // ends so that it is never an option of a form

describe.each(Object.entries(pages))("%s", (_name, make) => {
  const harmless = skeleton(make("x"));

  test("keeps its shape under hostile text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const page = make(text);
        expect(skeleton(page)).toBe(harmless);
        expect(page).not.toMatch(/<script>alert|<img/i);
      }),
      { numRuns: 60 },
    );
  });

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>",
    "//evil.example/x",
    "/\\evil.example",
    "vbscript:x",
  ])("does not link to %s", (address) => {
    const links = [...make(address).matchAll(/(?:href|action)="([^"]*)"/g)].map(([, href]) => href);
    expect(links.filter((href) => href?.includes(address.replace(/[<>]/g, "")))).toEqual([]);
    expect(links.filter((href) => /script:|^data:text|^[/\\]{2}|evil/i.test(href ?? ""))).toEqual([]);
  });
});
