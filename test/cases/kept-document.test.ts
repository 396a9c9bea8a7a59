import { describe, expect, test } from "vitest";
import { keptDocument } from "../../shared/cases/kept-document.ts";

/** A document is edited while it is in use; the content is a number, so that anything else cannot be used. */
function keptNumber(first: string | undefined | Error) {
  let now = "2026-11-24T08:00:00.000Z";
  let text = first;
  let parsed = 0;
  const kept = keptDocument({
    document: {
      name: "/etc/number",
      read: async () => {
        if (text instanceof Error) throw text;
        return text;
      },
    },
    parse: (given) => {
      parsed += 1;
      const content = Number(given);
      if (Number.isNaN(content)) throw new Error("it is no number");
      return { content };
    },
    fallback: { content: { content: 0 }, origin: "the shipped number" },
    clock: { now: () => now },
  });
  return {
    kept,
    edit: (to: string | undefined | Error) => (text = to),
    at: (instant: string) => (now = instant),
    parsed: () => parsed,
  };
}

describe("a document that changes while it is used", () => {
  test("counts from the next call on, and is parsed once a version", async () => {
    const { kept, edit, at, parsed } = keptNumber("1");
    const first = await kept();
    expect(first).toMatchObject({ content: { content: 1 }, origin: "/etc/number", problem: null });
    at("2026-11-24T09:00:00.000Z");
    const again = await kept();
    // The very same object: what was made ready for it once (compiled rules, a digest) is found again.
    expect(again.content).toBe(first.content);
    expect(again.readAt).toBe("2026-11-24T09:00:00.000Z");
    expect(parsed()).toBe(1);
    edit("2");
    expect((await kept()).content).toEqual({ content: 2 });
  });

  test.each<[string, string | undefined | Error, string]>([
    ["that cannot be used", "two", "cannot be used: it is no number"],
    ["that is gone", undefined, "is not there"],
    ["that cannot be read", new Error("EIO"), "cannot be read: EIO"],
    ["without end", "1".repeat(5_000_001), "cannot be used: it is longer"],
  ])("a version %s is refused and named, and the last good one stays in force", async (_what, bad, why) => {
    const { kept, edit } = keptNumber("1");
    await kept();
    edit(bad);
    for (let call = 0; call < 2; call += 1) {
      const { content, origin, problem } = await kept();
      expect(content).toEqual({ content: 1 });
      expect(origin).toBe("/etc/number");
      expect(problem).toContain(`/etc/number ${why}`);
      expect(problem).toContain("in force: /etc/number");
    }
    edit("3");
    expect(await kept()).toMatchObject({ content: { content: 3 }, problem: null });
  });

  test("before there was a good version the fallback is in force, and says so", async () => {
    const { kept } = keptNumber("one");
    expect(await kept()).toMatchObject({
      content: { content: 0 },
      origin: "the shipped number",
      problem: "/etc/number cannot be used: it is no number (in force: the shipped number)",
    });
  });

  test("the last good version mended back is good again", async () => {
    const { kept, edit } = keptNumber("1");
    await kept();
    edit("x");
    await kept();
    edit("1");
    expect(await kept()).toMatchObject({ content: { content: 1 }, problem: null });
  });
});

test("where nothing is configured the fallback is all there is, and nothing is wrong", async () => {
  const kept = keptDocument({
    document: null,
    parse: () => 1,
    fallback: { content: 0, origin: "the shipped number" },
    clock: { now: () => "2026-11-24T08:00:00.000Z" },
  });
  expect(await kept()).toEqual({
    content: 0,
    origin: "the shipped number",
    readAt: "2026-11-24T08:00:00.000Z",
    problem: null,
  });
});
