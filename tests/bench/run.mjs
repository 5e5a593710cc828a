// Runs the benchmarks: `npm run bench`, or `npm run bench -- --json` for one flat object. The server measured is the
// built one, in a process of its own; these files are read as they are.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
await runnerImport(fileURLToPath(new URL('main.ts', import.meta.url)), { root, logLevel: 'warn' });
