/**
 * Sealing a case key to people whom nobody can tell, and opening one's own slot (PROTOCOL §5).
 *
 * A slot is what one person needs to get at a case key: an X-Wing ciphertext, which gives a shared secret to
 * the holder of one private key, and the case key sealed under what follows from that secret. A slot says
 * nothing of whose it is. So whoever reads tries every slot of a set, and for everybody else a set looks like
 * any other: readers are not counted, listed or named in it, and a person who was left out finds nothing, as
 * in a case that was never meant for anybody of theirs.
 */
import {
  concat,
  equal,
  LENGTH,
  Reader,
  typed,
  type CaseId,
  type CaseKey,
  type Hash,
  type InstanceId,
  type KemCiphertext,
  type KemPublicKey,
  type KemSeed,
  type SealKey,
  type SlotSetBytes,
} from './bytes.ts';
import { accessSeed, commitment } from './case-key.ts';
import { dummySlot } from './decoy.ts';
import { CryptoError } from './errors.ts';
import { frame } from './frame.ts';
import { keyedHash } from './hash.ts';
import { TAG_LENGTH, type Audience } from './header.ts';
import { decapsulate, encapsulate } from './kem.ts';
import { kemPublicKey } from './person.ts';
import { signingPublicKey } from './signature.ts';
import { formatSlotSetHeader, parseSlotSet, SLOT_COUNTS, type SlotSetHeader } from './slot-set.ts';
import { sodium } from './sodium.ts';

/** A wrapping key is used once, so its nonce may be fixed. */
const ZERO_NONCE = new Uint8Array(LENGTH.Nonce);

export interface SlotSetRequest {
  readonly instance: InstanceId;
  readonly caseId: CaseId;
  readonly audience: Audience;
  readonly epoch: number;
  readonly directory: Hash;
  readonly key: CaseKey;
  /** Everyone who shall be able to open it; at most 32. May be empty: then nobody can. */
  readonly readers: readonly KemPublicKey[];
}

/**
 * A slot set: one slot a reader, filled up to 8, 16 or 32 with dummies, shuffled.
 * @throws CryptoError `malformed` for more than 32 readers.
 */
export function sealSlotSet(request: SlotSetRequest): SlotSetBytes {
  const count = SLOT_COUNTS.find((allowed) => request.readers.length <= allowed);
  if (count === undefined) throw new CryptoError('malformed', 'more than 32 readers');
  const access = accessSeed(request.key);
  const headerBytes = formatSlotSetHeader({
    instance: request.instance,
    caseId: request.caseId,
    audience: request.audience,
    epoch: request.epoch,
    directory: request.directory,
    commitment: commitment(request.key, request.caseId, request.audience, request.epoch),
    accessKey: signingPublicKey(access),
  });
  sodium.memzero(access);
  const slots = request.readers.map((reader) => sealSlot(headerBytes, reader, request.key));
  while (slots.length < count) slots.push(dummySlot());
  return concat(headerBytes, ...shuffle(slots)) as SlotSetBytes;
}

/**
 * One slot. The header of the set goes into the key and into what is authenticated, so a slot that is moved
 * into another set, case or epoch opens nothing.
 */
function sealSlot(headerBytes: Uint8Array, reader: KemPublicKey, key: CaseKey): Uint8Array {
  const { ciphertext, sharedSecret } = encapsulate(reader);
  const wrapping = wrappingKey(sharedSecret, headerBytes, reader, ciphertext);
  const context = slotContext(headerBytes, reader, ciphertext);
  const sealed = sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(key, context, null, ZERO_NONCE, wrapping);
  sodium.memzero(wrapping);
  sodium.memzero(sharedSecret);
  return concat(ciphertext, sealed);
}

/** Fisher-Yates with libsodium's unbiased numbers. */
function shuffle<T>(items: T[]): T[] {
  for (let i = items.length - 1; i > 0; i--) {
    const j = sodium.randombytes_uniform(i + 1);
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
  return items;
}

/**
 * Tries every slot of a set with one person's key.
 * @param publicKey of the same key: whoever tries many sets works it out once
 * @returns the case key, or null when no slot is theirs.
 * @throws CryptoError `malformed`; `bad-commitment` when a slot opens to a key other than the set commits to.
 */
export function openSlotSet(
  set: Uint8Array,
  reader: KemSeed,
  publicKey: KemPublicKey = kemPublicKey(reader),
): { key: CaseKey; header: SlotSetHeader } | null {
  const { header, headerBytes, slots } = parseSlotSet(set);
  for (const slot of slots) {
    const key = openSlot(headerBytes, slot, reader, publicKey);
    if (key === null) continue;
    if (!equal(commitment(key, header.caseId, header.audience, header.epoch), header.commitment)) {
      throw new CryptoError('bad-commitment');
    }
    const access = accessSeed(key);
    const accessKey = signingPublicKey(access);
    sodium.memzero(access);
    if (!equal(accessKey, header.accessKey)) throw new CryptoError('bad-commitment');
    return { key, header };
  }
  return null;
}

/**
 * Null for a slot that is somebody else's or nobody's: X-Wing gives some secret for any ciphertext, and only
 * the sealed key shows whether it was the right one.
 */
function openSlot(
  headerBytes: Uint8Array,
  slot: Uint8Array,
  reader: KemSeed,
  publicKey: KemPublicKey,
): CaseKey | null {
  const parts = new Reader(slot);
  const ciphertext = parts.typed('KemCiphertext');
  const sealed = parts.take(LENGTH.CaseKey + TAG_LENGTH);
  parts.end();
  const sharedSecret = decapsulate(ciphertext, reader);
  if (sharedSecret === null) return null;
  const wrapping = wrappingKey(sharedSecret, headerBytes, publicKey, ciphertext);
  sodium.memzero(sharedSecret);
  try {
    const context = slotContext(headerBytes, publicKey, ciphertext);
    const key = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      null,
      sealed,
      context,
      ZERO_NONCE,
      wrapping,
    );
    return typed('CaseKey', key);
  } catch {
    return null; // Not addressed to this reader.
  } finally {
    sodium.memzero(wrapping);
  }
}

/** Bound to the reader and the ciphertext as well, so that no two slots ever share a key. */
function wrappingKey(
  sharedSecret: Uint8Array,
  headerBytes: Uint8Array,
  reader: KemPublicKey,
  ciphertext: KemCiphertext,
): SealKey {
  return typed('SealKey', keyedHash(sharedSecret, 'sotto/slot/v1', headerBytes, reader, ciphertext));
}

function slotContext(headerBytes: Uint8Array, reader: KemPublicKey, ciphertext: KemCiphertext): Uint8Array {
  return frame('sotto/slot-aead/v1', headerBytes, reader, ciphertext);
}
