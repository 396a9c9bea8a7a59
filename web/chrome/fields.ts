import type { FormState } from "../../shared/contracts/views.ts";
import { html, nothing, trusted, type Html } from "./markup.ts";

interface Field {
  readonly name: string;
  /** Where one page has several forms with fields of the same name. */
  readonly idPrefix?: string;
  readonly label: string;
  readonly hint?: string;
}

const valueOf = (form: FormState, name: string): string => {
  const value = form.values[name];
  return typeof value === "string" ? value : (value?.at(-1) ?? "");
};

const errorOf = (form: FormState, name: string): string | undefined =>
  form.errors.find(({ field }) => field === name)?.message;

const idOf = (name: string, prefix = ""): string => `f-${prefix}${name}`;

/** On top of the form, every error as a link to its field. Announced when the page comes back with it. */
export function errorSummary(form: FormState, idPrefix = ""): Html {
  if (form.errors.length === 0) return nothing;
  return html`<div class="errors" role="alert" tabindex="-1">
    <h2>
      ${form.errors.length === 1 ? "One thing has to be put right" : `${form.errors.length} things have to be put right`}
    </h2>
    <ul>
      ${form.errors.map(({ field, message }) => html`<li>${field === "" ? message : html`<a href="#${idOf(field, idPrefix)}">${message}</a>`}</li>`)}
    </ul>
  </div>`;
}

export function textField(
  form: FormState,
  field: Field & { readonly kind?: "people" | "moment"; readonly maxLength?: number },
): Html {
  const type = field.kind === "moment" ? "datetime-local" : "text";
  return labelled(
    form,
    field,
    html`<input
      id="${idOf(field.name, field.idPrefix)}"
      name="${field.name}"
      type="${type}"
      value="${valueOf(form, field.name)}"
      autocomplete="off"
      ${field.kind === "people" ? trusted('inputmode="numeric"') : nothing}
      ${field.maxLength === undefined ? nothing : html`maxlength="${field.maxLength}"`}
      ${describedBy(form, field)}
    />`,
  );
}

/** The parser swallows the line break after the tag, and so keeps one with which the text itself begins. */
export function textArea(form: FormState, field: Field & { readonly rows?: number }): Html {
  return labelled(
    form,
    field,
    html`<textarea
      id="${idOf(field.name, field.idPrefix)}"
      name="${field.name}"
      rows="${field.rows ?? 3}"
      ${describedBy(form, field)}
    >
${valueOf(form, field.name)}</textarea>`,
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

export function radios(form: FormState, field: Field & { readonly options: readonly Option[] }): Html {
  return group(
    form,
    field,
    field.options.map((option, index) => choice("radio", form, field, option, index)),
  );
}

export function checkboxes(form: FormState, field: Field & { readonly options: readonly Option[] }): Html {
  return group(
    form,
    field,
    field.options.map((option, index) => choice("checkbox", form, field, option, index)),
  );
}

function choice(
  type: "radio" | "checkbox",
  form: FormState,
  field: Field,
  option: Option,
  index: number,
): Html {
  const chosen = form.values[field.name];
  const isChosen = Array.isArray(chosen) ? chosen.includes(option.value) : (chosen ?? "") === option.value;
  const id = index === 0 ? idOf(field.name, field.idPrefix) : `${idOf(field.name, field.idPrefix)}-${index}`;
  return html`<label class="choice" for="${id}">
    <input
      id="${id}"
      type="${type}"
      name="${field.name}"
      value="${option.value}"
      ${isChosen ? trusted("checked") : nothing}
    />
    <span>${option.label}${option.hint === undefined ? nothing : html`<small>${option.hint}</small>`}</span>
  </label>`;
}

function group(form: FormState, field: Field, choices: readonly Html[]): Html {
  const error = errorOf(form, field.name);
  return html`<fieldset class="field${error === undefined ? "" : " wrong"}" ${describedBy(form, field)}>
    <legend>${field.label}</legend>
    ${notes(form, field)}
    <div class="choices">${choices}</div>
  </fieldset>`;
}

function labelled(form: FormState, field: Field, input: Html): Html {
  return html`<div class="field${errorOf(form, field.name) === undefined ? "" : " wrong"}">
    <label for="${idOf(field.name, field.idPrefix)}">${field.label}</label>
    ${notes(form, field)} ${input}
  </div>`;
}

function notes(form: FormState, field: Field): Html {
  const error = errorOf(form, field.name);
  return html`${field.hint === undefined ? nothing : html`<p class="hint" id="${idOf(field.name, field.idPrefix)}-hint">${field.hint}</p>`}
  ${error === undefined ? nothing : html`<p class="error" id="${idOf(field.name, field.idPrefix)}-error"><strong>Put right:</strong> ${error}</p>`}`;
}

function describedBy(form: FormState, field: Field): Html {
  const error = errorOf(form, field.name) !== undefined;
  const ids = [
    ...(field.hint === undefined ? [] : [`${idOf(field.name, field.idPrefix)}-hint`]),
    ...(error ? [`${idOf(field.name, field.idPrefix)}-error`] : []),
  ];
  if (ids.length === 0) return nothing;
  return html`aria-describedby="${ids.join(" ")}"${error ? trusted(' aria-invalid="true"') : nothing}`;
}

/** Everything of a form again, unseen: for a second post of what has been looked at. */
export function hiddenValues(form: FormState, without: readonly string[] = []): Html {
  const pairs = Object.entries(form.values)
    .filter(([name]) => !without.includes(name))
    .flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : value).map((each) => [name, each] as const),
    );
  return html`${pairs.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}
