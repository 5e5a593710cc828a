/** The built server in a process of its own, with an empty data folder. */
import { spawn } from 'node:child_process';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const PROGRAM = join(import.meta.dirname, '../../dist/server/main.js');

export interface Served {
  /** Where it listens. */
  readonly url: string;
  /** From the set-up link. */
  readonly setupToken: string;
  readonly folder: string;
  /** Megabytes (2^20 bytes) that the process has in memory now. */
  memory(): Promise<number>;
  stop(): Promise<void>;
}

export async function serveBuilt(): Promise<Served> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-bench-'));
  const { DATABASE_URL: _, ...environment } = process.env;
  const child = spawn(process.execPath, [PROGRAM, 'start'], {
    env: { ...environment, SOTTO_PORT: '0', SOTTO_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.once('exit', () => child.kill());
  const lines = createInterface(child.stdout);
  const link = await new Promise<URL>((resolve, reject) => {
    lines.on('line', (line) => {
      const found = /http\S+#setup=\S+/.exec(line);
      if (found) resolve(new URL(found[0]));
    });
    child.once('exit', (status) => reject(new Error(`the server ended with ${status}`)));
  });
  return {
    url: `http://127.0.0.1:${link.port}`,
    setupToken: link.hash.slice('#setup='.length),
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
