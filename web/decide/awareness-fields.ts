import type { AwarenessView, FormState } from "../../shared/contracts/views.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { radios, textField } from "../chrome/fields.ts";
import { html, list, nothing, type Html } from "../chrome/markup.ts";
import { when } from "../chrome/times.ts";

/** Since when we are aware: the moments that are known, the one that governs, and room for another. */
export function awarenessFields(view: AwarenessView, form: FormState, timeZone: string): Html {
  const zone = timeZone.replaceAll("_", " ");
  const options = view.proposals.map(({ awareAt, source, reason, who }) => ({
    value: awareAt,
    label: `${formatInstantInLine(awareAt, timeZone)}, ${source}`,
    hint: `${awareAt === view.governingAt ? "Governs now. " : ""}${reason} (${who})`,
  }));
  return html`${decidedLine(view, timeZone)}
  ${radios(form, {
    name: "awareness",
    label: "Since when was it reasonably certain that personal data were compromised?",
    hint: "Starts the 72 hours of the GDPR. Until somebody chooses, the earliest moment governs; once chosen it is locked.",
    options: [...options, { value: "other", label: "Another moment" }],
  })}
  ${textField(form, { name: "awareAt", kind: "moment", label: "The other moment", hint: `Time of ${zone}.` })}`;
}

function decidedLine({ decided }: AwarenessView, timeZone: string): Html {
  if (decided === null) return nothing;
  return html`<p>
    ${decided.who} settled it as <strong>${when(decided.awareAt, timeZone)}</strong>: ${decided.reason} An
    earlier start has been found since. It may become earlier, never later than that.
  </p>`;
}

/** Since when we are aware, folded away: every proposal with who says so, and what was decided. */
export function awarenessLines({ proposals, decided, governingAt }: AwarenessView, timeZone: string): Html {
  if (proposals.length < 2 && decided === null) return nothing;
  const said = proposals.map(
    ({ awareAt, source, reason, who, entrySeq }) =>
      html`${when(awareAt, timeZone)},
        ${source}${awareAt === governingAt ? html` <strong>(governs)</strong>` : nothing}
        <span class="source">${reason} · ${who} · entry ${entrySeq}</span>`,
  );
  return html`<details>
    <summary>Since when we are aware</summary>
    ${list(said)}
    <p>
      ${
        decided === null
          ? "Nobody has decided yet: the earliest moment governs."
          : html`${decided.who} decided: ${when(decided.awareAt, timeZone)}. ${decided.reason}`
      }
    </p>
  </details>`;
}
