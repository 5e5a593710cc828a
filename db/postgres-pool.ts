/** Connections to PostgreSQL on which nothing waits for ever: what does not answer in time fails, and is let go. */
import type { PostgresCursor, PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg from 'pg';
import { DatabaseError } from './trouble.ts';

/** How long a connection, a lock, a statement and an answer may take, in milliseconds. */
export interface Patience {
  readonly connection: number;
  readonly lock: number;
  readonly statement: number;
  /** Longer than a statement may take: this is for an answer that got lost. */
  readonly answer: number;
}

/** A request waits for a connection and one answer at the worst: less than the two minutes a page waits. */
export const PATIENCE: Patience = { connection: 5000, lock: 5000, statement: 10_000, answer: 12_000 };

/** Connections of one server process to PostgreSQL. */
const POOL = 10;

export class PostgresConnections implements PostgresPool {
  readonly #pool: pg.Pool;
  readonly #patience: Patience;
  readonly #clients = new WeakMap<pg.PoolClient, PatientClient>();

  /** @param url as in `DATABASE_URL` */
  constructor(url: string, patience: Patience = PATIENCE) {
    this.#patience = patience;
    this.#pool = new pg.Pool({
      connectionString: url,
      max: POOL,
      types: { getTypeParser },
      connectionTimeoutMillis: patience.connection,
      query_timeout: patience.answer,
      keepAlive: true,
    });
    // An idle connection that PostgreSQL ended, as when it restarts, is replaced at the next query. Unheard, the
    // event would end this process.
    this.#pool.on('error', () => undefined);
    // One that ends while a query is under way fails that query, and says so here as well.
    this.#pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    const known = this.#clients.get(client);
    if (known !== undefined) return known;
    const patient = new PatientClient(client);
    this.#clients.set(client, patient);
    try {
      // Sent as a query: a proxy before PostgreSQL may refuse settings that come with the connection.
      const { lock, statement } = this.#patience;
      await patient.query(
        `set lock_timeout = ${lock}; set statement_timeout = ${statement}; set idle_in_transaction_session_timeout = ${statement}`,
        [],
      );
    } catch (error) {
      client.release(true);
      throw error;
    }
    return patient;
  }

  async end(): Promise<void> {
    await this.#pool.end();
  }
}

/** A client that fails everything once an answer did not come, and is not used again by anybody. */
class PatientClient implements PostgresPoolClient {
  readonly #client: pg.PoolClient;
  #lost = false;

  constructor(client: pg.PoolClient) {
    this.#client = client;
  }

  query<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>>;
  query<R>(cursor: PostgresCursor<R>): PostgresCursor<R>;
  query<R>(
    sql: string | PostgresCursor<R>,
    parameters: readonly unknown[] = [],
  ): Promise<PostgresQueryResult<R>> | PostgresCursor<R> {
    if (typeof sql !== 'string') throw new DatabaseError('unanswered', 'rows are not read one by one');
    return this.#ask(sql, parameters);
  }

  async #ask<R>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    // The end of a transaction, asked for after an answer was lost, would wait as long again.
    if (this.#lost) throw new DatabaseError('unanswered');
    try {
      return (await this.#client.query(sql, [...parameters])) as unknown as PostgresQueryResult<R>;
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') {
        this.#lost = true;
        throw new DatabaseError('unanswered', 'PostgreSQL did not answer in time');
      }
      throw error;
    }
  }

  release(): void {
    this.#client.release(this.#lost);
  }
}

/** Seconds since 1970 are 64 bits, which the driver would give as text. None here is beyond what a number holds. */
const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (type, format) =>
  type === (pg.types.builtins.INT8 as number)
    ? Number
    : (pg.types.getTypeParser(type, format) as (value: string) => unknown);
