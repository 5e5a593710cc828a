/** What there is to look at in a copy of a database, for somebody who has no key. */
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { toBase64url } from '../../crypto/base64url.ts';
import type { Database } from '../../db/tables.ts';
import type { Looks } from './guesses.ts';
import { rowsOfDayIndex, rowsOfTable } from './sqlite-pages.ts';

/** The tables whose rows are of cases, and what names a row of each beside the case. */
const TABLES = { entries: ['chain', 'seq'], slot_sets: ['audience', 'epoch', 'ordinal'] } as const;

interface Row {
  readonly caseId: string;
  /** The rest of its name, such as `shared 0`. */
  readonly part: string;
  readonly numbers: Readonly<Record<string, number>>;
}

export interface Copy {
  readonly entries: readonly Row[];
  readonly slot_sets: readonly Row[];
  readonly cases: readonly Row[];
  /** For each page of keyrings, those of all accounts. */
  readonly keyrings: readonly { readonly page: number; readonly name: string; readonly box: string }[];
}

/** What the bytes themselves say: how many, and whether they lean to a side. */
function ofBytes(value: Uint8Array): Record<string, number> {
  return { length: value.length, bytes: value.reduce((sum, byte) => sum + byte, 0) / value.length };
}

/** Opens a copy, its log included. */
export function readSqlite(path: string): Copy {
  const db = new Sqlite(path);
  db.pragma('wal_checkpoint(truncate)');
  const rows = (table: keyof typeof TABLES): Row[] => {
    const root = db.prepare('select rootpage from sqlite_master where name = ?').pluck().get(table) as number;
    const lying = new Map(rowsOfTable(path, root).map((row, i) => [row.rowid, { ...row, i }]));
    const found = db.prepare(`select * from ${table}`).all() as Record<string, unknown>[];
    const byDay = table === 'entries' ? placesByDay(db, path) : null;
    return found.map((row) => {
      const indexed = byDay?.get(toBase64url(row['hash'] as Uint8Array)) ?? {};
      const { page, offset, overflow, i } = lying.get(row['place'] as number)!;
      const place = { place: row['place'] as number, tree: i, page, offset, overflow, ...indexed };
      return named(row, TABLES[table], { ...place, ...ofBytes(row['bytes'] as Uint8Array) });
    });
  };
  const listed = db.prepare('select id as case_id from cases').all() as Record<string, unknown>[];
  const keyrings = db.prepare('select page, hex(name) as name, hex(box) as box from keyrings').all();
  const copy = {
    entries: rows('entries'),
    slot_sets: rows('slot_sets'),
    cases: listed.map((row, i) => named(row, [], { listed: i })),
    keyrings: keyrings as Copy['keyrings'],
  };
  db.close();
  return copy;
}

/** Where the index that finds a day's entries has them, by the entry's hash. */
function placesByDay(db: Sqlite.Database, path: string) {
  const root = db.prepare(`select rootpage from sqlite_master where name = 'entries_by_day'`).pluck().get();
  return new Map(
    rowsOfDayIndex(path, root as number).map(({ hash, page, offset }) => [
      toBase64url(hash),
      { dayPage: page, dayOffset: offset },
    ]),
  );
}

/** What PostgreSQL's tables say; not its log (PROTOCOL §14). */
export async function readPostgres(db: Database): Promise<Copy> {
  const rows = async (table: keyof typeof TABLES | 'cases'): Promise<Row[]> => {
    const found = await sql<Record<string, unknown>>`
      select *, (ctid::text::point)[0]::int as block, (ctid::text::point)[1]::int as line, xmin::text as xmin
      from ${sql.table(table)}`.execute(db);
    return found.rows.map((row, i) => {
      const lies = Number(row['block']) * 1000 + Number(row['line']);
      const numbers = { lies, transaction: Number(row['xmin']), listed: i };
      if (table === 'cases') return named({ case_id: row['id'] }, [], numbers);
      return named(row, TABLES[table], { ...numbers, ...ofBytes(row['bytes'] as Uint8Array) });
    });
  };
  const pages = await db.selectFrom('keyrings').select(['page', 'name', 'box']).execute();
  const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
  return {
    entries: await rows('entries'),
    slot_sets: await rows('slot_sets'),
    cases: await rows('cases'),
    keyrings: pages.map(({ page, name, box }) => ({ page, name: hex(name), box: hex(box) })),
  };
}

function named(
  row: Readonly<Record<string, unknown>>,
  parts: readonly string[],
  numbers: Record<string, number>,
): Row {
  const caseId = toBase64url(new Uint8Array(row['case_id'] as Uint8Array));
  return { caseId, part: parts.map((part) => String(row[part])).join(' '), numbers };
}

/** Looks at rows, by the ids of their cases. */
function looksAt(prefix: string, rows: readonly Row[]): Looks {
  const looks: Record<string, Map<string, number>> = {};
  for (const { caseId, numbers } of rows) {
    for (const [name, value] of Object.entries(numbers))
      (looks[`${prefix}: ${name}`] ??= new Map()).set(caseId, value);
  }
  return looks;
}

/** What every case has from its first moment: the report, its two sets, and its place in the list. */
export function looksAtReports({ entries, slot_sets: sets, cases }: Copy): Looks {
  return {
    ...looksAt('report', partOf(entries, 'shared 0')),
    ...looksAt('set for readers', partOf(sets, 'shared 0 0')),
    ...looksAt('set for custodians', partOf(sets, 'custodians 0 0')),
    ...looksAt('case', cases),
  };
}

/** What was written after the report: for each case the newest entry of its conversation. */
export function looksAtEntries({ entries }: Copy): Looks {
  const later = entries.filter(({ part }) => part.startsWith('shared ') && part !== 'shared 0');
  const bySeq = (row: Row) => Number(row.part.slice('shared '.length));
  return looksAt(
    'entry',
    later.sort((a, b) => bySeq(a) - bySeq(b)),
  );
}

/** From one copy to the next: how far what every case has has moved. */
export function looksAtBoth(before: Copy, after: Copy): Looks {
  const [old, now] = [looksAtReports(before), looksAtReports(after)];
  const looks: Record<string, ReadonlyMap<string, number>> = {};
  for (const [name, was] of Object.entries(old)) {
    const is = now[name]!;
    looks[`${name}, moved`] = new Map([...was].map(([id, value]) => [id, is.get(id)! - value]));
  }
  return looks;
}

function partOf(rows: readonly Row[], part: string): Row[] {
  return rows.filter((row) => row.part === part);
}
