/**
 * Durable reports accepted in a second, against the same rows inserted by bare better-sqlite3 on the same disk, and
 * the server's memory meanwhile. Rounds of all alternate, so that a noisy machine slows all.
 *
 * What a report leaves behind is four rows in three tables with their keys and indexes: case, entry and two
 * slot sets. Bare better-sqlite3 writes those in one transaction a report, with nothing checked, hashed or signed. All
 * of a report's bytes in one row of one table, which is less to write, is measured beside it, and so is a server that
 * does nothing but read the request and write those rows: no server in one process of Node is faster than that.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/sha';
import type Sqlite from 'better-sqlite3';
import { createApi, type Api } from '../../client/calls/api.ts';
import { NODE_FLAGS } from '../../server/bootstrap.mjs';
import { toBase64url } from '../../crypto/base64url.ts';
import { concat, LENGTH, typed, type InstanceId, type SlotSetBytes } from '../../crypto/bytes.ts';
import { decoyEntry, decoySlotSet } from '../../crypto/decoy.ts';
import { NO_HASH } from '../../crypto/header.ts';
import { formatSlotSetHeader, parseSlotSet } from '../../crypto/slot-set.ts';
import { getChallenge } from '../../server/api/anyone.ts';
import { openBare, openBareRows, type Rows } from './bare-rows.ts';
import { Lane, postRequest } from './lane.ts';
import { median } from './median.ts';
import type { Served } from './served.ts';

const ROUNDS = 5;
/** Reports sent in one round. All rounds stay below what the server takes for a flood. */
const REPORTS = 300;
/** Bytes of the padded text: most reports. */
const BUCKET = 16 * 1024;
/** Milliseconds between two looks at the server's memory. */
const LOOK = 25;

const NO_CASE = typed('CaseId', new Uint8Array(LENGTH.CaseId));

interface Report extends Rows {
  readonly request: Uint8Array;
}

export async function measureAccepting(server: Served, instance: InstanceId) {
  const api = createApi(server.url);
  const rest = await server.memory();
  let load = rest;
  const looking = setInterval(() => {
    void server.memory().then((now) => (load = Math.max(load, now)));
  }, LOOK);
  const raw: number[] = [];
  const rawOneRow: number[] = [];
  const rawServed: number[] = [];
  const one: number[] = [];
  const sixteen: number[] = [];
  let refused = 0;
  const { directory } = await api.call(getChallenge, {});
  if (directory === null) throw new Error('not set up');
  const slotSets = (['shared', 'custodians'] as const).map((audience) =>
    decoySlotSet({ instance, caseId: NO_CASE, audience, epoch: 0, directory }, 8),
  );
  const bareServer = await startBareServer(server.folder);
  try {
    // The first round warms all of them up and does not count.
    for (let round = 0; round <= ROUNDS; round++) {
      const reports: Report[] = [];
      // One after the other: solving all at once would keep this process from noticing that connections closed.
      while (reports.length < 2 * REPORTS) reports.push(await prepare(api, slotSets));
      const first = await send(server.url, reports.slice(0, REPORTS), 1);
      const bare = insertRows(server.folder, `raw-${round}.db`, reports.slice(0, REPORTS));
      const served = await send(bareServer.url, reports.slice(0, REPORTS), 1);
      const second = await send(server.url, reports.slice(REPORTS), 16);
      const oneRow = insertOneRow(server.folder, `one-${round}.db`, reports.slice(0, REPORTS));
      refused += first.refused + second.refused;
      if (round === 0) continue;
      raw.push(bare);
      rawOneRow.push(oneRow);
      rawServed.push(served.rate);
      one.push(first.rate);
      sixteen.push(second.rate);
    }
  } finally {
    clearInterval(looking);
    bareServer.stop();
  }
  return {
    accept_of_bare_served: median(one.map((rate, i) => rate / rawServed[i]!)),
    accept_per_s: median(one),
    accept_ratio_16: median(sixteen.map((rate, i) => rate / raw[i]!)),
    accept_per_s_16: median(sixteen),
    accept_refused: refused,
    raw_per_s: median(raw),
    raw_one_row_per_s: median(rawOneRow),
    raw_served_per_s: median(rawServed),
    raw_served_ratio: median(rawServed.map((rate, i) => rate / raw[i]!)),
    rss_rest_mb: rest,
    rss_load_mb: load,
  };
}

/**
 * A request to open a case: real layout and real work. The ciphertext is random and the slots are those of
 * another case, which no server can tell.
 */
async function prepare(api: Api, slotsOf: readonly SlotSetBytes[]): Promise<Report> {
  const caseId = typed('CaseId', randomBytes(LENGTH.CaseId));
  const entry = decoyEntry({ caseId, chain: 'shared', seq: 0, previous: NO_HASH }, BUCKET);
  const slotSets = slotsOf.map((set) => {
    const { header, headerBytes } = parseSlotSet(set);
    return concat(formatSlotSetHeader({ ...header, caseId }), set.subarray(headerBytes.length));
  });
  const { challenge } = await api.call(getChallenge, {});
  // With Node's own hash: what pages solve it with takes 15 times as long.
  const { counter, derivedKey } = (await solveChallenge({ challenge, deriveKey }))!;
  const work = { challenge, counter, derivedKey };
  const body = JSON.stringify({ entry: toBase64url(entry), slotSets: slotSets.map(toBase64url), work });
  return {
    request: postRequest('/api/cases', body),
    caseId,
    entry,
    slotSets,
  };
}

/** Sends all over so many connections, each one report at a time. */
async function send(url: string, reports: readonly Report[], connections: number) {
  const lanes = await Promise.all(Array.from({ length: connections }, () => Lane.open(url)));
  const waiting = [...reports];
  let refused = 0;
  const start = performance.now();
  const sendAll = async (lane: Lane): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if ((await lane.send(next.request)) !== 200) refused++;
    }
  };
  await Promise.all(lanes.map(sendAll));
  const seconds = (performance.now() - start) / 1000;
  for (const lane of lanes) lane.close();
  return { rate: reports.length / seconds, refused };
}

async function startBareServer(folder: string) {
  const child = fork(join(import.meta.dirname, 'run.mjs'), ['bare-server.ts', folder], {
    execArgv: [...NODE_FLAGS],
  });
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (told) => resolve(told as number));
    child.once('exit', (status) => reject(new Error(`the bare server ended with ${status}`)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

/** The rows of a report in one synced transaction. @returns reports a second */
function insertRows(folder: string, name: string, reports: readonly Report[]): number {
  const { file, insert } = openBareRows(folder, name);
  return perSecond(file, reports, insert);
}

/** One row a report, autocommit, synced. @returns reports a second */
function insertOneRow(folder: string, name: string, reports: readonly Report[]): number {
  const file = openBare(join(folder, name));
  file.exec('create table reports (id blob primary key, bytes blob not null)');
  const row = file.prepare('insert into reports values (?, ?)');
  return perSecond(file, reports, ({ caseId, entry, slotSets }) =>
    row.run(caseId, Buffer.concat([entry, ...slotSets])),
  );
}

function perSecond(
  file: Sqlite.Database,
  reports: readonly Report[],
  insert: (report: Report) => unknown,
): number {
  const start = performance.now();
  for (const report of reports) insert(report);
  const seconds = (performance.now() - start) / 1000;
  file.close();
  return reports.length / seconds;
}
