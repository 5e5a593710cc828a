/**
 * What the database last was, in a small file beside it: how far its header had counted, and how far its write-ahead
 * log went. Nothing in SQLite's own files says that one of them is older than the other, or was cut short.
 *
 * It is written after every commit, before anybody is told of it, and not waited for: after a loss of power it may say
 * less than there is, never more. Where it could say more, before the log is emptied, it is waited for.
 */
import { closeSync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';

export interface Witness {
  /** `changes` of the database file's header. */
  readonly changes: number;
  /** Of the log; 0 where nothing is known of it. */
  readonly salts: bigint;
  /** Frames of that log that were committed; 0 where it may be empty. */
  readonly frames: number;
}

/** Put after a database's path. */
export const WITNESS = '-witness';

const MAGIC = 0x536f_7457;
const BYTES = 28;

/** @returns null where there is none that is whole */
export function readWitness(path: string): Witness | null {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch {
    return null;
  }
  if (bytes.length !== BYTES || bytes.readUInt32BE(0) !== MAGIC) return null;
  if (sumOf(bytes) !== bytes.readUInt32BE(24)) return null;
  return {
    changes: bytes.readUInt32BE(4),
    salts: bytes.readBigUInt64BE(8),
    frames: bytes.readUInt32BE(16),
  };
}

/** Before a log is copied back that nobody watches. @param path of the database */
export function forgetLog(path: string): void {
  const known = readWitness(path + WITNESS);
  if (known === null) return;
  const file = new WitnessFile(path + WITNESS);
  file.write({ ...known, salts: 0n, frames: 0 });
  file.sync();
  file.close();
}

export class WitnessFile {
  readonly #fd: number;
  readonly #bytes = Buffer.alloc(BYTES);

  constructor(path: string) {
    this.#fd = openSync(path, 'a', 0o600);
    closeSync(this.#fd);
    this.#fd = openSync(path, 'r+');
    this.#bytes.writeUInt32BE(MAGIC, 0);
  }

  write({ changes, salts, frames }: Witness): void {
    const bytes = this.#bytes;
    bytes.writeUInt32BE(changes, 4);
    bytes.writeBigUInt64BE(salts, 8);
    bytes.writeUInt32BE(frames, 16);
    bytes.writeUInt32BE(sumOf(bytes), 24);
    writeSync(this.#fd, bytes, 0, BYTES, 0);
  }

  /** Waits until what was written is on disk. */
  sync(): void {
    fdatasyncSync(this.#fd);
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** FNV-1a, against a record of which half was written. */
function sumOf(bytes: Buffer): number {
  let sum = 0x811c9dc5;
  for (let i = 0; i < 24; i++) sum = Math.imul(sum ^ (bytes[i] ?? 0), 0x01000193);
  return sum >>> 0;
}
