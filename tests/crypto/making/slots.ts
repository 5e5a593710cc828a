/** Vectors of slot sets. Sealing is random: what is stored is one sealed set of each sort, and what opens. */
import { toBase64url } from '../../../crypto/base64url.ts';
import { concat, type CaseKey, type KemPublicKey } from '../../../crypto/bytes.ts';
import { accessSeed, commitment } from '../../../crypto/case-key.ts';
import { decoySlotSet, dummySlot } from '../../../crypto/decoy.ts';
import { frame } from '../../../crypto/frame.ts';
import { keyedHash } from '../../../crypto/hash.ts';
import { signingPublicKey } from '../../../crypto/signature.ts';
import {
  formatSlotSetHeader,
  parseSlotSet,
  SLOT_LENGTH,
  SLOT_SET_HEADER_LENGTH,
  slotSetHash,
  type SlotSetHeader,
} from '../../../crypto/slot-set.ts';
import { sealSlotSet } from '../../../crypto/slots.ts';
import { sodium } from '../../../crypto/sodium.ts';
import type { BytesIn, Topic } from '../vector.ts';
import { fails, fixed, gives, of, type Cast } from './cast.ts';

/** Where the fields of a slot set's header begin (PROTOCOL §5). */
const AT = {
  suite: 0,
  instance: 1,
  caseId: 17,
  audience: 33,
  epoch: 34,
  directory: 38,
  commitment: 70,
  accessKey: 102,
};

export function slots(cast: Cast): Topic {
  const { instance, reporter, amina, bruno, stranger, key, directory } = cast;
  const place = { instance, caseId: reporter.caseId, audience: 'shared' as const, epoch: 0, directory };
  const readers = [reporter, amina].map((one) => one.kemPublicKey);
  const set = sealSlotSet({ ...place, key, readers });
  const larger = sealSlotSet({
    ...place,
    epoch: 1,
    key: cast.nextKey,
    readers: Array.from({ length: 9 }, () => bruno.kemPublicKey),
  });
  const other = sealSlotSet({ ...place, caseId: cast.otherReporter.caseId, key: cast.otherKey, readers });
  const access = signingPublicKey(accessSeed(key));
  const header: SlotSetHeader = {
    ...place,
    commitment: commitment(key, place.caseId, 'shared', 0),
    accessKey: access,
  };
  // Everything right but the key in the slot: what makes two readers see two reports.
  const uncommitted = forged(header, amina.kemPublicKey, cast.otherKey);
  // A commitment to the key, but an access key of somebody else.
  const falseAccess = forged({ ...header, accessKey: amina.signingPublicKey }, amina.kemPublicKey, key);
  const largest = decoySlotSet(place, 8);
  const samples = { set, larger, other, uncommitted, falseAccess, decoy: largest };
  const opened = { key, header: parseSlotSet(set).header };
  const ours = slotOf(set, amina.kemSeed);
  const open = (what: BytesIn, reader = amina.kemSeed) => ({ set: what, reader });
  const at = SLOT_SET_HEADER_LENGTH + ours * SLOT_LENGTH;
  const elsewhere = SLOT_SET_HEADER_LENGTH + ((ours + 1) % 8) * SLOT_LENGTH;
  const slotIn = (sample: string): BytesIn => of(sample, { keep: [at, at + SLOT_LENGTH] });
  const nobodys = (name: string, what: BytesIn) => gives(name, 'openSlotSet', open(what), null);
  const malformed = (name: string, what: BytesIn) => fails(name, 'openSlotSet', open(what), 'malformed');
  return {
    section: '§5 Case keys and slot sets',
    samples: Object.fromEntries(Object.entries(samples).map(([name, bytes]) => [name, toBase64url(bytes)])),
    vectors: [
      gives('a set parses', 'parseSlotSet', { set: of('set') }, { ...header, slots: 8 }),
      gives(
        'a set of sixteen parses',
        'parseSlotSet',
        { set: of('larger') },
        { ...parseSlotSet(larger).header, slots: 16 },
      ),
      gives('the hash of a set', 'slotSetHash', { set: of('set') }, slotSetHash(set)),
      gives('opens for an officer', 'openSlotSet', open(of('set')), opened),
      gives('opens for the reporter', 'openSlotSet', open(of('set'), reporter.kemSeed), opened),
      gives(
        'opens the first of several slots for one reader',
        'openSlotSet',
        open(of('larger'), bruno.kemSeed),
        {
          key: cast.nextKey,
          header: parseSlotSet(larger).header,
        },
      ),
      gives('is not addressed to a colleague', 'openSlotSet', open(of('set'), bruno.kemSeed), null),
      gives('is not addressed to a stranger', 'openSlotSet', open(of('set'), stranger.kemSeed), null),
      nobodys('a decoy is addressed to nobody', of('decoy')),
      gives(
        'opens with its slots in another order',
        'openSlotSet',
        open(
          of(
            'set',
            { put: [elsewhere, slotIn('set')] },
            { put: [at, of('set', { keep: [elsewhere, elsewhere + SLOT_LENGTH] })] },
          ),
        ),
        opened,
      ),
      nobodys('a bit of the ML-KEM part flipped', of('set', { flip: [at + 500, 3] })),
      nobodys('a bit of the X25519 part flipped', of('set', { flip: [at + 1100, 0] })),
      nobodys('a bit of the sealed key flipped', of('set', { flip: [at + 1120, 7] })),
      nobodys('a bit of the tag flipped', of('set', { flip: [at + 1167, 0] })),
      gives(
        'a bit of another slot flipped: ours still opens',
        'openSlotSet',
        open(of('set', { flip: [elsewhere, 0] })),
        opened,
      ),
      ...(['instance', 'caseId', 'epoch', 'directory', 'commitment', 'accessKey'] as const).map((field) =>
        nobodys(`a bit of ${field} in the header flipped`, of('set', { flip: [AT[field] + 3, 0] })),
      ),
      nobodys('said to be for another audience', of('set', { put: [AT.audience, 'Ag'] })),
      nobodys(
        'a slot of another case',
        of('decoy', {
          put: [
            at,
            of('other', {
              keep: [
                SLOT_SET_HEADER_LENGTH + slotOf(other, amina.kemSeed) * SLOT_LENGTH,
                SLOT_SET_HEADER_LENGTH + (slotOf(other, amina.kemSeed) + 1) * SLOT_LENGTH,
              ],
            }),
          ],
        }),
      ),
      nobodys('the slot under the header of a decoy', of('decoy', { put: [at, slotIn('set')] })),
      nobodys(
        'a slot of zeros, which X25519 refuses',
        of('decoy', { put: [at, toBase64url(new Uint8Array(SLOT_LENGTH))] }),
      ),
      nobodys('our slot replaced by a dummy', of('set', { put: [at, toBase64url(dummySlot())] })),
      fails(
        'the slot opens to another key than committed',
        'openSlotSet',
        open(of('uncommitted')),
        'bad-commitment',
      ),
      fails('the access key is of another key', 'openSlotSet', open(of('falseAccess')), 'bad-commitment'),
      malformed('nothing', ''),
      malformed('a header without slots', of('set', { keep: [0, SLOT_SET_HEADER_LENGTH] })),
      malformed('a byte short', of('set', { cut: 1 })),
      malformed('a byte long', of('set', { add: 'AA' })),
      malformed('a slot short', of('set', { cut: SLOT_LENGTH })),
      malformed('a slot long', of('set', { add: slotIn('set') })),
      malformed(
        'twenty-four slots',
        of('larger', {
          add: of('set', { keep: [SLOT_SET_HEADER_LENGTH, SLOT_SET_HEADER_LENGTH + 8 * SLOT_LENGTH] }),
        }),
      ),
      malformed('suite 2', of('set', { put: [AT.suite, 'Ag'] })),
      malformed('suite 0', of('set', { put: [AT.suite, 'AA'] })),
      malformed('audience 0', of('set', { put: [AT.audience, 'AA'] })),
      malformed('audience 4', of('set', { put: [AT.audience, 'BA'] })),
      fails(
        'a reader’s seed cut short',
        'openSlotSet',
        { set: of('set'), reader: amina.kemSeed.slice(1) },
        'malformed',
      ),
      fails(
        'base64url that is not canonical',
        'openSlotSet',
        open(`${toBase64url(fixed('Nonce', 'x'))}AB`),
        'malformed',
      ),
    ],
  };
}

/** Which slot opens for a reader: the one without which none does. */
function slotOf(set: Uint8Array, reader: Cast['amina']['kemSeed']): number {
  const { headerBytes, slots: all } = parseSlotSet(set);
  const mine = all.findIndex((slot) => {
    const secret = sodium.crypto_kem_xwing_dec(slot.slice(0, 1120), reader);
    const publicKey = sodium.crypto_kem_xwing_seed_keypair(reader).publicKey;
    const wrapping = keyedHash(secret, 'sotto/slot/v1', headerBytes, publicKey, slot.slice(0, 1120));
    const context = frame('sotto/slot-aead/v1', headerBytes, publicKey, slot.slice(0, 1120));
    try {
      return sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
        null,
        slot.slice(1120),
        context,
        new Uint8Array(24),
        wrapping,
      );
    } catch {
      return false;
    }
  });
  if (mine < 0) throw new Error('no slot of this reader');
  return mine;
}

/** A set no honest page makes: its one real slot holds whatever key. */
function forged(header: SlotSetHeader, reader: KemPublicKey, key: CaseKey): Uint8Array {
  const headerBytes = formatSlotSetHeader(header);
  const { ciphertext, sharedSecret } = sodium.crypto_kem_xwing_enc(reader);
  const wrapping = keyedHash(sharedSecret, 'sotto/slot/v1', headerBytes, reader, ciphertext);
  const context = frame('sotto/slot-aead/v1', headerBytes, reader, ciphertext);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    key,
    context,
    null,
    new Uint8Array(24),
    wrapping,
  );
  return concat(headerBytes, ciphertext, sealed, ...Array.from({ length: 7 }, dummySlot));
}
