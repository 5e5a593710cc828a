/** Files: sealed, and in pieces. A case's files lie by drawn ids and places, like its entries. */
import { sql, SqliteAdapter, type CreateTableBuilder, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const isSqlite = db.getExecutor().adapter instanceof SqliteAdapter;
  const blobs = db.schema.createTable('blobs');
  await (isSqlite ? blobs.modifyEnd(sql`without rowid`) : blobs)
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('case_id', 'bytea', (column) => column.notNull())
    .addColumn('chunks', 'integer', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('blobs_of_case').on('blobs').columns(['case_id', 'chunks']).execute();

  // Long rows lie at drawn places, as those of entries do.
  const pieces: CreateTableBuilder<string, string> = db.schema.createTable('pieces');
  const key = ['blob', 'piece'];
  await (
    isSqlite
      ? pieces
          .addColumn('place', 'integer', (column) => column.primaryKey().notNull())
          .addUniqueConstraint('pieces_key', key)
      : pieces
          .addColumn('place', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('pieces_key', key)
  )
    .addColumn('blob', 'bytea', (column) => column.notNull())
    .addColumn('piece', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .execute();
}
