/** The server's own key: where it comes from, and that a database goes with one key alone. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { keyedHash } from '../../crypto/hash.ts';
import type { Config } from '../../server/operator/config.ts';
import { start } from '../../server/listen.ts';
import { StartFailure } from '../../server/operator/start-failure.ts';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'sotto-key-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a server, stops it, and says who it was. */
async function run(given: Partial<Config> = {}) {
  const places = { dataFolder: folder, databaseUrl: null, publicUrl: null, pagesFolder: folder };
  const running = await start({ host: '127.0.0.1', port: 0, ...places, ...given });
  const { id, notaries, secret } = running.context.instance;
  await running.stop();
  return { id, notary: notaries.at(-1)!.key, secret };
}

const keyFile = () => join(folder, 'server.key');

test('the key is made once, for its user alone, and nothing of it is in the database', async () => {
  const umask = process.umask(0);
  const first = await run();
  process.umask(umask);
  expect(statSync(keyFile()).mode & 0o777).toBe(0o600);
  expect(await run()).toEqual(first);
  // Nothing half made was left beside it.
  expect(readdirSync(folder).filter((name) => name.startsWith('server.key'))).toEqual(['server.key']);
  const text = readFileSync(keyFile(), 'utf8').trim();
  const key = Buffer.from(text, 'base64url');
  const seed = keyedHash(key, 'sotto/notary/v1', first.id);
  const database = readFileSync(join(folder, 'sotto.db'));
  const holds = (bytes: Uint8Array) => database.includes(Buffer.from(bytes));
  for (const secret of [key, Buffer.from(text), seed, first.secret]) expect(holds(secret)).toBe(false);
  // What is looked for would be found.
  expect(holds(first.id)).toBe(true);
});

test('a database whose key is missing, altered, open to others or another’s is refused in words', async () => {
  await run();
  const text = readFileSync(keyFile(), 'utf8');
  const refused = async (words: string) => {
    const error = await run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StartFailure);
    expect((error as Error).message).toContain(words);
  };
  chmodSync(keyFile(), 0o640);
  await refused('chmod 600');
  chmodSync(keyFile(), 0o600);
  writeFileSync(keyFile(), text.slice(0, 20));
  await refused('is not a key');
  writeFileSync(keyFile(), `${toBase64url(new Uint8Array(32))}\n`);
  await refused('not the one the database was begun with');
  rmSync(keyFile());
  await refused('is missing');
  // None was made in its place.
  expect(readdirSync(folder)).not.toContain('server.key');
  writeFileSync(keyFile(), text, { mode: 0o600 });
  await run();
});

test('the environment or a credential of systemd gives the key, and then there is no file', async () => {
  const key = toBase64url(new Uint8Array(32).fill(7));
  const first = await run({ key });
  expect(readdirSync(folder)).not.toContain('server.key');
  const credentialsFolder = mkdtempSync(join(folder, 'credentials-'));
  writeFileSync(join(credentialsFolder, 'sotto-key'), `${key}\n`);
  expect(await run({ credentialsFolder })).toEqual(first);
  await expect(run({ key: toBase64url(new Uint8Array(32)) })).rejects.toThrow(StartFailure);
  await expect(run({ key: 'short' })).rejects.toThrow('SOTTO_KEY is not a key');
});
