/** Another key for the notary: drawn by whoever runs the server, named by the authority, and then the one that stamps. */
import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { draftOf } from '../../client/officer/page/office/draft.ts';
import type { SetupResult } from '../../client/officer/worker/office/setup.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { toBase64url } from '../../crypto/base64url.ts';
import { notaryReference } from '../../crypto/id.ts';
import { loadSumo, ready } from '../../crypto/sodium.ts';
import { verifyStamp, type Stamp } from '../../crypto/stamp.ts';
import { typed } from '../../crypto/bytes.ts';
import { drawNotary } from '../../server/instance/key.ts';
import { notaryToName } from '../../server/instance/notary.ts';
import { start, type Running } from '../../server/listen.ts';
import { makeOffice } from '../stage/made-office.ts';
import { apiOf, newOfficer, newReporter, REPORT } from '../stage/running.ts';
import { SERVER_KEY_TEXT } from '../stage/server-key.ts';

let made: SetupResult;
let database: Uint8Array;
let folder: string;
let running: Running | null = null;
beforeAll(async () => {
  ({ made, database } = await makeOffice());
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sotto-notary-'));
  await writeFile(join(folder, 'sotto.db'), database);
  await writeFile(join(folder, 'server.key'), `${SERVER_KEY_TEXT}\n`, { mode: 0o600 });
});
afterEach(async () => {
  await running?.stop();
  running = null;
  await rm(folder, { recursive: true });
});

const quiet = () => undefined;
const places = () => ({ dataFolder: folder, databaseUrl: null, publicUrl: null, pagesFolder: folder });

async function restart(): Promise<Running> {
  await running?.stop();
  running = null;
  running = await start({ host: '127.0.0.1', port: 0, ...places() });
  await ready(loadSumo);
  return running;
}

async function openOffice(server: Running) {
  const authority = await newOfficer(server, made.recoveryWords);
  const view = await authority.office.open({ method: 'words', words: made.recoveryWords.join(' ') });
  return { office: authority.office, view };
}

/** By which of the keys every entry is stamped, in the order of their coming. */
async function stampedBy({ context }: Running): Promise<(number | undefined)[]> {
  const { id, notaries } = context.instance;
  const rows = await context.db
    .selectFrom('entries')
    .select(['hash', 'day', 'stamp'])
    .orderBy('seq')
    .execute();
  return rows.map(({ hash, day, stamp }) => {
    const given = { day, signature: typed('Signature', new Uint8Array(stamp)) } as Stamp;
    return notaries.findIndex(({ key }) => verifyStamp(key, id, typed('Hash', new Uint8Array(hash)), given));
  });
}

test('is drawn, waits for the authority, and stamps from the version on that names it', async () => {
  let server = await restart();
  expect((await openOffice(server)).view.drawnNotary).toBeNull();
  const { words } = await (await newReporter(server)).send(REPORT, quiet);

  expect((await drawNotary(places())).byHand).toBeNull();
  expect((await stat(join(folder, 'server.key'))).mode & 0o777).toBe(0o600);
  server = await restart();
  const drawn = (await notaryToName(server.context))!;
  const again = new ReporterSession(apiOf(server));
  await again.open(words.join(' '));
  await again.write('message', 'Before it is named.');
  expect(await stampedBy(server)).toEqual([0, 0]);

  const { office, view } = await openOffice(server);
  expect(view.drawnNotary).toEqual({ key: toBase64url(drawn), reference: notaryReference(drawn) });
  const next = await office.publish({ ...draftOf(view), notary: view.drawnNotary!.key });
  expect(next.drawnNotary).toBeNull();
  expect(next.history[0]!.changes).toEqual([{ code: 'notary', name: notaryReference(drawn) }]);
  expect(await notaryToName(server.context)).toBeNull();
  // The page that was open meanwhile, and one that is opened now.
  await again.write('message', 'After it was named.');
  const later = new ReporterSession(apiOf(server));
  expect(
    (await later.open(words.join(' '))).items.map((item) => ('text' in item ? item.text : null)),
  ).toEqual(['Before it is named.', 'After it was named.']);
  expect(await stampedBy(server)).toEqual([0, 0, 1]);
  // Also after a start.
  server = await restart();
  const officer = await newOfficer(server, made.recoveryWords);
  const [listed] = await officer.inbox.sync(quiet);
  expect((await officer.cases.open(listed!.id)).items).toHaveLength(3);
  // What was the notary's once is not again.
  const reopened = await openOffice(server);
  const former = toBase64url(server.context.instance.notaries[0]!.key);
  await expect(reopened.office.publish({ ...draftOf(reopened.view), notary: former })).rejects.toMatchObject({
    code: 'bad-request',
  });
});

test('one that the server has not drawn is not named, and of two that were drawn the last is', async () => {
  await drawNotary(places());
  await drawNotary(places());
  const server = await restart();
  const { office, view } = await openOffice(server);
  const [first, second, third] = server.context.instance.notaries.map(({ key }) => toBase64url(key));
  expect(view.drawnNotary!.key).toBe(third);
  for (const notary of [second!, toBase64url(new Uint8Array(32).fill(1))]) {
    await expect(office.publish({ ...draftOf(view), notary })).rejects.toMatchObject({ code: 'bad-request' });
  }
  expect((await office.publish(draftOf(view))).drawnNotary!.key).toBe(third);
  expect(first).not.toBe(third);
});

test('a key file of before no longer starts the server once the new key is named', async () => {
  const before = join(folder, 'before.key');
  await copyFile(join(folder, 'server.key'), before);
  await drawNotary(places());
  const server = await restart();
  const { office, view } = await openOffice(server);
  await office.publish({ ...draftOf(view), notary: view.drawnNotary!.key });
  await copyFile(join(folder, 'server.key'), join(folder, 'after.key'));
  await running!.stop();
  running = null;
  await copyFile(before, join(folder, 'server.key'));
  await expect(restart()).rejects.toThrow('another was drawn since');
  await copyFile(join(folder, 'after.key'), join(folder, 'server.key'));
  await restart();
});

test('a key that is not in our file is given out whole, to be put where it is', async () => {
  const key = SERVER_KEY_TEXT;
  const { byHand } = await drawNotary({ ...places(), key });
  expect(byHand!.where).toBe('SOTTO_KEY');
  expect(byHand!.text).toMatch(new RegExp(`^${key}\\.[\\w-]{43}$`));
  expect(await readFile(join(folder, 'server.key'), 'utf8')).toBe(`${SERVER_KEY_TEXT}\n`);
  running = await start({ host: '127.0.0.1', port: 0, ...places(), key: byHand!.text });
  expect(running.context.instance.notaries).toHaveLength(2);
  await running.stop();
  running = null;
  const half = start({ host: '127.0.0.1', port: 0, ...places(), key: `${key}.short` });
  await expect(half).rejects.toThrow('SOTTO_KEY is not a key');
});
