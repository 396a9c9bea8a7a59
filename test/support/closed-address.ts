import { createServer } from "node:net";
import type { AddressInfo } from "node:net";

/**
 * An address of this machine at which nobody listens, and nobody will until `release`: its port is held on the other
 * loopback address, so no server that asks for a free one gets it. A port that was only just free may have a new owner.
 */
export async function closedAddress(): Promise<{ readonly url: string; release(): Promise<void> }> {
  const holder = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve, reject) =>
    holder.once("error", reject).listen(0, "127.0.0.1", () => resolve()),
  );
  return {
    url: `http://[::1]:${(holder.address() as AddressInfo).port}`,
    release: () => new Promise((resolve) => holder.close(() => resolve())),
  };
}
