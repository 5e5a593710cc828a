/**
 * Where the ids of cases stand in files, whatever else is in these: found byte by byte, as by somebody who reads what
 * is in no table any more.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Database } from '../../db/tables.ts';
import type { Looks } from './guesses.ts';

/** Bytes that are one file, or several that follow each other, by their name. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** The first and the last place of each id in each of some files. Not how many: so long is its case (PROTOCOL §14). */
export function looksInFiles(files: Files, ids: Iterable<string>): Looks {
  const all = [...ids];
  return Object.fromEntries(
    Object.entries(files).flatMap(([name, bytes]) => {
      const places = placesOf(bytes, all);
      const look = (value: (places: number[]) => number) =>
        new Map([...places].map(([id, found]) => [id, value(found)]));
      return [
        [`${name}: first`, look((found) => found[0]!)],
        [`${name}: last`, look((found) => found.at(-1)!)],
      ];
    }),
  );
}

/** The places of those that are there at all, by id. */
function placesOf(bytes: Uint8Array, ids: readonly string[]): Map<string, number[]> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isBeginning = new Uint8Array(2 ** 16);
  const wanted = new Map<number, { id: string; bytes: Buffer }[]>();
  for (const id of ids) {
    const needle = Buffer.from(id, 'base64url');
    isBeginning[needle.readUInt16LE(0)] = 1;
    const beginning = needle.readUInt32LE(0);
    wanted.set(beginning, [...(wanted.get(beginning) ?? []), { id, bytes: needle }]);
  }
  const places = new Map<string, number[]>();
  for (let at = 0; at + 16 <= file.length; at++) {
    if (isBeginning[file[at]! | (file[at + 1]! << 8)] === 0) continue;
    for (const one of wanted.get(file.readUInt32LE(at)) ?? []) {
      if (file.compare(one.bytes, 0, one.bytes.length, at, at + one.bytes.length) !== 0) continue;
      places.set(one.id, [...(places.get(one.id) ?? []), at]);
    }
  }
  return places;
}

/** A database of PostgreSQL as it lies on the disk: each table and index with what is dead in it, and the log. */
export async function filesOfPostgres(db: Database, dataFolder: string): Promise<Files> {
  await sql`checkpoint`.execute(db);
  const { rows } = await sql<{ name: string; path: string }>`
    select coalesce(owner.relname || ', long rows', c.relname) as name, pg_relation_filepath(c.oid) as path
    from pg_class c
    left join pg_class owner on owner.reltoastrelid = c.oid
    where c.relkind in ('r', 'i', 't') and pg_relation_filepath(c.oid) is not null
      and (c.relnamespace = 'public'::regnamespace or owner.relnamespace = 'public'::regnamespace)`.execute(
    db,
  );
  const log = join(dataFolder, 'pg_wal');
  const segments = readdirSync(log)
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
    .map((name) => readFileSync(join(log, name)))
    // By the place in the log that each page says it has: one that is to be used again has a later name already.
    .sort((a, b) => Number(a.readBigUInt64LE(8) - b.readBigUInt64LE(8)));
  return {
    ...Object.fromEntries(rows.map(({ name, path }) => [name, readFileSync(join(dataFolder, path))])),
    'write-ahead log': Buffer.concat(segments),
  };
}
