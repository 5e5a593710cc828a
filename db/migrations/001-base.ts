/**
 * The tables. `bytea` is PostgreSQL's name for bytes; SQLite takes any name and keeps bytes as they are.
 *
 * No table keeps the order in which its rows came: keys are random, or say what they are keys of, and SQLite's row
 * numbers, which would count, are not there (`without rowid`) or drawn (`place`). PostgreSQL has no sequences here.
 */
import { sql, SqliteAdapter, type CreateTableBuilder, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  const tables = tablesOf(db);
  await createOffice(tables);
  await createTurns(db, tables);
  await createCases(db, tables);
  await createAccounts(tables);
  await createRecoveries(db, tables);
  await createKeyrings(db, tables);
  if (!isSqlite(db)) await createPassing(db);
}

function isSqlite(db: Kysely<unknown>): boolean {
  return db.getExecutor().adapter instanceof SqliteAdapter;
}

interface Tables {
  /** A table whose rows are small, and lie where their key belongs. */
  readonly small: <T extends string>(name: T) => CreateTableBuilder<T, never>;
  /**
   * A table whose rows are long. In a tree by key SQLite would read whole rows to compare their keys, so a row lies
   * at a drawn `place`; its key is `columns`.
   */
  readonly long: (name: string, key: string, columns: string[]) => CreateTableBuilder<string, string>;
}

function tablesOf(db: Kysely<unknown>): Tables {
  const onSqlite = isSqlite(db);
  return {
    small: (name) => {
      const table = db.schema.createTable(name);
      return onSqlite ? table.modifyEnd(sql`without rowid`) : table;
    },
    long: (name, key, columns) => {
      const table: CreateTableBuilder<string, string> = db.schema.createTable(name);
      return onSqlite
        ? table
            .addColumn('place', 'integer', (column) => column.primaryKey().notNull())
            .addUniqueConstraint(key, columns)
        : table
            .addColumn('place', 'bigint', (column) => column.notNull())
            .addPrimaryKeyConstraint(key, columns);
    },
  };
}

async function createOffice({ small }: Tables): Promise<void> {
  await small('settings')
    .addColumn('name', 'text', (column) => column.primaryKey().notNull())
    .addColumn('value', 'bytea', (column) => column.notNull())
    .execute();

  await small('directories')
    .addColumn('version', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('text', 'text', (column) => column.notNull())
    .addColumn('signature', 'bytea', (column) => column.notNull())
    .execute();

  await small('invitations')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('person', 'bytea')
    .addColumn('kem', 'bytea')
    .addColumn('signing', 'bytea')
    .execute();
}

/** What cases are listed in the order of. A turn is as long as a day: its number says no more than that. */
async function createTurns(db: Kysely<unknown>, { small }: Tables): Promise<void> {
  await small('clock')
    .addColumn('turn', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .execute();
  await sql`insert into clock (turn, day) values (0, '')`.execute(db);

  await small('turns')
    .addColumn('turn', 'integer', (column) => column.primaryKey().notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('mark', 'bytea', (column) => column.notNull())
    .execute();
}

/** Nothing refers to a case by a foreign key: a case is rewritten alone, and deleted with all that is its own. */
async function createCases(db: Kysely<unknown>, { small, long }: Tables): Promise<void> {
  await small('cases')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('turn', 'integer', (column) => column.notNull())
    .addColumn('opened', 'integer', (column) => column.notNull())
    .addColumn('shared', 'integer', (column) => column.notNull())
    .addColumn('internal', 'integer', (column) => column.notNull())
    .addColumn('slot_sets', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('cases_by_turn').on('cases').columns(['turn', 'id']).execute();

  await long('entries', 'entries_key', ['case_id', 'chain', 'seq'])
    .addColumn('case_id', 'bytea', (column) => column.notNull())
    .addColumn('chain', 'text', (column) => column.notNull())
    .addColumn('seq', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('hash', 'bytea', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('stamp', 'bytea', (column) => column.notNull())
    .execute();

  await long('slot_sets', 'slot_sets_key', ['case_id', 'audience', 'epoch', 'ordinal'])
    .addColumn('case_id', 'bytea', (column) => column.notNull())
    .addColumn('audience', 'text', (column) => column.notNull())
    .addColumn('epoch', 'integer', (column) => column.notNull())
    .addColumn('ordinal', 'integer', (column) => column.notNull())
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .execute();
}

async function createAccounts({ small }: Tables): Promise<void> {
  await small('accounts')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('person', 'bytea', (column) => column.notNull().unique())
    .addColumn('salt', 'bytea', (column) => column.notNull())
    .addColumn('vault', 'bytea', (column) => column.notNull())
    .addColumn('authority_vault', 'bytea')
    .execute();

  await small('unlocks')
    .addColumn('account', 'bytea', (column) => column.notNull().references('accounts.id').onDelete('cascade'))
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('sign_in_key', 'bytea', (column) => column.notNull())
    .addColumn('wrapped_key', 'bytea', (column) => column.notNull())
    .addPrimaryKeyConstraint('unlocks_key', ['account', 'method'])
    .execute();

  /** Any number beside the passphrase and the words. */
  await small('passkeys')
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

/** Recovery by colleagues: shares nobody can read alone, what was asked, and how it was answered. */
async function createRecoveries(db: Kysely<unknown>, { small }: Tables): Promise<void> {
  await small('share_sets')
    .addColumn('account', 'bytea', (column) =>
      column.primaryKey().notNull().references('accounts.id').onDelete('cascade'),
    )
    .addColumn('bytes', 'bytea', (column) => column.notNull())
    .addColumn('signature', 'bytea', (column) => column.notNull())
    .addColumn('helpers', 'bytea', (column) => column.notNull())
    .execute();

  // No reference to an account: one that does not exist is asked for like one that does.
  await small('recoveries')
    .addColumn('id', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('account', 'bytea', (column) => column.notNull())
    .addColumn('signing', 'bytea', (column) => column.notNull().unique())
    .addColumn('request', 'bytea', (column) => column.notNull())
    .addColumn('expires', 'text', (column) => column.notNull())
    .addColumn('place', 'integer', (column) => column.notNull())
    .addColumn('turn', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('done', 'bytea')
    .addColumn('done_signature', 'bytea')
    .execute();
  await db.schema.createIndex('recoveries_by_account').on('recoveries').column('account').execute();

  await small('recovery_answers')
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

/** What servers share that passes: in no write-ahead log, and gone when PostgreSQL breaks down. */
async function createPassing(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('passing')
    .modifyFront(sql`unlogged`)
    .addColumn('key', 'bytea', (column) => column.primaryKey().notNull())
    .addColumn('bundle', 'bytea')
    .addColumn('value', 'bytea', (column) => column.notNull())
    .addColumn('hour', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('passing_by_bundle').on('passing').column('bundle').execute();
}

/** No reference to an account: whose page it is only the server can tell. */
async function createKeyrings(db: Kysely<unknown>, { long }: Tables): Promise<void> {
  await long('keyrings', 'keyrings_key', ['name'])
    .addColumn('name', 'bytea', (column) => column.notNull())
    .addColumn('page', 'integer', (column) => column.notNull())
    .addColumn('box', 'bytea', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('keyrings_by_page').on('keyrings').column('page').execute();
}
