/**
 * Several transactions in one commit, for SQLite. A commit waits for the disk, and there is one writer: all who
 * came while the last one waited share the next. Each still happens whole or not at all, by a savepoint of its own; where
 * one brings down the whole all the same, as on a full disk, each is done once more, alone.
 */
import { setImmediate } from 'node:timers/promises';
import { CompiledQuery, type Kysely, type Transaction } from 'kysely';
import { troubleOf } from './trouble.ts';

interface Waiting<DB> {
  /** Runs inside the shared transaction, and keeps what came of it. */
  readonly run: (transaction: Transaction<DB>, alone: boolean) => Promise<void>;
  /** Tells what came of it, once the commit is durable. */
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Around each transaction in a shared one: made once, as each report needs two of them. */
const BEGIN = CompiledQuery.raw('savepoint one');
const END = CompiledQuery.raw('release one');
const UNDO = CompiledQuery.raw('rollback to one');

/** A transaction that stands alone undoes itself by being rolled back as a whole. */
class Undone extends Error {}

export class GroupCommit<DB> {
  readonly #db: Kysely<DB>;
  #waiting: Waiting<DB>[] = [];
  #busy = false;

  constructor(db: Kysely<DB>) {
    this.#db = db;
  }

  /** Runs `work` whole or not at all. What it returns is durable when the promise resolves. */
  run<T>(work: (transaction: Transaction<DB>) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let done = (): void => undefined;
      this.#waiting.push({
        run: async (transaction, alone) => {
          if (!alone) await transaction.executeQuery(BEGIN);
          try {
            const value = await work(transaction);
            done = () => resolve(value);
            if (!alone) await transaction.executeQuery(END);
          } catch (error) {
            done = () => reject(error as Error);
            if (alone) throw new Undone();
            try {
              await transaction.executeQuery(UNDO);
              await transaction.executeQuery(END);
            } catch {
              // A full disk, or one that fails, has undone the whole: that is why.
              throw error;
            }
          }
        },
        done: () => done(),
        failed: reject,
      });
      if (!this.#busy) void this.#commitAll();
    });
  }

  async #commitAll(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      // Requests that arrived together are all read before this goes on.
      await setImmediate();
      const group = this.#waiting;
      this.#waiting = [];
      await this.#commit(group);
    }
    this.#busy = false;
  }

  async #commit(group: readonly Waiting<DB>[]): Promise<void> {
    let isOver = false;
    try {
      await this.#db.transaction().execute(async (transaction) => {
        for (const { run } of group) await run(transaction, group.length === 1);
        isOver = true;
      });
    } catch (error) {
      if (!(error instanceof Undone)) {
        if (group.length === 1 || (isOver && !isUndone(error))) for (const { failed } of group) failed(error);
        else for (const one of group) await this.#commit([one]);
        return;
      }
    }
    for (const { done } of group) done();
  }
}

/** Whether nothing came of a commit, for sure, and the next one may succeed. A disk that fails, or is away, says neither. */
function isUndone(error: unknown): boolean {
  const trouble = troubleOf(error);
  return trouble === null || trouble === 'full';
}
