/**
 * What all connections together may take: none is told from another by who is behind it, and nothing of one is kept
 * after it. Where there is too much, those that do least give way.
 */
import type { IncomingMessage, RequestListener, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { LIMITS } from '../api/limits.ts';

export interface TrafficLimits {
  /** Connections open at once. Idle ones cost little; a browser has six. */
  readonly connections: number;
  /** Bytes of bodies on their way at once: a hundred of the longest reports. */
  readonly bodyBytes: number;
  /** Milliseconds without a byte in either direction after which somebody else may have the place. */
  readonly stalled: number;
  /** Milliseconds without a byte after which nobody waits any longer. */
  readonly silent: number;
}

const USUAL: TrafficLimits = {
  connections: 1000,
  bodyBytes: 48 * 1024 * 1024,
  stalled: 1000,
  silent: 20_000,
};

/** Bytes of an answer that may still be on their way out when whoever has read it asks the next thing. */
const TAKEN = 128 * 1024;

/** A connection, while it is open. */
interface Line {
  readonly socket: Socket;
  /** The request under way. */
  request: IncomingMessage | null;
  /** Its answer. */
  response: ServerResponse | null;
  /** Bytes its body may come to; 0 where it has none, or has not begun. */
  held: number;
  /** When it last began or ended something, in milliseconds. */
  since: number;
  /** Bytes it had brought at the last look, and how many it brings from one look to the next. */
  read: number;
  rate: number;
}

interface Waiting {
  readonly line: Line;
  readonly begin: () => void;
}

/** Sockets that nothing goes through: since when, and when that was seen last. */
const quiet = new WeakMap<Socket, { readonly since: number; readonly seen: number }>();

/** Whether the other side takes nothing of an answer, or sends nothing of a body. */
export function isStalled(socket: Socket): boolean {
  return quiet.has(socket);
}

export class Traffic {
  readonly #limits: TrafficLimits;
  readonly #lines = new Map<Socket, Line>();
  #held = 0;
  #waiting: Waiting[] = [];
  #looking: NodeJS.Timeout | null = null;

  constructor(limits: TrafficLimits = USUAL) {
    this.#limits = limits;
  }

  /** Follows the connections of a server that has none yet. */
  follow(server: Server): void {
    server.timeout = this.#limits.stalled;
    server.on('connection', (socket) => this.#opened(socket));
    server.on('timeout', (socket: Socket) => this.#isQuiet(socket));
  }

  /** Puts requests through once there is room for what they bring. */
  through(next: RequestListener): RequestListener {
    return (request, response) => {
      const line = this.#lines.get(request.socket);
      if (line?.response?.writableEnded === true && request.socket.writableLength <= TAKEN) this.#ended(line);
      // One after the other: answers that wait for those before them would fill the memory with one connection.
      if (line === undefined || line.request !== null) return void request.socket.destroy();
      quiet.delete(request.socket);
      line.request = request;
      line.response = response;
      line.since = performance.now();
      response.once('close', () => line.response === response && this.#ended(line));
      const begin = () => {
        line.held = lengthOf(request);
        line.read = request.socket.bytesRead;
        line.rate = Infinity;
        this.#held += line.held;
        next(request, response);
      };
      if (this.#fits(lengthOf(request))) return begin();
      this.#waiting.push({ line, begin });
      this.#look();
    };
  }

  #fits(length: number): boolean {
    return length === 0 || (this.#waiting.length === 0 && this.#held + length <= this.#limits.bodyBytes);
  }

  #opened(socket: Socket): void {
    const line: Line = {
      socket,
      request: null,
      response: null,
      held: 0,
      since: performance.now(),
      read: 0,
      rate: 0,
    };
    if (this.#lines.size >= this.#limits.connections) this.#leastOf()?.socket.destroy();
    this.#lines.set(socket, line);
    socket.once('close', () => this.#lines.delete(socket));
  }

  /** The connection that is missed least: one that does nothing, the longest; or else one that is stalled. */
  #leastOf(): Line | undefined {
    const rank = ({ request, socket, since }: Line) => {
      if (request === null) return since;
      return isStalled(socket) ? 1e12 + since : 1e13 + since;
    };
    let [least, lowest]: [Line | undefined, number] = [undefined, Infinity];
    for (const line of this.#lines.values()) {
      const value = rank(line);
      if (value < lowest && !line.socket.destroyed) [least, lowest] = [line, value];
    }
    return least;
  }

  #ended(line: Line): void {
    this.#held -= line.held;
    line.held = 0;
    line.request = null;
    line.response = null;
    line.since = performance.now();
    this.#goOn();
  }

  /** Lets those in who waited, in their order. */
  #goOn(): void {
    this.#waiting = this.#waiting.filter(({ line }) => !line.socket.destroyed);
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const length = lengthOf(next.line.request!);
      if (this.#held > 0 && this.#held + length > this.#limits.bodyBytes) return;
      this.#waiting.shift();
      next.begin();
    }
  }

  /** While somebody waits, the body that comes the slowest gives way: what was sent before does not count. */
  #look(): void {
    this.#looking ??= setInterval(() => {
      let [slowest, lowest]: [Line | undefined, number] = [undefined, Infinity];
      for (const line of this.#lines.values()) {
        if (line.held === 0 || line.request?.complete === true) continue;
        const came = line.socket.bytesRead - line.read;
        line.read = line.socket.bytesRead;
        line.rate = line.rate === Infinity ? came : (line.rate + came) / 2;
        const isNew = performance.now() - line.since < 2 * this.#limits.stalled;
        if (!isNew && line.rate < lowest) [slowest, lowest] = [line, line.rate];
      }
      slowest?.socket.destroy();
      this.#goOn();
      if (this.#waiting.length > 0) return;
      clearInterval(this.#looking!);
      this.#looking = null;
    }, this.#limits.stalled / 4).unref();
  }

  /** Nothing went through for a while: Node looks at both directions, and at how much of a long answer is left. */
  #isQuiet(socket: Socket): void {
    const { stalled, silent } = this.#limits;
    const line = this.#lines.get(socket);
    const isIdle = line?.request === null;
    // Kept open after an answer. Before a request there is a time limit of Node's own.
    if (line === undefined || (isIdle && socket.bytesWritten > 0)) return void socket.destroy();
    const now = performance.now();
    const before = quiet.get(socket);
    // Something went through if this is not heard again at once.
    const isSame = before !== undefined && now - before.seen < 2 * stalled;
    const since = isSame ? before.since : now;
    quiet.set(socket, { since, seen: now });
    if (!isIdle && now - since > silent) return void socket.destroy();
    socket.setTimeout(stalled);
  }
}

/** Bytes that a request's body may come to. */
function lengthOf(request: IncomingMessage): number {
  const { 'content-length': announced, 'transfer-encoding': chunked } = request.headers;
  if (chunked !== undefined) return LIMITS.directoryBodyBytes;
  return announced === undefined ? 0 : Math.min(Number(announced), LIMITS.directoryBodyBytes);
}
