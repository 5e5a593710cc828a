/** A whole journey, then a look at everything the server kept, said and was told: none of it says anything. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { toBase64url } from '../../crypto/base64url.ts';
import { accessSeed } from '../../crypto/case-key.ts';
import { reporterKeys } from '../../crypto/receipt.ts';
import { openSlotSet } from '../../crypto/slots.ts';
import { fromWords } from '../../crypto/words.ts';
import type { CaseKey } from '../../crypto/bytes.ts';
import { createApi } from '../../client/calls/api.ts';
import { openAuthoritySeed, openPersonSeed } from '../../client/officer/worker/account/account.ts';
import { OfficerSession } from '../../client/officer/worker/session/session.ts';
import { ReporterSession } from '../../client/reporter/worker/session.ts';
import { readSlotSets } from '../../db/slot-sets.ts';
import {
  browserFetch,
  newOfficer,
  newReporter,
  REPORT,
  SETUP,
  startInstance,
  type Instance,
} from '../stage/running.ts';
import { knownDirectory } from '../stage/inside.ts';
import { accountAtWork } from '../stage/people.ts';
import { found, spellings } from './encodings.ts';

const quiet = () => undefined;

/** Longer than a word, so that none is found by chance; one with letters that encodings spell differently. */
const PLANTED = {
  report: 'The porter of warehouse Zinnober counts nineteen crates, déjà vu.',
  answer: 'Behind the Quittenbaum customs shed',
  facts: 'The ledger is kept under the name of Ottokar Vierzig.',
  reply: 'Please describe the Zinnober ledger to us in detail.',
  note: 'Compare with the Mirabelle file before we act.',
  reason: 'The Zinnober matter needs another month of looking.',
  accountName: 'amina-the-account-name',
  passphrase: 'seven purple kettles whistle northward',
} as const;

/** Every request and answer, with its address and headers. */
interface Traffic {
  readonly send: typeof fetch;
  readonly asked: string[];
  readonly answered: { path: string; text: string }[];
}

function recorded(send: typeof fetch = browserFetch()): Traffic {
  const asked: string[] = [];
  const answered: { path: string; text: string }[] = [];
  return {
    asked,
    answered,
    send: async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      const address = input instanceof Request ? input.url : String(input);
      asked.push([address, ...new Headers(init?.headers), body].join('\n'));
      const response = await send(input, init);
      const text = await response.clone().text();
      answered.push({ path: new URL(address).pathname, text: [...response.headers, text].join('\n') });
      return response;
    },
  };
}

let instance: Instance;
let reporterTraffic: Traffic;
let officerTraffic: Traffic;
let terminal: string;
let secrets: Record<string, string | Uint8Array>;
/** Chosen by the reporter, and public in the directory: nowhere else. */
let choice: Record<string, string | Uint8Array>;

beforeAll(async () => {
  instance = await startInstance();
  const out = vi.spyOn(process.stdout, 'write');
  const error = vi.spyOn(process.stderr, 'write');
  reporterTraffic = recorded();
  officerTraffic = recorded();
  const officerApi = createApi(instance.url, officerTraffic.send);
  const token = await instance.setupToken();
  const { accountName, passphrase } = PLANTED;
  const made = await new OfficerSession(officerApi).setup.run({ ...SETUP, accountName, passphrase, token });
  const reporterApi = createApi(instance.url, reporterTraffic.send);
  const reporter = await newReporter(instance, reporterApi);
  // From here on the reporter's requests are sealed or signed: the directory was read.
  reporterTraffic.asked.length = 0;
  const { words } = await reporter.send(
    { ...REPORT, text: PLANTED.report, answers: { where: PLANTED.answer } },
    quiet,
  );
  const phrase = words.join(' ');
  const officer = await newOfficer(instance, made.recoveryWords, officerApi, accountName);
  const [listed] = await officer.inbox.sync(quiet);
  await officer.cases.open(listed!.id);
  await officer.cases.reply(listed!.id, PLANTED.reply);
  await officer.cases.addNote(listed!.id, PLANTED.note);
  await officer.cases.setStatus(listed!.id, 'assessing', PLANTED.reason);
  const back = new ReporterSession(reporterApi);
  await back.open(phrase);
  await back.write('facts', PLANTED.facts);
  const again = new OfficerSession(officerApi);
  await again.signIn(accountName, { method: 'passphrase', passphrase });
  await again.inbox.sync(quiet);
  expectNothingMissing((await again.cases.open(listed!.id)).items.length);
  await again.lock();
  terminal = [...out.mock.calls, ...error.mock.calls].map(([chunk]) => String(chunk)).join('');
  out.mockRestore();
  error.mockRestore();

  const {
    officer: worker,
    unlock,
    stored,
  } = await accountAtWork(officerApi, made.recoveryWords, accountName);
  const known = await knownDirectory(reporterApi);
  const entropy = fromWords(phrase);
  const keys = reporterKeys(entropy, known.directory.instance);
  const sets = await readSlotSets(instance.context.db, [keys.caseId], ['shared', 'officers']);
  const caseKeys = sets.map(({ bytes }) => openSlotSet(bytes, worker.keys.kemSeed)!.key);
  secrets = {
    ...PLANTED,
    'receipt words': phrase,
    'receipt’s first four words': words.slice(0, 4).join(' '),
    'recovery words': made.recoveryWords.join(' '),
    'receipt entropy': entropy,
    'recovery entropy': fromWords(made.recoveryWords.join(' ')),
    'reporter’s signing seed': keys.signingSeed,
    'reporter’s KEM seed': keys.kemSeed,
    'officer’s seed': openPersonSeed(unlock, stored),
    'officer’s signing seed': worker.keys.signingSeed,
    'officer’s KEM seed': worker.keys.kemSeed,
    'keyring key': worker.keys.keyringKey,
    'authority’s seed': openAuthoritySeed(unlock, stored),
    'unlock key': unlock.unlockKey,
    'sign-in seed': unlock.signInSeed,
    ...Object.fromEntries(caseKeys.map((key: CaseKey, i) => [`case key ${i}`, key])),
    ...Object.fromEntries(caseKeys.map((key: CaseKey, i) => [`access seed ${i}`, accessSeed(key)])),
  };
  const door = known.directory.doors.find(({ id }) => id === REPORT.door)!;
  choice = {
    'door’s id in JSON': `"${door.id}"`,
    'door’s title': door.title['en']!,
    'officer’s id': worker.person,
    'officer’s id as text': toBase64url(worker.person),
    'officer’s name': SETUP.officerName,
  };
});
afterAll(() => instance.stop());

function expectNothingMissing(items: number): void {
  if (items !== 4) throw new Error(`the journey has ${items} items`);
}

function path(): string {
  return join(instance.dataFolder, 'sotto.db');
}

/** Database file and write-ahead log, as they lie on the disk. */
function files(): Uint8Array[] {
  return [path(), `${path()}-wal`].map((file) => new Uint8Array(readFileSync(file)));
}

/** All rows of all tables but some, with bytes as they are. */
function rowsWithout(excluded: readonly string[]): Buffer {
  const db = new Sqlite(path(), { readonly: true });
  const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as {
    name: string;
  }[];
  const parts = tables
    .filter(({ name }) => !excluded.includes(name))
    .flatMap(({ name }) => db.prepare(`select * from ${name}`).raw().all() as unknown[][])
    .flat()
    .flatMap((value) => [
      value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)),
      Buffer.from('\n'),
    ]);
  db.close();
  return Buffer.concat(parts);
}

test('the files of the database say nothing, before a checkpoint and after', () => {
  const before = files();
  // In one or the other: at quiet moments the log is emptied.
  expect(before[0]!.length + before[1]!.length).toBeGreaterThan(100_000);
  for (const bytes of before) expect(found(bytes, secrets)).toEqual([]);
  const db = new Sqlite(path());
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const after = new Uint8Array(readFileSync(path()));
  expect(after.length).toBeGreaterThan(100_000);
  expect(found(after, secrets)).toEqual([]);
});

test('outside the public directory nothing says which door it was, or who was addressed', () => {
  const rows = rowsWithout(['directories', 'accounts']);
  expect(rows.length).toBeGreaterThan(50_000);
  expect(found(rows, choice)).toEqual([]);
  // The directory does: the search itself works.
  expect(found(rowsWithout([]), choice)).toContain('door’s title, as it is');
});

test('no request says anything, by either side', () => {
  expect(reporterTraffic.asked.length).toBeGreaterThan(6);
  expect(officerTraffic.asked.length).toBeGreaterThan(15);
  const reporters = Buffer.from(reporterTraffic.asked.join('\n\n'));
  expect(found(reporters, { ...secrets, ...choice })).toEqual([]);
  expect(found(Buffer.from(officerTraffic.asked.join('\n\n')), secrets)).toEqual([]);
});

test('no answer says anything; of the directory, only the directory', () => {
  for (const { answered } of [reporterTraffic, officerTraffic]) {
    expect(found(Buffer.from(answered.map(({ text }) => text).join('\n\n')), secrets)).toEqual([]);
  }
  const sealed = reporterTraffic.answered.filter(({ path: asked }) => !asked.startsWith('/api/directory'));
  expect(sealed.length).toBeGreaterThan(4);
  expect(found(Buffer.from(sealed.map(({ text }) => text).join('\n\n')), choice)).toEqual([]);
});

test('the server printed nothing', () => {
  expect(terminal).toBe('');
});

test('the search finds a sentence in every spelling, when it is there', () => {
  for (const [name, secret] of Object.entries(secrets)) {
    for (const { encoding, bytes } of spellings(secret)) {
      const haystack = Buffer.concat([Buffer.alloc(500, 1), bytes, Buffer.alloc(500, 2)]);
      expect(found(haystack, { [name]: secret })).toContain(`${name}, ${encoding}`);
    }
  }
});

test('a sentence in clear in a row is found in the files, at once and after a checkpoint', async () => {
  const planted = await startInstance();
  const file = join(planted.dataFolder, 'sotto.db');
  const kinds: Record<string, (text: string) => Uint8Array> = {
    'as it is': (text) => Buffer.from(text),
    hex: (text) => Buffer.from(Buffer.from(text).toString('hex')),
    'base64 at 1': (text) => Buffer.from(Buffer.from(`x${text}`).toString('base64')),
    'base64url at 2': (text) => Buffer.from(Buffer.from(`xy${text}`).toString('base64url')),
    'UTF-16LE': (text) => Buffer.from(text, 'utf16le'),
    percent: (text) => Buffer.from(encodeURIComponent(text)),
  };
  for (const [kind, encode] of Object.entries(kinds)) {
    const value = encode(PLANTED.report);
    await planted.context.db.insertInto('settings').values({ name: kind, value }).execute();
    const secret = { report: PLANTED.report };
    expect(found(readFileSync(`${file}-wal`), secret)).toContain(`report, ${kind}`);
    const db = new Sqlite(file);
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    expect(found(readFileSync(file), secret)).toContain(`report, ${kind}`);
    await planted.context.db.deleteFrom('settings').where('name', '=', kind).execute();
  }
  await planted.stop();
});

test('two databases, of a report by one door and by another, a long one and a short one, look alike', async () => {
  const shapes = await Promise.all(
    [
      { door: 'official', text: 'Short.', answers: {} },
      {
        door: 'public',
        text: 'Long. '.repeat(1200),
        answers: { who: 'Somebody with a name', danger: 'Yes' },
      },
    ].map(async (draft) => {
      const other = await startInstance();
      const token = await other.setupToken();
      const send = browserFetch();
      const made = await new OfficerSession(createApi(other.url, send)).setup.run({ ...SETUP, token });
      const reporter = await newReporter(other);
      await reporter.send({ ...REPORT, ...draft }, quiet);
      const officer = await newOfficer(other, made.recoveryWords);
      const [listed] = await officer.inbox.sync(quiet);
      await officer.cases.open(listed!.id);
      await officer.cases.reply(listed!.id, draft.text);
      const db = new Sqlite(join(other.dataFolder, 'sotto.db'), { readonly: true });
      const tables = db.prepare("select name from sqlite_master where type = 'table'").all() as {
        name: string;
      }[];
      const shape = tables.map(({ name }) => [
        name,
        ...(db.prepare(`select * from ${name}`).raw().all() as unknown[][])
          .map((row) =>
            // When something was, and how a random choice fell, are not of the report; nor is the order of rows.
            row.map((value) => (typeof value === 'number' && value > 1e6 ? 'drawn' : sizeOf(value))),
          )
          .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
      ]);
      db.close();
      await other.stop();
      return shape;
    }),
  );
  expect(shapes[0]!.flat(2).length).toBeGreaterThan(60);
  expect(shapes[1]).toEqual(shapes[0]);
});

/** How long a value is; what a number says, since numbers are counts here. */
function sizeOf(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value === 'string') return value.length;
  return value;
}
