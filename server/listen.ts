/** Opens the database, loads the instance, and listens. Used by the command, the demo and the tests alike. */
import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { createApp } from './app.ts';
import { nodeBase64url } from './base64url.ts';
import { LIMITS } from './api/limits.ts';
import type { Config } from './config.ts';
import { Connections } from './connections.ts';
import type { Context } from './context.ts';
import { makeDecoyEvent, nextPause } from './decoys.ts';
import { tidy } from './housekeeping.ts';
import { loadInstance } from './instance.ts';
import { Office } from './office.ts';
import { setNativeBase64url } from '../crypto/base64url.ts';
import { ready } from '../crypto/sodium.ts';
import { openPostgres, openSqlite } from '../db/connection.ts';
import type { Database } from '../db/tables.ts';

/** Milliseconds between rounds of housekeeping. */
const TIDY_INTERVAL = 60 * 60 * 1000;

export interface Running {
  readonly context: Context;
  /** Where it listens, such as `http://127.0.0.1:8470`. */
  readonly url: string;
  /** Stops accepting, lets requests under way end, closes the database. @param grace milliseconds they get */
  stop(grace?: number): Promise<void>;
}

async function openDatabase(config: Pick<Config, 'databaseUrl' | 'dataFolder'>): Promise<Database> {
  if (config.databaseUrl !== null) return openPostgres(config.databaseUrl);
  await mkdir(config.dataFolder, { recursive: true, mode: 0o700 });
  return openSqlite(join(config.dataFolder, 'sotto.db'));
}

export async function start(config: Config, now: () => number = Date.now): Promise<Running> {
  await ready();
  setNativeBase64url(nodeBase64url);
  const db = await openDatabase(config);
  const { publicUrl } = config;
  const context: Context = { db, instance: await loadInstance(db), office: new Office(db), publicUrl, now };
  const app = createApp(context, config.pagesFolder);
  const { connections, port } = await listen(app.fetch, config);
  await tidy(context);
  const tidying = setInterval(() => {
    tidy(context).catch((error: unknown) => {
      process.stderr.write(`sotto: housekeeping: ${error instanceof Error ? error.message : 'failed'}\n`);
    });
  }, TIDY_INTERVAL);
  const decoys = keepMakingDecoys(context);
  return {
    context,
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    stop: async (grace) => {
      clearInterval(tidying);
      decoys.stop();
      await connections.close(grace);
      await db.destroy();
    },
  };
}

/** Longest timer Node has, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Makes decoys, each after a random pause, until stopped. */
function keepMakingDecoys(context: Context): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const failed = (error: unknown): void => {
    if (stopped) return;
    process.stderr.write(`sotto: decoys: ${error instanceof Error ? error.message : 'failed'}\n`);
  };
  // What fails once does not end them: a line without decoys tells officers which cases are real.
  const plan = async (): Promise<void> => {
    const pause = await nextPause(context).catch((error: unknown) => {
      failed(error);
      return TIDY_INTERVAL;
    });
    if (!stopped) timer = setTimeout(() => void run(), Math.min(pause, LONGEST_TIMER));
  };
  const run = async (): Promise<void> => {
    await makeDecoyEvent(context).catch(failed);
    await plan();
  };
  void plan();
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  config: Config,
): Promise<{ connections: Connections; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        fetch,
        hostname: config.host,
        port: config.port,
        serverOptions: { requestTimeout: LIMITS.requestMilliseconds, headersTimeout: 30_000 },
      },
      (info: AddressInfo) => resolve({ connections, port: info.port }),
    ) as Server;
    const connections = new Connections(server);
    server.on('error', reject);
  });
}
