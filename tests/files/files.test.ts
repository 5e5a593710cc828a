/** Files between a reporter and officers: sealed, broken off and gone on with, opened, exchanged, deleted. */
import { createHash, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { filesOf } from '../../client/case/fold/files.ts';
import { failureOf } from '../../client/calls/failure.ts';
import { createApi } from '../../client/calls/api.ts';
import { openFile } from '../../client/files/opening.ts';
import { safeName } from '../../client/files/page/save.ts';
import { nameOf } from '../../client/files/sent.ts';
import { blobSink } from '../../client/files/sink.ts';
import type { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { CHUNK_LENGTH, PIECE_CHUNKS } from '../../crypto/blob.ts';
import { LENGTH, typed, type Kind } from '../../crypto/bytes.ts';
import { fileHash, partHash, sealChunk } from '../../crypto/file.ts';
import {
  BASE,
  officerInside,
  reporterInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { browserFetch, REPORT } from '../stage/running.ts';

const PIECE = CHUNK_LENGTH * PIECE_CHUNKS;
const quiet = () => undefined;

let scratch: Awaited<ReturnType<typeof scratchSqlite>>;
let inside: Inside;
let officer: OfficerSession;
let words: string;
let id: string;
/** What the reporter's connection does to each request. */
let meddle: (request: Request) => Promise<Response | null> = async () => null;
/** Numbers of the pieces that were put. */
let put: string[] = [];
beforeAll(async () => {
  scratch = await scratchSqlite();
  inside = await serveInside(scratch.db);
  const made = await setUpInside(inside);
  const receipt = await (await reporterInside(inside)).send(REPORT, quiet);
  words = receipt.words.join(' ');
  officer = await officerInside(inside, made.recoveryWords);
  await officer.inbox.sync(quiet);
  ({ id } = await (await own()).open(words));
  await officer.cases.open(id);
});
afterAll(() => scratch.remove());
beforeEach(() => {
  meddle = async () => null;
  put = [];
});

async function own(): Promise<ReporterSession> {
  const send = browserFetch(async (input, init) => {
    const request = new Request(input, init as RequestInit);
    if (request.method === 'PUT') put.push(new URL(request.url).pathname.split('/').at(-1)!);
    return (await meddle(request)) ?? inside.app.fetch(request);
  });
  const session = new ReporterSession(createApi(BASE, send));
  await session.open(words);
  return session;
}

/** A File whose bytes nobody can guess. */
function newFile(name: string, size: number, type = 'image/jpeg') {
  const bytes = new Uint8Array(randomBytes(size));
  return { file: new File([bytes], name, { type }), bytes };
}

/** What bytes are, in short: comparing them one by one takes a test minutes. */
const digest = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const bytesOf = async (blob: Blob) => digest(new Uint8Array(await blob.arrayBuffer()));
const random = <K extends Kind>(kind: K) => typed(kind, new Uint8Array(randomBytes(LENGTH[kind])));
const newestOf = (view: { items: Parameters<typeof filesOf>[0] }) => filesOf(view.items).at(-1)!;

test('a file of any size arrives as it was, both ways, and what the server has says nothing of it', async () => {
  const session = await own();
  for (const size of [0, 1, CHUNK_LENGTH, PIECE + 1, 2 * PIECE + 77_777]) {
    const { file, bytes } = newFile(`night-shift-${size}.jpg`, size);
    const told: number[] = [];
    const view = await session.sendFile(String(size), file, (done) => told.push(done));
    const sent = newestOf(view);
    expect(sent).toMatchObject({ name: file.name, size, type: 'image/jpeg', gone: null });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.at(-1)).toBe(size);
    const seen = newestOf(await officer.cases.open(id));
    expect(seen).toEqual(sent);
    expect(await bytesOf(await officer.cases.openFile(id, seen.id, quiet))).toBe(digest(bytes));
    expect(await bytesOf(await session.openFile(sent.id, quiet))).toBe(digest(bytes));
  }
  const { file, bytes } = newFile('réponse.pdf', 1234, 'application/pdf');
  const view = await officer.cases.sendFile(id, 'back', file, quiet);
  expect(newestOf(view).author.role).toBe('officer');
  const got = newestOf(await session.refresh());
  expect(await bytesOf(await session.openFile(got.id, quiet))).toBe(digest(bytes));
  const dump = Buffer.concat(
    (await inside.db.selectFrom('pieces').select('bytes').execute()).map(({ bytes: of }) => Buffer.from(of)),
  );
  const rows = JSON.stringify(await inside.db.selectFrom('blobs').selectAll().execute());
  for (const secret of ['night-shift', 'réponse', 'image/jpeg', 'application/pdf']) {
    expect(dump.includes(secret)).toBe(false);
    expect(rows).not.toContain(secret);
  }
  expect(dump.includes(Buffer.from(bytes.subarray(0, 32)))).toBe(false);
});

test('what breaks off is gone on with, and nothing is sent twice', async () => {
  const session = await own();
  const { file, bytes } = newFile('long.mp4', 5 * PIECE);
  // The connection is gone from the third piece on, for as often as is tried.
  let isAway = true;
  meddle = async (request) => {
    if (request.method !== 'PUT' || !isAway || put.length < 3) return null;
    throw new TypeError('no connection');
  };
  const sending = session.sendFile('long', file, quiet);
  await expect.poll(() => put.length, { interval: 5 }).toBeGreaterThan(3);
  await session.stopFile('long', false);
  await expect(sending).rejects.toMatchObject({ code: 'stopped' });
  isAway = false;
  // Those two that were let through, as soon as they have arrived.
  const arrived = put.slice(0, 2);
  const unnamed = () =>
    inside.db
      .selectFrom('pieces')
      .innerJoin('blobs', 'id', 'blob')
      .select('piece')
      .where('day', '!=', '')
      .execute();
  await expect.poll(unnamed, { interval: 5 }).toHaveLength(2);
  put = [];
  const view = await session.sendFile('long', file, quiet);
  expect(put.sort()).toEqual(['0', '1', '2', '3', '4'].filter((piece) => !arrived.includes(piece)));
  expect(await bytesOf(await session.openFile(newestOf(view).id, quiet))).toBe(digest(bytes));
});

test('stopping waits for nothing that is under way, and what hangs holds nothing up', async () => {
  const session = await own();
  const { file, bytes } = newFile('hanging.mp4', 2 * PIECE);
  let hangs = true;
  meddle = async ({ method }) => (method === 'PUT' && hangs ? new Promise(() => undefined) : null);
  const sending = session.sendFile('hanging', file, quiet);
  await expect.poll(() => put.length, { interval: 5 }).toBeGreaterThan(0);
  await session.stopFile('hanging', false);
  await expect(sending).rejects.toMatchObject({ code: 'stopped' });
  hangs = false;
  const view = await session.sendFile('hanging', file, quiet);
  expect(await bytesOf(await session.openFile(newestOf(view).id, quiet))).toBe(digest(bytes));
});

test('a file that changes on the device while it is sent is not sent as a mixture, nor sealed twice under one key', async () => {
  const session = await own();
  const { file } = newFile('changing.txt', PIECE + 10);
  let isAway = true;
  meddle = async (request) => {
    if (request.method !== 'PUT' || !isAway) return null;
    throw new TypeError('no connection');
  };
  const sending = session.sendFile('changing', file, quiet);
  await expect.poll(() => put.length, { interval: 5 }).toBeGreaterThan(1);
  await session.stopFile('changing', false);
  await expect(sending).rejects.toMatchObject({ code: 'stopped' });
  isAway = false;
  put = [];
  // As a browser that gives a changed file its new bytes.
  const other = newFile('changing.txt', PIECE + 10).file;
  file.slice = other.slice.bind(other);
  await expect(session.sendFile('changing', file, quiet)).rejects.toMatchObject({ code: 'unreadable-file' });
  expect(put).toEqual([]);
});

test('reading goes on after a connection that was away and a ticket that is over', async () => {
  const session = await own();
  const { file, bytes } = newFile('read.wav', 2 * PIECE);
  const sent = newestOf(await session.sendFile('read', file, quiet));
  let asked = 0;
  meddle = async (request) => {
    if (request.method !== 'GET' || !request.url.includes('/api/blob/')) return null;
    asked++;
    if (asked === 1) throw new TypeError('no connection');
    return asked === 2 ? Response.json({ error: 'signed-out' }, { status: 401 }) : null;
  };
  expect(await bytesOf(await session.openFile(sent.id, quiet))).toBe(digest(bytes));
  expect(asked).toBeGreaterThan(3);
});

test('an answer that was lost, a server that is away, and a ticket that is over are got over', async () => {
  const session = await own();
  const { file, bytes } = newFile('short.wav', 2 * PIECE);
  let failures = 0;
  meddle = async (request) => {
    if (request.method !== 'PUT') return null;
    failures++;
    if (failures === 1) {
      await inside.app.fetch(request);
      throw new TypeError('the answer was lost');
    }
    if (failures === 2) return new Response('<html>', { status: 502 });
    if (failures === 3) return Response.json({ error: 'signed-out' }, { status: 401 });
    return null;
  };
  const view = await session.sendFile('short', file, quiet);
  expect(failures).toBeGreaterThan(4);
  expect(await bytesOf(await session.openFile(newestOf(view).id, quiet))).toBe(digest(bytes));
});

test('a file that was altered, cut, exchanged or moved is refused, and the others open', async () => {
  const session = await own();
  const one = newFile('one.png', 3 * CHUNK_LENGTH);
  const other = newFile('other.png', 3 * CHUNK_LENGTH);
  const first = newestOf(await session.sendFile('one', one.file, quiet));
  const view = await session.sendFile('other', other.file, quiet);
  const second = newestOf(view);
  const rows = await inside.db.selectFrom('pieces').select(['blob', 'bytes', 'place']).execute();
  const blobOf = (file: string) => {
    const item = view.items.find((found) => found.id === file)!;
    return Buffer.from('sent' in item ? item.sent.blob : '', 'base64url');
  };
  const rowOf = (file: string) => rows.find(({ blob }) => Buffer.from(blob).equals(blobOf(file)))!;
  const exchange = (bytes: Uint8Array) =>
    inside.db.updateTable('pieces').set({ bytes }).where('place', '=', rowOf(first.id).place).execute();
  const kept = new Uint8Array(rowOf(first.id).bytes);
  const chunk = kept.length / 3;
  const attacks: Record<string, Uint8Array> = {
    altered: kept.map((byte, i) => (i === 100 ? byte ^ 1 : byte)),
    cut: kept.slice(0, -chunk),
    'cut within a chunk': kept.slice(0, -1),
    'another file': new Uint8Array(rowOf(second.id).bytes),
    reordered: new Uint8Array(
      Buffer.concat([kept.subarray(chunk, 2 * chunk), kept.subarray(0, chunk), kept.subarray(2 * chunk)]),
    ),
    doubled: new Uint8Array(
      Buffer.concat([kept.subarray(0, chunk), kept.subarray(0, chunk), kept.subarray(2 * chunk)]),
    ),
  };
  for (const [attack, bytes] of Object.entries(attacks)) {
    await exchange(bytes);
    const found = await officer.cases.openFile(id, first.id, quiet).then(
      () => null,
      (error: unknown) => failureOf(error),
    );
    expect([attack, found]).toEqual([attack, expect.stringMatching(/^(?:tampered|malformed)$/)]);
    expect(await bytesOf(await officer.cases.openFile(id, second.id, quiet))).toBe(digest(other.bytes));
  }
  await exchange(kept);
  expect(await bytesOf(await officer.cases.openFile(id, first.id, quiet))).toBe(digest(one.bytes));
});

test('a file belongs to the report, or to the incident that it shows, on both sides', async () => {
  const session = await own();
  const { file } = newFile('roster.png', 10);
  const plain = newestOf(await session.sendFile(crypto.randomUUID(), file, quiet));
  expect(plain.incident).toBeNull();
  const { protection } = await session.say({
    what: 'incident',
    day: null,
    about: '',
    who: '',
    forms: ['duties'],
    state: 'happened',
    text: 'Moved to the night shift.',
  });
  const incident = protection.incidents.at(-1)!.id;
  const shown = newestOf(await session.sendFile(crypto.randomUUID(), file, quiet, incident));
  expect(shown.incident).toBe(incident);
  await officer.cases.open(id);
  const answer = newestOf(await officer.cases.sendFile(id, 'answer', file, quiet, incident));
  expect(answer).toMatchObject({ incident, author: { role: 'officer' } });
  const seen = filesOf((await session.refresh()).items).map((one) => one.incident);
  expect(seen.slice(-3)).toEqual([null, incident, incident]);
});

test('either side deletes a file: the entry stays, and opens nothing any more', async () => {
  const session = await own();
  const { file } = newFile('gone.txt', 10);
  for (const remove of [
    (sent: string) => session.deleteFile(sent),
    (sent: string) => officer.cases.deleteFile(id, sent),
  ]) {
    const sent = newestOf(await session.sendFile(crypto.randomUUID(), file, quiet));
    await officer.cases.open(id);
    const view = await remove(sent.id);
    expect(filesOf(view.items).find((one) => one.id === sent.id)!.gone).toMatch(/^\d{4}-/);
    await session.refresh();
    await expect(session.openFile(sent.id, quiet)).rejects.toMatchObject({ code: 'not-found' });
    await expect(officer.cases.openFile(id, sent.id, quiet)).rejects.toMatchObject({ code: 'not-found' });
  }
});

test('a name is kept as it is, as long as one may be, and saved as nothing but a name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (name) => {
      const kept = nameOf({ name, type: '' }).name;
      expect(kept.length).toBeGreaterThan(0);
      expect(kept.length).toBeLessThanOrEqual(300);
      const saved = safeName(name);
      expect(saved).not.toMatch(/[/\\:\p{Cc}\p{Cf}]|^\.|\.$|^$/u);
    }),
  );
  expect(nameOf({ name: `${'x'.repeat(400)}.docx`, type: '' }).name).toMatch(/\.docx$/);
  expect(['../../etc/passwd', 'a\u202Egpj.exe', '.bashrc', '', 'تقرير.pdf'].map(safeName)).toEqual([
    '_.._etc_passwd',
    'a_gpj.exe',
    'bashrc',
    '_',
    'تقرير.pdf',
  ]);
});

test('whoever reads the case holds the key, and still cannot put another file in the place of the sent one', async () => {
  const place = { instance: random('InstanceId'), caseId: random('CaseId') };
  const [key, blob] = [random('FileKey'), random('BlobId')];
  const [sent, other] = [randomBytes(100), randomBytes(100)].map((bytes) => new Uint8Array(bytes)) as [
    Uint8Array,
    Uint8Array,
  ];
  const hash = fileHash(100, [partHash(0, sent)]);
  const content = { blob, key, hash, size: 100, name: 'a', type: '' };
  const served = (bytes: Uint8Array) =>
    openFile(
      {
        api: {
          ...inside.api(),
          octets: async () => sealChunk(key, { ...place, blob }, { index: 0, count: 1 }, bytes),
        },
        open: async () => ({ ticket: '', chunks: 1 }),
        content,
        place,
      },
      quiet,
      blobSink(),
    );
  expect(await bytesOf(await served(sent))).toBe(digest(sent));
  await expect(served(other)).rejects.toMatchObject({ code: 'tampered' });
  await expect(served(sent.subarray(0, 99))).rejects.toMatchObject({ code: 'tampered' });
});
