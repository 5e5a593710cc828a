/** Opens the one database: SQLite in a file, or PostgreSQL when its address is given. */
import { chmodSync, closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import {
  Kysely,
  PostgresDialect,
  SqliteDialect,
  sql,
  type SqliteDatabase,
  type SqliteStatement,
} from 'kysely';
import { checkPages } from './damage.ts';
import { lockFile } from './file-lock.ts';
import { checkMigrations, migrate } from './migrating.ts';
import type { Patience } from './postgres-pool.ts';
import { runDirectly } from './prepared.ts';
import { shareCommits, type Database, type Tables } from './tables.ts';
import { NotServed } from './trouble.ts';
import { setFile } from './unsettled.ts';
import { WatchedFile } from './watched-file.ts';
import { checkFiles } from './whole.ts';
import { forgetLog } from './witness.ts';

/** Nobody but the server's own user reads the database, or what SQLite keeps beside it in files like it. */
const OWN_FILE = 0o600;

/**
 * SQLite: `path` of the database file. Every acknowledged commit is on disk; deleted bytes are overwritten.
 * @param say is told what is damaged and can be passed over
 * @throws NotServed where another server has it, or it is not whole
 */
export async function openSqlite(
  path: string,
  say: (words: string) => void = () => undefined,
): Promise<Database> {
  const lock = lockFile(path);
  try {
    const isThere = checkFiles(path);
    if (!isThere) closeSync(openSync(path, 'a', OWN_FILE));
    chmodSync(path, OWN_FILE);
    if (isThere) for (const words of await inspect(path)) say(words);
    forgetLog(path);
    return await openFile(path, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Looks at what a database is without writing to it, as it may be another program's. */
async function inspect(path: string): Promise<string[]> {
  const file = new Sqlite(path, { readonly: true });
  const dialect = new SqliteDialect({ database: file });
  const db = new Kysely<Tables>({ dialect });
  try {
    await checkMigrations(db, dialect, path);
    return checkPages(file, path);
  } finally {
    await db.destroy();
  }
}

async function openFile(path: string, closed: () => void): Promise<Database> {
  const file = new Sqlite(path);
  file.pragma('foreign_keys = ON');
  file.pragma('secure_delete = ON');
  file.pragma('busy_timeout = 5000');
  let watched: WatchedFile | null = null;
  const close = () => {
    if (watched === null) file.close();
    else watched.close();
    closed();
  };
  const statements = remembering(file, close, () => watched?.confirm());
  const dialect = new SqliteDialect({ database: statements });
  const db = new Kysely<Tables>({ dialect });
  const changes = file.prepare('select total_changes()').pluck();
  setFile(db, {
    changes: () => changes.get() as number,
    emptyLog: () => watched?.truncateLog(),
  });
  runDirectly(db, (sql, parameters) => Number(statements.prepare(sql).run(parameters).changes));
  await ready(db, async () => {
    await migrate(db, dialect, path);
    file.pragma('journal_mode = WAL');
    file.pragma('synchronous = FULL');
    watched = new WatchedFile(path, file);
  });
  return shareCommits(db);
}

/** Statements that are kept compiled: lists of every length a request may have make some hundred. */
const MOST_STATEMENTS = 1000;

/**
 * Statements are few and always the same: each is compiled once.
 * @param committed is called after each commit, and throws where it is not to be told
 */
function remembering(file: Sqlite.Database, close: () => void, committed: () => void): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close,
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = sql === 'rollback' ? rollback(file) : confirmed(file, file.prepare(sql), committed);
      if (statements.size >= MOST_STATEMENTS) statements.clear();
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** A full disk, or one that fails, has undone the transaction already: to undo it again would hide why. */
function rollback(file: Sqlite.Database): SqliteStatement {
  const statement = file.prepare('rollback');
  return {
    reader: false,
    all: () => [],
    run: () => (file.inTransaction ? statement.run() : { changes: 0, lastInsertRowid: 0 }),
    iterate: () => [][Symbol.iterator](),
  };
}

function confirmed(
  file: Sqlite.Database,
  statement: Sqlite.Statement<unknown[]>,
  committed: () => void,
): SqliteStatement {
  if (statement.readonly && !statement.source.startsWith('commit')) return statement as SqliteStatement;
  const after = <T>(result: T): T => {
    if (!file.inTransaction) committed();
    return result;
  };
  return {
    reader: statement.reader,
    all: (parameters) => after(statement.all(parameters as unknown[])),
    run: (parameters) => after(statement.run(parameters as unknown[])),
    iterate: (parameters) => statement.iterate(parameters as unknown[]),
  };
}

/** The oldest PostgreSQL that is still mended, and that the queries here are for. */
const OLDEST_POSTGRES = 13;

/** PostgreSQL: `url` as in `DATABASE_URL`. Any number of server processes may share it. */
export async function openPostgres(url: string, patience?: Patience): Promise<Database> {
  // The driver takes 14 MB, which a server with SQLite needs not have.
  const { PostgresConnections } = await import('./postgres-pool.ts');
  const dialect = new PostgresDialect({ pool: new PostgresConnections(url, patience) });
  return ready(new Kysely<Tables>({ dialect }), async (db) => {
    const { rows } = await sql<{ version: string }>`
      select current_setting('server_version_num') as version
    `.execute(db);
    const version = Math.floor(Number(rows[0]?.version) / 10_000);
    if (version < OLDEST_POSTGRES) {
      throw new NotServed(
        `this PostgreSQL is version ${version}: Sotto needs version ${OLDEST_POSTGRES} or newer, so update PostgreSQL or name another one in DATABASE_URL.`,
      );
    }
    await migrate(db, dialect, 'the database of DATABASE_URL');
  });
}

/** Closes what cannot be used. */
async function ready(db: Database, prepare: (db: Database) => Promise<void>): Promise<Database> {
  try {
    await prepare(db);
    return db;
  } catch (error) {
    await db.destroy();
    throw error;
  }
}
