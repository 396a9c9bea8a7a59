/** The durable HTTP API: which of its routes a request is for, as the real extension reads a path. */
import type { PlainRequest, PlainResponse } from "../types.ts";
import type { Api } from "./answers.ts";
import { notFound, refused } from "./answers.ts";
import { actOn, purgeOne } from "./http-acts.ts";
import { listInstances, purgeInstances, showStatus } from "./http-instances.ts";
import { startInstance } from "./http-starts.ts";

export async function answerRequest(api: Api, request: PlainRequest): Promise<PlainResponse> {
  const [root, id, verb, name, ...more] = segmentsOf(request.path);
  if (more.length > 0 || root === undefined) return notFound;
  const { method } = request;
  switch (root.toLowerCase()) {
    case "orchestrators":
      if (method !== "POST" || !id || name !== undefined) return notFound;
      return startInstance(api, request, id, verb || undefined);
    case "instances":
      if (!id) return verb === undefined ? allInstances(api, request) : notFound;
      if (verb === undefined) return oneInstance(api, request, id);
      if (method !== "POST") return notFound;
      return actOn(api, request, id, verb.toLowerCase(), name);
    case "entities":
      if (method === "GET") return notFound;
      return refused("Entities are not emulated by the one-machine host.");
    default:
      return notFound;
  }
}

/** Decoded twice, as the real extension does: `%2B` becomes a blank, and an encoded slash parts two segments. */
function segmentsOf(path: string): readonly string[] {
  const decode = (text: string) =>
    text.replace(/(%[0-9a-f]{2})+/gi, (codes) => {
      try {
        return decodeURIComponent(codes);
      } catch {
        return codes;
      }
    });
  return decode(decode(path).replaceAll("+", " ")).split("/");
}

async function oneInstance(api: Api, request: PlainRequest, id: string): Promise<PlainResponse> {
  const row = api.engine.find(id);
  if (row === undefined) return notFound;
  switch (request.method) {
    case "GET":
      return showStatus(api, request, row);
    case "DELETE":
      return purgeOne(api, row);
    default:
      return notFound;
  }
}

async function allInstances(api: Api, request: PlainRequest): Promise<PlainResponse> {
  switch (request.method) {
    case "GET":
      return listInstances(api, request);
    case "DELETE":
      return purgeInstances(api, request);
    default:
      return notFound;
  }
}
