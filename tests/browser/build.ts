/** Builds the pages as they are served, once for all files of tests that show them. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBuilder } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Where the built pages are. */
    pagesFolder: string;
  }
}

/** Runs before the first of these files. @returns what is done after the last */
export default async function build(project: TestProject): Promise<() => Promise<void>> {
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
  project.provide('pagesFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
