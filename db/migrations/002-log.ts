/**
 * The public log: its tree in tiles, and its state at the end of each day. All of it is published; what else there is
 * says which entries the next closing takes, and is as entries are: by hash, never by when they came.
 */
import { sql, SqliteAdapter, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('clock')
    .addColumn('closed', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  // Entries of a day without reading the entries themselves.
  await db.schema.createIndex('entries_by_day').on('entries').columns(['day', 'hash']).execute();

  await db.schema
    .createTable('tiles')
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('index', 'integer', (column) => column.notNull())
    .addColumn('hashes', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('tiles_key', ['level', 'index'])
    .execute();

  await db.schema
    .createTable('closings')
    .addColumn('day', 'text', (column) => column.primaryKey().notNull())
    // No two states of the log have as many leaves.
    .addColumn('size', 'bigint', (column) => column.notNull().unique())
    .addColumn('note', 'bytea', (column) => column.notNull())
    .execute();

  const deleted = db.schema.createTable('deleted_leaves');
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  // No row number that would count.
  await (isSqlite ? deleted.modifyEnd(sql`without rowid`) : deleted)
    .addColumn('hash', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .execute();
}
