/** A real server on a free port with a real database, and sessions that speak to it over HTTP. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toBase64url } from '../../crypto/base64url.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { createApi, type Api } from '../../client/calls/api.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import type { SetupForm, SetupResult } from '../../client/officer/worker/office/setup.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { readDirectory } from '../../server/api/anyone.ts';
import { newSetupToken } from '../../server/instance/instance.ts';
import { start, type Running } from '../../server/listen.ts';
import { SERVER_KEY_TEXT } from './server-key.ts';

export interface Instance extends Running {
  readonly dataFolder: string;
  /** `fetch` that reaches this server without a socket, which costs as much as what is asked. */
  readonly send: typeof fetch;
  /** A fresh one-time token, as in the set-up link. */
  setupToken(): Promise<string>;
}

/**
 * Starts a server with a database of its own, which is deleted when it stops.
 * @param options.database what is in it, such as a made office; empty where nothing is given
 */
export async function startInstance(
  options: {
    database?: Uint8Array;
    databaseUrl?: string;
    pagesFolder?: string;
    publicUrl?: string;
    now?: () => number;
    today?: string;
    key?: string;
  } = {},
): Promise<Instance> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'sotto-'));
  if (options.database !== undefined) await writeFile(join(dataFolder, 'sotto.db'), options.database);
  const config = {
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    key: options.key ?? SERVER_KEY_TEXT,
    databaseUrl: options.databaseUrl ?? null,
    publicUrl: options.publicUrl ?? null,
    pagesFolder: options.pagesFolder ?? dataFolder,
    today: options.today,
  };
  const running = await start(config, options.now);
  // The server loads the standard build; the clients in this process need Argon2id as well.
  await ready(loadSumo);
  return {
    ...running,
    dataFolder,
    send: async (input, init) => running.fetch(new Request(input, init)),
    setupToken: async () => {
      const token = await newSetupToken(running.context.db);
      if (token === null) throw new Error('set up already');
      return toBase64url(token);
    },
    stop: async (grace) => {
      await running.stop(grace);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** `fetch` with a cookie jar of its own, as a browser has. */
export function browserFetch(send: typeof fetch = fetch): typeof fetch {
  let cookie = '';
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    // Kept open, a connection is closed under the next request: a passphrase keeps this process busy for seconds.
    headers.set('connection', 'close');
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await send(input, { ...init, headers });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      cookie = pair.endsWith('=') ? '' : pair;
    }
    return response;
  };
}

/** A server with its address, in a process of its own or in this one. */
export type Reachable = Pick<Running, 'url'> & Partial<Pick<Instance, 'send'>>;

export function apiOf(server: Reachable, send: typeof fetch = browserFetch(server.send)): Api {
  return createApi(server.url, send);
}

export const SETUP: Omit<SetupForm, 'token'> = {
  instanceName: { en: 'Integrity Office' },
  doors: [
    {
      kind: 'official',
      title: { en: 'Public officials' },
      text: { en: 'For those who work for the state.' },
    },
    { kind: 'public', title: { en: 'Everyone else' }, text: { en: 'For members of the public.' } },
  ],
  officerName: 'First integrity officer',
  accountName: 'amina',
  passphrase: 'correct horse battery staple',
};

export async function setUp(instance: Instance): Promise<SetupResult> {
  return new OfficerSession(apiOf(instance)).setup.run({ ...SETUP, token: await instance.setupToken() });
}

/** A reporter who has seen the directory. */
export async function newReporter(instance: Reachable, api: Api = apiOf(instance)): Promise<ReporterSession> {
  const session = new ReporterSession(api);
  await session.checkDirectory(await api.call(readDirectory, {}), null);
  return session;
}

/** An officer who has signed in. By recovery words: Argon2id would take a second each time. */
export async function newOfficer(
  instance: Reachable,
  recoveryWords: readonly string[],
  api: Api = apiOf(instance),
  name: string = SETUP.accountName,
): Promise<OfficerSession> {
  const session = new OfficerSession(api);
  await session.signIn(name, { method: 'words', words: recoveryWords.join(' ') });
  return session;
}

export const REPORT = {
  door: 'official',
  text: 'The night shift at the border post lets the same white van through without looking.',
  answers: { where: 'The north crossing', who: 'The shift leader' },
  language: 'en',
} as const;
