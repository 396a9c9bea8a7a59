import type { AlertTime } from "../domain/alert/alert.ts";
import { fieldAt, fieldsOf, type Fields, parseEmbedded, textAt, textOf } from "./fields.ts";
import { timeOf } from "./instants.ts";

/** What all Event Grid kinds share, read from the Event Grid schema, CloudEvents 1.0 or 0.1, or a mixture of them. */
export interface EventGridEnvelope {
  /** As found; compare `typeFolded`. */
  readonly type: string;
  readonly typeFolded: string;
  readonly id: string | null;
  /** `topic`, or else `source`. */
  readonly topic: string | null;
  readonly subject: string | null;
  readonly time: AlertTime | undefined;
  /** Read when first asked for: most events are noise by their type alone. */
  readonly data: Fields;
}

const maximumBase64Length = 8_000_000;

/** Decides by what an event cannot do without. Keys that it does not know (dead-letter records carry some) are ignored. */
export function envelopeOf(fields: Fields): EventGridEnvelope | null {
  const type = eventTypeOf(fields);
  if (type === null) return null;
  let data: Fields | undefined;
  return {
    type,
    typeFolded: type.toLowerCase(),
    id: textAt(fields, "id", "eventid"),
    topic: textAt(fields, "topic", "source"),
    subject: textAt(fields, "subject"),
    time: timeOf(fields.get("eventtime")) ?? timeOf(fields.get("time")),
    get data() {
      return (data ??= dataOf(fields));
    },
  };
}

/** A mixed event may carry a real `eventType` and a placeholder `type`, or the other way round: Azure's own name wins. */
function eventTypeOf(fields: Fields): string | null {
  const ofEventGrid = textAt(fields, "eventtype");
  const ofCloudEvents = isCloudEvent(fields) ? textAt(fields, "type") : null;
  if (ofEventGrid !== null && !isEventGridEvent(fields)) return ofCloudEvents;
  if (ofEventGrid === null) return ofCloudEvents;
  return !isAzureType(ofEventGrid) && ofCloudEvents !== null && isAzureType(ofCloudEvents)
    ? ofCloudEvents
    : ofEventGrid;
}

function isAzureType(type: string): boolean {
  return type.toLowerCase().startsWith("microsoft.");
}

/** `type` alone says nothing: every Azure object has one. */
function isCloudEvent(fields: Fields): boolean {
  if (textAt(fields, "specversion", "cloudeventsversion") !== null) return true;
  return (
    fieldAt(fields, "source") !== undefined &&
    (fields.has("data") || fields.has("data_base64")) &&
    fields.has("time")
  );
}

function isEventGridEvent(fields: Fields): boolean {
  return eventGridNames.some((name) => fields.has(name));
}

const eventGridNames = [
  "topic",
  "source",
  "subject",
  "eventtime",
  "dataversion",
  "metadataversion",
  "cloudeventsversion",
  "specversion",
];

function dataOf(fields: Fields): Fields {
  const data = fields.get("data");
  if (data !== undefined && data !== null) return fieldsOf(data);
  const encoded = textOf(fields.get("data_base64"));
  return encoded === null ? fieldsOf(undefined) : fieldsOf(decodeBase64Json(encoded));
}

/** The JSON in a Base64 text (a storage queue's message, a CloudEvent's `data_base64`), or undefined. */
export function decodeBase64Json(text: string): unknown {
  if (text.length > maximumBase64Length) return undefined;
  try {
    const bytes = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
    return parseEmbedded(new TextDecoder().decode(bytes));
  } catch {
    return undefined; // Not Base64, so not a message of that kind.
  }
}
