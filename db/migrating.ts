/**
 * The tables of this program. What each migration did is remembered as a hash of its statements,
 * so that one which was edited after it had been applied is told from the one that was applied.
 */
import { createHash } from 'node:crypto';
import {
  DummyDriver,
  Kysely,
  PostgresDialect,
  sql,
  type Dialect,
  type Migration,
  type Transaction,
} from 'kysely';
import * as base from './migrations/001-base.ts';
import * as publicLog from './migrations/002-log.ts';
import * as blobs from './migrations/003-blobs.ts';
import type { Tables } from './tables.ts';
import { NotServed } from './trouble.ts';

/** In their order. What was released once is never edited, and never taken out. */
const MIGRATIONS: Readonly<Record<string, Migration>> = {
  '001-base': base,
  '002-log': publicLog,
  '003-blobs': blobs,
};

interface MigrationTables {
  migrations: { name: string; steps: string };
}

/** Any number of its own: of two servers that start at once, one waits. */
const LOCK = 0x5077_0001;

/**
 * @param place the database's name for whoever runs it
 * @throws NotServed for a database of another program or another version of this one; nothing is written
 */
export async function checkMigrations(
  db: Kysely<Tables>,
  dialect: Dialect,
  place: string,
): Promise<{ readonly applied: readonly string[]; readonly isEmpty: boolean }> {
  const tables = (await db.introspection.getTables()).map(({ name }) => name);
  if (tables.length === 0) return { applied: [], isEmpty: true };
  if (!tables.includes('migrations')) {
    const isOlder = tables.includes('slot_sets');
    throw new NotServed(
      isOlder ? olderThanThis(place) : `${place} is not a database of Sotto: name another one.`,
    );
  }
  const own = db as unknown as Kysely<MigrationTables>;
  const applied = await own.selectFrom('migrations').selectAll().orderBy('name').execute();
  for (const { name, steps } of applied) {
    const known = MIGRATIONS[name];
    if (known === undefined) {
      throw new NotServed(
        `${place} was made by a newer version of Sotto: update the program, then start again.`,
      );
    }
    if ((await stepsOf(known, dialect)) !== steps) throw new NotServed(olderThanThis(place));
  }
  return { applied: applied.map(({ name }) => name), isEmpty: false };
}

/**
 * Brings it to the tables of this program.
 * @param last name of the last migration, where it is not to be the newest
 * @throws as `checkMigrations`
 */
export async function migrate(
  db: Kysely<Tables>,
  dialect: Dialect,
  place: string,
  last?: string,
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const isPostgres = dialect instanceof PostgresDialect;
    if (isPostgres) await sql`select pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    const { applied, isEmpty } = await checkMigrations(transaction, dialect, place);
    if (isEmpty) {
      const table = transaction.schema.createTable('migrations');
      await (isPostgres ? table : table.modifyEnd(sql`without rowid`))
        .addColumn('name', 'text', (column) => column.primaryKey().notNull())
        .addColumn('steps', 'text', (column) => column.notNull())
        .execute();
    }
    const own = transaction as unknown as Transaction<MigrationTables>;
    for (const [name, migration] of Object.entries(MIGRATIONS)) {
      if (applied.includes(name) || (last !== undefined && name > last)) continue;
      await migration.up(transaction);
      await own
        .insertInto('migrations')
        .values({ name, steps: await stepsOf(migration, dialect) })
        .execute();
    }
  });
}

function olderThanThis(place: string): string {
  return `${place} was made by another version of Sotto, before its format was settled, and this one cannot read it: use the version that made it, or begin with an empty one.`;
}

/** Hash of the statements that a migration runs, in hex. */
async function stepsOf(migration: Migration, dialect: Dialect): Promise<string> {
  const hash = createHash('sha256');
  const recorder = new Kysely<unknown>({
    dialect: {
      createAdapter: () => dialect.createAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => dialect.createIntrospector(db),
      createQueryCompiler: () => dialect.createQueryCompiler(),
    },
    log: ({ query }) => void hash.update(`${query.sql}\n`),
  });
  await migration.up(recorder);
  return hash.digest('hex');
}
