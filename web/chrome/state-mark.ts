import type { ClockStatus } from "../../shared/contracts/views.ts";
import type { CaseStatus } from "../../shared/domain/case/case-status.ts";
import { html, trusted, type Html } from "./markup.ts";
import { caseStatusWords, clockStatusWords } from "./words.ts";

/** Twelve by twelve, drawn in the colour of the text: a state is told by shape and word, colour only helps. */
const shapes = {
  disc: '<circle cx="6" cy="6" r="4.2"/>',
  ring: '<circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" stroke-width="1.6"/>',
  half: '<circle cx="6" cy="6" r="4.4" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M6 1.6a4.4 4.4 0 0 1 0 8.8z"/>',
  bars: '<path d="M2.5 2h2.4v8H2.5zM7.1 2h2.4v8H7.1z"/>',
  tick: '<path d="M1.6 6.4l3 3 5.8-6.6" fill="none" stroke="currentColor" stroke-width="2"/>',
  alarm: '<path d="M6 .8l5.6 10.4H.4z"/>',
  dash: '<path d="M1.5 5h9v2h-9z"/>',
  cross: '<path d="M2 2l8 8M10 2l-8 8" fill="none" stroke="currentColor" stroke-width="2"/>',
  envelope:
    '<path d="M.8 2.4h10.4v7.2H.8z" fill="none" stroke="currentColor" stroke-width="1.4"/><path d="M.8 2.8L6 6.8l5.2-4" fill="none" stroke="currentColor" stroke-width="1.4"/>',
} as const;
export type Shape = keyof typeof shapes;

export const mark = (shape: Shape): Html =>
  trusted(
    `<svg class="mark" width="12" height="12" viewBox="0 0 12 12" fill="currentColor" aria-hidden="true" focusable="false">${shapes[shape]}</svg>`,
  );

/** Alarm is for overdue and irreversible only. */
export type Tone = "plain" | "accent" | "strong" | "alarm" | "quiet";

export const pill = (shape: Shape, word: string, tone: Tone = "plain"): Html =>
  html`<span class="pill ${tone}">${mark(shape)} ${word}</span>`;

const clockMarks: Readonly<Record<ClockStatus, [Shape, Tone]>> = {
  running: ["half", "accent"],
  held: ["bars", "plain"],
  met: ["tick", "plain"],
  overdue: ["alarm", "alarm"],
  withdrawn: ["dash", "quiet"],
  "not-applicable": ["ring", "quiet"],
};

export function clockPill(state: ClockStatus): Html {
  const [shape, tone] = clockMarks[state];
  return pill(shape, clockStatusWords[state], tone);
}

const caseMarks: Readonly<Record<CaseStatus, [Shape, Tone]>> = {
  open: ["disc", "accent"],
  waiting: ["half", "accent"],
  notifying: ["envelope", "plain"],
  closed: ["tick", "quiet"],
};

export function casePill(state: CaseStatus): Html {
  const [shape, tone] = caseMarks[state];
  return pill(shape, caseStatusWords[state], tone);
}
