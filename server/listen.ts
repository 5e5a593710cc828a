/** Opens the database, loads the instance, and listens. Used by the command, the demo and the tests alike. */
import { existsSync } from 'node:fs';
import { createServer, type RequestListener, type Server, type ServerOptions } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { nodeBase64url } from './node-base64url.ts';
import { LIMITS } from './api/limits.ts';
import { Calendar } from './instance/calendar.ts';
import { databaseFile, type Config } from './operator/config.ts';
import { Connections } from './traffic/connections.ts';
import type { Context } from './instance/context.ts';
import { makeFolder } from './operator/private-folder.ts';
import { FormerAssets } from './pages/former-assets.ts';
import { newLimits } from './limits/limits.ts';
import { isNewInstance, loadInstance } from './instance/instance.ts';
import { notaryInUse } from './instance/notary.ts';
import { KEY_FILE, readServerKey } from './instance/key.ts';
import { log } from './operator/console.ts';
import { readWitnesses } from './log/witnesses.ts';
import { NewestDirectory } from './instance/newest-directory.ts';
import { PassingStore } from './instance/passing-store.ts';
import { spaceOf, unknownSpace } from './limits/space.ts';
import { StartFailure } from './operator/start-failure.ts';
import { startTimers } from './timers/timers.ts';
import { Traffic } from './traffic/traffic.ts';
import { setNativeBase64url } from '../crypto/base64url.ts';
import { ready } from '../crypto/sodium.ts';
import { openPostgres, openSqlite } from '../db/connection.ts';
import { passingOf } from '../db/passing.ts';
import type { Database } from '../db/tables.ts';

/**
 * Milliseconds that a connection stays open after an answer. Longer than a proxy keeps its own, two minutes at the most with
 * what they are set to: else one that the server has just closed is used for a request, and whoever sent it is told that there
 * is no answer. Idle ones take no place from anybody: where all are taken, the one that was idle the longest gives way.
 */
const KEPT_OPEN = 130_000;

export interface Running {
  readonly context: Context;
  /** Where it listens, such as `http://127.0.0.1:8470`. */
  readonly url: string;
  /** What answers, for whoever is in the same process and needs no socket. */
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** Stops accepting, lets requests under way end, closes the database. @param grace milliseconds they get */
  stop(grace?: number): Promise<void>;
}

async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataFolder'>): Promise<Database> {
  if (config.databaseUrl !== null) return openPostgres(config.databaseUrl);
  makeFolder(config.dataFolder);
  const path = databaseFile(config);
  const key = join(config.dataFolder, KEY_FILE);
  if (!existsSync(path) && existsSync(key)) {
    throw new StartFailure(
      `${path} is missing, and the key that belongs to it is still there: put the database back (sotto restore FILE), or take ${key} away to begin a new instance.`,
    );
  }
  return openSqlite(path, log);
}

export async function start(config: Config, now: () => number = Date.now): Promise<Running> {
  await ready();
  setNativeBase64url(nodeBase64url);
  const db = await openDatabase(config);
  try {
    return await serveFrom(db, config, now);
  } catch (error) {
    // Open connections would keep a process that failed to start from ending.
    await db.destroy();
    throw error;
  }
}

async function serveFrom(db: Database, config: Config, now: () => number): Promise<Running> {
  const { publicUrl } = config;
  const instance = await loadInstance(db, await readServerKey(config, await isNewInstance(db)));
  const passing = new PassingStore(passingOf(db), instance.secret, now());
  const space = config.databaseUrl === null ? spaceOf(config.dataFolder) : unknownSpace();
  const calendar = new Calendar(db, now);
  await calendar.begin(config.today ?? null);
  const context: Context = {
    db,
    instance,
    newest: new NewestDirectory(db),
    passing,
    calendar,
    limits: newLimits(instance.secret, space, config.budget, config.filesGb),
    witnesses: readWitnesses(config.witnesses),
    publicUrl,
    now,
  };
  await notaryInUse(context);
  const former = new FormerAssets(config.pagesFolder, join(config.dataFolder, 'pages'));
  await former.look();
  const app = createApp(context, config.pagesFolder, former);
  const { connections, port } = await listen(app.fetch, config);
  const timers = await startTimers(context);
  return {
    context,
    fetch: (request) => app.fetch(request),
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    stop: async (grace) => {
      timers.beginNothing();
      await connections.close(grace);
      await timers.stop();
      await db.destroy();
    },
  };
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  config: Config,
): Promise<{ connections: Connections; port: number }> {
  const traffic = new Traffic();
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch,
        hostname: config.host,
        port: config.port,
        createServer: ((options: ServerOptions, next: RequestListener) =>
          createServer(options, traffic.through(next))) as typeof createServer,
        serverOptions: {
          requestTimeout: LIMITS.requestMilliseconds,
          headersTimeout: 30_000,
          keepAliveTimeout: KEPT_OPEN,
          connectionsCheckingInterval: 5000,
          maxHeaderSize: LIMITS.headerBytes,
        },
      },
      (info: AddressInfo) => resolve({ connections, port: info.port }),
    ) as Server;
    traffic.follow(server);
    const connections = new Connections(server);
    server.on('error', reject);
  });
}
