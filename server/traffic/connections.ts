/** Closes the server's connections: those with an answer under way after it, all others at once. */
import type { Server } from 'node:http';

/** Milliseconds that answers under way get once the server stops: less than whoever stops it waits before ending it by force. */
const GRACE = 5000;

/**
 * Node by itself waits for every connection that has not yet sent a request: browsers open such ones in advance, and
 * anybody could keep a server from stopping.
 */
export class Connections {
  readonly #server: Server;
  #underWay = 0;
  #stopping = false;

  /** @param server that has answered nothing yet */
  constructor(server: Server) {
    this.#server = server;
    server.on('request', (_, response) => {
      this.#underWay++;
      response.once('close', () => {
        this.#underWay--;
        this.#closeRest();
      });
    });
  }

  /** Takes no new connection, and resolves when none is left. @param grace milliseconds for what is under way */
  async close(grace: number = GRACE): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#stopping = true;
    this.#closeRest();
    const timer = setTimeout(() => this.#server.closeAllConnections(), grace);
    await closed;
    clearTimeout(timer);
  }

  #closeRest(): void {
    if (this.#stopping && this.#underWay === 0) this.#server.closeAllConnections();
  }
}
