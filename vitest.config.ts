import { mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import pages from './vite.config.ts';

// Plugins and aliases are those of the pages, so that a test loads a page's files as the page does.
const tests = defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts', 'tests/**/*.test.tsx'],
          exclude: ['tests/browser/**'],
          // Property tests and databases are slow on two cores.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // Otherwise one processor is left idle: on a machine with two, half of it.
          maxWorkers: '100%',
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: 'tests/browser/build.ts',
          // Cryptography without WebAssembly and without a JIT takes its time.
          testTimeout: 180_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          // After the others, so that a browser never waits for a processor.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

export default mergeConfig(pages, tests);
