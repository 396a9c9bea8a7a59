import { html, nothing, safeHref, type Html, type Part } from "../chrome/markup.ts";
import { drillWords } from "../chrome/layout.ts";

/**
 * Mail readers know tables and inline styles, and little else. One column, no picture, nothing remote. The colours are
 * those of the pages by day; readers that prefer the night turn them around themselves.
 */
export const ink = {
  text: "#17242a",
  quiet: "#4c5c64",
  line: "#cfd8db",
  accent: "#0b5c68",
  alarm: "#a8201a",
  track: "#dfe7e9",
  elapsed: "#7fa9b0",
} as const;

const fonts = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const letterFonts = "font-family:Georgia,'Times New Roman',serif";

interface Shell {
  readonly title: string;
  readonly drill: boolean;
  /** The line that a list of mails shows after the subject. */
  readonly preview?: string;
  readonly letter?: boolean;
}

export function mailDocument({ title, drill, preview, letter = false }: Shell, body: Part): string {
  return `<!doctype html>\n${html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <title>${title}</title>
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
    </head>
    <body style="margin:0;padding:0;background:#ffffff;color:${ink.text}">
      ${preview === undefined ? nothing : html`<div style="display:none;max-height:0;overflow:hidden">${preview}</div>`}
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
        ${
          drill
            ? html`<tr>
                <td
                  align="center"
                  style="${fonts};font-size:16px;font-weight:bold;padding:12px 16px;background:${ink.text};color:#ffffff"
                >
                  ${drillWords}
                </td>
              </tr>`
            : nothing
        }
        <tr>
          <td align="center" style="padding:16px">
            <table
              role="presentation"
              width="100%"
              cellpadding="0"
              cellspacing="0"
              border="0"
              style="max-width:600px"
            >
              <tr>
                <td style="${letter ? letterFonts : fonts};font-size:16px;line-height:1.5;text-align:left">
                  ${body}
                </td>
              </tr>
            </table>
          </td>
        </tr>
      </table>
    </body>
  </html>`.toString()}\n`;
}

/** The one button, and the same address to be read and copied. */
export const button = (label: string, url: string): Html =>
  html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:16px 0 8px">
      <tr>
        <td style="background:${ink.accent};border-radius:8px">
          <a
            href="${safeHref(url)}"
            style="display:inline-block;padding:14px 28px;${fonts};font-size:16px;font-weight:bold;color:#ffffff;text-decoration:none"
            >${label}</a
          >
        </td>
      </tr>
    </table>
    <p style="margin:0 0 20px;font-size:14px;color:${ink.quiet}">
      Or open this address:<br /><a href="${safeHref(url)}" style="color:${ink.accent};word-break:break-all"
        >${url}</a
      >
    </p>`;

export const heading = (text: string): Html =>
  html`<h2
    style="margin:24px 0 8px;font-size:18px;line-height:1.3;border-top:1px solid ${ink.line};padding-top:16px"
  >
    ${text}
  </h2>`;

export const paragraph = (...parts: readonly Part[]): Html => html`<p style="margin:0 0 12px">${parts}</p>`;

export const small = (...parts: readonly Part[]): Html =>
  html`<span style="font-size:14px;color:${ink.quiet}">${parts}</span>`;
