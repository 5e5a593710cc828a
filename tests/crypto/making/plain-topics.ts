/** Vectors of functions that always give the same: encoding, words, ids, keys, signatures. */
import { authorise } from '../../../crypto/authorisation.ts';
import { toBase64url } from '../../../crypto/base64url.ts';
import { concat, utf8 } from '../../../crypto/bytes.ts';
import { accessSeed, commitment, entryKey, identityKey } from '../../../crypto/case-key.ts';
import { formerKey, originalKey, originalsKey } from '../../../crypto/original-key.ts';
import { directoryHash, signDirectory } from '../../../crypto/directory.ts';
import { authorityFingerprint, personFingerprint } from '../../../crypto/fingerprint.ts';
import { frame } from '../../../crypto/frame.ts';
import { hash, keyedHash } from '../../../crypto/hash.ts';
import { accountIdOf, caseIdOf, caseReference } from '../../../crypto/id.ts';
import { kemPublicKey, personKeys } from '../../../crypto/person.ts';
import { reporterKeys } from '../../../crypto/receipt.ts';
import { signRequest } from '../../../crypto/request.ts';
import { signSignIn } from '../../../crypto/sign-in.ts';
import { signerOf, signingPublicKey } from '../../../crypto/signature.ts';
import { stamp, type Day } from '../../../crypto/stamp.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

export function base64url(): Topic {
  const pairs = [
    ['', ''],
    ['00', 'AA'],
    ['ff', '_w'],
    ['0000', 'AAA'],
    ['fbff', '-_8'],
    ['000000', 'AAAA'],
    ['fbefff', '--__'],
    ['666f6f626172', 'Zm9vYmFy'],
    ['14fb9c03d97e', 'FPucA9l-'],
  ] as const;
  const refused = {
    'a lone letter': 'A',
    'a lone letter at the end': 'AAAAA',
    padding: 'AA==',
    'padding of one': 'AAA=',
    'four spare bits that are not zero': 'AB',
    'two spare bits that are not zero': 'AAB',
    'the alphabet of plain base64, plus': 'AA+A',
    'the alphabet of plain base64, slash': 'AA/A',
    'a space': 'AA AA',
    'a line break': 'AAAA\n',
    'a letter outside ASCII': 'AAÀA',
    'a letter whose low byte is in the alphabet': 'AA\u0141A',
    'a NUL': 'AA\u0000A',
  };
  return {
    section: '§1 Base64url',
    samples: {},
    vectors: [
      ...pairs.flatMap(([hex, text]) => [
        gives(`writes ${hex || 'nothing'}`, 'toBase64url', { hex }, text),
        gives(`reads ${text || 'nothing'}`, 'fromBase64url', { text }, hex),
      ]),
      ...Object.entries(refused).map(([name, text]) =>
        fails(`refuses ${name}`, 'fromBase64url', { text }, 'malformed'),
      ),
    ],
  };
}

export function framing(): Topic {
  const [a, b, long] = [Uint8Array.of(1, 2), Uint8Array.of(3), new Uint8Array(300).fill(7)];
  const lists = {
    'no field': [],
    'one empty field': [new Uint8Array()],
    'two fields': [a, b],
    'the same bytes in one field': [concat(a, b)],
    'the same bytes, cut elsewhere': [Uint8Array.of(1), Uint8Array.of(2, 3)],
    'a field of 300 bytes': [long],
  };
  const key = fixed('CaseKey', 'hash');
  return {
    section: '§1 Frame',
    samples: {},
    vectors: Object.entries(lists).flatMap(([name, fields]) => {
      const input = { domain: 'sotto/test/v1', fields };
      return [
        gives(`frames ${name}`, 'frame', input, frame('sotto/test/v1', ...fields)),
        gives(`hashes ${name}`, 'hash', input, hash('sotto/test/v1', ...fields)),
        gives(
          `hashes ${name} with a key`,
          'hash',
          { ...input, key },
          keyedHash(key, 'sotto/test/v1', ...fields),
        ),
      ];
    }),
  };
}

export function words(): Topic {
  const zeros = 'abandon '.repeat(11);
  const known = [
    ['00000000000000000000000000000000', `${zeros}about`],
    [
      '7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f',
      `${'legal winner thank year wave sausage worth useful '}legal winner thank yellow`,
    ],
    [
      '80808080808080808080808080808080',
      'letter advice cage absurd amount doctor acoustic avoid letter advice cage above',
    ],
    ['ffffffffffffffffffffffffffffffff', `${'zoo '.repeat(11)}wrong`],
  ] as const;
  const labelled = (label: (i: number) => string) =>
    Array.from({ length: 12 }, (_, i) => label(i + 1) + (i < 11 ? 'abandon' : 'about')).join('\n');
  const bytes = (hex: string) => Uint8Array.from(hex.match(/../g)!, (pair) => parseInt(pair, 16));
  const ROMAN = 'i ii iii iv v vi vii viii ix x xi xii'.split(' ');
  const columns = Array.from(
    { length: 6 },
    (_, i) => `${i + 1}. abandon\t${i + 7}. ${i < 5 ? 'abandon' : 'about'}`,
  ).join('\n');
  const typedAs = {
    'upper case': `${zeros}about`.toUpperCase(),
    'four letters': `${'aban '.repeat(11)}abou`,
    'numbers, dots and line breaks': Array.from(
      { length: 12 },
      (_, i) => `${i + 1}. ${i < 11 ? 'abandon' : 'about'}`,
    ).join('\r\n'),
    'commas and no spaces': `${'abandon,'.repeat(11)}about`,
    'space before, after and between': `  ${zeros.replaceAll(' ', ' \t ')}about\n`,
    'letters of full width': 'ａｂａｎｄｏｎ '.repeat(11) + 'ａｂｏｕｔ',
    'accents and combining marks': 'äbandón a\u0301bandon\u0308 '.repeat(5) + 'ABANDON\u0307 àbout',
    'what is not seen':
      '\u2067aban\u00addon\u2069 \ufeffa\u200bb\u200ba\u200bn\u200bdon\u200f '.repeat(5) +
      'abandon\u2060 about\u200e',
    'words apart by nothing but what is not seen': 'abandon\u200b'.repeat(11) + 'about',
    'words cut at line ends':
      'aban-\n  don aban\u2010\r\ndon\naban\u00ad\ndon '.repeat(3) + 'a-\nb-\nandon abandon-\nabout',
    'quotes, dots and bars': '• “abandon”. | ʼabandonʼ; '.repeat(5) + '"abandon" (about)!',
    labels: labelled((i) => `Word ${i}: `),
    'labels of another language': labelled((i) => `Mot nº ${i} : `),
    'labels with Arabic digits': labelled(
      (i) => `الكلمة ${String(i).replace(/\d/g, (d) => String.fromCharCode(0x660 + Number(d)))}: `,
    ),
    ordinals: labelled((i) => `${i}th `),
    'numbers that touch': labelled((i) => `${i}`),
    'labels without a number': labelled(() => 'mot: '),
    'letters that count': labelled((i) => `${String.fromCharCode(96 + i)}) `),
    'Roman numbers': labelled((i) => `${ROMAN[i - 1]}. `),
    'letters with strokes, and fillers': 'abandøn \u3164aban\u3164đon\u2800 '.repeat(5) + 'abandon abøut',
    'numbers of another script': labelled(
      (i) => `शब्द ${String(i).replace(/\d/g, (d) => String.fromCharCode(0x966 + Number(d)))}: `,
    ),
    'two columns, line by line': columns,
  };
  const refused = {
    'eleven words, one of them cut at a line end in two that are in the list': `leg-\nend ${'abandon '.repeat(10)}`,
    'labels whose numbers begin with 2': labelled((i) => `Word ${i + 1}: `),
    'words in another order than their numbers say': labelled((i) => `Word ${13 - i}: `),
    'letters that do not count': labelled((i) => `${String.fromCharCode(97 + i)}) `),
    'letters of another script among those of a word': `${zeros}аbout`,
    nothing: '',
    'eleven words': zeros,
    'thirteen words': `${zeros}about about`,
    'a wrong checksum': `${zeros}abandon`,
    'two words swapped': 'advice letter cage absurd amount doctor acoustic avoid letter advice cage above',
    'a word that is not in the list': `${zeros}abouts`,
    'three letters of a longer word': `${zeros}abo`,
    'words of another language': `${'ábaco '.repeat(11)}about`,
  };
  return {
    section: '§3 Reading words',
    samples: {},
    vectors: [
      ...known.flatMap(([hex, text]) => [
        gives(`writes ${hex}`, 'toWords', { entropy: bytes(hex) }, text),
        gives(`reads ${hex}`, 'fromWords', { words: text }, bytes(hex)),
      ]),
      gives(
        'reads what a Turkish keyboard makes of i',
        'fromWords',
        { words: 'LEGAL WİNNER thank year wave sausage worth useful legal wınner thank yellow' },
        bytes(known[1][0]),
      ),
      ...Object.entries(typedAs).map(([name, text]) =>
        gives(`reads ${name}`, 'fromWords', { words: text }, new Uint8Array(16)),
      ),
      ...Object.entries(refused).map(([name, text]) =>
        fails(`refuses ${name}`, 'fromWords', { words: text }, 'bad-words'),
      ),
      gives(
        'says which word is unknown',
        'checkWords',
        { words: `${'abandon '.repeat(3)}abxandon` },
        {
          state: 'unknown',
          position: 4,
          typed: 'abxandon',
          suggestions: ['abandon'],
          start: 24,
          end: 32,
        },
      ),
      gives('says how many words it found', 'checkWords', { words: zeros }, { state: 'count', found: 11 }),
      gives(
        'says three of those that are as near, in the order of the list',
        'checkWords',
        { words: 'bnd' },
        {
          state: 'unknown',
          position: 1,
          typed: 'bnd',
          suggestions: ['bid', 'bind', 'end'],
          start: 0,
          end: 3,
        },
      ),
      gives(
        'suggests nothing for what is longer than any word by more than three letters',
        'checkWords',
        { words: 'abandonabout' },
        { state: 'unknown', position: 1, typed: 'abandonabout', suggestions: [], start: 0, end: 12 },
      ),
      gives(
        'says that all are words, and the checksum is wrong',
        'checkWords',
        { words: `${zeros}abandon` },
        { state: 'checksum', words: Array.from({ length: 12 }, () => 'abandon') },
      ),
      gives(
        'says the words, each in full, and what they are',
        'checkWords',
        { words: `${'aban '.repeat(11)}abou` },
        {
          state: 'complete',
          words: [...Array.from({ length: 11 }, () => 'abandon'), 'about'],
          entropy: new Uint8Array(16),
        },
      ),
    ],
  };
}

export function ids(cast: Cast): Topic {
  const { instance, otherInstance, reporter, amina } = cast;
  const receipt = (label: string, at: typeof instance) => {
    const entropy = fixed('Entropy', label);
    const keys = reporterKeys(entropy, at);
    return [
      { entropy, instance: at },
      { ...keys, kemPublicKey: kemPublicKey(keys.kemSeed) },
    ] as const;
  };
  const account = (name: string, at = instance) => ({ instance: at, name });
  const amira = accountIdOf(instance, 'amira');
  return {
    section: '§3 Receipt, words, ids and §4 Keys of a person',
    samples: {},
    vectors: [
      gives('keys of a receipt', 'reporterKeys', ...receipt('reporter', instance)),
      gives(
        'keys of the same receipt on another instance',
        'reporterKeys',
        ...receipt('reporter', otherInstance),
      ),
      gives('keys of another receipt', 'reporterKeys', ...receipt('other reporter', instance)),
      fails(
        'eleven words and a half are no entropy',
        'reporterKeys',
        { entropy: new Uint8Array(15), instance },
        'malformed',
      ),
      gives(
        'keys of a person',
        'personKeys',
        { seed: fixed('PersonSeed', 'amina') },
        personKeys(fixed('PersonSeed', 'amina')),
      ),
      gives('a case id', 'caseIdOf', { key: reporter.signingPublicKey }, caseIdOf(reporter.signingPublicKey)),
      gives('an account id', 'accountIdOf', account('amira'), amira),
      gives('case and space do not count', 'accountIdOf', account('  AMIRA\t'), amira),
      gives('nor the form of a letter', 'accountIdOf', account('ａｍｉｒａ'), amira),
      gives(
        'another instance, another id',
        'accountIdOf',
        account('amira', otherInstance),
        accountIdOf(otherInstance, 'amira'),
      ),
      gives('a reference', 'caseReference', { case: reporter.caseId }, caseReference(reporter.caseId)),
      gives(
        'a reference of zeros',
        'caseReference',
        { case: new Uint8Array(16) },
        caseReference(new Uint8Array(16) as typeof reporter.caseId),
      ),
      gives(
        'six words of an authority',
        'authorityFingerprint',
        { key: cast.notary },
        authorityFingerprint(cast.notary).join(' '),
      ),
      gives(
        'six words of a person',
        'personFingerprint',
        { id: amina.id, kem: amina.kemPublicKey, signing: amina.signingPublicKey },
        personFingerprint({ id: amina.id, kem: amina.kemPublicKey, signing: amina.signingPublicKey }).join(
          ' ',
        ),
      ),
      ...['one', 'other'].map((file) => {
        const [originals, blob] = [originalsKey(cast.key), fixed('BlobId', `original of ${file}`)];
        return gives(
          `what follows from a custodians’ key for the original of a file: ${file}`,
          'originalKeys',
          { key: cast.key, blob },
          { originals, original: originalKey(originals, blob), former: formerKey(originals) },
        );
      }),
      ...(['shared', 'officers', 'custodians'] as const).flatMap((audience) =>
        [0, 1, 0xffffffff].map((epoch) => {
          const seed = accessSeed(cast.key);
          return gives(
            `what follows from a case key: ${audience}, epoch ${epoch}`,
            'caseKey',
            { key: cast.key, case: reporter.caseId, audience, epoch },
            {
              commitment: commitment(cast.key, reporter.caseId, audience, epoch),
              entryKey: entryKey(cast.key),
              identityKey: identityKey(cast.key),
              accessSeed: seed,
              accessKey: signingPublicKey(seed),
            },
          );
        }),
      ),
    ],
  };
}

export function directories(): Topic {
  const seed = fixed('SigningSeed', 'authority');
  const authority = signingPublicKey(seed);
  const other = fixed('SigningSeed', 'another authority');
  const text = '{"suite":1,"name":{"en":"Integrity office","ar":"مكتب النزاهة"},"version":2}';
  const { signature } = signDirectory(seed, text);
  const [first, second] = [fixed('Hash', 'version 1'), fixed('Hash', 'version 2')];
  const check = (changes: object) => ({ authority, text, signature, ...changes });
  const person = (label: string) => ({
    id: fixed('PersonId', label),
    kem: of(label),
    signing: signingPublicKey(fixed('SigningSeed', label)),
  });
  const [bela, cyra, dana] = [person('bela'), person('cyra'), person('dana')];
  const people = [bela, cyra];
  const known = { version: 2, hash: second, people };
  const next = { version: 3, previous: second, people };
  return {
    section: '§7 Directory',
    samples: Object.fromEntries(
      ['bela', 'cyra', 'dana'].map((label) => [label, toBase64url(kemPublicKey(fixed('KemSeed', label)))]),
    ),
    vectors: [
      gives(
        'signs a version',
        'signDirectory',
        { authority: seed, text },
        { signature, hash: directoryHash(text) },
      ),
      gives('a version the authority signed', 'verifyDirectory', check({}), 'ok'),
      fails(
        'a letter changed',
        'verifyDirectory',
        check({ text: text.replace('Integrity', 'Impunity.') }),
        'wrong-authority',
      ),
      fails('a space added', 'verifyDirectory', check({ text: `${text} ` }), 'wrong-authority'),
      fails(
        'written anew with the same meaning',
        'verifyDirectory',
        check({ text: text.replace('مكتب', '\\u0645\\u0643\\u062a\\u0628') }),
        'wrong-authority',
      ),
      fails(
        'another authority expected',
        'verifyDirectory',
        check({ authority: signingPublicKey(other) }),
        'wrong-authority',
      ),
      fails(
        'signed by another authority',
        'verifyDirectory',
        check({ signature: signDirectory(other, text).signature }),
        'wrong-authority',
      ),
      fails(
        'a signature of zeros',
        'verifyDirectory',
        check({ signature: new Uint8Array(64) }),
        'wrong-authority',
      ),
      fails(
        'a signature cut short',
        'verifyDirectory',
        check({ signature: signature.slice(0, 63) }),
        'malformed',
      ),
      gives('the next version', 'verifySuccessor', { known, next }, 'ok'),
      gives(
        'somebody is added, and people stand in another order',
        'verifySuccessor',
        { known, next: { ...next, people: [cyra, bela, dana] } },
        'ok',
      ),
      fails(
        'the same version again',
        'verifySuccessor',
        { known, next: { version: 2, previous: first, people } },
        'rolled-back',
      ),
      fails(
        'a version that follows the known one under its number',
        'verifySuccessor',
        { known, next: { ...next, version: 2 } },
        'rolled-back',
      ),
      fails('an older version', 'verifySuccessor', { known, next: { version: 1, people } }, 'rolled-back'),
      fails('a version skipped', 'verifySuccessor', { known, next: { ...next, version: 4 } }, 'broken-chain'),
      fails(
        'a version that follows another',
        'verifySuccessor',
        { known, next: { ...next, previous: first } },
        'broken-chain',
      ),
      fails(
        'a version that follows none',
        'verifySuccessor',
        { known, next: { version: 3, people } },
        'broken-chain',
      ),
      ...(
        [
          ['somebody has another X-Wing key', [{ ...bela, kem: dana.kem }, cyra]],
          ['somebody has another signing key', [bela, { ...cyra, signing: dana.signing }]],
          [
            'two exchanged their keys',
            [
              { ...cyra, id: bela.id },
              { ...bela, id: cyra.id },
            ],
          ],
          ['somebody is missing', [bela, dana]],
          ['somebody has another id', [bela, { ...cyra, id: dana.id }]],
          ['somebody is there twice', [bela, cyra, { ...dana, id: cyra.id }]],
        ] as const
      ).map(([name, changed]) =>
        fails(name, 'verifySuccessor', { known, next: { ...next, people: changed } }, 'tampered'),
      ),
    ],
  };
}

export function stamps({ instance, otherInstance, notary, notarySeed, amina }: Cast): Topic {
  const entry = fixed('Hash', 'entry');
  const day = '2031-03-01' as Day;
  const { signature } = stamp(signerOf(notarySeed), instance, entry, day);
  const input = (changes: object) => ({ notary, instance, entry, day, signature, ...changes });
  const flipped = signature.slice();
  flipped[9]! ^= 1;
  return {
    section: '§8 Stamps',
    samples: {},
    vectors: [
      gives('a stamp', 'stamp', { notary: notarySeed, instance, entry, day }, { day, signature }),
      gives('the stamp verifies', 'verifyStamp', input({}), 'ok'),
      fails('another day', 'verifyStamp', input({ day: '2031-03-02' }), 'bad-stamp'),
      fails('another entry', 'verifyStamp', input({ entry: fixed('Hash', 'another') }), 'bad-stamp'),
      fails('another instance', 'verifyStamp', input({ instance: otherInstance }), 'bad-stamp'),
      fails('another notary', 'verifyStamp', input({ notary: amina.signingPublicKey }), 'bad-stamp'),
      fails('a flipped bit', 'verifyStamp', input({ signature: flipped }), 'bad-stamp'),
      fails(
        'a signature cut short',
        'verifyStamp',
        input({ signature: signature.slice(0, 63) }),
        'malformed',
      ),
    ],
  };
}

export function requests({ instance, otherInstance, reporter, otherReporter, amina }: Cast): Topic {
  const seed = reporter.signingSeed;
  const key = reporter.signingPublicKey;
  const asked = { instance, caseId: reporter.caseId, purpose: 'read' as const, challenge: 'c0ffee' };
  const request = { instance, case: reporter.caseId, purpose: 'read', challenge: 'c0ffee' };
  const signature = signRequest(seed, asked);
  const input = (changes: object) => ({ key, signature, ...request, ...changes });
  const account = fixed('AccountId', 'amina');
  const signIn = { instance, account, challenge: '1930000000.abc' };
  const signed = signSignIn(amina.signingSeed, instance, account, signIn.challenge);
  const entering = (changes: object) => ({
    key: amina.signingPublicKey,
    signature: signed,
    ...signIn,
    ...changes,
  });
  const authority = fixed('SigningSeed', 'authority');
  const subject = fixed('Hash', 'invitation');
  const inviting = { instance, purpose: 'invite' as const, subject, challenge: 'session' };
  const allowed = authorise(authority, inviting);
  const inviter = (changes: object) => ({
    key: signingPublicKey(authority),
    signature: allowed,
    ...inviting,
    ...changes,
  });
  const listing = { instance, purpose: 'invitations' as const, challenge: 'session' };
  return {
    section: '§9 Signing in and §10 Requests',
    samples: {},
    vectors: [
      gives('a request', 'signRequest', { seed, ...request }, signature),
      gives('the request verifies', 'verifyRequest', input({}), 'ok'),
      fails(
        'a request to read is none to append',
        'verifyRequest',
        input({ purpose: 'append' }),
        'bad-signature',
      ),
      fails('another challenge', 'verifyRequest', input({ challenge: 'c0ffef' }), 'bad-signature'),
      fails('another case', 'verifyRequest', input({ case: otherReporter.caseId }), 'bad-signature'),
      fails('another instance', 'verifyRequest', input({ instance: otherInstance }), 'bad-signature'),
      fails('another key', 'verifyRequest', input({ key: otherReporter.signingPublicKey }), 'bad-signature'),
      fails(
        'a key of small order',
        'verifyRequest',
        input({ key: new Uint8Array(32), signature: new Uint8Array(64) }),
        'bad-signature',
      ),
      gives('a sign-in', 'signSignIn', { seed: amina.signingSeed, ...signIn }, signed),
      gives('the sign-in verifies', 'verifySignIn', entering({}), 'ok'),
      fails(
        'another account',
        'verifySignIn',
        entering({ account: fixed('AccountId', 'bruno') }),
        'bad-signature',
      ),
      fails(
        'a sign-in on another instance',
        'verifySignIn',
        entering({ instance: otherInstance }),
        'bad-signature',
      ),
      fails(
        'a sign-in with another challenge',
        'verifySignIn',
        entering({ challenge: '1930000001.abc' }),
        'bad-signature',
      ),
      gives('an authorisation', 'authorise', { seed: authority, ...inviting }, allowed),
      gives(
        'an authorisation of a list',
        'authorise',
        { seed: authority, ...listing },
        authorise(authority, { ...listing, subject: utf8('') }),
      ),
      gives('the authorisation verifies', 'verifyAuthorisation', inviter({}), 'ok'),
      fails('for another purpose', 'verifyAuthorisation', inviter({ purpose: 'withdraw' }), 'bad-signature'),
      fails(
        'of another subject',
        'verifyAuthorisation',
        inviter({ subject: fixed('Hash', 'another') }),
        'bad-signature',
      ),
      fails('in another session', 'verifyAuthorisation', inviter({ challenge: 'sessions' }), 'bad-signature'),
    ],
  };
}
