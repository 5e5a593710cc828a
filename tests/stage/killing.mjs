/**
 * Loaded by Node before a server: kills its process before a statement of the database, counted from the first that has
 * some words in it. `KILL_FROM` are the words, `KILL_AT` is the number.
 */
import Sqlite from 'better-sqlite3';
import pg from 'pg';

const { KILL_FROM: words = '', KILL_AT: at } = process.env;
let count = -1;

/** @param {unknown} sql */
function saw(sql) {
  if (count >= 0 || String(sql).includes(words)) count++;
  if (count === Number(at)) process.kill(process.pid, 'SIGKILL');
}

/** @typedef {Record<string, (this: unknown, ...given: unknown[]) => unknown>} Methods */

/** @param {unknown} object @returns {Methods} */
const methodsOf = (object) => /** @type {Methods} */ (object);

/**
 * Has a method tell of a statement before it does what it does.
 * @param {Methods} object
 * @param {string} name
 * @param {(first: unknown) => unknown} statementOf
 */
function tell(object, name, statementOf) {
  const plain = object[name];
  object[name] = function (...given) {
    saw(statementOf(given[0]));
    return plain?.apply(this, given);
  };
}

const sqlite = methodsOf(Sqlite.prototype);
const prepare = sqlite['prepare'];
sqlite['prepare'] = function (sql) {
  const statement = methodsOf(prepare?.call(this, sql));
  for (const name of ['run', 'all']) tell(statement, name, () => sql);
  return statement;
};

/** @param {unknown} query */
const textOf = (query) => (typeof query === 'string' ? query : /** @type {{ text: string }} */ (query).text);
tell(methodsOf(pg.Client.prototype), 'query', textOf);
