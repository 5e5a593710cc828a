/** Damage to the pages of a database that is whole by its size, found at a start within a bounded time. */
import type Sqlite from 'better-sqlite3';
import { NotServed, troubleOf } from './trouble.ts';

/** Bytes up to which every page is looked at before serving: a second or two from a slow disk. `sotto check` has no bound. */
const ALL_BYTES = 256 * 1024 * 1024;

/** Without these nothing can be served. Others lose rows, which are named when they are met, and passed over. */
const NEEDED = ['migrations', 'settings', 'directories', 'accounts', 'unlocks'];

/** What SQLite says where two things claim one page, or the list of free ones is wrong: writing would spread it. */
const SPREADS = /2nd reference|freelist|free-page|invalid page number|Pointer map/i;

/**
 * @param path for whoever runs it
 * @returns sentences on what is damaged and can be passed over
 * @throws NotServed where it cannot
 */
export function checkPages(file: Sqlite.Database, path: string): string[] {
  const bytes =
    Number(file.pragma('page_size', { simple: true })) * Number(file.pragma('page_count', { simple: true }));
  const isSmall = bytes <= ALL_BYTES;
  const found = isSmall ? quickCheck(file) : [];
  if (isSmall && found.length === 0) return orphans(file);
  const tables = tablesOf(file).filter((table) => isSmall || NEEDED.includes(table));
  const damaged = tables.filter((table) => quickCheck(file, table).length > 0);
  const isNeeded = damaged.some((table) => NEEDED.includes(table));
  if (isNeeded || found.some((line) => SPREADS.test(line))) {
    throw new NotServed(
      `${path} is damaged (${found[0] ?? damaged.join(', ')}): put the newest backup in its place (sotto restore FILE).`,
    );
  }
  return damaged.map((table) => `${path} is damaged in ${table}: rows that cannot be read are passed over`);
}

/** Everything that can be checked, however long it takes. @returns sentences, none for a database that is whole */
export function checkAll(file: Sqlite.Database): string[] {
  const lines = file.pragma('integrity_check(20)') as { integrity_check: string }[];
  const found = lines.map(({ integrity_check }) => integrity_check).filter((line) => line !== 'ok');
  return found.length > 0 ? found : orphans(file);
}

function quickCheck(file: Sqlite.Database, table?: string): string[] {
  try {
    const lines = file.pragma(table === undefined ? 'quick_check(20)' : `quick_check('${table}')`);
    return (lines as { quick_check: string }[])
      .map((line) => line.quick_check)
      .filter((line) => line !== 'ok');
  } catch (error) {
    // Some damage ends the check itself.
    if (troubleOf(error) === 'damaged') return [(error as Error).message];
    throw error;
  }
}

function tablesOf(file: Sqlite.Database): string[] {
  const rows = file
    .prepare(`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`)
    .all();
  return (rows as { name: string }[]).map(({ name }) => name);
}

/** Rows that belong to a row that is not there. */
function orphans(file: Sqlite.Database): string[] {
  const rows = file.pragma('foreign_key_check') as { table: string; parent: string }[];
  const counts = new Map<string, number>();
  for (const { table, parent } of rows) {
    const which = `${table} without their ${parent}`;
    counts.set(which, (counts.get(which) ?? 0) + 1);
  }
  return [...counts].map(([which, count]) => `rows of ${which}: ${count}`);
}
