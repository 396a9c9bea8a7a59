/** The fakes' promise to the tests that use them: what nobody expected fails the test, and so does what never came. */
import { expect, test } from "vitest";
import { fakeDirectory } from "../../shared/adapters/fake-directory/directory.ts";
import { fakeMail } from "../../shared/adapters/fake-mail/mail.ts";
import type { MailMessage } from "../../shared/ports/mail.ts";

const message: MailMessage = {
  to: { address: "mara@stbrigids.example", name: "Mara" },
  subject: "A bell",
  text: "words",
  html: "",
  headers: {},
  attachments: [],
};
const content = {
  people: [{ id: "p-1", name: "Mara", address: "mara@stbrigids.example" }],
  groups: [{ id: "g-1", name: "Commanders", members: ["p-1"] }],
};

/** What the fake would tell the runner when the test ends. */
function ending(): { readonly atEnd: (check: () => void) => void; readonly check: () => void } {
  let ends: () => void = () => {};
  return { atEnd: (check) => (ends = check), check: () => ends() };
}

test("a mail that no test took fails the test, one that was taken does not", async () => {
  const end = ending();
  const mail = fakeMail(end.atEnd);
  await mail.send(message, "op-1");
  expect(end.check).toThrow("nobody expected 1 mails");
  expect(mail.take("mara@stbrigids.example").operationId).toBe("op-1");
  expect(end.check).not.toThrow();
  expect(() => mail.take("mara@stbrigids.example")).toThrow("no mail");
});

test("an answer that was prepared for a send that never came fails the test", async () => {
  const end = ending();
  const mail = fakeMail(end.atEnd);
  mail.next({ kind: "throttled", retryAfterMs: 1 });
  expect(end.check).toThrow("never came");
  await mail.send(message, "op-1");
  expect(end.check).not.toThrow();
});

test("a question about a stranger fails the test unless the test is about strangers", async () => {
  const end = ending();
  const directory = fakeDirectory(content, end.atEnd);
  await directory.membersOf("g-1");
  expect(end.check).not.toThrow();
  directory.expectUnknown("g-2");
  await directory.membersOf("g-2");
  expect(end.check).not.toThrow();
  await directory.membersOf("g-3");
  expect(end.check).toThrow("g-3");
  expect(directory.asked).toEqual(["membersOf g-1", "membersOf g-2", "membersOf g-3"]);
});

test("a failure of the directory that was prepared and never met fails the test", async () => {
  const end = ending();
  const directory = fakeDirectory(content, end.atEnd);
  directory.failNext(1);
  expect(end.check).toThrow("never met");
  await expect(directory.membersOf("g-1")).rejects.toThrow("told to fail");
  expect(end.check).not.toThrow();
});
