/** Recovery by colleagues: shares nobody can read alone, what was asked, and how it was answered. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('share_sets')
    .addColumn('account', 'bytea', (column) =>
      column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('signature', 'bytea', (column) => column.notNull())
    .addColumn('helpers', 'bytea', (column) => column.notNull())
    .execute();

  // No reference to an account: one that does not exist is asked for like one that does.
  await db.schema
    .createTable('recoveries')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('account', 'bytea', (column) => column.notNull())
    .addColumn('signing', 'bytea', (column) => column.notNull().unique())
    .addColumn('request', 'bytea', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('done', 'bytea')
    .addColumn('done_signature', 'bytea')
    .execute();
  await db.schema.createIndex('recoveries_by_account').on('recoveries').column('account').execute();

  await db.schema
    .createTable('recovery_answers')
    .addColumn('recovery', 'bytea', (column) =>
      column.notNull().references('recoveries.id').onDelete('cascade'),
    )
    .addColumn('helper', 'bytea', (column) => column.notNull())
    .addColumn('share_key', 'bytea')
    .addColumn('answer', 'bytea', (column) => column.notNull())
    .addColumn('signature', 'bytea', (column) => column.notNull())
    .addColumn('letter', 'bytea')
    .addPrimaryKeyConstraint('recovery_answers_key', ['recovery', 'helper'])
    .addUniqueConstraint('recovery_answers_share', ['recovery', 'share_key'])
    .execute();
}
