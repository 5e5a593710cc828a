/** Vectors of recovery by colleagues. Sets are random: what is stored is one, its letters, and what they open to. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { concat, LENGTH, typed, type BoxBytes, type Share } from '../../../crypto/bytes.ts';
import { recoveryFingerprint } from '../../../crypto/fingerprint.ts';
import { sealLetter } from '../../../crypto/letter.ts';
import * as recovery from '../../../crypto/recovery.ts';
import { recoveryKeys } from '../../../crypto/recovery-keys.ts';
import {
  formatShareSet,
  SHARE_PLACES,
  signShareSet,
  signStoring,
  type SharePlace,
} from '../../../crypto/share-set.ts';
import { sealHelp, sealHelperList, shareSeed } from '../../../crypto/shares.ts';
import { signingPublicKey } from '../../../crypto/signature.ts';
import type { Day } from '../../../crypto/stamp.ts';
import type { Topic, Vector } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

const shareOf = (label: string): Share =>
  typed('Share', concat(fixed('RecoverySecret', label), Uint8Array.of(7)));

/** Shares by hand: of two, each byte on a line; of three, each on a curve of the second degree. */
function combining(): Vector[] {
  const secret = fixed('RecoverySecret', 'combined');
  const slopes = [fixed('RecoverySecret', 'slope'), fixed('RecoverySecret', 'bend')] as const;
  /** Horner's rule in the field of the scheme. */
  const at = (x: number, threshold: number): Share => {
    const bytes = [...secret].map((byte, i) => {
      const line = times(threshold === 3 ? slopes[0][i]! ^ times(slopes[1][i]!, x) : slopes[0][i]!, x);
      return byte ^ line;
    });
    return typed('Share', Uint8Array.of(...bytes, x));
  };
  const [first, second, third] = [at(1, 2), at(83, 2), at(255, 2)];
  const [three, ofThree, last] = [at(1, 3), at(83, 3), at(255, 3)];
  const gaveBack = (name: string, ...shares: Share[]) => gives(name, 'combineShares', { shares }, secret);
  const wrong = (name: string, code: string, ...shares: Uint8Array[]) =>
    fails(name, 'combineShares', { shares }, code);
  return [
    gaveBack('two shares of two', first, second),
    gaveBack('in the other order', second, first),
    gaveBack('more than must help', first, second, third),
    gaveBack('three shares of three', three, ofThree, last),
    gives(
      'two shares of three give something else, which has no person’s keys',
      'combineShares',
      { shares: [three, ofThree] },
      lineThrough(three, ofThree),
    ),
    gives(
      'shares of two sets give something else, which has no person’s keys',
      'combineShares',
      { shares: [first, ofThree] },
      lineThrough(first, ofThree),
    ),
    wrong('no share', 'tampered'),
    wrong('one share', 'tampered', first),
    wrong('one share twice', 'tampered', first, first),
    wrong('two shares of one coordinate', 'tampered', ofThree, second),
    wrong('a share of the coordinate 0', 'tampered', first, Uint8Array.of(...secret, 0)),
    wrong('a share cut short', 'malformed', first, second.slice(1)),
  ];
}

/** What two shares give, by the formula for two: y₁ x₂ / (x₁ + x₂) + y₂ x₁ / (x₁ + x₂). */
function lineThrough(one: Share, other: Share): Uint8Array {
  const [x1, x2] = [one.at(-1)!, other.at(-1)!];
  const overSum = inverse(x1 ^ x2);
  const byte = (y1: number, y2: number) => times(times(y1, x2) ^ times(y2, x1), overSum);
  return one.slice(0, -1).map((y, i) => byte(y, other[i]!));
}

/** In GF(2⁸) with x⁸ + x⁴ + x³ + x + 1. */
function times(a: number, b: number): number {
  let product = 0;
  for (let factor = a, rest = b; rest > 0; rest >>= 1) {
    if (rest & 1) product ^= factor;
    factor = (factor << 1) ^ (factor & 0x80 ? 0x11b : 0);
  }
  return product;
}

function inverse(a: number): number {
  return Array.from({ length: 255 }, (_, i) => i + 1).find((one) => times(a, one) === 1)!;
}

export function recoveries({ instance, otherInstance, amina, bruno, stranger }: Cast): Topic {
  const [account, otherAccount] = [fixed('AccountId', 'amina'), fixed('AccountId', 'bruno')];
  const entropy = fixed('Entropy', 'recovery by colleagues');
  const keys = recoveryKeys(entropy, instance, account);
  const header = {
    instance,
    account,
    owner: amina.id,
    id: fixed('ShareSetId', 'one'),
    directory: fixed('Hash', 'directory'),
    threshold: 2,
  };
  const share = shareOf('for bruno');
  const place = (label: string, to: typeof bruno, of: Share = shareOf(label)): SharePlace => ({
    key: signingPublicKey(shareSeed(of, header)),
    letter: typed('ShareLetter', sealLetter(to.kemPublicKey, of, 'share', instance, amina.id, header.id)),
  });
  const places = Array.from({ length: SHARE_PLACES }, (_, i) =>
    i === 5 ? place('for bruno', bruno, share) : place(`nobody ${i}`, stranger),
  );
  const set = formatShareSet(header, places);
  const signature = signShareSet(amina.signingSeed, set);
  const request = recovery.formatRequest({
    instance,
    account,
    kem: keys.kemPublicKey,
    signing: keys.signingPublicKey,
    expires: '2031-03-08' as Day,
  });
  const hash = recovery.requestHash(request);
  const letter = sealHelp(keys.kemPublicKey, share, header, hash);
  const seed = shareSeed(share, header);
  const answered: recovery.Answered = {
    instance,
    request: hash,
    set: header.id,
    owner: amina.id,
    helper: bruno.id,
    answer: 'approved',
    day: '2031-03-02' as Day,
    letter: recovery.shareLetterHash(letter),
    shareKey: signingPublicKey(seed),
  };
  const answer = recovery.formatAnswer(answered);
  const refusal = recovery.formatAnswer({
    ...answered,
    answer: 'refused',
    helper: amina.id,
    letter: recovery.NO_LETTER,
    shareKey: recovery.NO_SHARE_KEY,
  });
  const box = (label: string) =>
    concat(fixed('Hash', label), fixed('Hash', `${label} 2`), new Uint8Array(8)) as BoxBytes;
  const unlocks = {
    salt: fixed('Salt', 'new'),
    vault: box('vault'),
    authorityVault: null,
    unlocks: [{ method: 'words', signInKey: keys.signingPublicKey, wrappedKey: box('wrapped') }],
  };
  const done = recovery.formatDone({
    instance,
    request: hash,
    owner: amina.id,
    day: '2031-03-03' as Day,
    unlocks: recovery.unlocksHash(account, unlocks),
  });
  const helpers = [{ id: bruno.id, keys: fixed('Hash', 'keys of bruno') }];
  const list = sealHelperList(amina.keyringKey, helpers, header);
  const challenge = 'a challenge of a session';
  const storing = signStoring(amina.signingSeed, { set, helpers: list, challenge });
  const listed = { helpers: of('list'), challenge };
  const stored = { bytes: of('set'), ...listed };
  const samples = { set, letter, request, answer, refusal, done, list };

  const verifies = (run: string, input: object, key: Uint8Array, good: Uint8Array, bytes: string) => [
    gives(`${run}: good`, run, { key, signature: good, bytes: of(bytes), ...input }, 'ok'),
    fails(
      `${run}: by somebody else`,
      run,
      { key: stranger.signingPublicKey, signature: good, bytes: of(bytes), ...input },
      'bad-signature',
    ),
    fails(
      `${run}: a bit flipped`,
      run,
      { key, signature: good, bytes: of(bytes, { flip: [40, 2] }), ...input },
      'bad-signature',
    ),
  ];
  const malformed = (
    name: string,
    run: string,
    bytes: string,
    edits: Record<string, Parameters<typeof of>[1]>,
  ) =>
    Object.entries(edits).map(([what, edit]) =>
      fails(`${name} ${what}`, run, { bytes: of(bytes, edit!) }, 'malformed'),
    );
  const opensShare = (name: string, changes: object, out: Uint8Array | null) =>
    gives(name, 'openShare', { reader: bruno.kemSeed, set: of('set'), ...changes }, out);
  const help = (changes: object) => ({
    reader: keys.kemSeed,
    letter: of('letter'),
    set: of('set'),
    request: hash,
    ...changes,
  });
  const listIn = { key: amina.keyringKey, list: of('list'), instance, set: header.id };
  return {
    section: '§9.1 Recovery by colleagues',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      gives('keys of whoever asks', 'recoveryKeys', { entropy, instance, account }, keys),
      gives(
        'the same words for another account',
        'recoveryKeys',
        { entropy, instance, account: otherAccount },
        recoveryKeys(entropy, instance, otherAccount),
      ),
      gives(
        'the same words on another instance',
        'recoveryKeys',
        { entropy, instance: otherInstance, account },
        recoveryKeys(entropy, otherInstance, account),
      ),
      gives('a share set', 'parseShareSet', { bytes: of('set') }, { ...header, places: SHARE_PLACES }),
      ...malformed('a set', 'parseShareSet', 'set', {
        'of another suite': { flip: [0, 1] },
        'that one colleague could open': { put: [97, 'AQ'] },
        'that eleven must help with': { put: [97, 'Cw'] },
        'cut short': { cut: 1 },
        'a byte longer': { add: 'AA' },
      }),
      ...verifies('verifyShareSet', {}, amina.signingPublicKey, signature, 'set'),
      gives('a set is signed', 'signShareSet', { seed: amina.signingSeed, bytes: of('set') }, signature),
      gives('a set is stored', 'signStoring', { seed: amina.signingSeed, ...stored }, storing),
      ...verifies('verifyStoring', listed, amina.signingPublicKey, storing, 'set'),
      ...[
        ['another list', { helpers: of('list', { flip: [40, 2] }) }],
        ['another session', { challenge: 'of another session' }],
      ].map(([what, change]) =>
        fails(
          `verifyStoring: ${what as string}`,
          'verifyStoring',
          { key: amina.signingPublicKey, signature: storing, ...stored, ...(change as object) },
          'bad-signature',
        ),
      ),
      fails(
        'verifyStoring: the signature of the set alone',
        'verifyStoring',
        { key: amina.signingPublicKey, signature, ...stored },
        'bad-signature',
      ),
      gives(
        'the seed of a share’s key',
        'shareSeed',
        { share, instance, owner: amina.id, set: header.id },
        seed,
      ),
      gives(
        'the same share of another set',
        'shareSeed',
        { share, instance, owner: amina.id, set: fixed('ShareSetId', 'two') },
        shareSeed(share, { ...header, id: fixed('ShareSetId', 'two') }),
      ),
      opensShare('a helper’s share', {}, share),
      opensShare('nobody else’s', { reader: amina.kemSeed }, null),
      opensShare('a letter of another set', { set: of('set', { flip: [50, 0] }) }, null),
      opensShare('a letter of another owner', { set: of('set', { flip: [34, 0] }) }, null),
      opensShare('a letter of another instance', { set: of('set', { flip: [2, 0] }) }, null),
      fails(
        'a share beside another key',
        'openShare',
        { reader: bruno.kemSeed, set: of('set', { flip: [98 + 5 * 1233, 0] }) },
        'tampered',
      ),
      gives('help for whoever asks', 'openHelp', help({}), share),
      gives('help for somebody else', 'openHelp', help({ reader: bruno.kemSeed }), null),
      gives('help for another request', 'openHelp', help({ request: fixed('Hash', 'another') }), null),
      gives('help of another set', 'openHelp', help({ set: of('set', { flip: [50, 0] }) }), null),
      gives(
        'a share that is not of the set',
        'openHelp',
        help({ set: of('set', { flip: [98 + 5 * 1233, 0] }) }),
        null,
      ),
      gives('help altered on the way', 'openHelp', help({ letter: of('letter', { flip: [1125, 0] }) }), null),
      ...combining(),
      gives('who was chosen', 'openHelperList', listIn, helpers),
      fails(
        'who was chosen for another set',
        'openHelperList',
        { ...listIn, set: fixed('ShareSetId', 'two') },
        'tampered',
      ),
      gives(
        'a request',
        'parseRequest',
        { bytes: of('request') },
        { instance, account, kem: keys.kemPublicKey, signing: keys.signingPublicKey, expires: '2031-03-08' },
      ),
      gives('the hash of a request', 'requestHash', { bytes: of('request') }, hash),
      gives('its six words', 'recoveryFingerprint', { hash }, recoveryFingerprint(hash).join(' ')),
      ...malformed('a request', 'parseRequest', 'request', {
        'of another suite': { flip: [0, 1] },
        'on a day that is not': { put: [1290, toBase64url(Uint8Array.of(0x39 + 1))] },
        'cut short': { cut: 1 },
        'a byte longer': { add: 'AA' },
      }),
      gives(
        'asking',
        'signAsking',
        { seed: keys.signingSeed, bytes: of('request') },
        recovery.signAsking(keys.signingSeed, request),
      ),
      ...verifies(
        'verifyAsking',
        {},
        keys.signingPublicKey,
        recovery.signAsking(keys.signingSeed, request),
        'request',
      ),
      gives(
        'reading',
        'signReading',
        { seed: keys.signingSeed, instance, key: keys.signingPublicKey, challenge: 'a challenge' },
        recovery.signReading(keys.signingSeed, instance, keys.signingPublicKey, 'a challenge'),
      ),
      gives('an approval', 'parseAnswer', { bytes: of('answer') }, answered),
      gives(
        'the owner’s refusal',
        'parseAnswer',
        { bytes: of('refusal') },
        {
          ...answered,
          answer: 'refused',
          helper: amina.id,
          letter: new Uint8Array(LENGTH.Hash),
          shareKey: new Uint8Array(LENGTH.SigningPublicKey),
        },
      ),
      ...malformed('an answer', 'parseAnswer', 'answer', {
        'of another suite': { flip: [0, 1] },
        'that is neither': { put: [97, 'Aw'] },
        'cut short': { cut: 1 },
        'a byte longer': { add: 'AA' },
      }),
      gives(
        'the hash of a letter',
        'shareLetterHash',
        { letter: of('letter') },
        recovery.shareLetterHash(letter),
      ),
      gives(
        'an answer is signed',
        'signAnswer',
        { seed: bruno.signingSeed, bytes: of('answer') },
        recovery.signAnswer(bruno.signingSeed, answer),
      ),
      ...verifies(
        'verifyAnswer',
        {},
        bruno.signingPublicKey,
        recovery.signAnswer(bruno.signingSeed, answer),
        'answer',
      ),
      gives(
        'a share is shown to be held',
        'signHolding',
        { seed, bytes: of('answer') },
        recovery.signHolding(seed, answer),
      ),
      ...verifies('verifyHolding', {}, signingPublicKey(seed), recovery.signHolding(seed, answer), 'answer'),
      fails(
        'a share’s signature for a person’s',
        'verifyAnswer',
        { key: signingPublicKey(seed), signature: recovery.signHolding(seed, answer), bytes: of('answer') },
        'bad-signature',
      ),
      gives(
        'what unlocks from then on',
        'unlocksHash',
        { account, ...unlocks },
        recovery.unlocksHash(account, unlocks),
      ),
      gives('a completion', 'parseDone', { bytes: of('done') }, recovery.parseDone(done)),
      ...malformed('a completion', 'parseDone', 'done', {
        'of another suite': { flip: [0, 1] },
        'cut short': { cut: 1 },
      }),
      gives(
        'a completion is signed',
        'signDone',
        { seed: amina.signingSeed, bytes: of('done') },
        recovery.signDone(amina.signingSeed, done),
      ),
      ...verifies(
        'verifyDone',
        {},
        amina.signingPublicKey,
        recovery.signDone(amina.signingSeed, done),
        'done',
      ),
    ],
  };
}
