/**
 * The first tables. `bytea` is PostgreSQL's name for bytes; SQLite takes any name and keeps bytes as they are.
 * Keys are random ids, so that no engine gets one hot row or one hot end of an index.
 */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('value', 'bytea', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('directories')
    .addColumn('version', 'integer', (column) => column.primaryKey())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('signature', 'bytea', (column) => column.notNull())
    .execute();

  await db.schema
    .createTable('cases')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('shared', 'integer', (column) => column.notNull())
    .addColumn('internal', 'integer', (column) => column.notNull())
    .addColumn('slot_sets', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('cases_by_day').on('cases').columns(['day', 'id']).execute();

  await db.schema
    .createTable('entries')
    .addColumn('case_id', 'bytea', (column) => column.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('chain', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('hash', 'bytea', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('stamp', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('entries_key', ['case_id', 'chain', 'seq'])
    .execute();

  await db.schema
    .createTable('slot_sets')
    .addColumn('case_id', 'bytea', (column) => column.notNull().references('cases.id').onDelete('cascade'))
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('slot_sets_key', ['case_id', 'audience', 'epoch', 'ordinal'])
    .execute();

  await db.schema
    .createTable('spent_works')
    .addColumn('challenge', 'text', (column) => column.primaryKey())
    .addColumn('day', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('spent_works_by_day').on('spent_works').column('day').execute();

  await db.schema
    .createTable('accounts')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('person', 'bytea', (column) => column.notNull().unique())
    .addColumn('salt', 'bytea', (column) => column.notNull())
    .addColumn('vault', 'bytea', (column) => column.notNull())
    .addColumn('authority_vault', 'bytea')
    .execute();

  await db.schema
    .createTable('unlocks')
    .addColumn('account', 'bytea', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('sign_in_key', 'bytea', (column) => column.notNull())
    .addColumn('wrapped_key', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('unlocks_key', ['account', 'method'])
    .execute();

  await db.schema
    .createTable('sessions')
    .addColumn('token', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('account', 'bytea', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('challenge', 'text', (column) => column.notNull())
    .addColumn('started', 'bigint', (column) => column.notNull())
    .addColumn('seen', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sessions_by_account').on('sessions').column('account').execute();

  await db.schema
    .createTable('keyrings')
    .addColumn('account', 'bytea', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('page', 'integer', (column) => column.notNull())
    .addColumn('revision', 'integer', (column) => column.notNull())
    .addColumn('box', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('keyrings_key', ['account', 'page'])
    .execute();
}
