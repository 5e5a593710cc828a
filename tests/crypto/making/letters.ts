/** Vectors of letters and identities. Sealing is random: what is stored is sealed, and what it opens to. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { sealBox } from '../../../crypto/box.ts';
import { utf8 } from '../../../crypto/bytes.ts';
import { identityKey } from '../../../crypto/case-key.ts';
import { formerKey, originalKey, originalsKey } from '../../../crypto/original-key.ts';
import { sealLetter } from '../../../crypto/letter.ts';
import { sodium } from '../../../crypto/sodium.ts';
import type { Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

export function letters({ instance, otherInstance, reporter, otherReporter, amina, bruno }: Cast): Topic {
  const content = utf8('For Amina alone.');
  const context = [instance, reporter.caseId];
  const key = identityKey(reporter.custodiansKey);
  const identity = sodium.pad(utf8('{"name":"Nobody","contact":""}'), 4096);
  const [originals, blob, otherBlob] = [
    originalsKey(reporter.custodiansKey),
    fixed('BlobId', 'original'),
    fixed('BlobId', 'other original'),
  ];
  const opening = {
    key: toBase64url(fixed('FileKey', 'original')),
    hash: toBase64url(fixed('Hash', 'original')),
    size: 1234,
    name: 'IMG_0001.JPG',
    type: 'image/jpeg',
  };
  const original = sodium.pad(utf8(JSON.stringify(opening)), 4096);
  const former = originalsKey(otherReporter.custodiansKey);
  const samples = {
    original: sealBox(originalKey(originals, blob), original, 'sotto/original/v1', ...context, blob),
    former: sealBox(formerKey(originals), former, 'sotto/former-originals/v1', ...context),
    letter: sealLetter(amina.kemPublicKey, content, 'identity', ...context),
    empty: sealLetter(amina.kemPublicKey, new Uint8Array(), 'identity'),
    identity: sealBox(key, identity, 'sotto/identity/v1', ...context),
  };
  const addressed = (changes: object) => ({
    reader: amina.kemSeed,
    letter: of('letter'),
    purpose: 'identity',
    context,
    ...changes,
  });
  const opens = (name: string, changes: object, out: Uint8Array | null) =>
    gives(name, 'openLetter', addressed(changes), out);
  const box = (changes: object) => ({
    key,
    box: of('identity'),
    domain: 'sotto/identity/v1',
    context,
    ...changes,
  });
  const kept = {
    key: originalKey(originals, blob),
    box: of('original'),
    domain: 'sotto/original/v1',
    context: [...context, blob],
  };
  const closed = (name: string, changes: object) => fails(name, 'openBox', box(changes), 'tampered');
  const malformed = (name: string, changes: object) =>
    fails(name, 'openLetter', addressed(changes), 'malformed');
  return {
    section: '§5 Case keys and slot sets',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      opens('a letter opens for whom it is', {}, content),
      opens('a letter of nothing', { letter: of('empty'), context: [] }, new Uint8Array()),
      opens('is not addressed to a colleague', { reader: bruno.kemSeed }, null),
      opens('is not for another purpose', { purpose: 'share' }, null),
      opens('is not of another instance', { context: [otherInstance, reporter.caseId] }, null),
      opens('has every field of its context', { context: [instance] }, null),
      opens('has no field more', { context: [...context, new Uint8Array()] }, null),
      opens('keeps its fields in their order', { context: [...context].reverse() }, null),
      opens('a bit of the ML-KEM part flipped', { letter: of('letter', { flip: [500, 3] }) }, null),
      opens('a bit of the X25519 part flipped', { letter: of('letter', { flip: [1100, 0] }) }, null),
      opens('a bit of the content flipped', { letter: of('letter', { flip: [1121, 7] }) }, null),
      opens('a bit of the tag flipped', { letter: of('letter', { flip: [1140, 0] }) }, null),
      opens('a byte short', { letter: of('letter', { cut: 1 }) }, null),
      opens('a byte long', { letter: of('letter', { add: 'AA' }) }, null),
      opens('no content and no tag', { letter: of('letter', { keep: [0, 1120] }) }, null),
      opens('no content and a tag cut short', { letter: of('letter', { keep: [0, 1135] }) }, null),
      opens('zeros, which X25519 refuses', { letter: toBase64url(new Uint8Array(1152)) }, null),
      gives('an identity opens with its key', 'openBox', box({}), identity),
      closed('an identity of another case', { context: [instance, otherReporter.caseId] }),
      closed('an identity of another instance', { context: [otherInstance, reporter.caseId] }),
      closed('the key of the custodians is not the key of the identity', { key: reporter.custodiansKey }),
      closed('the words of another receipt', { key: identityKey(otherReporter.custodiansKey) }),
      closed('a nonce and nothing else', { box: of('identity', { keep: [0, 24] }) }),
      fails('shorter than a nonce', 'openBox', box({ box: of('identity', { keep: [0, 23] }) }), 'malformed'),
      closed('a bit of an identity flipped', { box: of('identity', { flip: [40, 0] }) }),
      gives('what opens an original opens with its key', 'openBox', box(kept), original),
      closed('an original with the key of another', { ...kept, key: originalKey(originals, otherBlob) }),
      closed('an original with the key they all follow from', { ...kept, key: originals }),
      closed('an original with the key of the identity', { ...kept, key }),
      closed('an original as an identity', { ...kept, domain: 'sotto/identity/v1' }),
      closed('an identity with the key of an original', { key: kept.key }),
      closed('an original beside another file', { ...kept, context: [...context, otherBlob] }),
      closed('an original of another case', {
        ...kept,
        context: [instance, otherReporter.caseId, blob],
      }),
      gives(
        'the originals’ key of before opens with the one after it',
        'openBox',
        box({ key: formerKey(originals), box: of('former'), domain: 'sotto/former-originals/v1' }),
        former,
      ),
      closed('the originals’ key of before with itself', {
        key: formerKey(former),
        box: of('former'),
        domain: 'sotto/former-originals/v1',
      }),
      malformed('nothing', { letter: '' }),
      malformed('shorter than a ciphertext', { letter: of('letter', { keep: [0, 1119] }) }),
      malformed('a reader’s seed cut short', { reader: amina.kemSeed.slice(1) }),
    ],
  };
}
