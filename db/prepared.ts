/** Queries built and compiled once, then run with other values: building one costs more than SQLite takes to run it. */
import type { Compilable, CompiledQuery, DialectAdapter, QueryResult } from 'kysely';
import type { Database } from './tables.ts';

/** Stands for the value of a name while a query is built. */
class Place {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Gives the place of a value, typed as that value. */
type ValueOf<V> = <K extends keyof V & string>(name: K) => V[K];

/**
 * @param build the query, with `value('name')` wherever a value belongs
 * @returns runs it; each dialect has its own compiled form
 */
export function prepared<V extends object>(
  build: (db: Database, value: ValueOf<V>) => Compilable,
): (db: Database, values: V) => Promise<QueryResult<unknown>> {
  const compiled = new WeakMap<DialectAdapter, CompiledQuery>();
  const value: ValueOf<V> = (name) => new Place(name) as never;
  return (db, values) => {
    const { adapter } = db.getExecutor();
    let query = compiled.get(adapter);
    if (query === undefined) {
      query = build(db, value).compile();
      compiled.set(adapter, query);
    }
    const parameters = query.parameters.map((given) =>
      given instanceof Place ? values[given.name as keyof V] : given,
    );
    return db.executeQuery({ ...query, parameters });
  };
}
