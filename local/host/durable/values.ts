/** How values cross between the engine's JSON texts and the worker's typed data, with the real engine's losses. */
import type { RpcTypedData } from "../core-types.ts";

/** JSON as the engine writes it: as JavaScript does, with three more characters escaped. */
export function toJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[\u0085\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A stored result as a value; what is no JSON (a reason, a failure's message) is itself. */
export function fromJson(text: string | null): unknown {
  if (text === null) return null;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** A bare boolean reaches an activity as the word `True` or `False`: the real engine's way, on purpose. */
export function activityInput(input: unknown): RpcTypedData {
  if (input === undefined || input === null) return {};
  if (typeof input === "string") return { string: input };
  if (typeof input === "boolean") return { string: input ? "True" : "False" };
  return { string: toJson(input) };
}

const largestInteger = "9223372036854775807";

/** The JSON text of what an activity returned; null for nothing. */
export function resultText(data: RpcTypedData | null | undefined): string | null {
  if (data?.string != null) return toJson(data.string);
  if (data?.json != null) return isReference(data.json) ? null : data.json;
  if (data?.int != null) return integerText(data.int);
  if (data?.double != null) return String(data.double);
  if (data?.bytes != null) return toJson(Buffer.from(data.bytes).toString("base64"));
  return null;
}

/** An object that the engine's serialiser takes for a reference to another; it resolves to nothing. */
function isReference(json: string): boolean {
  if (!json.includes('"$ref"')) return false;
  const value = JSON.parse(json) as unknown;
  return typeof value === "object" && value !== null && "$ref" in value;
}

function integerText(value: number): string {
  if (value >= 2 ** 63) return largestInteger;
  if (value <= -(2 ** 63)) return "-9223372036854775808";
  return BigInt(value).toString();
}

/** What was thrown, as the worker would put it into words. */
export function thrownText(thrown: unknown): { readonly message: string; readonly stack: string } {
  if (thrown instanceof Error) return { message: thrown.message, stack: thrown.stack ?? thrown.message };
  const message = thrown === null ? "Unknown error" : typeof thrown === "string" ? thrown : toJson(thrown);
  return { message, stack: `Error: ${message}` };
}

/** The serialised exception that stands in the details of a failed activity. */
export function failureDetails(failure: { readonly message: string; readonly stack: string }): string {
  const none = { HelpURL: null, StackTraceString: null, RemoteStackTraceString: null };
  return toJson({
    $type: "System.Exception, System.Private.CoreLib",
    ClassName: "System.Exception",
    Message: ` ${failure.message}`,
    Data: null,
    InnerException: {
      $type: "Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script",
      IsUserException: false,
      RemoteStackTrace: failure.stack,
      RemoteMessage: failure.message,
      RemoteTypeName: null,
      Message: `Result: Failure\nException: ${failure.message}\nStack: ${failure.stack}`,
    },
    ...none,
    RemoteStackIndex: 0,
    ExceptionMethod: null,
    HResult: -2146233088,
    Source: null,
    WatsonBuckets: null,
  });
}
