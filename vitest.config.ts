import { mergeConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import pages from './vite.config.ts';

/** Short files that take long: a browser without WebAssembly, servers in processes of their own, a year of decoys. */
const LONG = [
  'crypto/vectors.browser.test.ts',
  'thief/office.test.ts',
  'demo/demo.test.ts',
  'decoys/life.test.ts',
];

/**
 * The longest first, so that no processor waits at the end: by what they took last time or, in a new clone, by their
 * size.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => LONG.some((name) => moduleId.endsWith(`/${name}`));
    const sorted = await super.sort(files);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

// Plugins and aliases are those of the pages, so that a test loads a page's files as the page does.
const tests = defineConfig({
  root: import.meta.dirname,
  test: {
    pool: 'forks',
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.browser.test.ts'],
          setupFiles: ['tests/stage/quick-random.ts'],
          // Property tests and databases are slow on two cores.
          testTimeout: 240_000,
          hookTimeout: 480_000,
          expect: { poll: { timeout: 60_000 } },
          // Otherwise one processor is left idle: on a machine with two, half of it.
          maxWorkers: '100%',
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.ts'],
          globalSetup: 'tests/stage/build.ts',
          // Browsers go on from one file to the next.
          isolate: false,
          setupFiles: ['tests/stage/full-stretching.ts'],
          // Cryptography without WebAssembly and without a JIT takes its time.
          testTimeout: 180_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 60_000 } },
          maxWorkers: 2,
          // Two browsers and two servers on a busy machine: what comes late once is named at the end, and fails nothing.
          retry: 1,
          // After the others, so that a browser never waits for a processor.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});

export default mergeConfig(pages, tests);
