/**
 * Looks after each commit, before anybody is told of it, whether the files that were written are still the database:
 * a deleted or replaced one takes every write, and loses it. What it sees, it leaves in the witness.
 */
import { closeSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import type Sqlite from 'better-sqlite3';
import { HEADER_BYTES, parseHeader, readWalIndex, walBytes, type FileHeader } from './sqlite-format.ts';
import { DatabaseError } from './trouble.ts';
import { BESIDE, isRunning } from './whole.ts';
import { WITNESS, WitnessFile } from './witness.ts';

export class WatchedFile {
  readonly #file: Sqlite.Database;
  /** Files of their own, kept open as long as SQLite has the same ones: closing one would let go of its locks. */
  readonly #main: number;
  readonly #shm: number;
  readonly #witness: WitnessFile;
  readonly #identities: readonly [string, Stats][];
  #header: FileHeader;
  /** What the header was read after; it changes when the log is copied back or begun anew. */
  #readAfter = { salts: -1n, backfilled: -1 };

  /** @param file in WAL mode, with its log begun */
  constructor(path: string, file: Sqlite.Database) {
    this.#file = file;
    this.#main = openSync(path, 'r');
    this.#header = this.#readHeader();
    this.#witness = new WitnessFile(path + WITNESS);
    this.#forget();
    file.pragma(`user_version = ${this.#header.userVersion + (isRunning(this.#header.userVersion) ? 2 : 1)}`);
    file.pragma('wal_checkpoint(truncate)');
    this.#shm = openSync(path + BESIDE.shm, 'r');
    this.#identities = [path, path + BESIDE.wal, path + BESIDE.shm].map((one) => [one, statSync(one)]);
    this.confirm();
    this.#witness.sync();
  }

  /** @throws DatabaseError `gone` when what was committed is in no file of this database */
  confirm(): void {
    const index = readWalIndex(this.#shm);
    if (index === null) throw new DatabaseError('gone');
    const least = [HEADER_BYTES, walBytes(index.frames, this.#header.pageSize), 0];
    for (const [i, [path, before]] of this.#identities.entries()) {
      const now = statSync(path, { throwIfNoEntry: false });
      const isSame = now !== undefined && now.ino === before.ino && now.dev === before.dev;
      if (!isSame || now.size < (least[i] ?? 0)) throw new DatabaseError('gone');
    }
    const { salts, frames, backfilled } = index;
    const isBegunAnew = salts !== this.#readAfter.salts;
    if (isBegunAnew || backfilled !== this.#readAfter.backfilled) {
      this.#header = this.#readHeader();
      this.#readAfter = { salts, backfilled };
    }
    this.#witness.write({ changes: this.#header.changes, salts, frames });
    if (isBegunAnew) this.#witness.sync();
  }

  /** Copies the log back and empties it. */
  truncateLog(): void {
    this.#forget();
    this.#file.pragma('wal_checkpoint(truncate)');
    this.confirm();
  }

  /** Leaves a database that needs nothing beside it. */
  close(): void {
    let isWhole = this.#file.open;
    try {
      this.#file.pragma(`user_version = ${this.#readVersion() + 1}`);
      this.confirm();
      this.#forget();
    } catch {
      // Gone, or full: what was confirmed is where it was.
      isWhole = false;
    }
    this.#file.close();
    if (isWhole) {
      this.#header = this.#readHeader();
      this.#forget();
    }
    for (const fd of [this.#main, this.#shm]) closeSync(fd);
    this.#witness.close();
  }

  /** The log may be empty from now on, whatever happens. */
  #forget(): void {
    this.#witness.write({ changes: this.#header.changes, salts: 0n, frames: 0 });
    this.#witness.sync();
  }

  #readVersion(): number {
    return Number(this.#file.pragma('user_version', { simple: true }));
  }

  #readHeader(): FileHeader {
    const bytes = Buffer.alloc(HEADER_BYTES);
    readSync(this.#main, bytes, 0, HEADER_BYTES, 0);
    const header = parseHeader(bytes);
    if (header === null) throw new DatabaseError('gone');
    return header;
  }
}
