/** What a start says when it cannot be: one sentence, which says what to do, and nothing else. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compile } from '../stage/compiled.ts';
import { startProcess, type ServerProcess } from '../stage/process.ts';
import { start } from '../../server/listen.ts';
import { readConfig, type Config } from '../../server/operator/config.ts';
import { sentenceOf } from '../../server/operator/failure-words.ts';
import { fakePostgres } from './fake-postgres.ts';

let folder: string;
let scratch: string;
/** A port that something else listens at, and one that nothing does. */
let taken: Server;
let free: number;

beforeAll(async () => {
  folder = compile();
  scratch = mkdtempSync(join(tmpdir(), 'sotto-start-'));
  taken = createServer().listen(0, '127.0.0.1');
  const passing = createServer().listen(0, '127.0.0.1');
  await Promise.all([once(taken, 'listening'), once(passing, 'listening')]);
  free = (passing.address() as AddressInfo).port;
  passing.close();
});
afterAll(() => {
  taken.close();
  for (const path of [folder, scratch]) rmSync(path, { recursive: true, force: true });
});

type Env = Readonly<Record<string, string>>;

async function run(
  env: Env,
  ...args: string[]
): Promise<{ status: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(folder, 'dist/server/main.js'), ...args], {
    env: { PATH: process.env['PATH'], SOTTO_DATA: join(scratch, 'unused'), ...env },
    cwd: scratch,
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    // It serves: what was expected to stop it did not.
    child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out, err };
}

/** What the command would say, which `refusal` has it say: a process takes most of a second to begin. */
async function sentence(env: Env): Promise<string> {
  const said = await endOf({ SOTTO_PORT: '0', SOTTO_DATA: join(scratch, 'unused'), ...env });
  expect(said).toMatch(/^[^\n]+\.$/);
  expect(said).not.toContain('secret');
  return said;
}

async function endOf(env: Env): Promise<string> {
  let config: Config | null = null;
  try {
    config = readConfig(env, scratch);
    await (await start(config)).stop();
    return 'it serves';
  } catch (error) {
    return sentenceOf(error, config);
  }
}

/** The one sentence it ends with. */
async function refusal(env: Env): Promise<string> {
  const { status, out, err } = await run(env);
  expect([status, out]).toEqual([1, '']);
  expect(err).toMatch(/^sotto: [^\n]+\.\n$/);
  return err;
}

/** A data folder with a file in it that is called as the database is. */
function folderWith(name: string, bytes: string | Buffer): Env {
  const path = join(scratch, name);
  mkdirSync(path);
  writeFileSync(join(path, 'sotto.db'), bytes);
  return { SOTTO_DATA: path };
}

describe('settings', () => {
  test.each<[string, Env, RegExp]>([
    [
      'a host that is no address',
      { SOTTO_HOST: 'line.example' },
      /SOTTO_HOST is not an address.*127\.0\.0\.1/,
    ],
    [
      'a host of another machine',
      { SOTTO_HOST: '192.0.2.1' },
      /192\.0\.2\.1 is not an address of this machine/,
    ],
    ['a port that is none', { SOTTO_PORT: '80a' }, /SOTTO_PORT is not a port number: 80a/],
    ['a port beyond the last', { SOTTO_PORT: '65536' }, /SOTTO_PORT is not a port number/],
    ['a port with a sign', { SOTTO_PORT: '-1' }, /SOTTO_PORT is not a port number/],
    ['a folder that a shell should have named', { SOTTO_DATA: '~/sotto' }, /SOTTO_DATA begins with ~/],
    ['a folder in quotes', { SOTTO_DATA: '"/srv/sotto"' }, /SOTTO_DATA begins with ", .*\/srv\/sotto/],
    ['a folder with a variable', { SOTTO_DATA: '${HOME}/sotto' }, /SOTTO_DATA has a variable in it/],
    ['an address without https', { SOTTO_URL: 'line.example' }, /SOTTO_URL is not a web address/],
    [
      'an address of another kind',
      { SOTTO_URL: 'ftp://line.example' },
      /SOTTO_URL does not begin with https/,
    ],
    ['a host and a port alone', { SOTTO_URL: 'localhost:8470' }, /SOTTO_URL does not begin with https/],
    ['a path', { SOTTO_URL: 'https://line.example/reports' }, /SOTTO_URL has a path/],
    ['a query', { SOTTO_URL: 'https://line.example/?a=b' }, /SOTTO_URL has something after/],
    ['an empty query', { SOTTO_URL: 'https://line.example/?' }, /SOTTO_URL has something after/],
    ['a fragment', { SOTTO_URL: 'https://line.example/#a' }, /SOTTO_URL has something after/],
    ['a password', { SOTTO_URL: 'https://a:secret@line.example' }, /SOTTO_URL has a name or a password/],
    [
      'not PostgreSQL',
      { DATABASE_URL: 'mysql://a:secret@host/b' },
      /DATABASE_URL is not an address of PostgreSQL/,
    ],
    [
      'a port of PostgreSQL that is none',
      { DATABASE_URL: 'postgresql://a:secret@127.0.0.1/b?port=x' },
      /DATABASE_URL is not an address/,
    ],
    [
      'a certificate that is not there',
      { DATABASE_URL: 'postgresql://a:secret@127.0.0.1:1/b?sslmode=verify-full&sslrootcert=/none/ca.pem' },
      /\/none\/ca\.pem, which DATABASE_URL names, cannot be read/,
    ],
    [
      'a sign of a hundred that stands for itself',
      { DATABASE_URL: 'postgresql://%zz:secret@127.0.0.1:1/%zz' },
      /PostgreSQL at 127\.0\.0\.1 does not answer/,
    ],
    ['no address at all', { DATABASE_URL: 'host=a password=secret' }, /DATABASE_URL is not an address/],
  ])('%s', async (_, env, says) => {
    expect(await sentence(env)).toMatch(says);
  });

  test('what is wrong is all that is said, as an error', async () => {
    const env = { SOTTO_PORT: '0', SOTTO_URL: 'https://a:secret@line.example' };
    const said = await refusal(env);
    expect(said).toBe(`sotto: ${await sentence(env)}\n`);
  });

  test('those that are empty, or white space, are as if they were not there', async () => {
    const used = { SOTTO_HOST: '', SOTTO_URL: ' ', SOTTO_DATA: '', DATABASE_URL: '\t', SOTTO_PORT: ' 0 ' };
    const others = { SOTTO_KEY: ' ', CREDENTIALS_DIRECTORY: '', SOTTO_TODAY: '', SOTTO_MB_PER_HOUR: '\n' };
    const { status, out, err } = await run({ ...used, ...others });
    expect([status, err]).toEqual([0, '']);
    expect(out).toMatch(/^Set up this instance, once, at http:\/\/localhost:\d+\//);
    expect(readdirSync(join(scratch, 'data'))).toContain('sotto.db');
  });
});

describe('the port and the folder', () => {
  test('a port that is taken, after which nothing is left running', async () => {
    expect(await refusal({ SOTTO_PORT: String((taken.address() as AddressInfo).port) })).toMatch(
      /another program listens at 127\.0\.0\.1:\d+.*SOTTO_PORT/,
    );
  });

  test('a folder that is a file', async () => {
    const path = join(scratch, 'file');
    writeFileSync(path, 'not a folder');
    expect(await refusal({ SOTTO_DATA: path })).toMatch(/file is not a folder.*SOTTO_DATA/);
    expect(await refusal({ SOTTO_DATA: join(path, 'below') })).toMatch(/is below a file.*SOTTO_DATA/);
  });

  test('a folder that cannot be made', async () => {
    expect(await refusal({ SOTTO_DATA: '/proc/sotto' })).toMatch(/\/proc\/sotto.*SOTTO_DATA/);
  });
});

describe('a database of something else', () => {
  test('is named', async () => {
    const text = folderWith('text', 'This is not a database. '.repeat(400));
    expect(await refusal({ SOTTO_PORT: '0', ...text })).toMatch(/text\/sotto\.db/);
  });

  test('of another program is refused and left alone', async () => {
    const foreign = folderWith('foreign', '');
    const path = join(foreign['SOTTO_DATA']!, 'sotto.db');
    rmSync(path);
    const db = new Sqlite(path);
    db.exec('create table customers (id integer primary key)');
    db.close();
    expect(await refusal({ SOTTO_PORT: '0', ...foreign })).toMatch(
      /foreign\/sotto\.db is not a database of Sotto/,
    );
  });

  const made = async (name: string, change: string) => {
    const path = join(scratch, name);
    expect((await run({ SOTTO_PORT: '0', SOTTO_DATA: path })).status).toBe(0);
    const db = new Sqlite(join(path, 'sotto.db'));
    db.exec(change);
    db.close();
    return { SOTTO_PORT: '0', SOTTO_DATA: path };
  };

  test('of a newer version is refused, with what to do', async () => {
    expect(await refusal(await made('newer', "insert into migrations values ('999-later', 'x')"))).toMatch(
      /made by a newer version of Sotto: update the program/,
    );
  });

  test('made by steps that were edited since is refused', async () => {
    expect(await refusal(await made('edited', "update migrations set steps = 'others'"))).toMatch(
      /made by another version of Sotto/,
    );
  });

  test('of a version that remembered no steps is refused', async () => {
    expect(await refusal(await made('older', 'alter table migrations rename to kysely_migration'))).toMatch(
      /made by another version of Sotto/,
    );
  });
});

describe('PostgreSQL', () => {
  const at = (port: number, host = '127.0.0.1') => `postgresql://sotto:secret@${host}:${port}/line`;
  const told = (databaseUrl: string) => sentence({ DATABASE_URL: databaseUrl });

  test('nothing answers, at either address of the name', async () => {
    expect(await told(at(free, 'localhost'))).toMatch(/PostgreSQL at localhost does not answer: start it/);
  });

  test('no such machine', async () => {
    expect(await told(at(5432, 'nowhere.invalid'))).toMatch(/nowhere\.invalid.*DATABASE_URL/);
  });

  test.each<[string, string, RegExp]>([
    ['a wrong password', '28P01', /refuses user sotto: correct the name and the password/],
    ['an address that may not connect', '28000', /refuses user sotto/],
    ['no such database', '3D000', /has no database line: make it \(createdb line\)/],
    ['no connection left', '53300', /has no connection left/],
    ['starting up', '57P03', /does not answer/],
  ])('%s', async (_, refuses, says) => {
    const fake = await fakePostgres({ refuses });
    expect(await told(at(fake.port))).toMatch(says);
    fake.stop();
  });

  test('whatever it refuses with is all that is said, as an error', async () => {
    const fake = await fakePostgres({ refuses: '28P01' });
    const env = { DATABASE_URL: at(fake.port) };
    expect(await refusal(env)).toBe(`sotto: ${await sentence(env)}\n`);
    fake.stop();
  });

  test('too old', async () => {
    const fake = await fakePostgres({ version: 120_022 });
    expect(await told(at(fake.port))).toMatch(/version 12: Sotto needs version 13 or newer/);
    fake.stop();
  });
});

describe('a server that is there already', () => {
  test('has a second one refused; killed, it leaves nothing in the way, and half its log is not taken for all of it', async () => {
    const path = join(scratch, 'held');
    const server = () => startProcess(join(folder, 'dist/server/main.js'), path);
    const killed = async ({ process }: ServerProcess) => {
      process.kill('SIGKILL');
      await once(process, 'exit');
    };
    const first = await server();
    const again = { SOTTO_PORT: '0', SOTTO_DATA: path };
    expect(await refusal(again)).toMatch(/a server runs on .*held\/sotto\.db already: stop it first/);
    await killed(first);
    // At once, before a quiet moment at which it empties its log.
    await killed(await server());
    const log = join(path, 'sotto.db-wal');
    const whole = readFileSync(log);
    expect(whole.length).toBeGreaterThan(0);
    truncateSync(log, whole.length / 2);
    expect(await refusal(again)).toMatch(/sotto\.db-wal was cut short/);
    writeFileSync(log, whole);
    expect((await run(again)).status).toBe(0);
  });
});
