/** What goes in and out of the local Cosmos account, below HTTP and above the documents. */
import { randomUUID } from "node:crypto";

export interface EngineRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

export interface EngineAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Request units: what `x-ms-request-charge` says and the meter counts. */
  readonly charge: number;
}

/** A document, container or database as it is stored, with its system properties. */
export type Resource = Readonly<Record<string, unknown>> & {
  readonly id: string;
  readonly _rid: string;
  readonly _etag: string;
};

export function answer(
  status: number,
  body: unknown,
  { charge = 0, headers = {} }: { charge?: number; headers?: Readonly<Record<string, string>> } = {},
): EngineAnswer {
  const etag = (body as { _etag?: unknown } | undefined)?._etag;
  return {
    status,
    charge,
    headers: {
      "content-type": "application/json",
      "x-ms-activity-id": randomUUID(),
      "x-ms-request-charge": String(Math.round(charge * 100) / 100),
      ...(typeof etag === "string" && { etag }),
      ...headers,
    },
    body: body === undefined ? "" : JSON.stringify(body),
  };
}

/** A refusal in the service's form. `substatus` tells apart what one status can mean. */
export function problem(
  status: number,
  code: string,
  message: string,
  {
    substatus,
    charge = 0,
    ...more
  }: { substatus?: number; charge?: number; additionalErrorInfo?: string } = {},
): EngineAnswer {
  const headers = substatus === undefined ? {} : { "x-ms-substatus": String(substatus) };
  return answer(status, { code, message, ...more }, { charge, headers });
}

export function notFound(charge = 0): EngineAnswer {
  return problem(404, "NotFound", "Entity with the specified id does not exist in the system.", { charge });
}

/** Thrown where a request is refused; whatever it changed before is taken back. */
export class Refusal extends Error {
  readonly answer: EngineAnswer;
  constructor(answer: EngineAnswer) {
    super(answer.body);
    this.answer = answer;
  }
}

export function refusal(...problemOf: Parameters<typeof problem>): Refusal {
  return new Refusal(problem(...problemOf));
}

export function badRequest(message: string, substatus?: number): Refusal {
  return refusal(400, "BadRequest", message, substatus === undefined ? {} : { substatus });
}

export function isTrue(request: EngineRequest, header: string): boolean {
  return request.headers[header]?.toLowerCase() === "true";
}
