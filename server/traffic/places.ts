/**
 * Places for answers that may be long, from when one is made until it has been taken. Each waits in memory for whoever
 * reads it, so there are so many, and nobody has more than a few.
 */
import type { ServerResponse } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import type { Context as HonoContext } from 'hono';
import { Refusal } from '../answers/refusal.ts';
import { isStalled } from './traffic.ts';

/** Milliseconds to wait for a place: as long as somebody looks at a page that does nothing. */
const PATIENCE = 10_000;

/** Milliseconds between looks for those who take nothing of their answer, while others wait. */
const LOOK = 250;

interface Holder {
  readonly key: string;
  readonly response: ServerResponse | null;
}

interface Waiting {
  readonly holder: Holder;
  readonly until: number;
  readonly come: () => void;
  readonly give: (error: Refusal) => void;
}

class Places {
  readonly #most: number;
  readonly #each: number;
  readonly #holders = new Set<Holder>();
  readonly #waiting = new Set<Waiting>();
  #looking: NodeJS.Timeout | null = null;

  /**
   * @param most how many there are
   * @param each how many of them one case, account, version or day may have
   */
  constructor(most: number, each: number) {
    this.#most = most;
    this.#each = each;
  }

  /**
   * Makes an answer in a place of its own, which is free again when the answer has gone.
   * @param key whose answer it is
   * @throws Refusal `busy` when none became free
   */
  async in<T>(http: HonoContext, key: Uint8Array | number | string, make: () => Promise<T>): Promise<T> {
    const response = (http.env as Partial<HttpBindings> | undefined)?.outgoing ?? null;
    const holder: Holder = { key: String(key), response: response as ServerResponse | null };
    if (this.#isFree(holder.key)) this.#holders.add(holder);
    else await this.#wait(holder);
    const leave = () => {
      this.#holders.delete(holder);
      this.#letIn();
    };
    try {
      const made = await make();
      if (holder.response === null || holder.response.closed) leave();
      else holder.response.once('close', leave);
      return made;
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Whether somebody may come in: in the place of one who takes nothing, where all are taken. */
  #isFree(key: string): boolean {
    const all = [...this.#holders];
    const own = all.filter((holder) => holder.key === key);
    const inWay = own.length >= this.#each ? own : all.length >= this.#most ? all : null;
    if (inWay === null) return true;
    const stalled = inWay.find(({ response }) => response?.writableEnded && isStalled(response.req.socket));
    if (stalled === undefined) return false;
    this.#holders.delete(stalled);
    stalled.response!.req.socket.destroy();
    return true;
  }

  /** @throws Refusal `busy` when no place became free, or nobody waits for the answer any more */
  #wait(holder: Holder): Promise<void> {
    return new Promise((come, give) => {
      const waiting: Waiting = { holder, until: performance.now() + PATIENCE, come, give };
      this.#waiting.add(waiting);
      holder.response?.once('close', () => {
        if (this.#waiting.delete(waiting)) give(new Refusal('busy'));
      });
      this.#looking ??= setInterval(() => this.#letIn(), LOOK).unref();
    });
  }

  /** Lets in those who have waited longest and find a place; whoever waited too long is told. */
  #letIn(): void {
    const now = performance.now();
    const full = new Set<string>();
    for (const waiting of this.#waiting) {
      const { holder, until, come, give } = waiting;
      if (until <= now) {
        this.#waiting.delete(waiting);
        give(new Refusal('busy'));
      } else if (!full.has(holder.key)) {
        if (this.#isFree(holder.key)) {
          this.#waiting.delete(waiting);
          this.#holders.add(holder);
          come();
        } else full.add(holder.key);
      }
    }
    if (this.#waiting.size > 0 || this.#looking === null) return;
    clearInterval(this.#looking);
    this.#looking = null;
  }
}

/** The places of one server process. Long answers of all of them together are below 70 MB. */
export class AllPlaces {
  /** By account: a page reads four at a time. */
  readonly officers = new Places(24, 6);
  /** By case, or by who asked for help: whoever would take all needs as many cases, each at the price of work. */
  readonly reporters = new Places(16, 2);
  /** By file: a megabyte each, coming or going. */
  readonly pieces = new Places(24, 4);
  /** By version of the directory. */
  readonly versions = new Places(8, 2);
  /** By day: each looks through the leaves of one, a quarter of a megabyte at a time. */
  readonly proofs = new Places(8, 4);
}
