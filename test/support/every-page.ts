/** Every page and designed state by name, as tests and pictures go through them. */
import { annualLogFormsPage } from "../../web/annual-log/forms.ts";
import { annualLogPage } from "../../web/annual-log/page.ts";
import { boardPage } from "../../web/board/page.ts";
import { casePage } from "../../web/case/page.ts";
import { decidePage } from "../../web/decide/page.ts";
import { deliveryPage } from "../../web/delivery/page.ts";
import { factsPage, factsPreviewPage } from "../../web/facts/page.ts";
import { holdPreviewPage, holdsPage } from "../../web/holds/page.ts";
import { messagePage } from "../../web/chrome/message.ts";
import { noticesPage } from "../../web/case-notices/page.ts";
import { quarantineItemPage, quarantinePage } from "../../web/quarantine/page.ts";
import { recipientsPage } from "../../web/recipients/page.ts";
import { reopenPage } from "../../web/reopen/page.ts";
import { signInPage } from "../../web/sign-in/page.ts";
import { annualLogView, emptyAnnualLogView } from "./sample-annual-log.ts";
import * as quarantine from "./sample-quarantine.ts";
import * as sample from "./sample-views.ts";

export const everyPage: Readonly<Record<string, () => string>> = {
  board: () => boardPage(sample.boardView),
  "board-empty": () => boardPage(sample.emptyBoardView),
  case: () => casePage(sample.caseView),
  "case-drill": () =>
    casePage({
      ...sample.caseView,
      frame: { ...sample.caseView.frame, drill: true },
      heading: { ...sample.heading, drill: true },
    }),
  "decide-is-breach": () => decidePage(sample.breachView),
  "decide-is-breach-errors": () => decidePage(sample.breachViewWithErrors),
  "decide-set-awareness": () => decidePage(sample.awarenessQuestionView),
  "decide-approve-notice": () => decidePage(sample.approveView),
  "decide-confirm-filing": () => decidePage(sample.filingView),
  "decide-close-case": () => decidePage(sample.closeView),
  notices: () => noticesPage(sample.noticesView),
  recipients: () => recipientsPage(sample.recipientsView),
  delivery: () => deliveryPage(sample.deliveryView),
  facts: () => factsPage(sample.factsView),
  "facts-preview": () => factsPreviewPage(sample.factsPreviewView),
  holds: () => holdsPage(sample.holdsView),
  "hold-preview": () => holdPreviewPage(sample.holdPreviewView),
  reopen: () => reopenPage(sample.reopenView),
  "annual-log": () => annualLogPage(annualLogView),
  "annual-log-empty": () => annualLogPage(emptyAnnualLogView),
  "annual-log-forms": () =>
    annualLogFormsPage({
      ...annualLogView,
      frame: { ...annualLogView.frame, title: "Entries of the breach log 2026" },
    }),
  quarantine: () => quarantinePage(quarantine.listView),
  "quarantine-empty": () => quarantinePage(quarantine.emptyListView),
  "quarantine-item": () => quarantineItemPage(quarantine.itemView),
  "quarantine-item-errors": () => quarantineItemPage(quarantine.itemViewWithErrors),
  "quarantine-item-bytes": () => quarantineItemPage(quarantine.bytesView),
  "sign-in": () => signInPage(sample.signInView),
  "message-already-decided": () => messagePage(sample.messageView),
  "message-forbidden": () =>
    messagePage({
      ...sample.messageView,
      frame: { ...sample.frame, title: "Not for you" },
      kind: "forbidden",
      decision: null,
      sentence: "Deciding is for incident commanders; you are privacy officer.",
    }),
  "message-error": () =>
    messagePage({
      ...sample.messageView,
      frame: { ...sample.frame, title: "Something went wrong" },
      kind: "error",
      decision: null,
      reference: "0190d3a8",
    }),
};
