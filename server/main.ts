#!/usr/bin/env node
/** The `sotto` command. */
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { toBase64url } from '../crypto/base64url.ts';
import { ConfigError, readConfig } from './config.ts';
import { newSetupToken } from './instance.ts';
import { start } from './listen.ts';

/** Beside this file once built: dist/server/main.js and dist/pages. */
const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

const command = new Command('sotto').description('A confidential reporting line for public integrity.');

command
  .command('start', { isDefault: true })
  .description('serve the instance, making it first if there is none')
  .action(async () => {
    const config = readConfig(process.env, PAGES);
    const running = await start(config);
    const shown = config.publicUrl ?? running.url.replace('127.0.0.1', 'localhost');
    const token = await newSetupToken(running.context.db);
    if (token === null) console.log(`Sotto is at ${shown}/ and officers sign in at ${shown}/officer/`);
    else console.log(`Set up this instance, once, at ${shown}/officer/#setup=${toBase64url(token)}`);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void running.stop().then(() => process.exit(0)));
    }
  });

try {
  await command.parseAsync();
} catch (error) {
  const known = error instanceof ConfigError || (error instanceof Error && 'code' in error);
  console.error(known ? `sotto: ${(error as Error).message}` : error);
  process.exitCode = 1;
}
