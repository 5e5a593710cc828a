/** Entries as far as the log knows them, as many as a test wants: of no case, with nothing in them. */
import { sodium } from '../../crypto/sodium.ts';
import { drawPlace } from '../../db/place.ts';
import type { Database } from '../../db/tables.ts';

/** Rows of one statement. */
const AT_ONCE = 1000;

/** @returns the hashes, in the order in which they came */
export async function addEntryRows(db: Database, day: string, count: number): Promise<Uint8Array[]> {
  const hashes = Array.from({ length: count }, () => sodium.randombytes_buf(32));
  for (let at = 0; at < count; at += AT_ONCE) {
    const rows = hashes.slice(at, at + AT_ONCE).map((hash, i) => ({
      place: drawPlace(),
      case_id: hash.slice(0, 16),
      chain: 'shared',
      seq: at + i,
      bytes: new Uint8Array(1),
      hash,
      day,
      stamp: new Uint8Array(64),
    }));
    await db.insertInto('entries').values(rows).execute();
  }
  return hashes;
}
