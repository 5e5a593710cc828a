/** The one way to append to a case, for both sides: seal after its end, send, check the stamp. */
import type { EntryBytes, Hash } from '../../../crypto/bytes.ts';
import { entryHash } from '../../../crypto/header.ts';
import type { Stamp } from '../../../crypto/stamp.ts';
import { ApiError } from '../../calls/api.ts';
import { Failure } from '../../calls/failure.ts';

/** How often an entry is made anew because another came first, before giving up. */
const TRIES = 5;

/** What was made for one append. Until it is acknowledged it is sent again as the same bytes. */
export interface Sealed {
  readonly entry: EntryBytes;
}

/** How a sealed entry is sent, and whose stamp it must come back with. */
export interface Sending<T extends Sealed> {
  readonly send: (sealed: T) => Promise<Stamp>;
  /** Throws `bad-stamp` for an answer that is no stamp of this very entry. */
  readonly checkStamp: (entry: Hash, stamp: Stamp) => Promise<void>;
  /** What follows once it is stored, and before it is forgotten. */
  readonly stored: (sealed: T) => Promise<void> | void;
}

export interface Appending<T extends Sealed, S> extends Sending<T> {
  /** The case as it is; `again` after another entry came first. */
  readonly read: (again: boolean) => Promise<S>;
  /** Seals what is wanted after what was read; null when there is nothing to write any more. */
  readonly seal: (read: S) => T | null;
  /** Whether a failure says that it was never stored and is to be made anew, as a conflict does. */
  readonly isStale?: (error: unknown) => boolean;
}

export class Appender<T extends Sealed = Sealed> {
  /** By what was wanted: asked for again after an answer was lost, it is written once. */
  readonly #pending = new Map<string, T>();

  /** Writes an entry; when another came first, reads on and writes it after that one. */
  async append<S>(wanted: string, way: Appending<T, S>): Promise<void> {
    for (let tries = 0; tries < TRIES; tries++) {
      if (!this.#pending.has(wanted)) {
        const sealed = way.seal(await way.read(tries > 0));
        if (sealed === null) return;
        this.#pending.set(wanted, sealed);
      }
      try {
        if (await this.send(wanted, way)) return;
      } catch (error) {
        if (!way.isStale?.(error)) throw error;
        this.drop(wanted);
      }
    }
    throw new Failure('conflict');
  }

  /** @returns whether it is stored; otherwise something else came first, and it is dropped */
  async send(wanted: string, way: Sending<T>): Promise<boolean> {
    const sealed = this.#pending.get(wanted)!;
    try {
      await deliver(sealed, way);
    } catch (error) {
      if (!isLate(error)) throw error;
      this.drop(wanted);
      return false;
    }
    await way.stored(sealed);
    this.drop(wanted);
    return true;
  }

  /** What was sealed and is not acknowledged. */
  pending(wanted: string): T | undefined {
    return this.#pending.get(wanted);
  }

  drop(wanted: string): void {
    this.#pending.delete(wanted);
  }

  wipe(): void {
    this.#pending.clear();
  }
}

export async function deliver<T extends Sealed>(sealed: T, { send, checkStamp }: Sending<T>): Promise<void> {
  await checkStamp(entryHash(sealed.entry), await send(sealed));
}

/** Whether something else came first: another entry, or another directory. Nothing was stored. */
export function isLate(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'conflict' || error.code === 'directory-changed');
}
