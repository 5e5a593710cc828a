/** All configuration, from the environment, once. */
import { join } from 'node:path';

export interface Config {
  /** Address to listen on. Behind a proxy this stays the loopback. */
  readonly host: string;
  /** TCP port; 0 lets the system choose. */
  readonly port: number;
  /** Folder of the SQLite file; not used with PostgreSQL. */
  readonly dataFolder: string;
  /** PostgreSQL's address, when it is used. */
  readonly databaseUrl: string | null;
  /** How people reach the instance: for links that are printed, and the address that passkeys are verified for. */
  readonly publicUrl: string | null;
  /** Folder of the built pages. */
  readonly pagesFolder: string;
}

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** @throws ConfigError in words for a value that cannot be used */
export function readConfig(env: Readonly<Record<string, string | undefined>>, pagesFolder: string): Config {
  return {
    host: env['SOTTO_HOST'] ?? '127.0.0.1',
    port: readPort(env['SOTTO_PORT'] ?? '8470'),
    dataFolder: env['SOTTO_DATA'] ?? join(process.cwd(), 'data'),
    databaseUrl: env['DATABASE_URL'] ?? null,
    publicUrl: env['SOTTO_URL'] === undefined ? null : readUrl(env['SOTTO_URL']),
    pagesFolder,
  };
}

function readUrl(value: string): string {
  const isWeb = URL.canParse(value) && /^https?:$/.test(new URL(value).protocol);
  if (!isWeb) throw new ConfigError(`SOTTO_URL is not a web address: ${value}`);
  return value.replace(/\/+$/, '');
}

function readPort(value: string): number {
  const port = Number(value);
  if (!/^\d+$/.test(value) || port > 65535)
    throw new ConfigError(`SOTTO_PORT is not a port number: ${value}`);
  return port;
}
