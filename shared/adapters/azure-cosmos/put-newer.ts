import type { Container } from "@azure/cosmos";
import { TransientFailure } from "../../domain/failures.ts";
import { statusOf } from "./failures.ts";

const triesMax = 8;

/** Two writers of one row may come in the wrong order: the row of the later entry stays. */
export async function putNewer<
  Item extends { readonly id: string; readonly pk: string; readonly seq: number },
>(container: Container, item: Item): Promise<void> {
  for (let attempt = 0; attempt < triesMax; attempt += 1) {
    const { resource, etag } = await container.item(item.id, item.pk).read<Item>();
    if (resource && resource.seq > item.seq) return;
    try {
      if (!resource) await container.items.create(item);
      else
        await container
          .item(item.id, item.pk)
          .replace(item, { accessCondition: { type: "IfMatch", condition: etag } });
      return;
    } catch (cause) {
      if (statusOf(cause) !== 409 && statusOf(cause) !== 412) throw cause;
    }
  }
  throw new TransientFailure(`the index row ${item.id} is being written by too many at once`);
}
