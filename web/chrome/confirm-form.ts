import type { CaseHeading, FormState, PageFrame } from "../../shared/contracts/views.ts";
import { hiddenValues } from "./fields.ts";
import { hiddenCsrf } from "./layout.ts";
import { html, safeHref, type Html } from "./markup.ts";

/** Under a preview: the same form again, unseen, to be recorded, changed or left. Only `confirm` yes writes anything. */
export function confirmForm(view: {
  readonly frame: PageFrame;
  readonly heading: CaseHeading;
  readonly form: FormState;
}): Html {
  const { frame, heading, form } = view;
  return html`<form method="post" novalidate>
    ${hiddenCsrf(frame)} ${hiddenValues(form, ["csrf", "confirm"])}
    <div class="actions">
      <button type="submit" name="confirm" value="yes">Record</button>
      <button type="submit" class="plain" name="confirm" value="no">Change it</button>
      <a class="button plain" href="${safeHref(heading.href)}">Leave it</a>
    </div>
  </form>`;
}
