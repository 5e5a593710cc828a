import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuilder } from 'vite';

export interface Pages {
  readonly folder: string;
  remove(): Promise<void>;
}

/** Builds the pages as they are served, from the sources as they are now, into a folder of their own. */
export async function buildPages(): Promise<Pages> {
  const folder = await mkdtemp(join(tmpdir(), 'sotto-pages-'));
  const configFile = join(import.meta.dirname, '../../vite.config.ts');
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
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
