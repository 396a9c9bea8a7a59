import { describe, expect, test } from "vitest";
import { deliveryStatusOf, readDeliveryEvent } from "../../shared/contracts/delivery-report.ts";

const operationId = "3c1f0f5e-6a0e-4d55-9d0b-0f6a1f3f7a01";
const data = {
  sender: "tocsin@stbrigids.example",
  recipient: "mara.lindqvist@stbrigids.example",
  internetMessageId: "<q1.case-1@stbrigids.example>",
  messageId: operationId,
  status: "Delivered",
  deliveryStatusDetails: { statusMessage: "", recipientMailServerHostName: "mx.stbrigids.example" },
  deliveryAttemptTimestamp: "2026-11-24T04:12:32.99+01:00",
};
const event = (change: object = {}, dataChange: object = {}) => ({
  id: "e-1",
  topic: "/subscriptions/x",
  subject: `sender/tocsin@stbrigids.example/message/${operationId}`,
  eventType: "Microsoft.Communication.EmailDeliveryReportReceived",
  dataVersion: "1.0",
  metadataVersion: "1",
  eventTime: "2026-11-24T03:13:00.2532364Z",
  data: { ...data, ...dataChange },
  ...change,
});
const cloudEvent = () => ({
  id: "e-1",
  source: "/subscriptions/x",
  specversion: "1.0",
  type: "Microsoft.Communication.EmailDeliveryReportReceived",
  time: "2026-11-24T03:13:00.2532364Z",
  data,
});

const report = {
  operationId,
  recipient: "mara.lindqvist@stbrigids.example",
  status: "Delivered",
  at: "2026-11-24T03:12:32.990Z",
  detail: null,
};

describe("a delivery report", () => {
  test("is the same in Event Grid's schema and as a CloudEvent", () => {
    expect(readDeliveryEvent(event())).toEqual({ kind: "report", eventId: "e-1", report });
    expect(readDeliveryEvent(cloudEvent())).toEqual({ kind: "report", eventId: "e-1", report });
  });

  test("is named by eventType even when a stray type stands beside it", () => {
    expect(readDeliveryEvent(event({ type: "type", specversion: "1.0" }))).toMatchObject({ kind: "report" });
  });

  test("tells the time in either spelling, else by the event, always in UTC to the millisecond", () => {
    const older = event(
      {},
      { deliveryAttemptTimestamp: undefined, deliveryAttemptTimeStamp: "2020-09-18T00:22:20.2855749Z" },
    );
    expect(readDeliveryEvent(older)).toMatchObject({ report: { at: "2020-09-18T00:22:20.285Z" } });
    const none = event({}, { deliveryAttemptTimestamp: undefined });
    expect(readDeliveryEvent(none)).toMatchObject({ report: { at: "2026-11-24T03:13:00.253Z" } });
  });

  test("keeps the provider's explanation, and its operation id in lower case", () => {
    const full = event(
      {},
      {
        messageId: operationId.toUpperCase(),
        status: "Failed",
        deliveryStatusDetails: { statusMessage: "DestinationMailboxFull" },
      },
    );
    expect(readDeliveryEvent(full)).toMatchObject({
      report: { operationId, status: "Failed", detail: "DestinationMailboxFull" },
    });
    const bare = event({}, { deliveryStatusDetails: undefined });
    expect(readDeliveryEvent(bare)).toMatchObject({ report: { detail: null } });
  });

  test.each([
    ["no message id", event({}, { messageId: undefined }), "messageId"],
    ["no status", event({}, { status: "" }), "status"],
    ["a time that is none", event({}, { deliveryAttemptTimestamp: "yesterday" }), "deliveryAttemptTimestamp"],
    ["no data", event({ data: null }), "event"],
    ["no envelope", "hello", "event"],
  ])("with %s is malformed, and the reason names the place and no value", (_, broken, place) => {
    const reading = readDeliveryEvent(broken);
    expect(reading).toMatchObject({ kind: "malformed", reason: expect.stringContaining(place) as string });
    expect(JSON.stringify(reading)).not.toContain("stbrigids");
  });

  test("is not what engagement or a validation is", () => {
    const engagement = event({ eventType: "Microsoft.Communication.EmailEngagementTrackingReportReceived" });
    expect(readDeliveryEvent(engagement)).toEqual({
      kind: "other",
      eventType: "Microsoft.Communication.EmailEngagementTrackingReportReceived",
    });
  });

  test.each([
    ["Delivered", "delivered"],
    ["Expanded", "expanded"],
    ["Bounced", "bounced"],
    ["Failed", "failed"],
    ["Suppressed", "suppressed"],
    ["Quarantined", "quarantined"],
    ["FilteredSpam", "filtered-spam"],
    ["Deferred", "unknown"],
  ])("%s means %s", (native, status) => {
    expect(deliveryStatusOf(native)).toBe(status);
  });
});
