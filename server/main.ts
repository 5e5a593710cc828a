#!/usr/bin/env node
/** The `sotto` command. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { toBase64url } from '../crypto/base64url.ts';
import { notaryReference } from '../crypto/id.ts';
import { isWithoutCryptography, readConfig, type Config } from './operator/config.ts';
import { sentenceOf } from './operator/failure-words.ts';
import { backUp, check, wordsOf } from './backup/backup.ts';
import { newSetupToken } from './instance/instance.ts';
import { drawNotary } from './instance/key.ts';
import { notaryToName } from './instance/notary.ts';
import { start } from './listen.ts';
import { declareRestored, restore } from './backup/restore.ts';
import { ready } from '../crypto/sodium.ts';

/** A program of its own: it opens what is in a proof, which the server can't. */
const VERIFIER = join(import.meta.dirname, '..', 'client', 'verify', 'command.js');

/** Beside this file once built: dist/server/main.js and dist/pages. */
const PAGES = fileURLToPath(new URL('../pages', import.meta.url));

// Whatever is written is for this user alone.
process.umask(0o077);

/** Once it was read: what goes wrong after that is said with its names. */
let config: Config | null = null;

const command = new Command('sotto').description('A confidential reporting line for public integrity.');

command
  .command('start', { isDefault: true })
  .description('serve the instance, making it first if there is none')
  .option(
    '--today <day>',
    'go on with a clock that is behind what is stored, if this is its day and the right one',
  )
  .action(async ({ today }: { today?: string }) => {
    const { env } = process;
    config = readConfig(today === undefined ? env : { ...env, SOTTO_TODAY: today }, PAGES);
    const running = await start(config);
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void running.stop().then(() => process.exit(0)));
    }
    if (config.publicUrl !== null && isWithoutCryptography(config.publicUrl)) {
      console.error(
        'sotto: SOTTO_URL is plain http, and browsers allow no cryptography there, so nobody could report: put a proxy with TLS before it.',
      );
    }
    const shown = config.publicUrl ?? running.url.replace('127.0.0.1', 'localhost');
    const drawn = await notaryToName(running.context);
    if (drawn !== null) {
      console.log(
        `A new key of the notary, ${notaryReference(drawn)}, is used once the authority has named it: officers’ page, Office.`,
      );
    }
    const token = await newSetupToken(running.context.db);
    if (token === null) console.log(`Sotto is at ${shown}/ and officers sign in at ${shown}/officer/`);
    else console.log(`Set up this instance, once, at ${shown}/officer/#setup=${toBase64url(token)}`);
  });

command
  .command('backup <file>')
  .description('write a whole copy of the database to a new file, also while it is served')
  .option('--with-key', 'copy the key of the server as well, to a second file beside it')
  .action((file: string, { withKey = false }: { withKey?: boolean }) => {
    config = readConfig(process.env, PAGES);
    const contents = backUp(config, file, withKey);
    console.log(`Backed up to ${file} and read back: ${wordsOf(contents)}.`);
  });

command
  .command('restore <file>')
  .description('put a backup in the place of the database, and keep what was there')
  .option('--as-it-is', 'also where the file lacks something')
  .action(async (file: string, { asItIs = false }: { asItIs?: boolean }) => {
    config = readConfig(process.env, PAGES);
    await ready();
    const { contents, aside } = await restore(config, file, asItIs);
    console.log(`Restored ${file}: ${wordsOf(contents)}.`);
    if (aside !== null) console.log(`What was there is in ${aside}.`);
  });

command
  .command('restored')
  .description('say of a database that other tools put back that it was: officers are told')
  .action(async () => {
    config = readConfig(process.env, PAGES);
    await ready();
    await declareRestored(config);
    console.log('Those who had read further will be told that this may be an older state.');
  });

command
  .command('new-notary')
  .description('draw another key for stamps, where somebody else may have the one in use')
  .action(async () => {
    config = readConfig(process.env, PAGES);
    await ready();
    const { byHand } = await drawNotary(config);
    console.log(
      byHand === null ? 'Drawn.' : `Drawn. Put this in the place of ${byHand.where}:\n${byHand.text}`,
    );
    console.log(
      'Start the server again: it says the new key’s letters, by which the authority knows it and puts it into the directory. ' +
        'Until then it stamps with the key before. Make a new copy of the key: an older one no longer starts the server after that.',
    );
  });

command
  .command('check [file]')
  .description('read all of the database, or of a backup, and say what is wrong with it')
  .action((file?: string) => {
    config = readConfig(process.env, PAGES);
    console.log(`Whole: ${wordsOf(check(config, file))}.`);
  });

command
  .command('verify-proof <file>')
  .description('check a proof of disclosure, without any server')
  .option('--words <words>', 'the six words of the office, to compare')
  .action((file: string, { words }: { words?: string }) => {
    const given = words === undefined ? [file] : [file, words];
    const { status } = spawnSync(process.execPath, [VERIFIER, ...given], { stdio: 'inherit' });
    process.exitCode = status ?? 2;
  });

try {
  await command.parseAsync();
} catch (error) {
  process.stderr.write(`sotto: ${sentenceOf(error, config)}\n`);
  process.exitCode = 1;
}
