/** The rows of a report, written by better-sqlite3 alone: nothing checked, hashed or signed. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { LENGTH } from '../../crypto/bytes.ts';
import { drawPlace } from '../../db/place.ts';

/** What the database has to keep of a report. */
export interface Rows {
  readonly caseId: Uint8Array;
  readonly entry: Uint8Array;
  readonly slotSets: readonly Uint8Array[];
}

/** A database with Sotto's journal and durability. */
export function openBare(path: string): Sqlite.Database {
  const file = new Sqlite(path);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  return file;
}

/**
 * Opens a database beside the server's, with the tables and indexes that a report has rows in.
 * @param folder the server's data folder
 * @returns `insert` writes a report's rows in one synced transaction
 */
export function openBareRows(folder: string, name: string) {
  const file = openBare(join(folder, name));
  for (const sql of schemaOf(join(folder, 'sotto.db'))) file.exec(sql);
  const day = new Date().toISOString().slice(0, 10);
  const [hash, stamp] = [randomBytes(LENGTH.Hash), randomBytes(LENGTH.Signature)];
  const theCase = file.prepare('insert into cases values (?, 1, 1, 1, 0, 2)');
  const entry = file.prepare("insert into entries values (?, ?, 'shared', 0, ?, ?, ?, ?)");
  const slotSet = file.prepare('insert into slot_sets values (?, ?, ?, 0, 0, ?, ?)');
  const insert = file.transaction((rows: Rows) => {
    theCase.run(rows.caseId);
    entry.run(drawPlace(), rows.caseId, rows.entry, hash, day, stamp);
    slotSet.run(drawPlace(), rows.caseId, 'shared', rows.slotSets[0], day);
    slotSet.run(drawPlace(), rows.caseId, 'custodians', rows.slotSets[1], day);
  });
  return { file, insert };
}

function schemaOf(path: string): string[] {
  const file = new Sqlite(path, { readonly: true });
  const found = file
    .prepare(
      `select sql from sqlite_master where sql is not null
       and tbl_name in ('cases', 'entries', 'slot_sets') order by rootpage`,
    )
    .pluck()
    .all();
  file.close();
  return found as string[];
}
