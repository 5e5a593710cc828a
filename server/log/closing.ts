/**
 * The closing of a day (PROTOCOL §8.2): its entries' hashes, among others that nobody can tell from them, are added to the
 * log, and the notary signs what the log then is. In one transaction: after a crash the next start does all of it, or
 * finds all of it done.
 */
import { setImmediate } from 'node:timers/promises';
import type { Hash, InstanceId } from '../../crypto/bytes.ts';
import { formatCheckpoint, logName } from '../../crypto/checkpoint.ts';
import { leafHash } from '../../crypto/merkle.ts';
import { formatNote } from '../../crypto/note.ts';
import { dayAfter, type Day } from '../../crypto/stamp.ts';
import { GrowingTiles, TILE_WIDTH, type FilledTile } from '../../crypto/tiles.ts';
import {
  addClosing,
  countLeaves,
  lockDays,
  newestClosing,
  putTiles,
  readLeaves,
  readTiles,
  type ClosingRecord,
  type Days,
} from '../../db/log.ts';
import { inTransaction, type DatabaseTransaction } from '../../db/tables.ts';
import { dayBefore, daysOfLast, firstDay } from '../../db/turns.ts';
import type { Context } from '../instance/context.ts';
import type { Notary } from '../instance/instance.ts';
import { notaryInUse } from '../instance/notary.ts';
import { fillers, inOrder } from './leaves.ts';

/** Hashes that are read at once, and held in memory. */
const PAGE = 4096;

/** Tiles that are written in one statement: 8 KiB each. */
const WRITTEN = 32;

/** Days that a closing may be after the one before without more ado. */
const LEAP = 31;

/** A leap beyond that is believed once so many turns began after it: a clock that is put right meanwhile closes nothing. */
const TRUSTED_TURNS = 4;

/** Closes what is over. @returns the day that was closed; null where there was nothing to do */
export async function closeLog(context: Context): Promise<string | null> {
  await context.calendar.keep();
  const notary = await notaryInUse(context);
  return inTransaction(context.db, async (transaction) => {
    const { day: today, closed } = await lockDays(transaction);
    const day = await dayToClose(transaction, today, closed);
    if (day === null) return null;
    const before = await newestClosing(transaction);
    const tiles = await tilesAfter(transaction, before?.size ?? 0);
    for await (const page of leavesOf(transaction, { after: closed, day })) {
      await addLeaves(transaction, tiles, page);
      // Requests that need no database are answered meanwhile.
      await setImmediate();
    }
    await putTiles(transaction, tiles.last());
    await addClosing(transaction, signed({ id: context.instance.id, notary }, tiles, day as Day, before));
    return day;
  });
}

/**
 * The newest day before today on which there was a server: where it was off for some, the closing of the next one on which
 * it was not covers them. So a clock that was ahead for a while closes no day that has not come.
 */
async function dayToClose(
  transaction: DatabaseTransaction,
  today: string,
  closed: string,
): Promise<string | null> {
  const begin = closed === '' ? await firstDay(transaction) : closed;
  if (begin === null) return null;
  const near = dayAfter(begin as Day, LEAP);
  const lastTurns = await daysOfLast(transaction, TRUSTED_TURNS);
  const isFarForLong = lastTurns.length === TRUSTED_TURNS && lastTurns.every((day) => day > near);
  const day = await dayBefore(transaction, isFarForLong ? today : earlier(today, dayAfter(near)));
  return day !== null && day > closed ? day : null;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}

async function tilesAfter(transaction: DatabaseTransaction, size: number): Promise<GrowingTiles> {
  const last: FilledTile[] = [];
  for (let level = 0, hashes = size; hashes > 0; level++, hashes = Math.floor(hashes / TILE_WIDTH)) {
    const [tile] = await readTiles(transaction, { level, index: Math.floor(hashes / TILE_WIDTH) });
    if (tile !== undefined) last.push({ ...tile, width: hashes % TILE_WIDTH });
  }
  return new GrowingTiles(size, last);
}

async function* leavesOf(transaction: DatabaseTransaction, days: Days): AsyncGenerator<readonly Hash[]> {
  const others = fillers(await countLeaves(transaction, days));
  yield* inOrder(entriesOf(transaction, days), others);
}

async function* entriesOf(transaction: DatabaseTransaction, days: Days): AsyncGenerator<readonly Hash[]> {
  for (let from: Hash | null = null; ;) {
    const page: Hash[] = await readLeaves(transaction, days, from, PAGE);
    yield page;
    if (page.length < PAGE) return;
    from = page.at(-1)!;
  }
}

async function addLeaves(
  transaction: DatabaseTransaction,
  tiles: GrowingTiles,
  leaves: readonly Hash[],
): Promise<void> {
  const whole = leaves.flatMap((leaf) => tiles.add(leafHash(leaf)));
  for (let at = 0; at < whole.length; at += WRITTEN)
    await putTiles(transaction, whole.slice(at, at + WRITTEN));
}

function signed(
  { id, notary }: { id: InstanceId; notary: Notary },
  tiles: GrowingTiles,
  day: Day,
  before: ClosingRecord | null,
): ClosingRecord {
  const { size } = tiles;
  const days = { day, after: (before?.day ?? null) as Day | null };
  const text = formatCheckpoint({ origin: logName(id), size, root: tiles.root(), days });
  return { day, size, note: formatNote(notary.signCheckpoint(text)) };
}
