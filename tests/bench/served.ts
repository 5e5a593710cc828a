/** The built server, run as `npm start` runs it, with an empty data folder, and its memory. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NODE_FLAGS } from '../../server/bootstrap.mjs';
import { startProcess } from '../stage/process.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/server/main.js');

export interface Served {
  /** Where it listens. */
  readonly url: string;
  readonly setupToken: string;
  readonly folder: string;
  /** Megabytes (2^20 bytes) that the process has in memory now. Linux tells. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

/** @param settings for its environment */
export async function serveBuilt(settings: Readonly<Record<string, string>> = {}): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
  const { url, token, process: child } = await startProcess(PROGRAM, folder, NODE_FLAGS, settings);
  process.once('exit', () => child.kill());
  return {
    url,
    setupToken: token!,
    folder,
    memory: async () => {
      const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
      return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) / 1024;
    },
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
