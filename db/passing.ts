/**
 * What passes: sessions, challenges that were used, keyring pages on their way. None of it belongs beside what it
 * happened with, where a copy of the database would tell who did what. With SQLite it is in memory and in no file, and
 * gone when the process ends. Servers that share PostgreSQL share it there, in a table without a log, and what is in
 * it is named and sealed by the server so that only servers can read it.
 */
import { PostgresAdapter } from 'kysely';
import { toBase64url } from '../crypto/base64url.ts';
import { equal, typed, type Hash } from '../crypto/bytes.ts';
import type { Database } from './tables.ts';

export interface PassingRecord {
  readonly key: Hash;
  /** What it is found by together with others; null where nothing is. */
  readonly bundle: Hash | null;
  readonly value: Uint8Array;
  /** Hours since 1970: the last in which anybody asks for it. Nothing here has a finer time. */
  readonly hour: number;
}

export interface Passing {
  /** Whether it outlives the process, so that what was kept before it began is known. */
  readonly isLasting: boolean;
  /** @returns false, and nothing kept, when the key is there already */
  add(record: PassingRecord): Promise<boolean>;
  read(key: Hash): Promise<PassingRecord | undefined>;
  readBundle(bundle: Hash): Promise<PassingRecord[]>;
  /** Puts a record in the place of another. @returns false, and nothing kept, where that is there no more as it was */
  swap(old: PassingRecord, record: PassingRecord): Promise<boolean>;
  /** Removes a record. @returns false where it is there no more as it was */
  drop(old: PassingRecord): Promise<boolean>;
  remove(key: Hash): Promise<void>;
  /** Forgets what nobody asks for in this hour or later. */
  forget(hour: number): Promise<void>;
}

/**
 * Records in memory that belong to no bundle, which are challenges that were used: some hundred bytes each. Twice as
 * many as an hour of writes brings; whoever makes more of them in the hours they are good may use one twice.
 */
const MOST_LOOSE = 200_000;

export function passingOf(db: Database, mostLoose = MOST_LOOSE): Passing {
  const isShared = db.getExecutor().adapter instanceof PostgresAdapter;
  return isShared ? new PassingTable(db) : new PassingInMemory(mostLoose);
}

class PassingInMemory implements Passing {
  readonly isLasting = false;
  readonly #records = new Map<string, PassingRecord>();
  readonly #bundles = new Map<string, Set<string>>();
  /** Of those without a bundle, the oldest first. */
  readonly #loose = new Set<string>();
  readonly #mostLoose: number;

  constructor(mostLoose: number) {
    this.#mostLoose = mostLoose;
  }

  async add(record: PassingRecord): Promise<boolean> {
    if (this.#records.has(toBase64url(record.key))) return false;
    this.#keep(record);
    return true;
  }

  async read(key: Hash): Promise<PassingRecord | undefined> {
    return this.#records.get(toBase64url(key));
  }

  async readBundle(bundle: Hash): Promise<PassingRecord[]> {
    const names = this.#bundles.get(toBase64url(bundle)) ?? [];
    return [...names].flatMap((name) => this.#records.get(name) ?? []);
  }

  async swap(old: PassingRecord, record: PassingRecord): Promise<boolean> {
    const found = await this.read(old.key);
    if (found === undefined || !equal(found.value, old.value)) return false;
    this.#keep(record);
    return true;
  }

  async drop(old: PassingRecord): Promise<boolean> {
    const found = await this.read(old.key);
    if (found === undefined || !equal(found.value, old.value)) return false;
    await this.remove(old.key);
    return true;
  }

  async remove(key: Hash): Promise<void> {
    const name = toBase64url(key);
    const bundle = this.#records.get(name)?.bundle;
    this.#records.delete(name);
    this.#loose.delete(name);
    if (!bundle) return;
    const names = this.#bundles.get(toBase64url(bundle));
    names?.delete(name);
    if (names?.size === 0) this.#bundles.delete(toBase64url(bundle));
  }

  async forget(hour: number): Promise<void> {
    for (const record of this.#records.values()) if (record.hour < hour) await this.remove(record.key);
  }

  #keep(record: PassingRecord): void {
    const name = toBase64url(record.key);
    this.#records.set(name, record);
    if (record.bundle === null) return this.#keepLoose(name);
    const bundle = toBase64url(record.bundle);
    const names = this.#bundles.get(bundle) ?? new Set();
    this.#bundles.set(bundle, names.add(name));
  }

  #keepLoose(name: string): void {
    this.#loose.add(name);
    if (this.#loose.size <= this.#mostLoose) return;
    const [oldest] = this.#loose as Iterable<string> as [string];
    this.#loose.delete(oldest);
    this.#records.delete(oldest);
  }
}

class PassingTable implements Passing {
  readonly isLasting = true;
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async add(record: PassingRecord): Promise<boolean> {
    const added = await this.#db
      .insertInto('passing')
      .values(record)
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    return added.numInsertedOrUpdatedRows === 1n;
  }

  async read(key: Hash): Promise<PassingRecord | undefined> {
    const row = await this.#db.selectFrom('passing').selectAll().where('key', '=', key).executeTakeFirst();
    return row && toRecord(row);
  }

  async readBundle(bundle: Hash): Promise<PassingRecord[]> {
    const rows = await this.#db.selectFrom('passing').selectAll().where('bundle', '=', bundle).execute();
    return rows.map(toRecord);
  }

  async swap(old: PassingRecord, record: PassingRecord): Promise<boolean> {
    const swapped = await this.#db
      .updateTable('passing')
      .set({ value: record.value, hour: record.hour })
      .where('key', '=', old.key)
      .where('value', '=', old.value)
      .executeTakeFirst();
    return swapped.numUpdatedRows === 1n;
  }

  async drop(old: PassingRecord): Promise<boolean> {
    const dropped = await this.#db
      .deleteFrom('passing')
      .where('key', '=', old.key)
      .where('value', '=', old.value)
      .executeTakeFirst();
    return dropped.numDeletedRows === 1n;
  }

  async remove(key: Hash): Promise<void> {
    await this.#db.deleteFrom('passing').where('key', '=', key).execute();
  }

  async forget(hour: number): Promise<void> {
    await this.#db.deleteFrom('passing').where('hour', '<', hour).execute();
  }
}

function toRecord(row: { key: Uint8Array; bundle: Uint8Array | null; value: Uint8Array; hour: number }) {
  return {
    key: typed('Hash', new Uint8Array(row.key)),
    bundle: row.bundle && typed('Hash', new Uint8Array(row.bundle)),
    value: new Uint8Array(row.value),
    hour: row.hour,
  };
}
