// The thread beside: copies SQLite's write-ahead log into the database when asked, as far as it then reaches.
// Plain JavaScript, because a thread starts from a file that Node reads as it is. `db/checkpoint.ts` starts it.
import { parentPort, workerData } from 'node:worker_threads';
import Sqlite from 'better-sqlite3';

const file = new Sqlite(/** @type {string} */ (workerData));
file.pragma('synchronous = FULL');

parentPort?.on('message', () => {
  file.pragma('wal_checkpoint(PASSIVE)');
  parentPort?.postMessage(null);
});
