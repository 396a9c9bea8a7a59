import type { SensitivitySignals } from "../domain/alert/alert.ts";
import { type Fields, textOf, textsAt } from "./fields.ts";

const silent: SensitivitySignals = { labels: [], informationTypes: [] };
const saidMax = 100;

/** What an alert's free-form properties say, when sensitive-data discovery is on at the sender. */
export function sensitivityIn(extended: Fields): SensitivitySignals {
  if (extended.size === 0) return silent;
  return sensitivityOf(textsAt(extended, "top sensitivity label", "sensitivity label"), [
    ...textsAt(extended, "sensitive information types"),
    ...textsAt(extended, "sensitive file types"),
  ]);
}

export function sensitivityOf(
  labels: readonly unknown[],
  informationTypes: readonly unknown[],
): SensitivitySignals {
  const texts = (values: readonly unknown[]) =>
    [...new Set(values.slice(0, saidMax).map((value) => textOf(value)?.slice(0, 200) ?? ""))].filter(
      (text) => text !== "",
    );
  return labels.length === 0 && informationTypes.length === 0
    ? silent
    : { labels: texts(labels), informationTypes: texts(informationTypes) };
}
