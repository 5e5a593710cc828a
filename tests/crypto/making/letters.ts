/** Vectors of letters. Sealing is random: what is stored is two sealed letters, and what they open to. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { utf8 } from '../../../crypto/bytes.ts';
import { sealLetter } from '../../../crypto/letter.ts';
import type { Topic } from '../vector.ts';
import { fails, gives, of, type Cast } from './cast.ts';

export function letters({ instance, otherInstance, reporter, amina, bruno }: Cast): Topic {
  const content = utf8('For Amina alone.');
  const context = [instance, reporter.caseId];
  const samples = {
    letter: sealLetter(amina.kemPublicKey, content, 'identity', ...context),
    empty: sealLetter(amina.kemPublicKey, new Uint8Array(), 'identity'),
  };
  const opening = (changes: object) => ({
    reader: amina.kemSeed,
    letter: of('letter'),
    purpose: 'identity',
    context,
    ...changes,
  });
  const opens = (name: string, changes: object, out: Uint8Array | null) =>
    gives(name, 'openLetter', opening(changes), out);
  const malformed = (name: string, changes: object) =>
    fails(name, 'openLetter', opening(changes), 'malformed');
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
      opens('zeros, which X25519 refuses', { letter: toBase64url(new Uint8Array(1152)) }, null),
      malformed('nothing', { letter: '' }),
      malformed('shorter than a ciphertext', { letter: of('letter', { keep: [0, 1119] }) }),
      malformed('a reader’s seed cut short', { reader: amina.kemSeed.slice(1) }),
    ],
  };
}
