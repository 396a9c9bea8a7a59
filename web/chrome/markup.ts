import { html as template, raw } from "hono/html";
import { assert } from "../../shared/domain/failures.ts";

/** HTML that is safe to put into a page: either written by us in a template, or escaped on the way in. */
export type Html = ReturnType<typeof raw>;
export type Part = string | number | Html | false | null | undefined | readonly Part[];

/** Every value is escaped unless it is itself Html. Attributes are always written in double quotes. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  const made = template(withoutIndent(strings), ...values);
  assert(!(made instanceof Promise), "a page waits for nothing");
  return made;
}

const indented = new WeakMap<TemplateStringsArray, TemplateStringsArray>();

/** Our own indentation is for our own eyes: a page is a third smaller without it. Values keep every space. */
function withoutIndent(strings: TemplateStringsArray): TemplateStringsArray {
  const known = indented.get(strings);
  if (known !== undefined) return known;
  const short = Object.assign(
    strings.map((part) => part.replace(/\n\s+/g, "\n")),
    { raw: strings.raw },
  );
  indented.set(strings, short);
  return short;
}

/** Only for markup that we wrote ourselves. */
export const trusted = raw;

export const nothing: Html = raw("");

/**
 * An address that may stand in an href. Alerts bring addresses from outside, so anything but the web and our own paths
 * becomes a link to nowhere. Plain http is allowed: one machine on a hospital's own network is reached by it.
 */
export function safeHref(address: string): string {
  const isOurs = /^\/(?![/\\])/.test(address) || /^[?#]/.test(address);
  return isOurs || /^https?:\/\/[^\s/]/i.test(address) ? address : "#";
}

/** `<a>` to the outside says so and takes nothing along. */
export function outsideLink(label: Part, address: string): Html {
  return html`<a href="${safeHref(address)}" rel="noopener noreferrer external">${label}</a>`;
}

export function list(items: readonly Part[], className = ""): Html {
  return html`<ul class="${className}">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}
