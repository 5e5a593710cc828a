/** The passing store as the server uses it: every name a keyed hash, every value sealed and as long as any of its kind. */
import { utf8, type Hash } from '../../crypto/bytes.ts';
import type { Passing, PassingRecord } from '../../db/passing.ts';
import { openOwn, ownName, sealOwn } from './own-seal.ts';

const HOUR = 60 * 60 * 1000;

/** The hour an instant is in. @param time milliseconds since 1970 */
export function hourOf(time: number): number {
  return Math.floor(time / HOUR);
}

/** A kind of things kept there. */
export interface Kind {
  readonly purpose: string;
  /** Bytes of the longest: all are padded to it. */
  readonly size: number;
}

/** Something that was read, to be replaced as it was. */
export interface Kept {
  readonly value: Uint8Array;
  readonly record: PassingRecord;
}

export class PassingStore {
  readonly #rows: Passing;
  readonly #secret: Hash;
  /** Milliseconds since 1970 from which on everything that was kept is known. */
  readonly since: number;

  constructor(rows: Passing, secret: Hash, now: number) {
    this.#rows = rows;
    this.#secret = secret;
    this.since = rows.isLasting ? -Infinity : now;
  }

  /** @returns false when there is one by that name */
  add(
    kind: Kind,
    name: Uint8Array,
    value: Uint8Array,
    hour: number,
    bundle: Uint8Array | null = null,
  ): Promise<boolean> {
    return this.#rows.add(this.#record(kind, name, value, hour, bundle));
  }

  async read(kind: Kind, name: Uint8Array): Promise<Kept | undefined> {
    const record = await this.#rows.read(this.#key(kind, name));
    return record && this.#open(kind, record);
  }

  async readBundle(kind: Kind, bundle: Uint8Array): Promise<Kept[]> {
    const records = await this.#rows.readBundle(this.#bundle(kind, bundle));
    return records.map((record) => this.#open(kind, record));
  }

  /** @returns false where it is there no more as it was read */
  swap(kind: Kind, { record }: Kept, value: Uint8Array, hour: number): Promise<boolean> {
    return this.#rows.swap(record, { ...record, value: this.#seal(kind, record.key, value), hour });
  }

  /** @returns false where it is there no more as it was read */
  drop({ record }: Kept): Promise<boolean> {
    return this.#rows.drop(record);
  }

  remove(kind: Kind, name: Uint8Array): Promise<void> {
    return this.#rows.remove(this.#key(kind, name));
  }

  forget(now: number): Promise<void> {
    return this.#rows.forget(hourOf(now));
  }

  #open({ purpose, size }: Kind, record: PassingRecord): Kept {
    if (size === 0) return { value: record.value, record };
    return { value: openOwn(this.#secret, purpose, record.key, record.value), record };
  }

  #record(kind: Kind, name: Uint8Array, value: Uint8Array, hour: number, bundle: Uint8Array | null) {
    const key = this.#key(kind, name);
    return { key, value: this.#seal(kind, key, value), hour, bundle: bundle && this.#bundle(kind, bundle) };
  }

  #seal({ purpose, size }: Kind, key: Hash, value: Uint8Array): Uint8Array {
    return size === 0 ? new Uint8Array(0) : sealOwn(this.#secret, purpose, key, value, size);
  }

  #key({ purpose }: Kind, name: Uint8Array): Hash {
    return ownName(this.#secret, purpose, name);
  }

  #bundle({ purpose }: Kind, bundle: Uint8Array): Hash {
    return ownName(this.#secret, purpose, bundle, utf8('bundle'));
  }
}
