/**
 * A port that is held from the moment it is chosen until its server takes it over. Whoever asks for a free port, lets it
 * go and opens it later finds it taken now and then: by another start, or by a connection of its own.
 */
import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";

export interface HeldPort {
  readonly port: number;
  /** Already listening: another server's `listen` takes over its handle, and connections with it. */
  readonly server: Server;
  /** Lets the port go, if nobody has taken it over and closed it; may be called again. */
  release(): void;
}

/** Port 0: any that is free. Until it is taken over, connections are cut at once. Rejects with the system's error. */
export function holdPort(port: number, address: string): Promise<HeldPort> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", reject);
    server.listen(port, address, () => {
      server.off("error", reject);
      const held = (server.address() as AddressInfo).port;
      resolve({ port: held, server, release: () => void (server.listening && server.close()) });
    });
  });
}
