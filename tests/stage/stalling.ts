/** A connection to PostgreSQL through something that can stop passing on what is sent, as a network does. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';

export interface Stalling {
  /** The database's address through it. */
  readonly url: string;
  /** From now on nothing passes, and nothing is closed; or it does again. */
  stall(isStalled: boolean): void;
  stop(): void;
}

/** @param url of a database whose socket is in a folder */
export async function stalling(url: string): Promise<Stalling> {
  const { hostname, username, pathname } = new URL(url);
  const sockets = new Set<Socket>();
  let isStalled = false;
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (chunk) => void (isStalled || to.destroyed || to.write(chunk)));
    from.on('error', () => undefined);
    from.on('close', () => to.destroy());
  };
  const server = createServer((outer) => {
    const inner = connect(`${decodeURIComponent(hostname)}/.s.PGSQL.5432`);
    pass(outer, inner);
    pass(inner, outer);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `postgresql://${username}@127.0.0.1:${port}${pathname}`,
    stall: (value) => void (isStalled = value),
    stop: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
