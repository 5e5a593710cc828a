/** Proofs of disclosure: made by a reporter's session, checked by nothing but what is in them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toBase64 } from '../../crypto/base64.ts';
import { fromBase64url, toBase64url } from '../../crypto/base64url.ts';
import { utf8, text as decodeText } from '../../crypto/bytes.ts';
import { sign, signingPublicKey } from '../../crypto/signature.ts';
import { sodium } from '../../crypto/sodium.ts';
import { typed } from '../../crypto/bytes.ts';
import { checkProof } from '../../client/proof/check.ts';
import { formatBody, formatProof, parseBody, parseProof, type ProofBody } from '../../client/proof/format.ts';
import { tellProof } from '../../client/proof/sheet-data.ts';
import type { ReporterSession } from '../../client/reporter/worker/session.ts';
import { closeLog } from '../../server/log/closing.ts';
import { codeOf } from '../crypto/code-of.ts';
import {
  officerInside,
  reporterInside,
  scratchSqlite,
  serveInside,
  setUpInside,
  type Inside,
} from '../stage/inside.ts';
import { Insider } from '../stage/insider.ts';
import { officerAtWork } from '../stage/people.ts';
import { REPORT } from '../stage/running.ts';

const quiet = () => undefined;
const DAY = 86_400_000;
const FOR = 'The labour court';
const MOVED = 'Moved to the night shift.';
const PAPER = { before: '<!doctype html>\n<p>What it says.</p>\n', after: '</html>\n' };

let inside: Inside;
let reporter: ReporterSession;
let caseId: string;
let recoveryWords: readonly string[];
let remove: () => Promise<void>;
/** Files made while the day was not closed, and after. */
let early: string;
let opened: string;
let dated: string;
let page: string;
let whole: string;

beforeAll(async () => {
  const scratch = await scratchSqlite();
  remove = () => scratch.remove();
  inside = await serveInside(scratch.db);
  ({ recoveryWords } = await setUpInside(inside));
  reporter = await reporterInside(inside);
  const { words } = await reporter.send(REPORT, quiet);
  caseId = (await reporter.open(words.join(' '))).id;
  const officer = await officerInside(inside, recoveryWords);
  await officer.inbox.sync(quiet);
  await officer.cases.open(caseId);
  await officer.cases.reply(caseId, 'A reply that stays sealed.');
  await reporter.say({
    what: 'incident',
    day: '2036-03-05',
    about: '',
    who: 'The head',
    forms: ['duties'],
    state: 'happened',
    text: MOVED,
  });
  await reporter.draftProof({ for: FOR, report: 'dated', entries: [] });
  early = await reporter.signProof(null);
  await reporter.draftProof({ for: FOR, report: 'opened', entries: [] });
  opened = await reporter.signProof(null);
  inside.clock.now += DAY;
  await closeLog(inside.context);
  await reporter.draftProof({ for: FOR, report: 'dated', entries: [] });
  dated = await reporter.signProof(null);
  page = await reporter.signProof(PAPER);
  const { items } = await reporter.refresh();
  const chosen = items.filter(({ kind }) => kind !== 'message').map(({ id }) => id);
  await reporter.draftProof({ for: FOR, report: 'opened', entries: chosen });
  whole = await reporter.signProof(PAPER);
});
afterAll(() => remove());

const check = (file: string) => checkProof(utf8(file));
const code = (file: string) => codeOf(() => check(file));
const bodyOf = (file: string): ProofBody => parseBody(parseProof(utf8(file)).text);

describe('a proof of the date alone', () => {
  test('says what it is for, by whom the directory is signed, and that the report was logged on its day', () => {
    expect(check(dated)).toMatchObject({
      for: FOR,
      made: '2036-03-05',
      door: 'official',
      report: { form: 'dated', day: '2036-03-04', isLogged: true, opened: null },
      entries: [],
    });
    expect(check(early).report).toMatchObject({ day: '2036-03-04', isLogged: false });
    expect(check(page).report).toMatchObject({ isLogged: true });
  });

  test('holds no word of the report and not the case id, in any encoding', () => {
    const id = Buffer.from(caseId, 'base64url');
    const words = [...REPORT.text.split(/\W+/), ...Object.values(REPORT.answers).join(' ').split(/\W+/)];
    const secrets = [...words.filter((word) => word.length > 5).map((word) => Buffer.from(word)), id];
    // The office's own words are the directory's.
    const { directories: _, ...rest } = JSON.parse(formatBody(bodyOf(dated))) as Record<string, unknown>;
    const own = JSON.stringify(rest).toLowerCase();
    for (const secret of secrets) {
      for (const shift of [0, 1, 2]) {
        const moved = Buffer.concat([Buffer.alloc(shift), secret]);
        const core = (text: string) => text.slice(shift === 0 ? 0 : 4, -3);
        const found = [toBase64url(moved), toBase64(moved)].map((text) => core(text).toLowerCase());
        for (const text of found.filter(({ length }) => length > 3)) expect(own).not.toContain(text);
      }
      expect(own).not.toContain(secret.toString('hex'));
      expect(own).not.toContain(secret.toString('latin1').toLowerCase());
    }
  });

  test('is false with any one byte changed, bare or in its page', () => {
    for (const file of [dated, page]) expect(unnoticed(file)).toEqual([]);
    for (const file of [`${dated} `, `\ufeff${dated}`, dated.slice(0, -1), `${page}\n`, ` ${page}`])
      expect(code(file)).not.toBeNull();
  });
});

/** Places of bytes that can be changed without the proof being false. */
function unnoticed(file: string): number[] {
  const bytes = utf8(file);
  return [...bytes.keys()].filter((i) => {
    const changed = bytes.slice();
    changed[i] = bytes[i]! ^ 1;
    return codeOf(() => checkProof(changed)) === null;
  });
}

describe('a proof that opens entries', () => {
  test('is false with any one byte changed', () => {
    expect(check(opened).report.opened?.kind).toBe('report');
    expect(unnoticed(opened)).toEqual([]);
  });

  test('says what they say and by whom, and opens no other', () => {
    const { report, entries } = check(whole);
    expect(report.opened?.kind).toBe('report');
    expect(decodeText(report.opened!.content)).toContain(REPORT.text);
    expect(entries.map(({ opened }) => opened?.kind)).toEqual(['access', 'incident']);
    expect(entries.every(({ isLogged }) => isLogged)).toBe(true);
    const sealed = toBase64url(utf8('A reply that stays sealed.')).slice(4, -4);
    expect(whole).not.toContain(sealed);
  });

  test('tells what happened when by what it opens, and by nothing else', async () => {
    const events = (file: string) => tellProof(check(file)).story?.events.map(({ what }) => what);
    expect(events(dated)).toBeUndefined();
    expect(events(whole)).toEqual(['report', 'opened', 'incident']);
    const { items } = await reporter.refresh();
    const incident = items.find(({ kind }) => kind === 'incident')!;
    await reporter.draftProof({ for: FOR, report: 'sealed', entries: [incident.id] });
    const { story } = tellProof(check(await reporter.signProof(null)));
    // That somebody had opened it is not shown, so nobody knew as far as this goes.
    expect(story).toMatchObject({ events: [{ what: 'report', day: '2036-03-04' }, { what: 'incident' }] });
    expect(story!.timings).toMatchObject([{ knew: [], sinceReport: 1, incident: { text: MOVED } }]);
  });

  test('says all that with the report’s own content withheld', async () => {
    const access = (await reporter.refresh()).items.find(({ kind }) => kind === 'access')!;
    const told = await reporter.draftProof({ for: FOR, report: 'sealed', entries: [access.id] });
    expect(told.report).toMatchObject({ form: 'sealed', said: null });
    expect(told.entries.map(({ item }) => item?.kind)).toEqual(['access']);
    await expect(
      reporter
        .draftProof({ for: FOR, report: 'dated', entries: [access.id] })
        .then(() => reporter.signProof(null)),
    ).rejects.toMatchObject({ code: 'wrong-case' });
  });

  test('opens no entry that would open others', async () => {
    const me = await officerAtWork(inside.api(), recoveryWords);
    const insider = new Insider(inside, me, typed('CaseId', fromBase64url(caseId)!));
    await insider.read();
    await insider.rotate([me.person]);
    const { items } = await reporter.refresh();
    const of = (entries: readonly string[]) => reporter.draftProof({ for: FOR, report: 'opened', entries });
    await expect(of([items.at(-1)!.id])).rejects.toMatchObject({ code: 'not-allowed' });
    const showable = items.filter(({ isShowable }) => isShowable).map(({ id }) => id);
    expect(showable).toHaveLength(items.length - 1);
    await of(showable);
    const { entries } = checkProof(utf8(await reporter.signProof(null)));
    const said = entries.map(({ opened }) => decodeText(opened!.content)).join();
    expect(said).toContain('A reply that stays sealed.');
    expect(said).not.toContain('former');
  });

  test('is about entries that there are', async () => {
    const nothing = toBase64url(new Uint8Array(32));
    const draft = reporter.draftProof({ for: FOR, report: 'opened', entries: [nothing] });
    await expect(draft).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('who holds a proof', () => {
  /** Signed anew by somebody else, who has all that is in it. */
  const resigned = (change: (body: ProofBody) => ProofBody) => {
    const seed = typed('SigningSeed', sodium.randombytes_buf(32));
    const body = change({ ...bodyOf(whole), author: signingPublicKey(seed), paper: null });
    const text = formatBody(body);
    return formatProof({ text, signature: sign(seed, 'sotto/proof/v1', body.instance, utf8(text)) });
  };

  test('cannot make one of it in a name of their own', () => {
    expect(code(resigned((body) => body))).toBe('bad-signature');
    expect(code(resigned((body) => ({ ...body, for: 'Myself' })))).toBe('bad-signature');
  });

  test('cannot sign in the author’s name', () => {
    const { signature } = parseProof(utf8(dated));
    const text = formatBody({ ...bodyOf(dated), for: 'Somebody else' });
    expect(code(formatProof({ text, signature }))).toBe('bad-signature');
  });
});

test('a later format is said to be newer, and what is none to be none', () => {
  const text = JSON.stringify({ proof: 2 });
  const { signature } = parseProof(utf8(dated));
  expect(code(formatProof({ text, signature }))).toBe('newer');
  for (const file of ['', '{}', '[]', 'null', '<html></html>', '{"text":"","signature":""}\n'])
    expect([file, code(file)]).toEqual([file, 'malformed']);
});
