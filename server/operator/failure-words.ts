/** From whatever a command fails with to one sentence for whoever runs it, which says what to do. */
import { NotServed, troubleOf } from '../../db/trouble.ts';
import type { Config } from './config.ts';
import { StartFailure } from './start-failure.ts';

/** @param config as far as it was read */
export function sentenceOf(error: unknown, config: Config | null): string {
  if (error instanceof StartFailure || error instanceof NotServed) return error.message;
  const one: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = one instanceof Error && 'code' in one && typeof one.code === 'string' ? one.code : '';
  const said = one instanceof Error ? one.message : String(one);
  if (config !== null) {
    if (one instanceof Error && 'syscall' in one && one.syscall === 'listen')
      return ofListening(code, config);
    if (config.databaseUrl !== null) {
      const file = fileOf(one);
      if (file !== null && [...new URL(config.databaseUrl).searchParams.values()].includes(file))
        return `${file}, which DATABASE_URL names, cannot be read (${code}): correct DATABASE_URL, or put that file there.`;
      const found = ofPostgres(code, said, config.databaseUrl);
      if (found !== null) return found;
    } else {
      const found = ofFolder(one, code, config.dataFolder);
      if (found !== null) return found;
    }
  }
  return `it could not go on: ${oneLine(said)}. This is a fault of the program; please report it.`;
}

function fileOf(error: unknown): string | null {
  return error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : null;
}

function ofListening(code: string, { host, port }: Config): string {
  const where = `${host.includes(':') ? `[${host}]` : host}:${port}`;
  switch (code) {
    case 'EADDRINUSE':
      return `another program listens at ${where} already: stop it, or set SOTTO_PORT to another port.`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not listen at port ${port}: set SOTTO_PORT to one above 1023, and put a proxy before it.`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAFNOSUPPORT':
      return `${host} is not an address of this machine: set SOTTO_HOST to one that is, such as 127.0.0.1.`;
    default:
      return `it cannot listen at ${where} (${code}): set SOTTO_HOST and SOTTO_PORT to an address and a port of this machine.`;
  }
}

/** What PostgreSQL or the way to it says, with what to do. Its address is told without the password. */
function ofPostgres(code: string, said: string, databaseUrl: string): string | null {
  const { host, database, user } = namesIn(databaseUrl);
  if (code === '28P01' || code === '28000' || /password/i.test(said))
    return `PostgreSQL at ${host} refuses user ${user}: correct the name and the password in DATABASE_URL, or what pg_hba.conf allows.`;
  switch (code) {
    case '3D000':
      return `PostgreSQL at ${host} has no database ${database}: make it (createdb ${database}), or correct DATABASE_URL.`;
    case '42501':
      return `user ${user} may not make tables in database ${database}: make that user the owner of the database.`;
    case '25006':
      return `PostgreSQL at ${host} is read-only, as a standby is: name the one that writes in DATABASE_URL.`;
    case '53300':
      return `PostgreSQL at ${host} has no connection left: raise its max_connections, or stop what else is connected.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `no machine is called ${host}: correct DATABASE_URL.`;
    case 'ENOENT':
      return `there is no socket of PostgreSQL in ${host}: start PostgreSQL, or correct DATABASE_URL.`;
    default:
  }
  if (/SSL|certificate/i.test(said))
    return `PostgreSQL at ${host} and DATABASE_URL do not agree on TLS: correct sslmode in DATABASE_URL (${oneLine(said)}).`;
  const trouble = troubleOf(Object.assign(new Error(said), code === '' ? {} : { code }));
  if (trouble === 'unanswered')
    return `PostgreSQL at ${host} does not answer: start it, or correct DATABASE_URL.`;
  if (trouble === 'full') return `the disk of PostgreSQL at ${host} is full: make room on it.`;
  if (trouble !== null || /^[0-9A-Z]{5}$/.test(code))
    return `PostgreSQL at ${host} refuses (${oneLine(said)}): correct that, or DATABASE_URL.`;
  return null;
}

function namesIn(databaseUrl: string): { host: string; database: string; user: string } {
  const url = new URL(databaseUrl);
  const name = decoded(url.pathname.slice(1));
  const user = decoded(url.username);
  const host = decoded(url.hostname) || (url.searchParams.get('host') ?? 'this machine');
  return { host, user: user || 'of this system', database: name || user };
}

/** As it stands, where a sign of a hundred stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function ofFolder(error: unknown, code: string, folder: string): string | null {
  const trouble = troubleOf(error);
  const file = `${folder}/sotto.db`;
  switch (trouble === null ? code : trouble) {
    case 'EEXIST':
    case 'ENOTDIR':
      return `${folder} is not a folder, or is below a file: set SOTTO_DATA to a folder.`;
    case 'EACCES':
    case 'EPERM':
      return `this user may not use ${folder}: give it that folder, or set SOTTO_DATA to another one.`;
    case 'EROFS':
    case 'read-only':
      return `${folder} or a file in it cannot be written: make it writable for this user, or set SOTTO_DATA to another folder.`;
    case 'ENOSPC':
    case 'full':
      return `the disk of ${folder} is full: make room on it.`;
    case 'ENOENT':
    case 'ENAMETOOLONG':
    case 'ELOOP':
      return `${folder} cannot be made: set SOTTO_DATA to a folder that can.`;
    case 'damaged':
      return `${file} is damaged: put a backup in its place (sotto restore FILE).`;
    case 'disk':
      return `${file} cannot be read or written: look at its disk, and at who may use the file.`;
    case 'unanswered':
      return `another program holds ${file}: end it, then start again.`;
    default:
      return null;
  }
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\.$/, '').trim();
}
