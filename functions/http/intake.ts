import { app } from "@azure/functions";
import { takeArrival } from "../../shared/cases/intake.ts";
import { TransientFailure } from "../../shared/domain/failures.ts";
import { clockworkOf, durableClient, house, triageRules } from "../../shared/wiring.ts";

/**
 * Sentinel playbooks, action groups, Graph. The function key stands between us and strangers, and is checked before a
 * body is read. Content never fails the call: 202 says that it is kept, readable or not. 503 asks the sender to send
 * again: neither ledger nor store could be reached. `?drill=true` lets a vendor's sample alert open a drill.
 */
app.http("intake", {
  route: "intake/{source}",
  methods: ["POST"],
  authLevel: "function",
  extraInputs: [durableClient],
  handler: async (request, context) => {
    const bytes = new Uint8Array(await request.arrayBuffer());
    const contentType = request.headers.get("content-type") ?? "application/octet-stream";
    const drill = request.query.get("drill") === "true";
    const arrival = {
      bytes,
      contentType,
      door: `http:${(request.params["source"] ?? "").slice(0, 40)}`,
      drill,
    };
    try {
      const taken = await takeArrival(house(), clockworkOf(context), arrival, await triageRules(context));
      return { status: 202, jsonBody: { items: taken } };
    } catch (error) {
      if (!(error instanceof TransientFailure)) throw error;
      context.error(`intake could not keep a payload: ${error.message}`);
      return { status: 503, headers: { "retry-after": "10" } };
    }
  },
});
