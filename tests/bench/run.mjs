// Runs the benchmarks: `npm run bench`, or `npm run bench -- --json` for one flat object. The server measured is the
// built one, in a process of its own; these files are read as they are. They start another of them by its name.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
const name = process.argv[2]?.endsWith('.ts') ? process.argv[2] : 'main.ts';
await runnerImport(fileURLToPath(new URL(name, import.meta.url)), { root, logLevel: 'warn' });
