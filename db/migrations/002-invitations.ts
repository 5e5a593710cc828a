/** Invitations: a link that works once and expires, and the public keys of whoever took it up. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('invitations')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('person', 'bytea')
    .addColumn('kem', 'bytea')
    .addColumn('signing', 'bytea')
    .execute();
}
