import { expect, test, vi } from "vitest";
import { lazyAdapter } from "../../shared/lazy-adapter.ts";

interface Post {
  send(words: string, times: number): Promise<string>;
  state(): Promise<string>;
}
const verbs = { send: true, state: true } as const;

class Letters implements Post {
  readonly #sent: string[] = [];
  async send(words: string, times: number): Promise<string> {
    this.#sent.push(words.repeat(times));
    return this.state();
  }
  async state(): Promise<string> {
    return this.#sent.join();
  }
}

test("nothing is loaded until a verb is called, and then once for all of them", async () => {
  const load = vi.fn(async () => new Letters());
  const post = lazyAdapter<Post>("letters", load, verbs);
  expect(load).not.toHaveBeenCalled();
  expect(await Promise.all([post.send("a", 2), post.send("b", 1)])).toEqual(["aa", "aa,b"]);
  expect(await post.state()).toBe("aa,b");
  expect(load).toHaveBeenCalledOnce();
});

test("a load that fails rejects the call with the adapter's name and cause, and is tried anew", async () => {
  const cause = new Error("chunk-1.mjs is not there");
  const load = vi.fn<() => Promise<Post>>().mockRejectedValueOnce(cause).mockResolvedValue(new Letters());
  const post = lazyAdapter<Post>("letters", load, verbs);
  const failed = await Promise.allSettled([post.state(), post.send("a", 1)]);
  for (const { status, reason } of failed as PromiseRejectedResult[]) {
    expect(status).toBe("rejected");
    expect(reason).toMatchObject({
      message: "The adapter for letters could not be loaded: chunk-1.mjs is not there",
      cause,
    });
  }
  expect(load).toHaveBeenCalledOnce();
  expect(await post.send("a", 1)).toBe("a");
});

test("what the adapter itself throws comes as it is", async () => {
  const refusal = new Error("no letters today");
  const post = lazyAdapter<Post>(
    "letters",
    async () => ({ send: () => Promise.reject(refusal), state: async () => "" }),
    verbs,
  );
  await expect(post.send("a", 1)).rejects.toBe(refusal);
});

/** A port that had a `then` would be taken for a promise, and loaded by whoever awaits it. */
test("it can be awaited without being loaded", async () => {
  const load = vi.fn(async () => new Letters());
  await Promise.resolve(lazyAdapter<Post>("letters", load, verbs));
  expect(load).not.toHaveBeenCalled();
});
