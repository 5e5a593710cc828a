// Runs a file of this folder by its name: `node client/build/run.mjs message-keys.ts`.
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = fileURLToPath(new URL('../..', import.meta.url));
await runnerImport(fileURLToPath(new URL(`./${process.argv[2]}`, import.meta.url)), {
  root,
  logLevel: 'warn',
});
