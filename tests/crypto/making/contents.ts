/** Vectors of what stands in entries: JSON that a page takes, and JSON that it does not. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { utf8 } from '../../../crypto/bytes.ts';
import type { ContentKind } from '../../../client/case/kinds/table.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';
import { box, keyLetter, named, reportOf } from './report.ts';

export function contents(cast: Cast): Topic {
  const { amina, bruno } = cast;
  const [hash, one, other] = [
    toBase64url(fixed('Hash', 'request')),
    toBase64url(amina.id),
    toBase64url(bruno.id),
  ];
  const [shared, officers] = [named('shared', 0), named('officers', 0)];
  const circumstances = {
    post: 'Clerk',
    grade: 'B2',
    pay: '',
    appraisal: 'good',
    shift: 'Day',
    place: 'Port',
    supervisor: '',
    contractEnd: null,
  };
  const right: Record<Exclude<ContentKind, 'report'>, object> = {
    message: { text: 'A word' },
    facts: { text: 'More' },
    access: {},
    status: { status: 'closed', reason: '' },
    grant: { to: one, slotSets: [shared, officers] },
    rotation: { sealedTo: [one], slotSet: named('shared', 1), former: toBase64url(cast.key) },
    entrust: { to: [one, other], slotSets: [shared] },
    identity: { box },
    custodians: { state: 'absent', box, to: [one], letters: [keyLetter, keyLetter] },
    'identity-request': { reason: 'Why', custodians: [one], slotSets: [shared, officers] },
    'identity-decision': { request: hash, approved: false, reason: 'Because' },
    'identity-objection': { request: hash, reason: 'No' },
    'identity-disclosure': { request: hash, letter: keyLetter },
    'identity-access': { request: hash },
    note: { text: 'A note', founding: officers },
    '?priority': { priority: 'high', founding: officers },
    incident: {
      day: '2026-03-01',
      about: '',
      who: 'The head of the unit',
      forms: ['duties', 'harassment'],
      state: 'happened',
      text: 'Night shifts.',
    },
    '?incident-done': { incident: hash, text: '' },
    '?baseline': circumstances,
    '?check-in': { due: 30, changed: true, now: { ...circumstances, shift: 'Night' } },
    '?knowledge': {
      who: 'The head',
      how: 'interview',
      day: '2026-02-01',
      text: '',
      recorded: null,
      held: hash,
    },
    '?knowledge-held': { who: 'A', how: 'other', day: '2026-02-01', text: '', reason: 'Danger' },
    '?measure': { what: 'Another line of reporting', owner: one, due: '2026-04-01', text: '' },
    '?measure-done': { measure: hash, result: 'done', text: '' },
    '?measure-question': { measure: hash, text: 'Did it help?' },
    '?measure-answer': { question: hash, helped: 'partly', text: '' },
    '?referral-question': { to: 'The court', text: 'May we?' },
    '?referral-answer': { question: hash, agrees: false, text: '' },
    '?referral': { to: 'The court', text: '', risk: 'high', reason: 'The law asks for it', asked: hash },
    '?risk': {
      stage: 'intake',
      likelihood: 'likely',
      seriousness: 'major',
      people: 'few',
      knowing: 'some',
      accused: 'unknown',
      subject: '',
      text: '',
    },
    '?outcome': { outcome: 'mended', text: '' },
    '?file': {
      blob: toBase64url(fixed('BlobId', 'file')),
      key: toBase64url(fixed('FileKey', 'file')),
      hash: toBase64url(fixed('Hash', 'file')),
      size: 2_147_483_648,
      name: 'وثيقة.pdf',
      type: 'application/pdf',
    },
    '?file-gone': { file: toBase64url(fixed('Hash', 'entry of a file')) },
  };
  const blobId = toBase64url(fixed('BlobId', 'original'));
  const texts = (content: object) => JSON.stringify(content);
  // What is long is kept once, and the others are made from it.
  const long: Record<string, object> = {
    report: reportOf(cast),
    withMore: { ...reportOf(cast), '?later': [1] },
    longDoor: { ...reportOf(cast), door: 'x'.repeat(41) },
    readerLeftOut: reportOf(cast, { leftOut: [toBase64url(amina.id)] }),
    identity: right.identity,
    custodians: right.custodians,
    fileWithOriginal: { ...right['?file'], '?original': { blob: blobId, box } },
    fileWithMore: { ...right['?file'], '?original': { blob: blobId, box, '?later': 1 } },
    shortOriginal: { ...right['?file'], '?original': { blob: blobId, box: 'AAAA' } },
    custodiansAfter: { ...right.custodians, '?former': toBase64url(new Uint8Array(72)) },
    shortFormer: { ...right.custodians, '?former': toBase64url(new Uint8Array(71)) },
  };
  const samples = Object.fromEntries(
    Object.entries(long).map(([name, content]) => [name, toBase64url(utf8(texts(content)))]),
  );
  const small = Object.entries(right).filter(([kind]) => !(kind in long));
  const known = { isKnown: true, hasMore: false };
  const bad = (name: string, kind: ContentKind, content: unknown, code = 'malformed') =>
    fails(name, 'readContent', { kind, text: JSON.stringify(content) }, code);
  return {
    section: '§11 What stands in entries',
    samples,
    vectors: [
      ...small.map(([kind, content]) =>
        gives(`${kind}`, 'readContent', { kind, text: texts(content) }, known),
      ),
      ...(
        [
          ['a file with its untouched original', '?file', 'fileWithOriginal'],
          ['custodians, and the originals’ key of before', 'custodians', 'custodiansAfter'],
        ] as const
      ).map(([name, kind, bytes]) => gives(name, 'readContent', { kind, bytes: of(bytes) }, known)),
      ...(
        [
          ['a field more in an original', '?file', 'fileWithMore'],
          ['an original whose box is of another length', '?file', 'shortOriginal'],
          ['a former originals’ key of another length', 'custodians', 'shortFormer'],
        ] as const
      ).map(([name, kind, bytes]) => fails(name, 'readContent', { kind, bytes: of(bytes) }, 'malformed')),
      gives(
        'a request for an untouched original',
        'readContent',
        { kind: 'identity-request', text: texts({ ...right['identity-request'], original: hash }) },
        known,
      ),
      bad('a request for an original that is no hash', 'identity-request', {
        ...right['identity-request'],
        original: 'AAAA',
      }),
      ...['report', 'identity', 'custodians'].map((kind) =>
        gives(kind, 'readContent', { kind, bytes: of(kind) }, known),
      ),
      gives(
        'facts of an incident',
        'readContent',
        { kind: 'facts', text: texts({ text: 'More', '?incident': hash }) },
        known,
      ),
      gives('a later note, which names no set', 'readContent', { kind: 'note', text: '{"text":"x"}' }, known),
      gives(
        'names in another order, and white space',
        'readContent',
        { kind: 'status', text: '\n{ "reason": "", "status": "assessing" }' },
        known,
      ),
      gives(
        'a kind that may be passed over',
        'readContent',
        { kind: '?later', text: 'no JSON' },
        { isKnown: false, hasMore: true },
      ),
      gives(
        'a field that may be passed over',
        'readContent',
        { kind: 'report', bytes: of('withMore') },
        { isKnown: true, hasMore: true },
      ),
      bad('a kind that may not', 'later' as ContentKind, {}, 'newer'),
      bad('a field that may not', 'access', { later: 1 }, 'newer'),
      bad('a field that may not, beside one that is wrong', 'message', { text: 1, later: 1 }, 'newer'),
      bad('a field that may not, of a set', 'note', { text: 'x', founding: { ...officers, '?later': 1 } }),
      bad('no object', 'access', 'x'),
      bad('null', 'access', null),
      bad('a field missing', 'message', {}),
      bad('a field of another type', 'message', { text: 1 }),
      bad('a word of nothing', 'message', { text: '' }),
      bad('a status that there is not', 'status', { status: 'new', reason: '' }),
      bad('a set of another audience', 'note', { text: 'x', founding: { ...officers, audience: 'all' } }),
      bad('an epoch below 0', 'note', { text: 'x', founding: { ...officers, epoch: -1 } }),
      bad('three sets', 'grant', { to: one, slotSets: [shared, shared, officers] }),
      bad('an id that is too short', 'grant', { to: one.slice(4), slotSets: [] }),
      bad('an id with padding', 'grant', { to: `${one}==`, slotSets: [] }),
      bad('nobody to read on', 'rotation', { ...right.rotation, sealedTo: [] }),
      bad('somebody twice', 'rotation', { ...right.rotation, sealedTo: [one, one] }),
      bad('no form', 'incident', { ...right.incident, forms: [] }),
      bad('a form twice', 'incident', { ...right.incident, forms: ['other', 'other'] }),
      bad('a form that there is not', 'incident', { ...right.incident, forms: ['night'] }),
      bad('a day that does not exist', 'incident', { ...right.incident, day: '2026-02-30' }),
      bad('a line of 301', 'incident', { ...right.incident, who: 'x'.repeat(301) }),
      bad('a check-in after 31 days', '?check-in', { due: 31, changed: false, now: null }),
      bad('a field more in a field', '?check-in', {
        due: 30,
        changed: true,
        now: { ...circumstances, x: '' },
      }),
      bad('nobody who learned it', '?knowledge-held', { ...right['?knowledge-held'], who: '' }),
      bad('no set', 'entrust', { to: [one], slotSets: [] }),
      bad('nobody asked', 'identity-request', { ...right['identity-request'], custodians: [] }),
      bad('a box of another length', 'identity', { box: 'AAAA' }),
      bad('a letter of another length', 'identity-disclosure', { request: hash, letter: 'AAAA' }),
      fails(
        'an entrance of 41 letters',
        'readContent',
        { kind: 'report', bytes: of('longDoor') },
        'malformed',
      ),
      fails(
        'somebody who reads and is left out',
        'readContent',
        { kind: 'report', bytes: of('readerLeftOut') },
        'malformed',
      ),
      fails('no JSON', 'readContent', { kind: 'access', text: '{' }, 'malformed'),
      fails('bytes that are no text', 'readContent', { kind: 'access', bytes: 'e_99' }, 'malformed'),
    ],
  };
}
