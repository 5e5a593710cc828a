import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * The `sotto` command as one file: of what its dependencies bring, most is for others, and Node keeps every module that it reads
 * in memory, with its text. What is loaded only when it is needed stays apart, in `parts/`.
 */
export default defineConfig({
  root: path('.'),
  publicDir: false,
  // Compiled for the machine, or for who has PostgreSQL.
  ssr: { noExternal: true, external: ['better-sqlite3', 'pg'] },
  build: {
    ssr: path('server/main.ts'),
    target: 'node20',
    // Beside the files that the demo runs.
    emptyOutDir: false,
    // What is written of a failure names functions.
    minify: false,
    rolldownOptions: {
      output: { entryFileNames: 'main.js', chunkFileNames: 'parts/[name].js', comments: false },
      checks: { pluginTimings: false },
    },
  },
});
