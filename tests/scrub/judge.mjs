// `npm run judge -- FOLDER`: cleans every file of a folder, and has other programs look at what is left.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
await runnerImport(fileURLToPath(new URL('judge.ts', import.meta.url)), { root, logLevel: 'warn' });
