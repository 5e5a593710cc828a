/** All configuration, from the environment, once. */
import { existsSync, realpathSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { StartFailure } from './start-failure.ts';

export interface Config {
  /** Address to listen on. Behind a proxy this stays the loopback. */
  readonly host: string;
  /** TCP port; 0 lets the system choose. */
  readonly port: number;
  /** Folder of the SQLite file, and of the server's key where that is in a file. */
  readonly dataFolder: string;
  /** The server's key as text, where the environment has it. */
  readonly key?: string | undefined;
  /** Where systemd puts credentials. */
  readonly credentialsFolder?: string | undefined;
  /** PostgreSQL's address, when it is used. */
  readonly databaseUrl: string | null;
  /** How people reach the instance: for links that are printed, and the address that passkeys are verified for. */
  readonly publicUrl: string | null;
  /** The UTC day that whoever starts it says it is, where its clock is not believed. */
  readonly today?: string | undefined;
  /** Megabytes an hour that people without an account may add, in the long run; the usual where nothing is said. */
  readonly budget?: number | undefined;
  /** Gigabytes of files there is room for; the usual where nothing is said. */
  readonly filesGb?: number | undefined;
  /** Keys of those who may cosign the log, or the file that has them; nobody where nothing is said. */
  readonly witnesses?: string | undefined;
  /** Folder of the built pages. */
  readonly pagesFolder: string;
}

/** Where SQLite keeps everything: beside the file itself, where a link stands for it. */
export function databaseFile({ dataFolder }: Pick<Config, 'dataFolder'>): string {
  const path = join(dataFolder, 'sotto.db');
  return existsSync(path) ? realpathSync(path) : path;
}

/** @throws StartFailure in words for a value that cannot be used */
export function readConfig(env: Readonly<Record<string, string | undefined>>, pagesFolder: string): Config {
  // A line such as `SOTTO_HOST=` in a file of settings leaves the setting as if the line was not there.
  const given = (name: string): string | null => env[name]?.trim() || null;
  const databaseUrl = given('DATABASE_URL');
  const publicUrl = given('SOTTO_URL');
  return {
    host: readHost(given('SOTTO_HOST') ?? '127.0.0.1'),
    port: readPort(given('SOTTO_PORT') ?? '8470'),
    dataFolder: readFolder(given('SOTTO_DATA') ?? join(process.cwd(), 'data')),
    key: given('SOTTO_KEY') ?? undefined,
    credentialsFolder: given('CREDENTIALS_DIRECTORY') ?? undefined,
    databaseUrl: databaseUrl === null ? null : readDatabaseUrl(databaseUrl),
    publicUrl: publicUrl === null ? null : readUrl(publicUrl),
    today: given('SOTTO_TODAY') ?? undefined,
    budget: readBudget(given('SOTTO_MB_PER_HOUR')),
    filesGb: readFilesGb(given('SOTTO_FILES_GB')),
    witnesses: given('SOTTO_WITNESSES') ?? undefined,
    pagesFolder,
  };
}

function readHost(value: string): string {
  const host = value.replace(/^\[(.*)\]$/, '$1');
  if (isIP(host) !== 0 || host === 'localhost') return host;
  throw new StartFailure(
    `SOTTO_HOST is not an address to listen at: ${value}. Set it to one of this machine, such as 127.0.0.1, or leave it out.`,
  );
}

function readPort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= 65535) return port;
  throw new StartFailure(
    `SOTTO_PORT is not a port number: ${value}. Set it to one from 1 to 65535, or leave it out.`,
  );
}

function readFolder(value: string): string {
  // Left by whatever read a file of settings without a shell: the folder they name would be a new, empty one.
  const [left] = /^[~"']|\$\{?\w/.exec(value) ?? [];
  if (left === undefined) return resolve(value);
  const what = left.startsWith('$') ? 'has a variable in it' : `begins with ${left}`;
  throw new StartFailure(
    `SOTTO_DATA ${what}, which is not a folder here: ${value}. Write its whole path, and nothing around it.`,
  );
}

/** Its password may be in it: what is wrong is said without it. */
function readDatabaseUrl(value: string): string {
  if (URL.canParse(value) && isPostgres(new URL(value))) return value;
  throw new StartFailure(
    'DATABASE_URL is not an address of PostgreSQL: write it as postgresql://user:password@host/database, or leave it out for SQLite.',
  );
}

/** A port may stand among the parameters as well; the driver waits for ever for one that is no number. */
function isPostgres({ protocol, searchParams }: URL): boolean {
  return /^postgres(?:ql)?:$/.test(protocol) && /^\d*$/.test(searchParams.get('port') ?? '');
}

/** Whether browsers take pages at an address for insecure: they then have no WebCrypto and no workers for it. */
export function isWithoutCryptography(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  const isLocal =
    hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.|^\[::1\]$/.test(hostname);
  // Tor Browser takes its own addresses for secure.
  return protocol === 'http:' && !isLocal && !hostname.endsWith('.onion');
}

function readUrl(value: string): string {
  const refused = (why: string) =>
    new StartFailure(
      `SOTTO_URL ${why}: set it to what people open, such as https://line.example, and nothing after that.`,
    );
  if (!URL.canParse(value)) throw refused('is not a web address');
  const { protocol, origin, pathname, search, hash, username, password } = new URL(value);
  if (!/^https?:$/.test(protocol)) throw refused('does not begin with https:// or http://');
  // What it holds would be printed with the links.
  if (username !== '' || password !== '') throw refused('has a name or a password in it');
  if (pathname !== '/') throw refused('has a path, and Sotto is served at the top of its address only');
  if (search !== '' || hash !== '' || /[?#]$/.test(value)) throw refused('has something after the address');
  return origin;
}

function readBudget(value: string | null): number | undefined {
  if (value === null) return undefined;
  const megabytes = Number(value);
  if (/^\d{1,6}$/.test(value) && megabytes >= 10) return megabytes;
  throw new StartFailure(
    `SOTTO_MB_PER_HOUR is not a number of megabytes an hour: ${value}. Set it to 10 or more, or leave it out.`,
  );
}

function readFilesGb(value: string | null): number | undefined {
  if (value === null) return undefined;
  if (/^\d{1,6}$/.test(value)) return Number(value);
  throw new StartFailure(
    `SOTTO_FILES_GB is not a number of gigabytes: ${value}. Set it to a whole number, 0 for no files, or leave it out.`,
  );
}
