/**
 * Vectors of §6, step 8, and of §11: entries that opened and were found right one by one, and how many of them can be
 * read together; who reads and who holds the key then, which sets belong to the case, and what became of requests.
 */
import { toBase64url } from '../../../crypto/base64url.ts';
import { utf8, type PersonId } from '../../../crypto/bytes.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';
import { box, keyLetter, keyOf, named, reportClaim, reportOf } from './report.ts';

interface Step {
  /** Undefined for the reporter. */
  readonly author?: PersonId;
  readonly kind: string;
  /** Undefined for the report, which is a sample. */
  readonly content?: object;
  readonly sample?: string;
  readonly claim?: Uint8Array;
  readonly epoch?: number;
  /** Which key of its epoch, where there is more than the one. */
  readonly key?: string;
  readonly day?: string;
}

/** What can be read of a chain; what is left out is as after the report alone. */
interface Read {
  readonly readable?: number;
  readonly isNewer?: boolean;
  readonly readers?: readonly PersonId[];
  readonly holders?: readonly PersonId[];
  readonly requests?: readonly object[];
  readonly sets: readonly { readonly hash: string }[];
}

const FIRST_DAY = '2031-03-01';
const word = { text: 'A word' };
const spelt = (...people: PersonId[]) => people.map((id) => toBase64url(id));

export function cases(cast: Cast): Topic {
  const { amina, bruno, custodian, leftOut, stranger } = cast;
  const founded = [named('shared', 0), named('custodians', 0)];
  const founding = { text: 'A note', founding: named('officers', 0) };
  const [eva, fred] = [fixed('PersonId', 'eva'), fixed('PersonId', 'fred')];
  const people = [amina.id, bruno.id, leftOut, custodian, eva, fred];
  const samples = {
    report: reportOf(cast),
    nameless: reportOf(cast, {}, { state: 'absent' }),
    oneSet: reportOf(cast, { slotSets: [named('shared', 0)] }),
    custodianReads: reportOf(cast, { sealedTo: spelt(amina.id, custodian) }),
  };
  const file = {
    blob: toBase64url(fixed('BlobId', 'blob')),
    key: toBase64url(fixed('FileKey', 'file')),
    hash: toBase64url(fixed('Hash', 'file')),
    size: 3,
    name: 'a.jpg',
    type: '',
  };
  const original = { blob: toBase64url(fixed('BlobId', 'original')), box };
  const hashOf = (seq: number) => fixed('Hash', `entry ${seq}`);
  const [request, other] = [toBase64url(hashOf(1)), toBase64url(hashOf(9))];

  const claim = reportClaim(cast);
  const report: Step = { kind: 'report', sample: 'report', claim };
  const by = (author: PersonId, kind: string, content: object, more: Partial<Step> = {}): Step => ({
    author,
    kind,
    content,
    ...more,
  });
  const own = (kind: string, content: object, more: Partial<Step> = {}): Step => ({ kind, content, ...more });
  const entries = (chain: 'shared' | 'internal', steps: readonly Step[]) =>
    steps.map(({ content, sample, epoch = 0, key = '', day = FIRST_DAY, ...step }, seq) => ({
      ...step,
      ...(sample === undefined ? { text: JSON.stringify(content) } : { bytes: of(sample) }),
      epoch,
      commitment: keyOf(chain === 'shared' ? 'shared' : 'officers', epoch, key),
      hash: hashOf(seq),
      day,
    }));
  const base = { case: cast.reporter.caseId, people };
  const shared = (name: string, steps: readonly Step[], read: Partial<Read>) => {
    const { readable = steps.length, readers = [amina.id, bruno.id], requests = [], sets = founded } = read;
    const { isNewer = readable < steps.length ? false : null, holders = readers } = read;
    const hashes = sets.map(({ hash }) => hash);
    const out = { readable, isNewer, readers, holders, requests, sets: hashes };
    return gives(name, 'readShared', { ...base, shared: entries('shared', steps) }, out);
  };
  /** Something after a report, or after more, that cannot be read. */
  const cut = (name: string, last: Step, before: readonly Step[] = [], read: Partial<Read> = {}) =>
    shared(name, [report, ...before, last], { readable: before.length + 1, ...read });
  const notes = (name: string, said: readonly Step[], steps: readonly Step[], read: Read) => {
    const { readable = steps.length, readers = [amina.id, bruno.id], holders = readers, sets } = read;
    const isNewer = readable < steps.length ? false : null;
    const hashes = sets.map(({ hash }) => hash);
    const both = { shared: entries('shared', [report, ...said]), internal: entries('internal', steps) };
    return gives(
      name,
      'readNotes',
      { ...base, ...both },
      { readable, isNewer, readers, holders, sets: hashes },
    );
  };
  const nothing = (name: string, code: string, ...steps: Step[]) =>
    fails(name, 'readShared', { ...base, shared: entries('shared', steps) }, code);

  const grant = (to: PersonId, ...slotSets: object[]) =>
    by(amina.id, 'grant', { to: toBase64url(to), slotSets });
  const rotation = (
    author: PersonId,
    sealedTo: readonly PersonId[],
    epoch = 1,
    set = named('shared', epoch),
  ) =>
    by(
      author,
      'rotation',
      { sealedTo: spelt(...sealedTo), slotSet: set, former: toBase64url(cast.key) },
      { epoch },
    );
  const noteRotation = (author: PersonId, ...sealedTo: PersonId[]) =>
    rotation(author, sealedTo, 1, named('officers', 1));
  const asking = by(amina.id, 'identity-request', {
    reason: 'Why',
    custodians: spelt(custodian),
    slotSets: [named('shared', 0, ' asked'), named('officers', 0, ' asked')].map((set) => ({
      ...set,
      commitment: named(set.audience, 0).commitment,
    })),
  });
  const askingFor = (seq: number): Step => ({
    ...asking,
    content: { ...asking.content, original: toBase64url(hashOf(seq)) },
  });
  const third = toBase64url(hashOf(2));
  const asked: Partial<Read> = {
    readers: [amina.id, bruno.id, custodian],
    requests: [{ state: 'waiting', from: null, broken: null }],
    sets: [...founded, named('shared', 0, ' asked'), named('officers', 0, ' asked')],
  };
  const decision = (approved: boolean, about = request, author = custodian) =>
    by(author, 'identity-decision', { request: about, approved, reason: 'Because' });
  const disclosure = (day: string) =>
    by(custodian, 'identity-disclosure', { request, letter: keyLetter }, { day });
  const state = (now: string, from: string | null = null, broken: string | null = null) => ({
    ...asked,
    requests: [{ state: now, from, broken }],
  });
  const toEva = grant(eva, named('shared', 0));
  const given = { readers: [amina.id, bruno.id, eva], sets: [...founded, named('shared', 0)] };
  const turned = {
    readers: [bruno.id],
    holders: [bruno.id, amina.id],
    sets: [...founded, named('shared', 1)],
  };
  const away = rotation(amina.id, [bruno.id]);

  return {
    section: '§6 Verifying, step 8, and §11 The way of a case',
    samples: Object.fromEntries(
      Object.entries(samples).map(([name, content]) => [name, toBase64url(utf8(JSON.stringify(content)))]),
    ),
    vectors: [
      shared('a report alone', [report], {}),
      shared('words of both sides', [report, by(amina.id, 'message', word), own('message', word)], {}),
      shared('a colleague is given access, and writes', [report, toEva, by(eva, 'message', word)], given),
      shared('somebody leaves, and holds the key made', [report, away], turned),
      shared(
        'a colleague changes it once more',
        [report, away, rotation(bruno.id, [bruno.id], 2), own('message', word, { epoch: 2 })],
        { ...turned, holders: [bruno.id], sets: [...turned.sets, named('shared', 2)] },
      ),
      shared(
        'a case is entrusted',
        [report, own('entrust', { to: spelt(eva), slotSets: [named('shared', 0)] }), by(eva, 'access', {})],
        given,
      ),
      shared('a kind that may be passed over', [report, own('?later', {}), own('message', word)], {}),
      nothing('nothing', 'malformed'),
      nothing('no report', 'malformed', own('message', word)),
      nothing('a report by an officer', 'malformed', { ...report, author: amina.id }),
      nothing('a report of another claim', 'malformed', {
        ...report,
        claim: reportClaim(cast, cast.otherReporter.proofKey),
      }),
      nothing('a report that names one set', 'malformed', { ...report, sample: 'oneSet' }),
      nothing('a report under a key that it does not name', 'malformed', { ...report, key: ' other' }),
      nothing('a report under a later key', 'malformed', { ...report, epoch: 1 }),
      nothing('a report whose custodian reads', 'malformed', { ...report, sample: 'custodianReads' }),

      cut('a word under a key that nobody named', own('message', word, { key: ' other' })),
      cut('a word under a later key, without a change', own('message', word, { epoch: 1 })),
      cut('a word under the key before', own('message', word), [away], turned),
      cut('a grant of a later key', grant(eva, named('shared', 1))),
      cut('a grant of another key', grant(eva, named('shared', 0, ' other'))),
      cut('a grant of the custodians’ key', grant(eva, named('custodians', 0))),
      cut('a change that skips a key', rotation(amina.id, [bruno.id], 2)),
      cut('a change that names the notes’ key', rotation(amina.id, [bruno.id], 1, named('officers', 1))),
      cut('a change that names another key', rotation(amina.id, [bruno.id], 1, named('shared', 1, ' other'))),

      cut('a second report', report),
      cut('a note in the conversation', by(amina.id, 'note', word)),
      cut('facts by an officer', by(amina.id, 'facts', word)),
      cut('a status by the reporter', own('status', { status: 'closed', reason: '' })),
      cut('a word by somebody who was left out', by(leftOut, 'message', word)),
      cut('a word by somebody who was never given access', by(eva, 'message', word)),
      cut('access by a custodian who was not asked', by(custodian, 'access', {})),
      cut('a word by somebody after they left', by(amina.id, 'message', word, { epoch: 1 }), [away], turned),
      cut('a kind that this text does not have', own('later', {}), [], { isNewer: true }),

      cut('a grant to somebody who reads', grant(bruno.id, named('shared', 0))),
      cut('a grant to somebody who was left out', grant(leftOut, named('shared', 0))),
      cut('a grant to a custodian of the report', grant(custodian, named('shared', 0))),
      cut('a grant to somebody who is not in the directory', grant(stranger.id, named('shared', 0))),
      cut('a change for somebody who does not read', rotation(amina.id, [amina.id, eva])),
      cut(
        'entrusted to somebody who was left out',
        own('entrust', { to: spelt(leftOut), slotSets: [named('shared', 0)] }),
      ),

      shared('an identity is asked for', [report, asking], asked),
      shared(
        'a custodian who was asked says that they read',
        [report, asking, by(custodian, 'access', {})],
        asked,
      ),
      shared('refused', [report, asking, decision(false)], state('refused')),
      shared('approved', [report, asking, decision(true)], state('approved', '2031-03-09')),
      shared(
        'an objection',
        [report, asking, decision(true), own('identity-objection', { request, reason: 'No' })],
        state('objected'),
      ),
      shared(
        'disclosed on the founded day on which it may be, and opened',
        [
          report,
          asking,
          decision(true),
          disclosure('2031-03-09'),
          by(amina.id, 'identity-access', { request }),
        ],
        state('opened', '2031-03-09'),
      ),
      shared(
        'disclosed a day early, which stays readable',
        [report, asking, decision(true), disclosure('2031-03-08')],
        state('disclosed', '2031-03-09', 'early'),
      ),
      shared(
        'disclosed without a decision, which stays readable',
        [report, asking, disclosure('2031-03-09')],
        state('disclosed', null, 'undecided'),
      ),
      cut('a decision about no request', decision(true, other), [asking], asked),
      cut('a decision by an officer', decision(true, request, bruno.id), [asking], asked),
      cut('a decision after a refusal', decision(true), [asking, decision(false)], state('refused')),
      cut('a word by a custodian who was asked', by(custodian, 'message', word), [asking], asked),
      cut('opened before it was disclosed', by(amina.id, 'identity-access', { request }), [asking], asked),
      ...(['report', 'nameless'] as const).map((sample) =>
        shared(
          `the untouched original of a file is asked for, beside a report: ${sample}`,
          [{ ...report, sample }, own('?file', { ...file, '?original': original }), askingFor(1)],
          asked,
        ),
      ),
      shared(
        'an original is asked for, and handed out a day early',
        [
          { ...report, sample: 'nameless' },
          own('?file', { ...file, '?original': original }),
          askingFor(1),
          by(custodian, 'identity-decision', { request: third, approved: true, reason: 'Because' }),
          by(custodian, 'identity-disclosure', { request: third, letter: keyLetter }, { day: '2031-03-08' }),
        ],
        state('disclosed', '2031-03-09', 'early'),
      ),
      cut('an original is asked for where none is kept', askingFor(1), [own('?file', file)]),
      cut('an original is asked for beside no file', askingFor(9), [
        own('?file', { ...file, '?original': original }),
      ]),
      cut('an original is asked for beside a file of an officer’s', askingFor(1), [
        by(amina.id, '?file', { ...file, '?original': original }),
      ]),
      cut('a name given twice', own('identity', { box })),
      shared(
        'a name given later',
        [{ ...report, sample: 'nameless' }, own('identity', { box }), by(amina.id, 'access', {})],
        {},
      ),
      shared('a request where no name was given', [{ ...report, sample: 'nameless' }, asking], {
        readable: 1,
      }),
      cut(
        'custodians among readers',
        own('custodians', { state: 'sealed', box, to: spelt(bruno.id), letters: [keyLetter, keyLetter] }),
      ),
      shared(
        'other custodians',
        [
          report,
          own('custodians', { state: 'sealed', box, to: spelt(fred), letters: [keyLetter, keyLetter] }),
          by(amina.id, 'access', {}),
        ],
        {},
      ),

      notes('no notes', [], [], { sets: founded }),
      notes('notes', [], [by(amina.id, 'note', founding), by(bruno.id, 'note', word)], {
        sets: [...founded, named('officers', 0)],
      }),
      notes(
        'a colleague was given the key of the notes, and writes',
        [grant(eva, named('shared', 0), named('officers', 0))],
        [by(amina.id, 'note', founding), by(eva, 'note', word)],
        {
          readers: [amina.id, bruno.id, eva],
          sets: [...founded, named('shared', 0), named('officers', 0), named('officers', 0)],
        },
      ),
      notes(
        'a set of a key that the notes do not have counts for nothing',
        [grant(eva, named('shared', 0), named('officers', 0, ' other'))],
        [by(amina.id, 'note', founding)],
        {
          readers: [amina.id, bruno.id, eva],
          sets: [...founded, named('shared', 0), named('officers', 0)],
        },
      ),
      notes(
        'the key of the notes is changed',
        [],
        [
          by(amina.id, 'note', founding),
          noteRotation(amina.id, bruno.id),
          by(bruno.id, 'note', word, { epoch: 1 }),
        ],
        {
          readers: [bruno.id],
          holders: [bruno.id, amina.id],
          sets: [...founded, named('officers', 0), named('officers', 1)],
        },
      ),
      notes(
        'a note by somebody for whom the key was not changed',
        [],
        [
          by(amina.id, 'note', founding),
          noteRotation(amina.id, bruno.id),
          by(amina.id, 'note', word, { epoch: 1 }),
        ],
        {
          readable: 2,
          readers: [bruno.id],
          holders: [bruno.id, amina.id],
          sets: [...founded, named('officers', 0), named('officers', 1)],
        },
      ),
      notes(
        'notes that begin with a priority',
        [],
        [
          by(amina.id, '?priority', { priority: 'high', founding: named('officers', 0) }),
          by(bruno.id, '?outcome', { outcome: 'unknown', text: '' }),
          by(amina.id, 'note', word),
        ],
        { sets: [...founded, named('officers', 0)] },
      ),
      notes(
        'notes that begin with one that brings no key',
        [],
        [by(amina.id, '?priority', { priority: 'high' })],
        {
          readable: 0,
          sets: founded,
        },
      ),
      notes('notes that begin without a key', [], [by(amina.id, 'note', word)], {
        readable: 0,
        sets: founded,
      }),
      notes('notes that begin with a change', [], [noteRotation(amina.id, bruno.id)], {
        readable: 0,
        sets: founded,
      }),
      notes('a second beginning', [], [by(amina.id, 'note', founding), by(amina.id, 'note', founding)], {
        readable: 1,
        sets: [...founded, named('officers', 0)],
      }),
      notes('a note by a custodian', [asking], [by(custodian, 'note', founding)], {
        readable: 0,
        sets: [...founded, named('shared', 0, ' asked')],
      }),
      notes('a note by the reporter', [], [own('note', founding)], { readable: 0, sets: founded }),
    ],
  };
}
