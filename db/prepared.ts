/** Queries built and compiled once, then run with other values: building one costs more than SQLite takes to run it. */
import type { Compilable, CompiledQuery, DialectAdapter } from 'kysely';
import type { Database, DatabaseTransaction } from './tables.ts';

/** Stands for the value of a name while a query is built. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Gives the place of a value, typed as that value. */
type ValueOf<V> = <K extends keyof V & string>(name: K) => V[K];

/** Runs a statement at once, on the connection of the transaction that is open. @returns how many rows it changed */
type RunNow = (sql: string, parameters: readonly unknown[]) => number;

const direct = new WeakMap<DialectAdapter, RunNow>();

/** Has prepared statements of a database with a single connection run by its driver, which waits for nothing. */
export function runDirectly(db: Database, run: RunNow): void {
  direct.set(db.getExecutor().adapter, run);
}

/**
 * @param build a statement that gives no rows, with `value('name')` wherever a value belongs
 * @returns runs it, and gives the number of rows it changed; each dialect has its own compiled form
 */
export function prepared<V extends object>(
  build: (db: DatabaseTransaction, value: ValueOf<V>) => Compilable,
): (db: DatabaseTransaction, values: V) => Promise<number> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery>();
  const value: ValueOf<V> = (name) => new Place(name) as never;
  return async (db, values) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (query === undefined) {
      query = build(db, value).compile();
      compiled.set(adapter, query);
    }
    const parameters = query.parameters.map((given) =>
      given instanceof Place ? values[given.name as keyof V] : given,
    );
    const run = direct.get(adapter);
    if (run !== undefined) return run(query.sql, parameters);
    return Number((await db.executeQuery({ ...query, parameters })).numAffectedRows ?? 0n);
  };
}
