/** Passkeys that unlock an account: any number beside its passphrase and words. */
import type { Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passkeys')
    .addColumn('account', 'bytea', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('id', 'bytea', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('sign_in_key', 'bytea', (column) => column.notNull())
    .addColumn('credential_key', 'bytea', (column) => column.notNull())
    .addColumn('counter', 'bigint', (column) => column.notNull())
    .addColumn('wrapped_key', 'bytea', (column) => column.notNull())
    .addColumn('box', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('passkeys_key', ['account', 'id'])
    .execute();
}
