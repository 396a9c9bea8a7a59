/** What one transaction of the store leaves behind, when much comes and goes within it. */
import { expect, test } from "vitest";
import type { InboxRow, InstanceRow } from "../../../local/host/durable/rows.ts";
import { openStore } from "../../../local/host/durable/store.ts";
import { newFolder } from "./host-under-test.ts";

const instance = (num: number, more: Partial<InstanceRow> = {}): InstanceRow => ({
  ...{ num, id: `instance-${num}`, name: "waits", execution: `execution-${num}`, status: "Pending" },
  ...{ input: null, output: null, custom: null, createdAt: 1, updatedAt: 1, generation: 0, parent: null },
  ...more,
});

const message = (seq: number, num: number): InboxRow => ({
  ...{ seq, instance: num, execution: null, event: `{"n":${seq}}` },
});

test("a start and its first step share a transaction: the instance is written as it is then, its message not at all", async () => {
  const folder = newFolder();
  const store = openStore(folder);
  const started = store.commit((writes) => {
    writes.addInstance(instance(1));
    writes.addInbox(message(1, 1));
    writes.addInbox(message(2, 1));
  });
  const stepped = store.commit((writes) => {
    writes.drop("inbox", 1);
    writes.addStep(1, 1, '{"EventType":12}', "[]");
    writes.changeInstance(instance(1, { status: "Running", updatedAt: 2 }));
  });
  await Promise.all([started, stepped]);
  store.close();

  const again = openStore(folder);
  expect(again.read.instance("instance-1")).toEqual(instance(1, { status: "Running", updatedAt: 2 }));
  expect(again.read.steps(1)).toEqual([{ n: 1, events: '{"EventType":12}', asked: "[]" }]);
  expect(again.read.allInbox()).toEqual([message(2, 1)]);
  again.close();
});

test("an instance that is replaced in the transaction that made it leaves neither itself nor its messages", async () => {
  const store = openStore(newFolder());
  const first = store.commit((writes) => {
    writes.addInstance(instance(1, { id: "one" }));
    writes.addInbox(message(1, 1));
    writes.addInbox(message(2, 7));
  });
  const second = store.commit((writes) => {
    writes.dropAllOf(1, "instances", "steps", "inbox", "timers");
    writes.addInstance(instance(2, { id: "one" }));
    writes.addInbox(message(3, 2));
  });
  await Promise.all([first, second]);
  expect(store.read.instance("one")).toEqual(instance(2, { id: "one" }));
  expect(store.read.instanceByNum(1)).toBeUndefined();
  expect(store.read.allInbox()).toEqual([message(2, 7), message(3, 2)]);
  store.close();
});

test("a transaction that fails is refused to all that share it, and nothing of it comes with the next", async () => {
  const store = openStore(newFolder());
  const shared = [
    store.commit((writes) => {
      writes.addInstance(instance(1));
      writes.addInbox(message(1, 1));
    }),
    store.commit(() => {
      throw new Error("no room");
    }),
  ];
  const outcomes = await Promise.allSettled(shared);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected"]);

  await store.commit((writes) => void writes.addInbox(message(2, 2)));
  expect(store.read.instanceByNum(1)).toBeUndefined();
  expect(store.read.allInbox()).toEqual([message(2, 2)]);
  store.close();
});
