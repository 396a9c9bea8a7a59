import type { AlertItem } from "../../shared/contracts/views.ts";
import { formatInstantInLine } from "../../shared/domain/wording/times.ts";
import { html, type Html } from "../chrome/markup.ts";
import { capital } from "../chrome/words.ts";
import { oneLine } from "./subject.ts";
import { ink } from "./shell.ts";

function rows(alert: AlertItem, timeZone: string): readonly (readonly [string, string])[] {
  const all: readonly (readonly [string, string | null])[] = [
    ["Alert", alert.title],
    ["Where", alert.resources.length === 0 ? null : alert.resources.join(", ")],
    ["Happened", alert.occurredAt === null ? null : formatInstantInLine(alert.occurredAt, timeZone)],
    ["Detected", alert.detectedAt === null ? null : formatInstantInLine(alert.detectedAt, timeZone)],
    ["Received", formatInstantInLine(alert.receivedAt, timeZone)],
    ["Severity", capital(alert.severity)],
    ["Reported by", alert.product],
  ];
  return all.flatMap(([label, value]) => (value === null ? [] : [[label, oneLine(value)] as const]));
}

export function alertInMail(alert: AlertItem, timeZone: string): Html {
  return html`<table
    cellpadding="0"
    cellspacing="0"
    border="0"
    width="100%"
    style="font-size:16px;line-height:1.4"
  >
    ${rows(alert, timeZone).map(
      ([label, value]) =>
        html`<tr>
          <th
            scope="row"
            align="left"
            valign="top"
            width="110"
            style="padding:4px 12px 4px 0;font-weight:normal;font-size:14px;color:${ink.quiet}"
          >
            ${label}
          </th>
          <td valign="top" style="padding:4px 0;word-break:break-word">${value}</td>
        </tr>`,
    )}
  </table>`;
}

export const alertInText = (alert: AlertItem, timeZone: string): string =>
  rows(alert, timeZone)
    .map(([label, value]) => `${label}: ${value}`)
    .join("\n");
