/**
 * Whether a database file and what lies beside it belong together and are whole, as far as can be told at once. SQLite
 * would open most of what is refused here as if nothing were missing.
 */
import { closeSync, existsSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { HEADER_BYTES, parseHeader, readWal, type FileHeader, type WalContent } from './sqlite-format.ts';
import { NotServed } from './trouble.ts';
import { readWitness, WITNESS, type Witness } from './witness.ts';

/** Put after a database's path for the files beside it. */
export const BESIDE = { wal: '-wal', shm: '-shm', journal: '-journal' } as const;

/** Whether `PRAGMA user_version`, which rises at each start and each clean stop, says that a server runs or was ended. */
export function isRunning(userVersion: number): boolean {
  return userVersion % 2 === 1;
}

const RESTORE = 'put the newest backup in its place (sotto restore FILE)';

/**
 * Looks at the files before SQLite does. It must not have them open in this process: the system would let go of its locks.
 * @returns whether there is a database; if not, nothing of one
 * @throws NotServed
 */
export function checkFiles(path: string): boolean {
  for (const one of [path, path + BESIDE.wal, path + WITNESS]) checkIsFile(one);
  const wal = withFile(path + BESIDE.wal, readWal);
  if (!existsSync(path)) {
    const left = [BESIDE.wal, WITNESS].map((end) => path + end).find((one) => existsSync(one));
    if (left === undefined) return false;
    throw new NotServed(
      `${path} is missing, and ${basename(left)} is still there: put the file back, or ${RESTORE}.`,
    );
  }
  checkNoJournal(path);
  const header = withFile(path, (fd) => checkedHeader(fd, path, wal));
  const witness = readWitness(path + WITNESS);
  if (witness !== null && header !== null) checkWitness(path, header, wal, witness);
  const hasWal = existsSync(path + BESIDE.wal);
  if (witness === null && header !== null && isRunning(header.userVersion) && !hasWal) {
    throw new NotServed(
      `${path} was copied while a server wrote to it, or its ${basename(path + BESIDE.wal)} was taken away, so the newest reports are missing: put that file back, or ${RESTORE}.`,
    );
  }
  return true;
}

function checkIsFile(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined || found.isFile()) return;
  throw new NotServed(`${path} is not a file: take it away, or name what should be there.`);
}

/** What is served keeps no journal of this kind; SQLite would put the pages of one that is left over into the file. */
function checkNoJournal(path: string): void {
  const journal = path + BESIDE.journal;
  if ((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) === 0) return;
  throw new NotServed(
    `${journal} is of another database, or of a first start that was cut short: take it away, or delete both files if nothing was ever reported here.`,
  );
}

function withFile<T>(path: string, read: (fd: number) => T): T | null {
  if (!existsSync(path)) return null;
  const fd = openSync(path, 'r');
  try {
    return read(fd);
  } finally {
    closeSync(fd);
  }
}

function checkedHeader(fd: number, path: string, wal: WalContent | null): FileHeader {
  const { size } = fstatSync(fd);
  if (size === 0) {
    throw new NotServed(
      `${path} is empty (0 bytes): ${RESTORE}, or delete it if nothing was ever reported here.`,
    );
  }
  const bytes = Buffer.alloc(HEADER_BYTES);
  readSync(fd, bytes, 0, HEADER_BYTES, 0);
  const header = parseHeader(bytes);
  if (header === null)
    throw new NotServed(`${path} is not a database, or its beginning is damaged: ${RESTORE}.`);
  // Ended while the log was being copied back, the file may lack pages that the log has.
  const held = Math.floor(size / header.pageSize);
  for (let page = held + 1; page <= header.pages; page++) {
    if (wal?.pages.has(page)) continue;
    throw new NotServed(
      `${path} was cut short: it should have ${header.pages * header.pageSize} bytes and has ${size}: ${RESTORE}.`,
    );
  }
  return header;
}

function checkWitness(path: string, header: FileHeader, wal: WalContent | null, witness: Witness): void {
  if (header.changes < witness.changes) {
    throw new NotServed(
      `${path} is older than what was last served here, so newer reports are missing: put the newer file back, or take this one as a backup (move it elsewhere, then sotto restore FILE).`,
    );
  }
  if (witness.salts === 0n || witness.frames === 0) return;
  const file = path + BESIDE.wal;
  // One emptied and begun anew counts its first half on by one. More than one time may not pass unwitnessed.
  const isNext = wal !== null && wal.salts >> 32n === ((witness.salts >> 32n) + 1n) % (1n << 32n);
  if (wal !== null && isNext) return;
  if (wal !== null && wal.salts !== witness.salts) {
    throw new NotServed(
      `${file} does not belong to ${basename(path)}: put back the one that does, or ${RESTORE}.`,
    );
  }
  if ((wal?.frames ?? 0) < witness.frames) {
    throw new NotServed(
      `${file} was cut short or damaged, so the newest reports are missing: put it back whole, or ${RESTORE}.`,
    );
  }
}
