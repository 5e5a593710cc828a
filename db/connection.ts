/** Opens the one database: SQLite in a file, or PostgreSQL when its address is given. */
import Sqlite from 'better-sqlite3';
import {
  Kysely,
  Migrator,
  PostgresDialect,
  SqliteDialect,
  type Migration,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import pg from 'pg';
import * as first from './migrations/001-first.ts';
import * as invitations from './migrations/002-invitations.ts';
import * as passkeys from './migrations/003-passkeys.ts';
import * as recovery from './migrations/004-recovery.ts';
import { runDirectly } from './prepared.ts';
import { shareCommits, type Database, type Tables } from './tables.ts';

const MIGRATIONS: Record<string, Migration> = {
  '001-first': first,
  '002-invitations': invitations,
  '003-passkeys': passkeys,
  '004-recovery': recovery,
};

/** Connections of one server process to PostgreSQL. */
const POOL = 10;

/** SQLite: `path` of the database file. Every acknowledged commit is on disk; deleted bytes are overwritten. */
export async function openSqlite(path: string): Promise<Database> {
  const file = new Sqlite(path);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  file.pragma('secure_delete = ON');
  file.pragma('busy_timeout = 5000');
  const statements = remembering(file);
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: statements }) });
  runDirectly(db, (sql, parameters) => Number(statements.prepare(sql).run(parameters).changes));
  return shareCommits(await migrated(db));
}

/** Statements are few and always the same: each is compiled once. */
function remembering(file: Sqlite.Database): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => file.close(),
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = file.prepare(sql);
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** PostgreSQL: `url` as in `DATABASE_URL`. Any number of server processes may share it. */
export async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: POOL, types: { getTypeParser } });
  // An idle connection that PostgreSQL ended, as when it restarts, is replaced at the next query. Unheard, the
  // event would end this process.
  pool.on('error', () => undefined);
  // One that ends while a query is under way fails that query, and says so here as well.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return migrated(new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }));
}

/** Seconds since 1970 are 64 bits, which the driver would give as text. None here is beyond what a number holds. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (type, format) =>
  type === (pg.types.builtins.INT8 as number)
    ? Number
    : (pg.types.getTypeParser(type, format) as (value: string) => unknown);

async function migrated(db: Kysely<Tables>): Promise<Database> {
  const migrator = new Migrator({ db, provider: { getMigrations: () => Promise.resolve(MIGRATIONS) } });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) {
    await db.destroy();
    throw error as unknown;
  }
  return db;
}
