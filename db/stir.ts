/**
 * Stirs what a turn has brought: its rows are taken out and put back in a random order, many in one transaction. Where
 * a row lies, in which page of the file and in which transaction, then tells nothing of when in the turn it came.
 *
 * Rows are dealt into transactions at random, so that each ends at any place of them all with the same likelihood,
 * also where one transaction would keep others waiting too long. Whoever writes meanwhile shares the commits: so while
 * others do, stirring takes a small part of the time.
 */
import { setImmediate, setTimeout } from 'node:timers/promises';
import { toBase64url } from '../crypto/base64url.ts';
import { LENGTH, type CaseId } from '../crypto/bytes.ts';
import { drawPlace, shuffle } from './place.ts';
import { inTransaction, type Database, type DatabaseTransaction, type Tables } from './tables.ts';
import { readTurn, type Turn } from './turns.ts';
import { emptyLog, putBack, takeWritten, writesOf } from './unsettled.ts';

/** Bytes that are rewritten at the most: all that some five hundred cases bring in a day. */
const MOST = 32 * 1024 * 1024;

/** Cases that are looked at, at the most. */
const MANY = 2048;

/** Bytes of one transaction: a few tens of rows, for some milliseconds. More would keep as much in memory. */
const AT_ONCE = 1024 * 1024;

/** How many times longer than for a transaction it rests after one in which others wrote, and milliseconds it rests at most. */
const REST = 10;
const LONGEST_REST = 1000;

/** Cases whose rows are looked up at once. */
const LOOKED_UP = 128;

/** Bytes of a case's own row, about. */
const CASE_BYTES = 64;

type Row =
  | { readonly table: 'cases'; readonly caseId: Uint8Array; readonly length: number }
  | {
      readonly table: 'entries';
      readonly caseId: Uint8Array;
      readonly length: number;
      readonly chain: string;
      readonly seq: number;
    }
  | {
      readonly table: 'slot_sets';
      readonly caseId: Uint8Array;
      readonly length: number;
      readonly audience: string;
      readonly epoch: number;
      readonly ordinal: number;
    };

/** Stirs the present turn, and empties the write-ahead log where the database has one of its own. */
export async function stir(db: Database): Promise<void> {
  const fresh = takeWritten(db);
  try {
    if (fresh.length > 0) await stirTurn(db, fresh);
  } catch (error) {
    putBack(db, fresh);
    throw error;
  }
  emptyLog(db);
}

async function stirTurn(db: Database, fresh: readonly CaseId[]): Promise<void> {
  const turn = await readTurn(db);
  for (const part of deal(await chooseRows(db, turn, fresh))) {
    const [writes, began] = [writesOf(db), performance.now()];
    await inTransaction(db, (transaction) => rewrite(transaction, part));
    await setImmediate();
    const rest = Math.min(LONGEST_REST, REST * (performance.now() - began));
    if (writesOf(db) !== writes) await setTimeout(rest);
  }
}

/** All that the turn has brought; where that is too much, what was written since, and as much else as is allowed. */
async function chooseRows(db: Database, { turn, day }: Turn, fresh: readonly CaseId[]): Promise<Row[]> {
  const isFresh = new Set(fresh.map(toBase64url));
  const rows: Row[] = [];
  for (const cases of await chooseCases(db, turn, fresh)) rows.push(...(await rowsOf(db, cases, day)));
  const order = shuffle(rows);
  const first = order.filter(({ caseId }) => isFresh.has(toBase64url(caseId)));
  const then = order.filter(({ caseId }) => !isFresh.has(toBase64url(caseId)));
  let left = MOST;
  return [...first, ...then].filter(({ length }) => (left -= Number(length)) >= 0);
}

/** @returns some cases at a time: all of the turn, or so many written since and so many others, drawn by their ids */
async function chooseCases(db: Database, turn: number, fresh: readonly CaseId[]): Promise<Uint8Array[][]> {
  const ofTurn = db.selectFrom('cases').select('id').where('turn', '=', turn).orderBy('id');
  const all = await ofTurn.limit(MANY + 1).execute();
  const chosen = new Map(
    (all.length > MANY
      ? shuffle([...fresh]).slice(0, MANY / 2)
      : all.map(({ id }) => new Uint8Array(id))
    ).map((id) => [toBase64url(id), id]),
  );
  for (let i = 0; all.length > MANY && i < MANY / 2; i++) {
    const near = crypto.getRandomValues(new Uint8Array(LENGTH.CaseId));
    const next = await ofTurn.where('id', '>=', near).limit(1).executeTakeFirst();
    if (next !== undefined) chosen.set(toBase64url(new Uint8Array(next.id)), new Uint8Array(next.id));
  }
  const ids = [...chosen.values()];
  return Array.from({ length: Math.ceil(ids.length / LOOKED_UP) }, (_, i) =>
    ids.slice(i * LOOKED_UP, (i + 1) * LOOKED_UP),
  );
}

/** Every row that cases got since a day. */
async function rowsOf(db: Database, cases: readonly Uint8Array[], day: string): Promise<Row[]> {
  const entries = await db
    .selectFrom('entries')
    .select(['case_id as caseId', 'chain', 'seq'])
    .select(({ fn }) => fn<number>('length', ['bytes']).as('length'))
    .where('case_id', 'in', cases)
    .where('day', '>=', day)
    .execute();
  const sets = await db
    .selectFrom('slot_sets')
    .select(['case_id as caseId', 'audience', 'epoch', 'ordinal'])
    .select(({ fn }) => fn<number>('length', ['bytes']).as('length'))
    .where('case_id', 'in', cases)
    .where('day', '>=', day)
    .execute();
  return [
    ...cases.map((caseId): Row => ({ table: 'cases', caseId: new Uint8Array(caseId), length: CASE_BYTES })),
    ...entries.map((row): Row => ({ table: 'entries', ...row, caseId: new Uint8Array(row.caseId) })),
    ...sets.map((row): Row => ({ table: 'slot_sets', ...row, caseId: new Uint8Array(row.caseId) })),
  ];
}

/** Deals rows into transactions, at random. */
function deal(rows: Row[]): Row[][] {
  const parts: Row[][] = [];
  let left = 0;
  for (const row of shuffle(rows)) {
    if (parts.length === 0 || left < Number(row.length)) {
      parts.push([]);
      left = AT_ONCE;
    }
    parts.at(-1)!.push(row);
    left -= Number(row.length);
  }
  return parts;
}

/** Takes rows out in one random order and puts them back in another. One that is gone meanwhile stays gone. */
async function rewrite(db: DatabaseTransaction, rows: readonly Row[]): Promise<void> {
  const returning: (() => Promise<unknown>)[] = [];
  for (const row of shuffle([...rows])) {
    if (row.table === 'cases') returning.push(...(await takeCase(db, row.caseId)));
    else if (row.table === 'entries') {
      const taken = await db
        .deleteFrom('entries')
        .where('case_id', '=', row.caseId)
        .where('chain', '=', row.chain)
        .where('seq', '=', row.seq)
        .returningAll()
        .execute();
      returning.push(...taken.map((values) => () => put(db, 'entries', values)));
    } else {
      const taken = await db
        .deleteFrom('slot_sets')
        .where('case_id', '=', row.caseId)
        .where('audience', '=', row.audience)
        .where('epoch', '=', row.epoch)
        .where('ordinal', '=', row.ordinal)
        .returningAll()
        .execute();
      returning.push(...taken.map((values) => () => put(db, 'slot_sets', values)));
    }
  }
  for (const put of shuffle(returning)) await put();
}

async function takeCase(db: DatabaseTransaction, id: Uint8Array): Promise<(() => Promise<unknown>)[]> {
  // Not changed: PostgreSQL puts a changed row beside where it was.
  const taken = await db.deleteFrom('cases').where('id', '=', id).returningAll().execute();
  return taken.map((values) => () => db.insertInto('cases').values(values).execute());
}

function put<T extends 'entries' | 'slot_sets'>(db: DatabaseTransaction, table: T, values: Tables[T]) {
  return db
    .insertInto(table as 'entries')
    .values({ ...(values as Tables['entries']), place: drawPlace() })
    .execute();
}
