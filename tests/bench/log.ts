/** Closing a day of the public log that has 100,000 entries: in this process, on SQLite, from asking to durable. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { LENGTH } from '../../crypto/bytes.ts';
import { openSqlite } from '../../db/connection.ts';
import { drawPlace } from '../../db/place.ts';
import { closeLog } from '../../server/log/closing.ts';
import { serveInside } from '../stage/inside.ts';

const ENTRIES = 100_000;
const DAY = 24 * 60 * 60 * 1000;
/** Milliseconds between two looks at the memory. */
const LOOK = 10;
const MB = 2 ** 20;

export async function measureLog() {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-log-'));
  const path = join(folder, 'sotto.db');
  await (await openSqlite(path)).destroy();
  const day = fill(path);
  const db = await openSqlite(path);
  const inside = await serveInside(db, null, { now: Date.parse(day) });
  await inside.context.calendar.keep();
  inside.clock.now += DAY;
  const rest = process.memoryUsage().rss;
  let most = rest;
  const looking = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), LOOK);
  const start = performance.now();
  const closed = await closeLog(inside.context);
  const took = performance.now() - start;
  clearInterval(looking);
  await db.destroy();
  await rm(folder, { recursive: true });
  if (closed !== day) throw new Error(`${closed} was closed, not ${day}`);
  return { log_close_100k_ms: took, log_close_100k_mb: (most - rest) / MB };
}

/** Entries as far as the log knows them. @returns their day */
function fill(path: string): string {
  const day = '2036-03-04';
  const file = new Sqlite(path);
  const entry = file.prepare("insert into entries values (?, ?, 'shared', 0, x'00', ?, ?, x'00')");
  file.transaction(() => {
    for (let i = 0; i < ENTRIES; i++)
      entry.run(drawPlace(), randomBytes(LENGTH.CaseId), randomBytes(LENGTH.Hash), day);
  })();
  file.close();
  return day;
}
