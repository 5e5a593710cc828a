/**
 * Turns: what the list of cases is in the order of. A turn is a number that only grows, by one whenever the day of a
 * writing server changes, forward or back: so it says no more than the day does, and a clock that was wrong puts
 * nothing out of order. Each has a mark of its own, drawn at random: a database that was put back to an older state
 * goes on with other marks, and whoever had read further can tell.
 */
import { typed, type TurnMark } from '../crypto/bytes.ts';
import { SqliteAdapter, type CompiledQuery, type DialectAdapter } from 'kysely';
import { inTransaction, type Database, type DatabaseTransaction } from './tables.ts';

export interface Turn {
  readonly turn: number;
  /** The UTC day of the server that began it; empty before the first. */
  readonly day: string;
}

const MARK_BYTES = 16;

export async function readTurn(db: Database): Promise<Turn> {
  return db.selectFrom('clock').select(['turn', 'day']).executeTakeFirstOrThrow();
}

/** Begins the next turn, unless somebody else did since it was read. @returns whether it did */
export function beginTurn(db: Database, after: Turn, day: string): Promise<boolean> {
  return inTransaction(db, async (transaction) => {
    // Waits for all who write under the turn before (`holdTurn`): once the next one can be read, so can they.
    const turn = after.turn + 1;
    const begun = await transaction
      .updateTable('clock')
      .set({ turn, day })
      .where('turn', '=', after.turn)
      .executeTakeFirst();
    if (begun.numUpdatedRows === 0n) return false;
    await transaction.insertInto('turns').values({ turn, day, mark: drawMark() }).execute();
    return true;
  });
}

/** For each dialect compiled once: it goes before every write. */
const heldTurns = new WeakMap<DialectAdapter, CompiledQuery<{ closed: string }>>();

/**
 * Holds the turn until the transaction ends, for what is written under it: nobody begins another or closes a day
 * meanwhile. SQLite has a single writer, and needs no lock for that.
 * @returns the last UTC day that was closed; empty before the first
 */
export async function holdTurn(transaction: DatabaseTransaction): Promise<string> {
  const { adapter } = transaction.getExecutor();
  let query = heldTurns.get(adapter);
  if (query === undefined) {
    const reading = transaction.selectFrom('clock').select('closed');
    query = (adapter instanceof SqliteAdapter ? reading : reading.forShare()).compile();
    heldTurns.set(adapter, query);
  }
  const { rows } = await transaction.executeQuery(query);
  return rows[0]!.closed;
}

/** How far the list of cases was read: a turn, and the mark it had. */
export interface TurnMarked {
  readonly turn: number;
  readonly mark: TurnMark;
}

/** The newest turn with its mark; null before the first. */
export async function newestTurn(db: Database): Promise<TurnMarked | null> {
  const row = await db
    .selectFrom('clock')
    .innerJoin('turns', 'turns.turn', 'clock.turn')
    .select(['turns.turn', 'turns.mark'])
    .executeTakeFirst();
  return row === undefined ? null : { turn: row.turn, mark: typed('TurnMark', new Uint8Array(row.mark)) };
}

/** Whether a turn was begun here, with this mark. */
export async function isKnownTurn(db: Database, { turn, mark }: TurnMarked): Promise<boolean> {
  const row = await db
    .selectFrom('turns')
    .select('turn')
    .where('turn', '=', turn)
    .where('mark', '=', mark)
    .executeTakeFirst();
  return row !== undefined;
}

/** The last turn that began on a UTC day or before; 0 where there is none. */
export async function lastTurnBy(db: Database, day: string): Promise<number> {
  const row = await db
    .selectFrom('turns')
    .select(({ fn }) => fn.max('turn').as('turn'))
    .where('day', '<=', day)
    .executeTakeFirst();
  return Number(row?.turn ?? 0);
}

/** The days that the last turns began on, the newest first. */
export async function daysOfLast(db: Database | DatabaseTransaction, turns: number): Promise<string[]> {
  const rows = await db.selectFrom('turns').select('day').orderBy('turn', 'desc').limit(turns).execute();
  return rows.map(({ day }) => day);
}

/** The earliest day that one of the last turns began on; null where there were fewer. */
export async function earliestDayOfLast(db: Database, turns: number): Promise<string | null> {
  const days = await daysOfLast(db, turns);
  return days.length < turns ? null : days.sort()[0]!;
}

/** The first day that a turn began on; null before the first turn. */
export async function firstDay(db: DatabaseTransaction): Promise<string | null> {
  const row = await db
    .selectFrom('turns')
    .select(({ fn }) => fn.min('day').as('day'))
    .executeTakeFirst();
  return row?.day ?? null;
}

/** The last day before another one that a turn began on; null where there is none. */
export async function dayBefore(db: DatabaseTransaction, day: string): Promise<string | null> {
  const row = await db
    .selectFrom('turns')
    .select(({ fn }) => fn.max('day').as('day'))
    .where('day', '<', day)
    .executeTakeFirst();
  return row?.day ?? null;
}

/**
 * Has everybody who read the list of cases read it anew, and be told that it was put back: for a database that was
 * restored. Every turn gets another mark.
 */
export function forgetMarks(db: Database): Promise<void> {
  return inTransaction(db, async (transaction) => {
    for (const { turn } of await transaction.selectFrom('turns').select('turn').execute())
      await transaction.updateTable('turns').set({ mark: drawMark() }).where('turn', '=', turn).execute();
  });
}

function drawMark(): TurnMark {
  return typed('TurnMark', crypto.getRandomValues(new Uint8Array(MARK_BYTES)));
}
