/** The pages as they are served, once for all files of tests that show them. */
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuilder } from 'vite';
import type { TestProject } from 'vitest/node';
import { LENT } from './browsers.ts';
import { isBuilt } from '../../server/bootstrap.mjs';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built pages are. */
    pagesFolder: string;
  }
}

const ROOT = join(import.meta.dirname, '../..');

/** Runs before the first of these files. @returns what is done after the last */
export default async function pages(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-pages-'));
  // A copy: another build may replace the one that `npm start` and `npm test` have just made.
  if (isBuilt()) await cp(join(ROOT, 'dist/pages'), folder, { recursive: true });
  else await build(folder);
  project.provide('pagesFolder', folder);
  const processes = await mkdtemp(join(tmpdir(), 'sotto-processes-'));
  process.env[LENT] = processes;
  return async () => {
    for (const number of await readdir(processes)) endProcess(Number(number));
    for (const each of [folder, processes]) await rm(each, { recursive: true, force: true });
  };
}

function endProcess(number: number): void {
  try {
    process.kill(number, 'SIGKILL');
  } catch {
    // It has ended with whoever started it.
  }
}

async function build(folder: string): Promise<void> {
  const configFile = join(ROOT, 'vite.config.ts');
  // Vitest sets NODE_ENV to `test`, which would put Preact's development build into the pages.
  const environment = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  try {
    const builder = await createBuilder({
      configFile,
      mode: 'production',
      logLevel: 'warn',
      build: { outDir: folder },
    });
    await builder.buildApp();
  } finally {
    process.env['NODE_ENV'] = environment;
  }
}
