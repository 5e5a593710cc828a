/**
 * What one machine gets out of the server that means it harm, and how long honest people wait meanwhile: answers asked
 * for and not read, and valid headers around random bytes, with work done as fast as this machine can.
 */
import { once } from 'node:events';
import { readdir, stat } from 'node:fs/promises';

import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import * as z from 'zod/mini';
import { createApi, type Api } from '../../client/calls/api.ts';
import { ApiError } from '../../client/calls/api.ts';
import { workFor } from '../../client/calls/work.ts';
import { checkDirectory, type KnownDirectory } from '../../client/directory/directory.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { getChallenge, readDirectory, type Challenge, type Work } from '../../server/api/anyone.ts';
import { openCase, readOwnCase } from '../../server/api/reporter.ts';
import { Attacker, LARGEST, SMALLEST } from '../stage/attacker.ts';
import { browserFetch, REPORT, SETUP } from '../stage/running.ts';
import { postRequest } from './lane.ts';
import { serveBuilt, type Served } from './served.ts';

/** Connections that ask and do not read. */
const UNREAD = 300;
/** Seconds that each attack goes on. */
const SECONDS = 40;
const LOOK = 250;

export async function measureAttacks(): Promise<Record<string, number>> {
  return { ...(await underAttack(unread)), ...(await underAttack(junk)) };
}

/** In quiet times, on a server of its own. */
async function underAttack(
  attack: (server: Served, api: Api, known: KnownDirectory) => Promise<Record<string, number>>,
): Promise<Record<string, number>> {
  const server = await serveBuilt();
  try {
    const api = createApi(server.url, browserFetch());
    await new OfficerSession(api).setup.run({ ...SETUP, token: server.setupToken });
    return await attack(server, api, checkDirectory(await api.call(readDirectory, {}), null));
  } finally {
    await server.stop();
  }
}

/** A case of a megabyte and more, read on many connections that take nothing of the answer. */
async function unread(server: Served, api: Api, known: KnownDirectory) {
  const attacker = new Attacker(api, known);
  await attacker.open(SMALLEST);
  for (let i = 0; i < 4; i++) await attacker.append(LARGEST);
  let most = await server.memory();
  const looking = setInterval(() => {
    void server.memory().then((now) => (most = Math.max(most, now)));
  }, LOOK);
  const sockets = new Set<Socket>();
  const { hostname, port } = new URL(server.url);
  let isOver = false;
  const ask = async (): Promise<void> => {
    while (!isOver) {
      const request = z.encode(readOwnCase.request, await attacker.readRequest());
      const socket = connect(Number(port), hostname);
      sockets.add(socket);
      const closed = new Promise((resolve) => socket.once('close', resolve).once('error', resolve));
      socket.pause();
      socket.write(postRequest(readOwnCase.path, JSON.stringify(request)));
      await closed;
      sockets.delete(socket);
    }
  };
  const asking = Array.from({ length: UNREAD }, () => ask().catch(() => undefined));
  const honest = await honestTime(server.url);
  isOver = true;
  for (const socket of sockets) socket.destroy();
  await Promise.all(asking);
  clearInterval(looking);
  return { attack_memory_mb: most, attack_memory_honest_ms: honest };
}

/** Cases of random bytes, one after the other, with as much work as is asked for. */
async function junk(server: Served, api: Api, known: KnownDirectory) {
  const before = await bytesIn(server.folder);
  const start = performance.now();
  let isOver = false;
  const send = async (): Promise<void> => {
    while (!isOver) {
      const attacker = new Attacker(api, known);
      const entry = attacker.entry(SMALLEST);
      const slotSets = attacker.sets(8);
      const bytes = slotSets.reduce((sum, set) => sum + set.length, entry.length);
      const { challenge } = await api.call(getChallenge, workFor('case', bytes));
      const work = { challenge, ...(await machine.solve(challenge)) };
      await api.call(openCase, { entry, slotSets, work }).catch((error: unknown) => {
        if (!(error instanceof ApiError)) throw error;
      });
    }
  };
  const machine = solvingMachine();
  const sending = send();
  const honest = await honestTime(server.url);
  isOver = true;
  await sending;
  await machine.stop();
  const seconds = (performance.now() - start) / 1000;
  const stored = (await bytesIn(server.folder)) - before;
  return { attack_disk_mb_per_h: ((stored / 2 ** 20) * 3600) / seconds, attack_disk_honest_ms: honest };
}

/** Solves with Node's own hash, the fastest there is here, in a thread of its own: honest people have theirs. */
function solvingMachine() {
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const { solveChallenge } = require('altcha-lib');
     const { deriveKey } = require('altcha-lib/algorithms/sha');
     parentPort.on('message', async (challenge) => {
       const { counter, derivedKey } = await solveChallenge({ challenge, deriveKey });
       parentPort.postMessage({ counter, derivedKey });
     });`,
    { eval: true },
  );
  return {
    async solve(challenge: Challenge): Promise<Pick<Work, 'counter' | 'derivedKey'>> {
      worker.postMessage(challenge);
      const [solved] = (await once(worker, 'message')) as [Pick<Work, 'counter' | 'derivedKey'>];
      return solved;
    },
    stop: () => worker.terminate(),
  };
}

/** How long an honest report and reading it take, at worst, while something goes on. */
async function honestTime(url: string): Promise<number> {
  let worst = 0;
  for (const end = performance.now() + SECONDS * 1000; performance.now() < end;) {
    const api = createApi(url);
    const start = performance.now();
    const reporter = new ReporterSession(api);
    await reporter.checkDirectory(await api.call(readDirectory, {}), null);
    const { words } = await reporter.send(REPORT, () => undefined);
    await new ReporterSession(api).open(words.join(' '));
    worst = Math.max(worst, performance.now() - start);
    await new Promise((resolve) => setTimeout(resolve, 2000));
  }
  return worst;
}

async function bytesIn(folder: string): Promise<number> {
  const files = await readdir(folder);
  const sizes = await Promise.all(files.map(async (name) => (await stat(join(folder, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
